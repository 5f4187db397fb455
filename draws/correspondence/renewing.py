"""What a message of staff says when it leaves: its template's words with what is true then.

Between "Send" and sending lie the pause of a mass mail, a limit, a pause by staff: a consultation is moved or
cancelled meanwhile, a score changes, a file gets another adviser (record 0208).
"""

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from draws.correspondence import writing
from draws.correspondence.own_facts import OwnFacts, describe_moment, find_lacking
from draws.correspondence.template_places import find_places
from draws.correspondence.writing import NEEDED, REASONS, Words
from draws.models import WrittenMessage
from draws.outbox.kinds import NotDue
from intake.models import Consultation, ConsultationChange


def renew(row: WrittenMessage) -> None:
    """Put what is true now into the places of a message that waits, and save it. Raises `NotDue`.

    What a licensed person worded anew has no places any more: it leaves as it is, or where it says an hour or a score
    that was true then and is not now, not at all.
    """
    if row.own_words:
        return check_own_words(row)
    if not find_places(row.version.texts[row.written_in].values()):
        return None
    own = find_own(row)
    if lacking := find_lacking(writing.find_needed(row.version, row.written_in), row.client, own):
        raise NotDue(str(REASONS[NEEDED[next(place for place in NEEDED if place in lacking)]]))
    return save_words(row, writing.fill_for(row.client, row.version, own, row.written_in))


def find_own(row: WrittenMessage) -> OwnFacts:
    """What stands in the places for the client now; nothing is looked up for a text that names nothing of it."""
    asked = {"score", "appointment"} & writing.find_needed(row.version, row.written_in)
    return writing.find_own(row.client) if asked else OwnFacts()


def save_words(row: WrittenMessage, words: Words) -> None:
    """Keep the words as they leave, where they are others."""
    if words != Words(row.subject, row.body):
        row.subject, row.body = words
        WrittenMessage.objects.filter(pk=row.pk).update(**words._asdict())


def check_own_words(row: WrittenMessage) -> None:
    """Raise `NotDue` where words of one's own say what was true when they were written, and is not now."""
    said, own = f"{row.subject}\n{row.body}", writing.find_own(row.client)
    now = own.list_words(row.written_in)
    if any(hour in said for hour in list_past_hours(row) - {now["appointment"]}):
        raise NotDue(
            _("A consultation named in it has since been moved, cancelled or held: write to the client again.")
        )
    was = find_past_score(row)
    # Only where the template says the score: another text may have a number by chance.
    if "score" in writing.find_needed(row.version, row.written_in) and was and was != now["score"] and was in said:
        raise NotDue(_("The score in it has changed since: write to the client again."))


def list_past_hours(row: WrittenMessage) -> set[str]:
    """The hours, in words, of consultations that were moved or have ended since the message was written."""
    changed = ConsultationChange.objects.filter(consultation__client=row.client_id, at__gte=row.created)
    over = changed.exclude(began_at=F("begins_at"), state=Consultation.ConsultationState.CONFIRMED)
    with translation.override(row.written_in):
        return {describe_moment(*one) for one in over.values_list("began_at", "consultation__zone")}


def find_past_score(row: WrittenMessage) -> str:
    """The score of the client's newest result when the message was written; "" where there was none."""
    results = row.client.assessments.filter(created__lt=row.created).order_by("-created", "-pk")
    found = results.values_list("crs", flat=True).first()
    return "" if found is None else str(found)
