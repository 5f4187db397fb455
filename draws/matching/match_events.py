"""Other programs of the firm are told of each client whom a round matches: of the round and the file, nothing else."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from draws.models import Alert, Draw
from intake.events.kinds import EventKind, register
from intake.events.owe import Happened, owe
from intake.models import OwedEvent


def is_match(row: OwedEvent) -> bool:
    """Whether the client still counts as matching: neither a correction nor taking it back has ended that."""
    return Alert.objects.filter(client=row.client_id, draw__number=row.facts["round"], in_error=False).exists()


MATCH = register(EventKind("match.found", _("A round matches a client who agreed to alerts"), is_match))


def owe_matches(draw: Draw, now: datetime, due_at: datetime) -> None:
    """Owe the matches that were added to the ledger of a draw at this moment, not before the alerts are due."""
    added = Alert.objects.filter(draw=draw, created=now).values_list("client_id", "client__reference")
    facts = {"round": draw.number, "stream": draw.stream or None, "held_on": draw.held_on.isoformat()}
    owe(
        MATCH,
        (Happened(f"{draw.pk} {pk}", {**facts, "reference": reference}, pk) for pk, reference in added.iterator()),
        due_at,
    )
