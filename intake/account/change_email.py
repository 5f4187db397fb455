"""Moving a file to another e-mail address: by its client, who proves the new one, or by staff.

The file is found by its address alone (`Client.objects.of`), so after the move it opens to whoever reads the new
mailbox and no longer to whoever reads the old one. Every browser that was signed in with either address is signed
out.
"""

import logging
import smtplib
from datetime import timedelta

from anymail.exceptions import AnymailError
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.account.confirm_email import is_same_email
from intake.clients.applicant_user import sign_out_everywhere
from intake.common.mail import build_message
from intake.models import AddressChange, Client
from intake.questionnaire import draft

log = logging.getLogger(__name__)
RETRY_FOR = timedelta(days=3)
TEMPLATE = "intake/email/address_changed"


def is_taken(email: str) -> bool:
    """Whether another file has this address."""
    return Client.objects.by_email(email).exists()


def move_file(client: Client, email: str) -> AddressChange | None:
    """Move the client's file to an address that they have proved; None where another file has it."""
    try:
        with transaction.atomic():
            # Only the unique constraint decides: asking `is_taken` first would leave a gap for somebody faster.
            locked = Client.objects.select_for_update().get(pk=client.pk)
            was, locked.email, locked.undeliverable = locked.email, email, ""
            locked.save(update_fields=["email", "undeliverable", "updated"])
            return record_move(locked, was)
    except IntegrityError:
        return None


def record_move(client: Client, was: str, by: User | None = None) -> AddressChange:
    """Record that a file has a new address, correct it in the answers, and end all sessions of both addresses."""
    for intake in client.intakes.all():
        if is_same_email(intake.answers.get("contact", {}).get("email", ""), was):
            intake.answers["contact"]["email"] = client.email
            intake.save(update_fields=["answers"])
        draft.renew_token(intake)
    for email in (was, client.email):
        sign_out_everywhere(email)
    return AddressChange.objects.create(client=client, was=was, now=client.email, by=by, by_staff=by is not None)


def tell_old_addresses() -> None:
    """Notify the old address of every file that its client moved, until that has succeeded once.

    A crash between sending and recording sends the message twice, which is better than never. An address that accepts
    nothing for three days is given up.
    """
    fresh = AddressChange.objects.filter(by_staff=False, told_at=None, at__gt=timezone.now() - RETRY_FOR)
    for change in fresh.select_related("client"):
        client = change.client
        try:
            build_message(TEMPLATE, change.was, client.language, {"name": client.name, "at": change.at}).send()
        except (smtplib.SMTPException, OSError, AnymailError) as problem:
            log.warning("The old address of change %s was not told yet: %s", change.pk, type(problem).__name__)
        else:
            AddressChange.objects.filter(pk=change.pk).update(told_at=timezone.now())
