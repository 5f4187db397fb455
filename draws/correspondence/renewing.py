"""What a message of staff says when it leaves: its template's words with what is true then.

Between "Send" and sending lie the pause of a mass mail, a limit, a pause by staff: a consultation is moved or
cancelled meanwhile, a score changes, a file gets another adviser (record 0208).
"""

import re

from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from draws.correspondence import writing
from draws.correspondence.own_facts import OwnFacts, describe_appointment, describe_moment, find_lacking
from draws.correspondence.template_places import find_places
from draws.correspondence.writing import NEEDED, REASONS, Words
from draws.models import WrittenMessage
from draws.outbox.kinds import NotDue
from intake.models import Consultation, ConsultationChange

# What stands between groups of three figures, in English and in French.
GROUP = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
# From so many figures on a score has groups.
FIGURES = 4


def renew(row: WrittenMessage) -> None:
    """Put what is true now into the places of a message that waits, and save it. Raises `NotDue`.

    What a licensed person worded anew has no places any more, and what may have arrived already is not said in other
    words: it leaves as it is, or where it says an hour or a score that was true then and is not now, not at all.
    """
    if row.own_words or row.unanswered:
        return check_fixed_words(row)
    if not find_places(row.version.texts[row.written_in].values()):
        return None
    own = find_own(row)
    if lacking := find_lacking(writing.find_needed(row.version, row.written_in), row.client, own):
        raise NotDue(REASONS[NEEDED[next(place for place in NEEDED if place in lacking)]])
    return save_words(row, writing.fill_for(row.client, row.version, own, row.written_in), own)


def find_own(row: WrittenMessage) -> OwnFacts:
    """What stands in the places for the client now; nothing is looked up for a text that names nothing of it."""
    asked = {"score", "appointment"} & writing.find_needed(row.version, row.written_in)
    return writing.find_own(row.client) if asked else OwnFacts()


def save_words(row: WrittenMessage, words: Words, own: OwnFacts) -> None:
    """Save the words as they leave, where they differ."""
    if words != Words(row.subject, row.body):
        row.subject, row.body = words
        row.words = own.list_words(row.written_in)
        WrittenMessage.objects.filter(pk=row.pk).update(**words._asdict(), words=row.words)


def check_fixed_words(row: WrittenMessage) -> None:
    """Raise `NotDue` where words that stay as they are say what was true when they were written, and is not now."""
    text, filled = f"{row.subject}\n{row.body}", row.words or {}
    past = (list_past_hours(row) | {filled.get("appointment", "")}) - {""} - list_coming_hours(row)
    if any(hour in text for hour in past):
        raise NotDue(
            _("A consultation named in it has since been moved, cancelled or held: write to the client again.")
        )
    if says_past_score(row, text, filled.get("score", "")):
        raise NotDue(_("The score in it has changed since: write to the client again."))


def list_past_hours(row: WrittenMessage) -> set[str]:
    """The hours, in words, of consultations that were moved or have ended since the message was written."""
    changed = ConsultationChange.objects.filter(consultation__client=row.client_id, at__gte=row.created)
    # A change of anything but the hour of a consultation that is still on makes no sentence of the message untrue.
    over = changed.exclude(began_at=F("begins_at"), state=Consultation.ConsultationState.CONFIRMED)
    with translation.override(row.written_in):
        return {describe_moment(*one) for one in over.values_list("began_at", "consultation__zone")}


def list_coming_hours(row: WrittenMessage) -> set[str]:
    """The hours, in words, of the client's consultations that are still to be."""
    coming = Consultation.objects.coming(timezone.now()).filter(client=row.client_id)
    with translation.override(row.written_in):
        return {describe_appointment(one) for one in coming}


def says_past_score(row: WrittenMessage, text: str, was: str) -> bool:
    """Whether a text says the score that stood in it at first, and the score is another one now."""
    # Only where the template says the score: another text may have a number by chance.
    if not was or "score" not in writing.find_needed(row.version, row.written_in):
        return False
    # However it is grouped: by hand, or before scores of a thousand were. No shorter one has a group.
    was = ungroup(was)
    text = ungroup(text) if len(was) >= FIGURES else text
    # As a number of its own: 48 is no score of 482.
    if not re.search(rf"(?<!\d){re.escape(was)}(?!\d)", text):
        return False
    return was != ungroup(writing.find_own(row.client).list_words(row.written_in)["score"])


def ungroup(text: str) -> str:
    """The text with its numbers plain: "1,187" as "1187", and the same grouped as in French."""
    return GROUP.sub("", text)
