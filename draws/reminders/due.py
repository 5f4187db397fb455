"""Which reminders are due to which clients; found every day, each once.

A reminder is a row of `Notice` whose key says what it reminds of and which of
its days it is, so that a second beat, or a crash in the middle, adds nothing
twice. A day on which nothing ran is made up for.
"""

from collections.abc import Sequence
from datetime import date

from draws.models import Notice
from draws.reminders.messages import Reminder
from intake.message_kinds.registry import list_kinds
from intake.models import Client
from intake.querysets import ClientQuerySet


def find_remindable() -> ClientQuerySet[Client]:
    """Clients who may be due a reminder some day, and may be written to."""
    return Reminder.find_recipients()


def remind(ids: Sequence[int], on: date) -> int:
    """Owe these clients the reminders that are due on a day; how many were found, new or not."""
    clients = find_remindable().filter(pk__in=ids).prefetch_related("dated_items")
    rows = [row for client in clients for kind in list_kinds(Reminder) for row in kind.find_due(client, on)]
    # The constraint on client, kind and key decides: a second beat owes nothing twice.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
