"""Whether messages are leaving, read from the ledgers: nobody connects to the mail server to find out.

A message whose attempt failed waits for its next one with the problem in its row; one that nobody tried stands there
past its time. Both are ordinary for a moment, and for one address; neither is for long, or for many.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from draws.models import DeliveryState
from draws.outbox import throttle
from draws.outbox.ledgers import find_ledgers, list_kinds_of
from intake.models import Owed

OK, LATE, REFUSED = "ok", "late", "refused"
# A message that nobody has tried this long after its time is late: the sweep looks every minute.
PATIENCE = timedelta(minutes=15)
# This many addresses may be refused for now, by a server that answers, before it is the server that is in trouble.
FEW = 3
# How a server's reply begins ("451 4.3.0 later"); a server that can't be reached says nothing of the kind.
REPLY = re.compile(r"\d{3} ")
# The same with the enhanced code.
CODES = re.compile(r"\d{3}( \d\.\d{1,3}\.\d{1,3}\b)?")


def check_mail(now: datetime) -> str:
    """How the mail is: "refused" where attempts fail and nothing leaves, "late" where nobody tries, else "ok"."""
    if is_refused(now):
        return REFUSED
    return LATE if any(rows.exists() for rows in find_late(now)) else OK


def find_late(now: datetime) -> Iterator[QuerySet[Owed]]:
    """What should have been tried long ago, by ledger; what staff's pause holds back is not late."""
    paused = throttle.is_paused()
    for ledger in find_ledgers().values():
        if not (paused and ledger.held_back):
            yield ledger.objects.abandoned(now - PATIENCE)


def is_refused(now: datetime) -> bool:
    """Whether the server can't be spoken to, or puts off one address after the other, and takes nothing."""
    problems = list_problems()
    # One full mailbox is no outage, while a server that can't be spoken to is one with the first message (record 0096).
    unreachable = any(not REPLY.match(problem) for problem in problems)
    return (unreachable or len(problems) >= FEW) and not has_sent_since(now - PATIENCE)


def list_problems() -> list[str]:
    """What the server said at the last attempt of a few messages that wait for another."""
    return [
        problem
        for ledger in find_ledgers().values()
        for problem in ledger.objects.filter(state=DeliveryState.PENDING, attempts__gt=0)
        .exclude(problem="")
        .order_by("due_at")
        .values_list("problem", flat=True)[:FEW]
    ]


def count_refused() -> int:
    """How many messages wait because a mail server refuses ours."""
    return sum(ledger.objects.refused_to_us().count() for ledger in find_ledgers().values())


def list_refusals() -> list[str]:
    """The codes of such replies, each once, without the words beside them: those may name the reader."""
    rows = [
        problem
        for ledger in find_ledgers().values()
        for problem in ledger.objects.refused_to_us().order_by("due_at").values_list("problem", flat=True)[:FEW]
    ]
    return sorted({found[0] for problem in rows if (found := CODES.match(problem))})


def has_sent_since(moment: datetime) -> bool:
    """Whether any message left; asked only in trouble, because no index helps."""
    return any(ledger.objects.filter(sent_at__gte=moment).exists() for ledger in find_ledgers().values())


def list_owed(now: datetime) -> Iterator[dict[str, Any]]:
    """For each kind of message: its name, how many are in which state, and since when the oldest is owed."""
    for ledger in find_ledgers().values():
        for kind in list_kinds_of(ledger):
            rows = ledger.objects.filter(ledger.is_of_kind(kind.name))
            owed = rows.owed()
            oldest = owed.order_by("created").values_list("created", flat=True).first()
            # An attempt without a problem has no answer yet: it is under way, or its worker died.
            put_off = owed.filter(attempts__gt=0).exclude(problem="").count()
            yield {
                "kind": kind.name,
                "states": dict.fromkeys(DeliveryState.values, 0) | rows.by_state(),
                "oldest": (now - oldest).total_seconds() if oldest else 0.0,
                "refused": put_off,
            }
