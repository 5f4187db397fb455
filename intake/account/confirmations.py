"""Owing the message that asks to confirm an address, within its limits."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from intake.account.messages import Confirmation
from intake.models import COUNTED, Assessment, Intake, Letter
from intake.outbox.letters import owe

HOUR = timedelta(hours=1)
MESSAGES_AN_HOUR = 3


def owe_confirmation(assessment: Assessment) -> bool:
    """Owe the message; False where the address or the draft has had its share of this hour."""
    contact, draft = assessment.contact, str(assessment.intake_id)
    with transaction.atomic():
        list(Intake.objects.select_for_update().filter(assessments=assessment).values_list("pk"))
        if not (is_within(to=contact["email"]) and is_within(facts__intake=draft)):
            return False
        facts = {"assessment": assessment.pk, "intake": draft}
        owe(Confirmation, contact["email"], language=contact["language"], facts=facts)
    return True


def is_within(**which: object) -> bool:
    """Whether one more of these may be owed this hour. What the mail server refused for good counts for nothing."""
    letters = Letter.objects.filter(kind=Confirmation.name, state__in=COUNTED, created__gt=timezone.now() - HOUR)
    return letters.filter(**which).count() < MESSAGES_AN_HOUR


def find_state(assessment: Assessment) -> str:
    """Where the newest message that asks to confirm this submission stands: a `State`; empty where none was owed."""
    letters = Letter.objects.filter(kind=Confirmation.name, facts__assessment=assessment.pk)
    return letters.order_by("-pk").values_list("state", flat=True).first() or ""
