"""What is kept how long: every night, what is due is deleted.

The periods are settings. A file with a service agreement is a professional
record and is deleted only when it has been closed for years; the file of a
person without one when it has not been used for months and they were told
thirty days before.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from intake.clients import delete_file
from intake.clients.applicant_user import PREFIX
from intake.common.mail import build_message
from intake.models import BreachRecord, Client, ConsentProof, Intake
from intake.querysets import ClientQuerySet

MONTH = timedelta(days=365.25 / 12)
YEAR = timedelta(days=365.25)
NOTICE = timedelta(days=30)
UNUSED_ACCOUNT = timedelta(days=1)
Stage = Client.Stage
AT_WORK = (Stage.AGREEMENT_SENT, Stage.RETAINED, Stage.SUBMITTED)


def retain(now: datetime) -> None:
    """Delete what is due at this time, and tell those whose file is next."""
    drafts(now).delete()
    unused_accounts(now).delete()
    for client in (leads_over(now) | files_over(now)).distinct().iterator():
        delete_file.remove(client)
    for client in leads_next(now).iterator():
        tell(client, now)
    proofs(now).delete()
    breaches(now).delete()
    call_command("clearsessions")


def drafts(now: datetime):
    """Answers in nobody's file, and what was scored from them, that nobody has touched."""
    return Intake.objects.unclaimed().filter(updated__lt=now - timedelta(days=settings.RETENTION_DRAFT_DAYS))


def unused_accounts(now: datetime):
    """Accounts of addresses to which a code was sent and never entered."""
    never = get_user_model().objects.filter(username__startswith=PREFIX, is_staff=False, last_login=None)
    return never.filter(date_joined__lt=now - UNUSED_ACCOUNT)


def leads() -> ClientQuerySet:
    """People without a service agreement whom nobody of the firm works with."""
    nobodys = Client.objects.filter(retained_on=None, adviser=None, consultant=None)
    return nobodys.filter(sample=False).exclude(stage__in=AT_WORK)


def leads_next(now: datetime) -> ClientQuerySet:
    """Those whose file is deleted in thirty days unless they use it, and who were not told since they last did."""
    due = leads().filter(updated__lt=now - settings.RETENTION_LEAD_MONTHS * MONTH + NOTICE)
    return due.filter(Q(deletion_told_at=None))


def leads_over(now: datetime) -> ClientQuerySet:
    """Those who were told in time and have not used their file."""
    due = leads().filter(updated__lt=now - settings.RETENTION_LEAD_MONTHS * MONTH)
    return due.filter(deletion_told_at__lt=now - NOTICE)


def files_over(now: datetime) -> ClientQuerySet:
    """Professional records closed for so long that they are kept no longer."""
    closed = Client.objects.filter(stage=Stage.CLOSED).exclude(retained_on=None)
    return closed.filter(updated__lt=now - settings.RETENTION_CLIENT_YEARS * YEAR)


def proofs(now: datetime):
    """Proofs of consent of files deleted long ago."""
    return ConsentProof.objects.filter(deleted_at__lt=now - settings.RETENTION_PROOF_YEARS * YEAR)


def breaches(now: datetime):
    """Records of breaches that the law asks for no longer."""
    return BreachRecord.objects.settled_before(timezone.localdate(now - settings.RETENTION_BREACH_MONTHS * MONTH))


def tell(client: Client, now: datetime) -> None:
    """Tell a client that their file is deleted in thirty days unless they sign in; once."""
    with translation.override(client.language):
        link = settings.SITE_URL + reverse("my_file:home")
    words = {"name": client.name, "link": link, "day": timezone.localdate(now) + NOTICE}
    build_message("intake/email/file_ends", client.email, client.language, words).send()
    Client.objects.filter(pk=client.pk).update(deletion_told_at=now)
