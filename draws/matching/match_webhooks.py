"""Other programs of the firm are told of each client whom a round matches: of the round and the file, nothing else."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from draws.models import Alert, DeliveryState, Draw
from intake.models import OwedEvent
from intake.querysets import EventQuerySet
from intake.webhooks.kinds import EventKind, register
from intake.webhooks.owe import Happened, owe


def is_match(row: OwedEvent) -> bool:
    """Whether the client still counts as matching: neither a correction nor taking it back has ended that."""
    return Alert.objects.filter(client=row.client_id, draw__number=row.facts["round"], in_error=False).exists()


def find_own(draw: Draw) -> EventQuerySet[OwedEvent]:
    """What is owed, or was told, of the matches of a draw."""
    # With the space, or draw 4 would find what is owed of draw 41.
    return OwedEvent.objects.filter(kind=MATCH.name, key__startswith=f"{draw.pk} ")


def forget_untold(draw: Draw) -> None:
    """Owe nothing of a draw that is a draft again, so that its next publication owes all of it anew."""
    find_own(draw).exclude(state=DeliveryState.SENT).delete()


def owe_after_all(draw: Draw, due_at: datetime) -> None:
    """Owe once more what was taken back; a client who no longer matches is left out when it is sent (`is_match`)."""
    waiting = find_own(draw).filter(state__in=(DeliveryState.PENDING, DeliveryState.SUPPRESSED))
    waiting.update(state=DeliveryState.PENDING, attempts=0, due_at=due_at)


MATCH = register(EventKind("match.found", _("A round matches a client who agreed to alerts"), is_match))


def owe_matches(draw: Draw, now: datetime, due_at: datetime) -> None:
    """Owe the matches that were added to the ledger of a draw at this moment, not before the alerts are due."""
    # All rows of one matching have its moment, and no earlier ones have.
    added = Alert.objects.filter(draw=draw, created=now).values_list("client_id", "client__reference")
    facts = {"round": draw.number, "stream": draw.stream or None, "held_on": draw.held_on.isoformat()}
    owe(
        MATCH,
        (Happened(f"{draw.pk} {pk}", {**facts, "reference": reference}, pk) for pk, reference in added.iterator()),
        due_at,
    )
