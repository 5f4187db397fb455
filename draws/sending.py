"""Sending alerts: claim a row under a lease, look at consent again, send, mark it.

A crash between the server's acceptance and our mark repeats one message, with
the same Message-ID; nothing is lost. Due times stand in the database, and the
sweep finds what is due.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from draws.messages import Letters
from draws.models import Alert
from draws.postbox import Postbox, is_permanent, server_words

log = logging.getLogger(__name__)
State = Alert.State

# Longer than any one message can take, with the time-outs of the connection.
LEASE = timedelta(minutes=10)
# How long a batch may wait in the broker before the sweep hands it out again.
IN_BROKERS_HANDS = timedelta(minutes=10)
BATCH = 100
# After each attempt that failed for now; when they are used up, the alert has failed for good.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))


def hand_out(call: Callable[[list[int]], object], draw_id: int | None = None) -> None:
    """Call with batches of ids of the alerts that are owed now and in nobody's hands."""
    now = timezone.now()
    owed = Alert.objects.abandoned(now)
    if draw_id is not None:
        owed = owed.filter(draw=draw_id)
    while ids := list(owed.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]):
        call(ids)
        mark_handed_out(ids, now)


def mark_handed_out(ids: list[int], now: datetime) -> None:
    """These wait in the broker: pending again where a worker died, and not for the next sweep."""
    Alert.objects.abandoned(now).filter(pk__in=ids).update(state=State.PENDING, lease_until=now + IN_BROKERS_HANDS)


def send(alert_ids: list[int]) -> None:
    """Send the alerts among these that can be claimed, over one connection."""
    letters = Letters()
    with Postbox() as postbox:
        for pk in alert_ids:
            if claim(pk, timezone.now()):
                deliver(pk, letters, postbox)


def claim(pk: int, now: datetime) -> bool:
    """Take an alert under a lease; False when it is not owed now, or another worker holds it."""
    taken = {"state": State.SENDING, "attempts": F("attempts") + 1, "lease_until": now + LEASE}
    return Alert.objects.claimable(now).filter(pk=pk).update(**taken) == 1


def deliver(pk: int, letters: Letters, postbox: Postbox) -> None:
    """Send one claimed alert, if the client still wants it, and mark what became of it."""
    alert = Alert.objects.select_related("draw", "client").defer("draw__received", "client__facts").get(pk=pk)
    if not alert.client.alerts:
        return mark(alert, State.SUPPRESSED, problem="")
    try:
        postbox.send(letters.letter(alert))
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        return put_off(alert, problem)
    return mark(alert, State.SENT, problem="", sent_at=timezone.now())


def put_off(alert: Alert, problem: Exception) -> None:
    """Try again after a pause, or give up: a refusal for good, or no pause left."""
    log.warning("Alert %s, attempt %s: %s", alert.pk, alert.attempts, type(problem).__name__)
    if is_permanent(problem) or alert.attempts > len(PAUSES):
        return mark(alert, State.FAILED, problem=server_words(problem))
    due_at = timezone.now() + PAUSES[alert.attempts - 1]
    return mark(alert, State.PENDING, problem=server_words(problem), due_at=due_at)


def mark(alert: Alert, state: State, **values: object) -> None:
    """Keep what became of an alert; nobody holds it any longer."""
    Alert.objects.filter(pk=alert.pk).exclude(state=State.SENT).update(state=state, lease_until=None, **values)
