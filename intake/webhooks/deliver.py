"""Telling receivers what they are owed: claim a row under a lease, look whether it is still so, post it, mark it.

A crash between the receiver's answer and our mark tells it twice, under the same id. A receiver that fails rests for a
while with all that it is owed, so that one that is away holds nobody up.
"""

import json
import logging
import time
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone, translation

from intake.models import EventReceiver, OwedEvent
from intake.models.owed import DeliveryState
from intake.querysets import EventQuerySet
from intake.webhooks import https_post, signing
from intake.webhooks.kinds import TEST, is_so

log = logging.getLogger(__name__)
# Longer than one attempt can take.
LEASE = timedelta(minutes=2)
# A run ends after this many seconds for each receiver, and the sweep goes on: other tasks wait for the same worker.
SECONDS_FOR_ONE = 30
LONGEST_REST = timedelta(minutes=15)
ROWS_A_TASK = 100


def tell_all() -> None:
    """Tell every receiver that does not rest."""
    for receiver in EventReceiver.objects.all():
        tell(receiver)


def tell(receiver: EventReceiver) -> None:
    """Tell one what it is owed, the oldest first, until something fails or the time is over.

    One worker at a time: of many calls at once the others pass by, so that a slow receiver holds one and not all.
    """
    now = timezone.now()
    held, mine = now + LEASE, EventReceiver.objects.filter(pk=receiver.pk)
    if not mine.filter(Q(rests_until=None) | Q(rests_until__lte=now)).update(rests_until=held):
        return
    try:
        tell_in_order(receiver)
    finally:
        # One that failed rests for its own time.
        mine.filter(rests_until=held).update(rests_until=None)


def tell_in_order(receiver: EventReceiver) -> None:
    """Tell what is due, as far as the time goes."""
    until = time.monotonic() + SECONDS_FOR_ONE
    for row in find_due(receiver)[:ROWS_A_TASK]:
        if time.monotonic() > until or not attempt(row, receiver):
            return


def find_due(receiver: EventReceiver) -> EventQuerySet[OwedEvent]:
    """What a receiver is owed now; of one that is told no more, tests alone."""
    due = OwedEvent.objects.claimable(timezone.now()).filter(receiver=receiver).order_by("due_at", "pk")
    return due if receiver.active else due.filter(kind=TEST.name)


def attempt(row: OwedEvent, receiver: EventReceiver) -> bool:
    """Claim and tell one; False where the receiver failed. One that another worker has is passed over."""
    now = timezone.now()
    claimed = OwedEvent.objects.claimable(now).filter(pk=row.pk)
    if not claimed.update(state=DeliveryState.SENDING, attempts=F("attempts") + 1, lease_until=now + LEASE):
        return True
    row.attempts += 1
    # A match that was taken back or corrected meanwhile is not told any more (record 0159).
    if not is_so(row):
        row.mark(DeliveryState.SUPPRESSED)
        return True
    return send(row, receiver, now)


def send(row: OwedEvent, receiver: EventReceiver, now: datetime) -> bool:
    """Post one that is claimed, and mark what became of it; False where the receiver failed."""
    body = build_body(row)
    try:
        headers = signing.sign(signing.decrypt(receiver.secret), str(row.event_id), body, now)
        https_post.post(receiver.url, body, {"Content-Type": "application/json", **headers})
    except (https_post.NotTaken, https_post.UrlRefused, InvalidToken) as problem:
        log.warning("Event %s, attempt %s: %s", row.event_id, row.attempts, type(problem).__name__)
        put_off(row, receiver, problem)
        return False
    row.mark(DeliveryState.SENT, sent_at=timezone.now(), problem="")
    return True


def put_off(row: OwedEvent, receiver: EventReceiver, problem: Exception) -> None:
    """Try again after the row's next pause, or give it up; the receiver rests meanwhile, but not for long."""
    now, pauses = timezone.now(), settings.WEBHOOK_PAUSES
    # In no language: it is said in its reader's where it is shown (`say_problem`).
    with translation.override(None):
        words = str(problem) or type(problem).__name__
    if row.attempts > len(pauses):
        row.mark(DeliveryState.FAILED, problem=words)
        return
    pause = pauses[row.attempts - 1]
    row.mark(DeliveryState.PENDING, problem=words, due_at=now + pause)
    # The row may wait for a day, the receiver's other events for a quarter of an hour at most (record 0159).
    EventReceiver.objects.filter(pk=receiver.pk).update(rests_until=now + min(pause, LONGEST_REST))


def build_body(row: OwedEvent) -> bytes:
    """What is sent: the kind, when it happened, and its facts (docs/webhooks.md)."""
    payload = {"type": row.kind, "timestamp": row.created.isoformat(), "data": row.facts}
    return json.dumps(payload, separators=(",", ":"), sort_keys=True).encode()


def try_again(rows: EventQuerySet[OwedEvent]) -> int:
    """Owe what failed once more, with all its attempts; returns how many."""
    failed = rows.filter(state=DeliveryState.FAILED)
    EventReceiver.objects.filter(owed__in=failed).update(rests_until=None)
    return failed.update(state=DeliveryState.PENDING, attempts=0, due_at=timezone.now())


def delete_old(now: datetime) -> None:
    """Delete what was told, failed or waits for longer than is kept."""
    OwedEvent.objects.filter(created__lt=now - timedelta(days=settings.RETENTION_EVENT_DAYS)).delete()
