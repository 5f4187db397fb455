"""Submitting the answers: they become an immutable assessment."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from intake.account import confirm_email
from intake.assessments import find
from intake.models import Assessment, Client, Intake, new_reference
from intake.questionnaire.flow import Flow
from intake.questionnaire.to_profile import contact, facts, taken_down
from intake.tasks import send_confirmation
from scoring.apps import rulebook
from scoring.profile import ProfileError


def submit(
    intake: Intake,
    flow: Flow,
    on: date,
    owner: Client | None = None,
    ip: str | None = None,
    *,
    by_staff: bool = False,
) -> Assessment:
    """Score the answers as of a day and keep the result; ask to confirm the address, if there is one.

    `owner` is the client who is signed in: answers that are in their file go on
    being so, and nothing has to be confirmed. `by_staff`: staff took the answers down for the owner, which is
    no consent to anything. The same answers submitted twice on a day are one assessment. Raises
    `ProfileError` where the answers contradict each other.
    """
    found = scored(flow, on)
    if owner and by_staff:
        found.contact = taken_down(found.contact, owner.email)
    with transaction.atomic():
        locked = Intake.objects.select_for_update().get(pk=intake.pk)
        last = locked.assessments.first()
        if last and (last.facts, last.contact, last.on) == (found.facts, found.contact, on):
            return last
        found.intake = locked
        found.save()
        locked.submitted_at = timezone.now()
        locked.save(update_fields=["submitted_at", "updated"])
        if owner and locked.client_id == owner.pk:
            confirm_email.take(owner, found, ip)
        else:
            send_later(found)
    return found


def scored(flow: Flow, on: date) -> Assessment:
    """The assessment of a finished flow, not saved yet."""
    answers = facts(flow.cleaned)
    reference = new_reference()
    result = find.scored(answers | {"id": reference}, on)
    return Assessment(
        reference=reference,
        facts=answers,
        contact=contact(flow.cleaned),
        on=on,
        result=result,
        crs=result["crs"]["total"],
        edition=rulebook().on(on).edition,
    )


def contradictions(flow: Flow, on: date) -> list[str]:
    """How the answers contradict each other, so that they can't be scored."""
    try:
        scored(flow, on)
    except ProfileError as error:
        return [problem.message for problem in error.problems]
    return []


def send_later(assessment: Assessment) -> None:
    """Let the worker ask to confirm the address, once the transaction is committed.

    When the broker can't be reached the result page still opens, and offers to
    send the message again.
    """
    if assessment.contact.get("email"):
        transaction.on_commit(lambda: send_confirmation.delay(assessment.pk), robust=True)
