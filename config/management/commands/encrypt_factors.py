"""Encrypt what is under `FACTOR_KEYS` with the first of them, so that the others can go."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.staff.second_factors import list_keys
from intake.models import EventReceiver
from intake.webhooks import signing

SECRETS = ("secret", "seed")


class Command(BaseCommand):
    """Safe to repeat."""

    help = "Encrypt the secrets of authenticator apps, recovery codes and webhooks anew, with the first of FACTOR_KEYS."

    def handle(self, **options: object) -> None:
        """All or none of them. Raises `CommandError` where one is under a key that is not named."""
        try:
            with transaction.atomic():
                count = sum(encrypt_again(one) for one in Authenticator.objects.select_for_update())
                count += sum(encrypt_receiver(one) for one in EventReceiver.objects.select_for_update())
        except InvalidToken:
            raise CommandError("Nothing was changed: FACTOR_KEYS lacks the key of one of them.") from None
        self.stdout.write(f"Encrypted anew: {count}.")


def encrypt_again(factor: Authenticator) -> bool:
    """Encrypt what one factor keeps secret; False where it keeps nothing (a security key)."""
    stored: dict[str, Any] = factor.data
    renewed = {name: list_keys().rotate(stored[name].encode()).decode() for name in SECRETS if name in stored}
    if renewed:
        factor.data = stored | renewed
        factor.save(update_fields=["data"])
    return bool(renewed)


def encrypt_receiver(receiver: EventReceiver) -> bool:
    """Encrypt the secret of one program that is told of events."""
    receiver.secret = signing.list_keys().rotate(receiver.secret.encode()).decode()
    receiver.save(update_fields=["secret"])
    return True
