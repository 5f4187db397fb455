"""Telling staff what became of a draw's messages: once, when none is owed any more, or after a day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from draws.matching.preview import Preview, words
from draws.models import Alert, CorrectionLetter, Draw, Owed, State
from draws.outbox import staff_mail
from draws.querysets import OwedQuerySet

OWED = (State.PENDING, State.SENDING)
# A run that is not settled after so long is reported as it stands.
PATIENCE = timedelta(days=1)
SHOWN = 20


def deliver() -> int:
    """Report every draw that is due; how many."""
    return sum(report(draw) for draw in Draw.objects.unreported().defer("received") if due(draw))


def due(draw: Draw) -> bool:
    """Whether nothing is owed any more, or waiting longer helps nobody."""
    since = max(moment for moment in (draw.matched_at, newest_correction(draw)) if moment)
    return since < timezone.now() - PATIENCE or not (
        Alert.objects.filter(draw=draw, state__in=OWED).exists()
        or CorrectionLetter.objects.filter(correction__draw=draw, state__in=OWED).exists()
    )


def newest_correction(draw: Draw) -> Any:
    """When the draw was corrected last; None: never."""
    return draw.corrections.values_list("at", flat=True).first()


def report(draw: Draw) -> bool:
    """Send the report, unless another worker does; what the mail server did not take is tried again."""
    unreported = Draw.objects.unreported().filter(pk=draw.pk)
    if not unreported.update(reported_at=timezone.now()):
        return False
    if not staff_mail.write("draws/email/staff_report", contents(draw)):
        Draw.objects.filter(pk=draw.pk).update(reported_at=None)
        return False
    return True


def contents(draw: Draw) -> dict[str, Any]:
    """The numbers, and the mail server's words for what failed."""
    alerts, letters = Alert.objects.filter(draw=draw), CorrectionLetter.objects.filter(correction__draw=draw)
    others = Preview(draw).counts()
    return {
        "draw": draw,
        "states": counted(alerts.by_state()),
        "letters": counted(letters.by_state()),
        "failed": [*failed(alerts), *failed(letters)],
        "others": [(words(draw)[reason], count) for reason, count in others.items() if count],
    }


def failed(rows: OwedQuerySet) -> Iterator[Owed]:
    """Some of the rows that failed for good."""
    yield from rows.filter(state=State.FAILED).select_related("client").order_by("pk")[:SHOWN]


def counted(states: dict[str, int]) -> list[tuple[Any, int]]:
    """The states that occur, in their order, with words."""
    return [(state.label, states[state]) for state in State if state in states]
