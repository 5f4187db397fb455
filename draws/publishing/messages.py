"""The letter to staff about what became of a draw's messages."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from draws.matching.preview import Preview, describe_reasons
from draws.models import Alert, CorrectionLetter, DeliveryState, Draw, FollowerNews, OwedToClient
from draws.outbox.kinds import StaffMessage
from draws.outbox.ledgers import count_states
from draws.querysets import ClientLedgerQuerySet
from intake.message_kinds import letters
from intake.message_kinds.registry import register
from intake.models import Letter

SHOWN = 20
# A run that is not settled after this long is reported as it is.
PATIENCE = timedelta(days=1)


@register
class RunReport(StaffMessage):
    """How many messages of a draw were sent, and what failed. `facts`: `draw`, its id."""

    name = "run_report"
    label = _("What became of a round's messages")
    template = "draws/email/staff_report"

    @classmethod
    def find_settled(cls, now: datetime) -> Iterator[Draw]:
        """The draws that were not reported and whose messages are settled, or have not been for a day."""
        return (draw for draw in Draw.objects.unreported().defer("received") if is_settled(draw, now))

    @classmethod
    def find_due(cls, draw: Draw, now: datetime) -> Iterator[Letter]:
        """One for each time that the messages of a draw are settled, as after a correction."""
        return cls.build_rows(f"draw {draw.pk} at {now.isoformat()}", {"draw": draw.pk})

    def get_context(self) -> Mapping[str, Any]:
        """The numbers, and the mail server's words for what failed."""
        draw = Draw.objects.defer("received").get(pk=self.row.facts["draw"])
        alerts, letters = Alert.objects.filter(draw=draw), CorrectionLetter.objects.filter(correction__draw=draw)
        others = Preview(draw).counts()
        return {
            "draw": draw,
            "states": count_states(alerts),
            "letters": count_states(letters),
            "followers": count_states(FollowerNews.objects.filter(draw=draw)),
            "failed": [*find_failed(alerts), *find_failed(letters)],
            "others": [(describe_reasons(draw)[reason], count) for reason, count in others.items() if count],
        }


def owe_reports(now: datetime) -> int:
    """Owe the report of every draw that is due one; how many."""
    return sum(owe_report(draw, now) for draw in RunReport.find_settled(now))


def owe_report(draw: Draw, now: datetime) -> bool:
    """Owe the report of a draw, unless another worker does."""
    with transaction.atomic():
        # Whoever sets the mark owes the report; a second worker finds nothing to set.
        if not Draw.objects.unreported().filter(pk=draw.pk).update(reported_at=now):
            return False
        letters.owe(RunReport.find_due(draw, now))
    return True


def is_settled(draw: Draw, now: datetime) -> bool:
    """Whether nothing is owed any more, or waiting longer is of no use."""
    # A correction begins the waiting anew, because its letters are reported as well.
    since = max(moment for moment in (draw.matched_at, find_newest_correction(draw)) if moment)
    return since < now - PATIENCE or not (
        Alert.objects.filter(draw=draw).owed().exists()
        or FollowerNews.objects.filter(draw=draw).owed().exists()
        or CorrectionLetter.objects.filter(correction__draw=draw).owed().exists()
    )


def find_newest_correction(draw: Draw) -> Any:
    """When the draw was corrected last; None: never."""
    return draw.corrections.values_list("at", flat=True).first()


def find_failed(rows: ClientLedgerQuerySet[Any]) -> Iterator[OwedToClient]:
    """Some of the rows that failed for good."""
    yield from rows.filter(state=DeliveryState.FAILED).select_related("client").order_by("pk")[:SHOWN]
