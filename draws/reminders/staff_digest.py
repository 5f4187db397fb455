"""Letters to staff of their clients' dates: the clock of each invitation, what is about to end, and tasks.

A task to the person it is given to, else to the adviser of the file, else to whoever answers for it, else to those who
are told of everything (`StaffMessage.find_recipients`); one letter a day to each. Nothing is
told twice, and a day on which nothing ran is made up for: as in
`draws.reminders.due`, a row of the ledger has a key.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from draws.models import DeliveryState, StaffReminder
from draws.reminders.days import LATE, find_nearest
from draws.reminders.messages import StaffDates
from intake.expiry.expiries import DAY
from intake.expiry.time_to_apply import get_last_day, name_newest_day
from intake.message_kinds import letters
from intake.models import Client, DatedItem, Letter, Todo

Kind = StaffReminder.ReminderKind


def owe(on: date) -> int:
    """Owe staff what is due on a day; how many were found, new or not."""
    rows = [*find_invitations(on), *find_endings(on), *find_todos(on)]
    StaffReminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def find_invitations(on: date) -> Iterator[StaffReminder]:
    """Of each invitation the newest of its days that has come, while there is time to apply."""
    for client in Client.objects.invited().filter(sample=False):
        begun, last = client.invited_on, get_last_day(client)
        if begun is None or last is None or on > last:
            continue
        if key := name_newest_day(begun, on, settings.REMIND_STAFF_BEFORE_LAST_DAY):
            yield StaffReminder(client=client, kind=Kind.DEADLINE, key=key, until=last, invited_on=begun)


def find_endings(on: date) -> Iterator[StaffReminder]:
    """Of each thing that ends the newest of the days before that has come, unless long ago."""
    for item in DatedItem.objects.expiring(on, max(settings.REMIND_BEFORE_LAPSE)):
        # A document still counts on its last day; an end is the first day on which it does not.
        days = find_nearest(on, item.expires_on + DAY)
        if days is not None:
            facts = {"kind": item.kind, "name": item.name, "whose": item.whose}
            key = " ".join([*facts.values(), str(item.expires_on), f"{days} days"])
            yield StaffReminder(client_id=item.client_id, kind=Kind.EXPIRY, key=key, facts=facts, until=item.expires_on)


def find_todos(on: date) -> Iterator[StaffReminder]:
    """The tasks whose day has come, unless long ago; each on its day once, and anew where the day is moved."""
    due = Todo.objects.due_by(on).filter(due_on__gt=on - timedelta(days=LATE), client__sample=False)
    for todo in due:
        key, facts = f"{todo.pk} due {todo.due_on}", {"todo": todo.pk}
        yield StaffReminder(
            client_id=todo.client_id,
            kind=Kind.TODO,
            key=key,
            facts=facts,
            until=todo.due_on,
            member_id=todo.assignee_id,
        )


# --- The letters -----------------------------------------------------------------


def deliver() -> int:
    """Owe a letter to everybody for whom something waits; of how many rows."""
    now = timezone.now()
    since = now - timedelta(days=LATE)
    with transaction.atomic():
        waiting = StaffReminder.objects.waiting(now, since).select_related(
            "client__adviser", "client__consultant", "member"
        )
        # Locked until the letters are owed, so that two workers do not write the same letter.
        rows = sorted(waiting.select_for_update(of=("self",)), key=sort_key)
        for to, mine in groupby(rows, key=StaffDates.choose_address):
            owe_letter(to, list(mine), now)
    return len(rows)


def sort_key(row: StaffReminder) -> tuple[Any, ...]:
    """By the person who is told, then by the day."""
    return (StaffDates.choose_address(row), row.until, row.pk)


def owe_letter(to: str, rows: Sequence[StaffReminder], now: datetime) -> None:
    """Owe one letter, and keep to whom; empty: the office."""
    ids = [row.pk for row in rows]
    addresses = [to] if to else StaffDates.find_recipients()
    letters.owe(StaffDates.find_due(addresses, [*take_back_unsent(addresses), *ids], now))
    StaffReminder.objects.filter(pk__in=ids).update(told_at=now, told_to=to)


def take_back_unsent(addresses: Sequence[str]) -> list[int]:
    """The rows of letters that wait for the mail server: a newer letter tells them, and those are taken back."""
    waiting = Letter.objects.filter(kind=StaffDates.name, to__in=addresses, state=DeliveryState.PENDING)
    # Locked: a worker that claims one of them at this moment either has it, or finds it taken back.
    rows = {pk for facts in waiting.select_for_update().values_list("facts", flat=True) for pk in facts["rows"]}
    waiting.update(state=DeliveryState.SUPPRESSED)
    return sorted(rows)
