"""Writing down that a process is at work, and finding those that are not.

A row is written once a minute (`HEARTBEAT_SECONDS`). A process that was killed leaves its row; one that ended in
order does not, so a row that has grown old tells of trouble.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from draws.models import Heartbeat

# A process that is only late is not silent.
BEATS_MISSED = 2.5
# Delete the row of a process that has been gone this long.
KEPT = timedelta(days=7)
QUEUES = {
    "celery": Heartbeat.WatchedPart.WORKER,
    "urgent": Heartbeat.WatchedPart.URGENT,
    "pdf": Heartbeat.WatchedPart.PDF,
}


def record(parts: Iterable[str], node: str, now: datetime) -> None:
    """Write that a process is at work for these parts."""
    rows = [Heartbeat(part=part, node=node, at=now) for part in parts]
    Heartbeat.objects.bulk_create(
        # `told_at` too: a process that is back must be told of again when it next falls silent.
        rows,
        update_conflicts=True,
        unique_fields=["part", "node"],
        update_fields=["at", "told_at"],
    )


def forget(parts: Iterable[str], node: str) -> None:
    """Take away the row of a process that ends in order."""
    Heartbeat.objects.filter(part__in=parts, node=node).delete()


def forget_old(now: datetime) -> None:
    """Drop the rows of processes that never came back."""
    Heartbeat.objects.filter(at__lt=now - KEPT).delete()


def get_patience() -> timedelta:
    """How long a process may go without a beat before it counts as silent."""
    return timedelta(seconds=settings.HEARTBEAT_SECONDS * BEATS_MISSED)


def find_silent(now: datetime) -> QuerySet[Heartbeat]:
    """The processes that stopped without saying so."""
    return Heartbeat.objects.filter(at__lt=now - get_patience())


def list_missing(now: datetime) -> list[str]:
    """The parts of which no process is at work."""
    alive = set(Heartbeat.objects.filter(at__gte=now - get_patience()).values_list("part", flat=True))
    return [part for part in Heartbeat.WatchedPart.values if part not in alive]
