"""Owing an event: a row for each program that is told of it, in the transaction of what happened, and then a call."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from intake.common.batched import batched
from intake.common.task_calls import call_task
from intake.models import Client, EventReceiver, OwedEvent, StageMove
from intake.webhooks.kinds import LEAD, STAGE, TEST, EventKind

# By its name: the tasks know this room.
TELL = "intake.tasks.tell_receivers"
ROWS_AT_ONCE = 500
# A call that waited for this many seconds is one of many: the sweep tells what is left.
STALE = 60


class Happened(NamedTuple):
    """One event: what keeps it from being owed twice, what is told, and whose file it is about."""

    key: str
    facts: dict[str, Any]
    client_id: int | None = None


def owe(kind: EventKind, happened: Iterable[Happened], due_at: datetime | None = None) -> None:
    """Owe these events, not before `due_at`, to every receiver that wants to be told of this kind."""
    receivers = [one for one in EventReceiver.objects.filter(active=True) if kind.name in one.events]
    if not receivers:
        return
    for part in batched(list(happened), ROWS_AT_ONCE):
        rows = [build(one, kind, event, due_at) for event in part for one in receivers]
        # The constraint on receiver, kind and key decides, not a query before it.
        OwedEvent.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    call_task(TELL, expires=STALE)


def build(receiver: EventReceiver, kind: EventKind, event: Happened, due_at: datetime | None) -> OwedEvent:
    """Build the unsaved row."""
    facts = {"kind": kind.name, "key": event.key, "facts": event.facts, "client_id": event.client_id}
    return OwedEvent(receiver=receiver, due_at=due_at or timezone.now(), **facts)


def owe_new_file(client: Client) -> None:
    """Owe the event that somebody became known to the firm and has a file."""
    owe(LEAD, [Happened(f"file {client.pk}", {"reference": client.reference, "about": "file"}, client.pk)])


def owe_new_enquiry(reference: str) -> None:
    """Owe the event that somebody without a file left a number to be called at."""
    owe(LEAD, [Happened(f"enquiry {reference}", {"reference": reference, "about": "enquiry"})])


def owe_moves(moves: Iterable[StageMove]) -> None:
    """Owe the events that files moved to another stage."""
    owe(STAGE, [Happened(str(move.pk), describe_move(move), move.client_id) for move in moves])


def describe_move(move: StageMove) -> dict[str, str]:
    """What other programs are told of a move."""
    return {"reference": move.client.reference, "was": move.was, "stage": move.stage}


def owe_test(receiver: EventReceiver) -> None:
    """A test for one receiver, whether or not it is told of anything else."""
    # A key of its own: each press of the button is another test.
    build(receiver, TEST, Happened(str(uuid.uuid4()), {}), None).save()
    # A receiver that failed rests for a while: somebody who presses the button wants to know now.
    EventReceiver.objects.filter(pk=receiver.pk).update(rests_until=None)
    call_task(TELL, expires=STALE)
