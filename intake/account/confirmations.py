"""Owing the message that asks to confirm an address, within its limits."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from intake.account.messages import Confirmation
from intake.message_kinds import limits
from intake.message_kinds.letters import owe
from intake.models import Assessment, Intake, Letter

HOUR = timedelta(hours=1)
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
    # By the address too, because the letters of files stay and the table is long.
    to = Letter.goes_to(assessment.contact.get("email", ""))
    letters = Letter.objects.filter(to, kind=Confirmation.name, facts__assessment=assessment.pk)
    return letters.order_by("-pk").values_list("state", flat=True).first() or ""
