"""Owing the message that asks to confirm an address, within its limits."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from intake.account.messages import Confirmation
from intake.message_kinds import limits
from intake.message_kinds.letters import owe
from intake.models import Assessment, Intake, Letter

HOUR = timedelta(hours=1)
# So long a message is the newest thing in its mailbox: its link confirms the next result of the draft too.
AT_HAND = timedelta(minutes=15)
# To an address, and from a draft: nobody else is to be written to at a stranger's wish (record 0016).
MESSAGES_AN_HOUR = 3


def owe_confirmation(assessment: Assessment, place: str = "") -> bool:
    """Owe the message; False where the address, the draft, the place or the site has had its share."""
    email, draft = assessment.contact["email"], str(assessment.intake_id)
    with transaction.atomic():
        # The lock on the draft also makes two clicks count one after the other.
        if not Intake.objects.select_for_update().filter(assessments=assessment).values_list("pk"):
            return False  # deleted at this moment: nothing is written to the address any more
        shared = is_within(to=email) and is_within(facts__intake=draft)
        if not (shared and limits.may_owe(Confirmation, email, place)):
            return False
        owe(Confirmation.find_due(assessment, place))
    return True


def owe_unless_at_hand(assessment: Assessment, place: str = "") -> bool:
    """The same for a result just made; True where a message of some minutes ago asks for all that it would ask."""
    return is_at_hand(assessment) or owe_confirmation(assessment, place)


def is_at_hand(assessment: Assessment) -> bool:
    """Whether a message that confirms this result too left, or is about to, some minutes ago."""
    return find_letters(assessment).filter(Letter.counted(), created__gt=timezone.now() - AT_HAND).exists()


def find_letters(assessment: Assessment) -> QuerySet[Letter]:
    """The messages whose link confirms this result: its own, and those of what its draft says like it."""
    keys = [assessment.pk, *assessment.find_alike().values_list("pk", flat=True)]
    # By the address too, because the letters of files stay and the table is long.
    to = Letter.goes_to(assessment.contact.get("email", ""))
    return Letter.objects.filter(to, kind=Confirmation.name, facts__assessment__in=keys)


def is_within(**which: object) -> bool:
    """Whether one more of these may be owed this hour. What the mail server refused for good counts for nothing."""
    letters = Letter.objects.filter(Letter.counted(), kind=Confirmation.name, created__gt=timezone.now() - HOUR)
    return letters.filter(**which).count() < MESSAGES_AN_HOUR


def find_waiting(email: str) -> Letter | None:
    """The newest message that asked this address to confirm answers, where they are there and in no file yet."""
    letters = Letter.objects.filter(Letter.goes_to(email), kind=Confirmation.name) if email else Letter.objects.none()
    newest = letters.order_by("-pk").first()
    return newest if newest and Confirmation(newest).is_due() else None


def send_again(waiting: Letter, place: str = "") -> bool:
    """Owe the same message anew; False where it is not due any more, or there were too many."""
    assessment = Confirmation(waiting).find_assessment()
    return assessment is not None and owe_confirmation(assessment, place)


def find_state(assessment: Assessment) -> str:
    """The `DeliveryState` of the newest message that asks to confirm this submission; empty where none was owed."""
    return find_letters(assessment).order_by("-pk").values_list("state", flat=True).first() or ""
