"""Retention periods: what is due is deleted every night.

The periods are settings. A file with a service agreement is a professional record and is deleted only when it has
been closed for years; the file of a person without one when it has not been used for months and they were warned
thirty days before.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, override

from intake.clients import delete_file, todos
from intake.clients.applicant_user import find_applicants
from intake.clients.messages import NOTICE, FileEnds
from intake.consents.following import CONFIRM_WITHIN
from intake.message_kinds.letters import owe
from intake.models import (
    DEVICE_KNOWN_FOR,
    BreachRecord,
    Client,
    ConsentProof,
    Device,
    Enquiry,
    Follower,
    Intake,
    Letter,
    Todo,
)
from intake.models.followers import FollowerQuerySet
from intake.querysets import BreachQuerySet, ClientQuerySet, EnquiryQuerySet, IntakeQuerySet, OwedQuerySet, TodoQuerySet
from intake.visits.adding import delete_old as delete_old_visits
from intake.webhooks.deliver import delete_old as delete_old_events
from scoring.dates import format_date

MONTH = timedelta(days=365.25 / 12)
YEAR = timedelta(days=365.25)
# An account is made when its first code is asked for, and holds nothing; the code is over in minutes (record 0020).
UNUSED_ACCOUNT = timedelta(days=1)
Stage = Client.Stage
# Begins the keys of the tasks to tell somebody that their file will be deleted.
FILE_ENDS = "file ends "
# Stages with a service agreement, or one that was sent: no leads.
WITH_AGREEMENT = (Stage.AGREEMENT_SENT, Stage.RETAINED, Stage.SUBMITTED)


def apply_retention(now: datetime) -> None:
    """Delete what is due at `now`, and warn the clients whose file is next."""
    find_old_drafts(now).delete()
    find_unused_accounts(now).delete()
    note_told()
    # One by one and not as a queryset: each file leaves its proofs of consent behind.
    for client in (find_leads_to_delete(now) | find_files_to_delete(now)).distinct().iterator():
        delete_file.delete_with_account(client)
    for client in find_leads_to_warn(now).iterator():
        if client.email:
            owe(FileEnds.find_due(client))
        else:
            ask_staff_to_warn(client, now)
    find_old_enquiries(now).delete()
    find_unconfirmed_followers(now).delete()
    find_old_letters(now).delete()
    forget_places(now)
    find_old_proofs(now).delete()
    find_old_breaches(now).delete()
    find_forgotten_devices(now).delete()
    delete_old_events(now)
    delete_old_visits()
    # Django leaves the rows of sessions that have ended where they are.
    call_command("clearsessions")


def find_old_drafts(now: datetime) -> IntakeQuerySet[Intake]:
    """Unclaimed drafts that have not been changed for a while, and with them what was scored from them."""
    return Intake.objects.unclaimed().filter(updated__lt=now - timedelta(days=settings.RETENTION_DRAFT_DAYS))


def find_unused_accounts(now: datetime) -> QuerySet[User]:
    """Accounts of addresses to which a code was sent that was never entered."""
    never = find_applicants().filter(last_login=None)
    return never.filter(date_joined__lt=now - UNUSED_ACCOUNT)


def find_leads() -> ClientQuerySet[Client]:
    """Clients without a service agreement whom nobody of the firm works with."""
    # Not the stage alone: clients move stages themselves, with or without a contract (record 0022).
    nobodys = Client.objects.filter(retained_on=None, adviser=None, consultant=None)
    return nobodys.filter(sample=False).exclude(stage__in=WITH_AGREEMENT)


def find_leads_to_warn(now: datetime) -> ClientQuerySet[Client]:
    """Leads whose file will be deleted in thirty days unless they use it, not warned since they last did."""
    due = find_leads().filter(updated__lt=now - settings.RETENTION_LEAD_MONTHS * MONTH + NOTICE)
    return due.filter(Q(deletion_told_at=None) | Q(deletion_told_at__lt=F("updated")))


def find_leads_to_delete(now: datetime) -> ClientQuerySet[Client]:
    """Leads who were warned in time and have not used their file since."""
    # Warned, and then unused for the whole notice: a sign-in meanwhile saves the row and so restarts the notice.
    due = find_leads().filter(updated__lt=now - settings.RETENTION_LEAD_MONTHS * MONTH)
    told = due.filter(deletion_told_at__lt=now - NOTICE, deletion_told_at__gte=F("updated"))
    # Whom a person has to call: the file stays until that is done (record 0164).
    return told.exclude(email="", pk__in=find_tasks_to_warn().open().values("client"))


def find_files_to_delete(now: datetime) -> ClientQuerySet[Client]:
    """Professional records that have been closed for the whole retention period."""
    # The College wants a client's records kept for years (record 0022).
    closed = Client.objects.filter(stage=Stage.CLOSED).exclude(retained_on=None)
    return closed.filter(updated__lt=now - settings.RETENTION_CLIENT_YEARS * YEAR)


def find_old_enquiries(now: datetime) -> EnquiryQuerySet[Enquiry]:
    """Enquiries in nobody's file: soon those whose address nobody confirmed, later the calls to make."""
    # A call back needs no address: it is a lead at once, and is kept like one (record 0116).
    nobodys = Enquiry.objects.unconfirmed()
    soon, later = now - timedelta(days=settings.RETENTION_DRAFT_DAYS), now - settings.RETENTION_LEAD_MONTHS * MONTH
    return nobodys.filter(Q(telephone="", created__lt=soon) | Q(created__lt=later))


def find_unconfirmed_followers(now: datetime) -> FollowerQuerySet:
    """Addresses that asked to follow the rounds and never confirmed: their link is over."""
    return Follower.objects.unconfirmed_since(now - CONFIRM_WITHIN)


def find_old_letters(now: datetime) -> OwedQuerySet[Letter]:
    """Letters that are owed no longer, of some time ago; what a client was told stays as long as the file."""
    settled = [Letter.State.SENT, Letter.State.FAILED, Letter.State.SUPPRESSED]
    # Only what left has a digest (record 0210).
    told = Q(client__isnull=False) & ~Q(digest="")
    return Letter.objects.filter(~told, state__in=settled, created__lt=get_oldest_record(now))


def forget_places(now: datetime) -> None:
    """Of letters that stay, forget from which network they were asked for: the limits count a day."""
    Letter.objects.filter(created__lt=get_oldest_record(now)).exclude(place="").update(place="")


def get_oldest_record(now: datetime) -> datetime:
    """When the oldest letter was owed whose record is kept for itself."""
    return now - timedelta(days=settings.RETENTION_LETTER_DAYS)


def find_old_proofs(now: datetime) -> QuerySet[ConsentProof]:
    """Proofs of consent of files that were deleted long ago."""
    return ConsentProof.objects.filter(deleted_at__lt=now - settings.RETENTION_PROOF_YEARS * YEAR)


def find_old_breaches(now: datetime) -> BreachQuerySet[BreachRecord]:
    """Records of breaches that the law no longer requires."""
    # Never while the risk is being assessed or somebody is still to be told (record 0038).
    return BreachRecord.objects.settled_before(timezone.localdate(now - settings.RETENTION_BREACH_MONTHS * MONTH))


def find_forgotten_devices(now: datetime) -> QuerySet[Device]:
    """Browsers that their accounts no longer know."""
    return Device.objects.filter(last_seen__lt=timezone.localdate(now - DEVICE_KNOWN_FOR))


def ask_staff_to_warn(client: Client, now: datetime) -> None:
    """Of a client without an e-mail address: let staff tell them, as a task; the days count from when it is done."""
    key = f"{FILE_ENDS}{client.updated.isoformat()}"
    if find_tasks_to_warn().filter(Q(done_at=None) | Q(key=key), client=client).exists():
        return
    day = timezone.localdate(now)
    # The office reads it, and the task of the night has no reader's language.
    with override(settings.LANGUAGE_CODE):
        words = gettext("No e-mail address: tell the client that the file is deleted on %(day)s unless it is used.")
        todos.give_task(client, words % {"day": format_date(day + NOTICE)}, day, kind=Todo.TodoKind.CALL, key=key)


def find_tasks_to_warn() -> TodoQuerySet[Todo]:
    """The tasks to tell somebody that their file will be deleted."""
    return Todo.objects.filter(key__startswith=FILE_ENDS)


def note_told() -> None:
    """Note from when the days count of those whom a member of staff has told, as a task asked."""
    done = find_tasks_to_warn().filter(done_by__isnull=False, done_at__gte=F("client__updated"))
    new = done.filter(Q(client__deletion_told_at=None) | Q(client__deletion_told_at__lt=F("done_at")))
    for pk, at in new.order_by("done_at").values_list("client", "done_at"):
        Client.objects.filter(pk=pk).update(deletion_told_at=at)
