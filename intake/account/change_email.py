"""A file goes from one e-mail address to another: by its client, who proves the new one, or by staff.

The file is found by its address alone (`Client.objects.of`), so that with the
address it is open to who reads the new mailbox and closed to who reads the
old one. Every browser that was signed in by the old address is signed out.
"""

import logging
import smtplib
from datetime import timedelta

from anymail.exceptions import AnymailError
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.account.confirm_email import same_address
from intake.clients.applicant_user import sign_out_everywhere
from intake.common.mail import message
from intake.models import AddressChange, Client

log = logging.getLogger(__name__)
TRIED = timedelta(days=3)
TEMPLATE = "intake/email/address_changed"


def taken(email: str) -> bool:
    """Whether somebody's file has this address."""
    return Client.objects.by_email(email).exists()


def move(client: Client, email: str) -> AddressChange | None:
    """The client has proved this address: their file goes there; None where it is another file's."""
    try:
        with transaction.atomic():
            locked = Client.objects.select_for_update().get(pk=client.pk)
            was, locked.email, locked.undeliverable = locked.email, email, ""
            locked.save(update_fields=["email", "undeliverable", "updated"])
            return moved(locked, was)
    except IntegrityError:
        return None


def moved(client: Client, was: str, by: User | None = None) -> AddressChange:
    """Keep that a file has another address than it had, and close it to who was signed in by either."""
    for intake in client.intakes.all():
        if same_address(intake.answers.get("contact", {}).get("email", ""), was):
            intake.answers["contact"]["email"] = client.email
            intake.save(update_fields=["answers"])
    for email in (was, client.email):
        sign_out_everywhere(email)
    return AddressChange.objects.create(client=client, was=was, now=client.email, by=by, by_staff=by is not None)


def tell_old_addresses() -> None:
    """Say it to the old address of every file that its client moved, where nobody has yet; twice beats never.

    An address that takes no message for three days is taken for dead.
    """
    fresh = AddressChange.objects.filter(by_staff=False, told_at=None, at__gt=timezone.now() - TRIED)
    for change in fresh.select_related("client"):
        client = change.client
        try:
            message(TEMPLATE, change.was, client.language, {"name": client.name, "at": change.at}).send()
        except (smtplib.SMTPException, OSError, AnymailError) as problem:
            log.warning("The old address of change %s was not told yet: %s", change.pk, type(problem).__name__)
        else:
            AddressChange.objects.filter(pk=change.pk).update(told_at=timezone.now())
