"""Submitting the answers: they become an immutable assessment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from intake.account import confirm_email
from intake.account.confirm_email import EnteredBy
from intake.account.confirmations import owe_confirmation, owe_unless_at_hand
from intake.assessments import find, open_days
from intake.common.faults import describe_problem
from intake.message_kinds import limits
from intake.models import Assessment, Client, Intake, new_reference
from intake.questionnaire.answers_to_profile import CONTACT, build_contact, build_facts, build_staff_contact
from intake.questionnaire.change_facts import change_facts, list_items
from intake.questionnaire.flow import Flow
from intake.questionnaire.steps import STEPS
from scoring.apps import rulebook
from scoring.profile import ProfileError


class Sender(NamedTuple):
    """The person who hands answers in, as far as it is known.

    `owner` is the signed-in client: answers that are in their file stay there, and nothing has to be confirmed.
    `confirmed` are the files whose address was confirmed in this session: answers with its address go into it.
    `entered_by`: staff entered the answers for the owner, which is no consent to anything.
    """

    owner: Client | None = None
    confirmed: Sequence[Client] = ()
    ip: str | None = None
    entered_by: EnteredBy | None = None


NOBODY_KNOWN = Sender()


def submit(intake: Intake, flow: Flow, on: date, sender: Sender = NOBODY_KNOWN) -> Assessment:
    """Score the answers as of a day, save the assessment, and ask to confirm the address, if there is one.

    The same answers submitted twice on a day are one assessment.

    Raises `ProfileError` where the answers contradict each other.
    """
    return keep(intake, build_assessment(flow, on), sender)


def submit_correction(intake: Intake, owner: Client, on: date, entered_by: EnteredBy) -> Assessment | None:
    """The same where staff corrected answers of a file whose facts leave questions open, which may stay open.

    None where one has to be answered first. What was not stated is not stated in the new result (record 0203).
    """
    facts = change_facts(owner.facts or {}, intake.answers)
    sender = Sender(owner, entered_by=entered_by)
    return keep(intake, build_corrected(intake, owner, facts, on), sender) if facts else None


def keep(intake: Intake, found: Assessment, sender: Sender) -> Assessment:
    """Save an assessment of these answers, where it belongs, once."""
    owner = sender.owner
    # The firm vouches for the address, and a box that somebody else ticks proves no consent (record 0032).
    if owner and sender.entered_by:
        found.contact = build_staff_contact(found.contact, owner.email)
    with transaction.atomic():
        # The files before their answers, as a deletion locks them: in another order the two could end each other.
        files = lock_files([one.pk for one in (owner, *sender.confirmed) if one])
        locked = Intake.objects.select_for_update().get(pk=intake.pk)
        # A double click, or a reload of the POST: under the lock the second one finds what the first has saved.
        last = locked.assessments.first()
        if last and is_same(last, found):
            return last
        found.intake = locked
        found.save()
        mark_submitted(locked, by_staff=sender.entered_by is not None)
        # Being signed in is not enough: a draft of a shared browser, in nobody's file, may be another person's.
        if owner and locked.client_id == owner.pk:
            confirm_email.put_in_file(owner, found, sender.ip, sender.entered_by)
        elif known := find_confirmed(found, [one for one in sender.confirmed if one in files]):
            confirm_email.take_submission(known, found, sender.ip)
        else:
            ask_unless_at_hand(found, sender.ip)
    return found


def lock_files(keys: list[int]) -> list[Client]:
    """Those of these files that are there, locked."""
    return list(Client.objects.select_for_update().filter(pk__in=keys)) if keys else []


def find_confirmed(assessment: Assessment, confirmed: Iterable[Client]) -> Client | None:
    """The file of the address that was typed, where it was confirmed in this session."""
    typed = assessment.contact.get("email") or ""
    return next((one for one in confirmed if one.email and confirm_email.is_same_email(typed, one.email)), None)


def mark_submitted(intake: Intake, *, by_staff: bool) -> None:
    """Save that the answers were submitted just now."""
    intake.submitted_at = timezone.now()
    if by_staff:
        # What the client found right was another thing.
        intake.checked_at = None
    intake.save(update_fields=["submitted_at", "checked_at", "updated"])


def is_same(one: Assessment, other: Assessment) -> bool:
    """Whether two assessments come from the same answers on the same day."""
    return all(getattr(one, name) == getattr(other, name) for name in ("facts", "contact", "on")) and one.result.get(
        open_days.KEY
    ) == other.result.get(open_days.KEY)


def build_assessment(flow: Flow, on: date) -> Assessment:
    """Build the unsaved assessment of a finished flow. Raises `ProfileError` where the answers contradict."""
    return score(build_facts(flow.cleaned), flow.cleaned, build_contact(flow.cleaned), on)


def build_corrected(intake: Intake, owner: Client, facts: dict[str, Any], on: date) -> Assessment:
    """Build the unsaved assessment of the owner's facts as they are after a change of some answers."""
    flow = Flow(intake.answers, STEPS, whole=True)
    # What is asked has the name of what the file has of it.
    known = {name: getattr(owner, name) for name in CONTACT} | flow.cleaned
    return score(facts, dict(list_items(flow)), build_contact(known), on)


def score(facts: dict[str, Any], known: Mapping[str, Any], contact: dict[str, Any], on: date) -> Assessment:
    """Build the unsaved assessment of facts that these answers made."""
    # Made before the row, because it is part of the result that the row keeps.
    reference = new_reference()
    result = find.score_facts(facts | {"id": reference}, on) | open_days.serialize_decisions(
        open_days.find_open_decisions(known, facts, on)
    )
    return Assessment(
        reference=reference,
        facts=facts,
        contact=contact,
        on=on,
        result=result,
        crs=result["crs"]["total"],
        edition=rulebook().on(on).edition,
    )


def find_contradictions(flow: Flow, on: date) -> list[str]:
    """List the contradictions that keep the answers from being scored, in words; empty where there are none."""
    try:
        build_assessment(flow, on)
    except ProfileError as error:
        return [describe_problem(problem) for problem in error.problems]
    return []


def ask_unless_at_hand(assessment: Assessment, ip: str | None) -> bool:
    """The same where its link is not yet in a message of some minutes ago."""
    email = assessment.contact.get("email")
    return bool(email) and owe_unless_at_hand(assessment, limits.name_place(ip))


def ask_to_confirm(assessment: Assessment, ip: str | None) -> bool:
    """Owe the message that asks to confirm the address, if there is one; False where there were too many."""
    return bool(assessment.contact.get("email")) and owe_confirmation(assessment, limits.name_place(ip))
