"""Encrypt the second factors of staff with the first of `FACTOR_KEYS`, so that the others can go."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.second_factors import list_keys

SECRETS = ("secret", "seed")


class Command(BaseCommand):
    """Safe to repeat."""

    help = "Encrypt the secrets of authenticator apps and recovery codes anew, with the first of FACTOR_KEYS."

    def handle(self, **options: object) -> None:
        """All or none of them. Raises `CommandError` where one is under a key that is not named."""
        try:
            with transaction.atomic():
                count = sum(encrypt_again(one) for one in Authenticator.objects.select_for_update())
        except InvalidToken:
            raise CommandError("Nothing was changed: FACTOR_KEYS lacks the key of one of them.") from None
        self.stdout.write(f"Encrypted anew: {count}.")


def encrypt_again(factor: Authenticator) -> bool:
    """Encrypt what one factor keeps secret; False where it keeps nothing (a security key)."""
    kept: dict[str, Any] = factor.data
    renewed = {name: list_keys().rotate(kept[name].encode()).decode() for name in SECRETS if name in kept}
    if renewed:
        factor.data = kept | renewed
        factor.save(update_fields=["data"])
    return bool(renewed)
