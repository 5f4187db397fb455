"""One beat at a time: of several, the one that holds the lease calls the tasks, and another takes over when it dies.

The lease's row also says when each task was last called, so that a beat that takes over or starts late calls what
became due meanwhile. A lease that is lost between two looks can call a task twice; every task may run twice.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q

from draws.models import BeatLease

# Three looks of the beat that holds it (`config.workers.scheduler`, record 0067).
HELD = timedelta(seconds=90)
PK = 1


def take(holder: str, now: datetime) -> bool:
    """Take the lease or keep it; False where another beat holds it."""
    free = Q(holder=holder) | Q(until__lte=now)
    # Taken and looked at in one statement, so that two beats never both find it free.
    if BeatLease.objects.filter(free, pk=PK).update(holder=holder, until=now + HELD):
        return True
    if BeatLease.objects.filter(pk=PK).exists():
        return False
    return make(holder, now)


def make(holder: str, now: datetime) -> bool:
    """Make the row and take the lease with it, unless another beat has just done so."""
    try:
        BeatLease.objects.create(pk=PK, holder=holder, until=now + HELD)
    # The row's one key decides between two beats that both saw none.
    except IntegrityError:
        return False
    return True


def read_calls() -> dict[str, datetime]:
    """When each task was called last."""
    called = BeatLease.objects.filter(pk=PK).values_list("called", flat=True).first() or {}
    return {name: datetime.fromisoformat(at) for name, at in called.items()}


def keep_calls(holder: str, called: dict[str, datetime]) -> None:
    """Keep when each task was called last, while the lease is ours."""
    written = {name: at.isoformat() for name, at in called.items()}
    BeatLease.objects.filter(pk=PK, holder=holder).update(called=written)


def release(holder: str, now: datetime) -> None:
    """Let another beat take over at once."""
    BeatLease.objects.filter(pk=PK, holder=holder).update(until=now)
