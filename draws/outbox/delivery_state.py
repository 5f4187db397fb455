"""What became of an attempt to send a row, kept in spite of a database that goes away for a while."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from draws.models import Owed, State
from intake.models import Client

# Seconds after which a database that went away is asked again, half a minute in all.
RETRY_AFTER = (0.1, 0.4, 1, 2, 4, 8, 16)
# Of this attempt it is known that the message did not leave; the claim had counted it as unanswered.
ANSWERED: dict[str, Any] = {"unanswered": Greatest(F("unanswered") - 1, 0)}


def put_off(row: Owed, words: str, for_good: bool = False, **values: Any) -> None:
    """Try again after a pause, or give up: a refusal for good, or no pause left."""
    if for_good or row.attempts > len(settings.ALERT_PAUSES):
        return mark(row, State.FAILED, problem=words, **values)
    due_at = timezone.now() + settings.ALERT_PAUSES[row.attempts - 1]
    return mark(row, State.PENDING, problem=words, due_at=due_at, **values)


def mark(row: Owed, state: State, **values: object) -> None:
    """Keep what became of a row; nobody holds it any longer. A database that is away is asked again for a while."""
    rows = type(row).objects.unsent().filter(pk=row.pk)
    retry_while_away(lambda: rows.update(state=state, lease_until=None, **values))


def retry_while_away(act: Callable[[], object]) -> None:
    """Do it in spite of a database that restarts: what was sent and not marked would be sent again."""
    for pause in RETRY_AFTER:
        try:
            act()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return
    act()


def mark_undeliverable(row: Owed, words: str) -> None:
    """Nothing more goes to this address, unless it has been changed meanwhile, until staff or the client undo it."""
    client = Client.objects.filter(pk=row.client_id, email=row.client.email, undeliverable="")
    retry_while_away(lambda: client.update(undeliverable=words))
