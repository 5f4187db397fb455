"""The letter to staff about what became of a draw's messages."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from draws.matching.preview import Preview, describe_reasons
from draws.models import Alert, CorrectionLetter, DeliveryState, Draw, FollowerNews, OwedToClient
from draws.outbox.kinds import StaffMessage
from draws.outbox.ledgers import count_states
from draws.querysets import ClientLedgerQuerySet
from intake.message_kinds.registry import register

SHOWN = 20


@register
class RunReport(StaffMessage):
    """How many messages of a draw were sent, and what failed. `facts`: `draw`, its id."""

    name = "run_report"
    label = _("What became of a draw's messages")
    template = "draws/email/staff_report"

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


def find_failed(rows: ClientLedgerQuerySet[Any]) -> Iterator[OwedToClient]:
    """Some of the rows that failed for good."""
    yield from rows.filter(state=DeliveryState.FAILED).select_related("client").order_by("pk")[:SHOWN]
