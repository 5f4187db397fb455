"""Letters to staff of their clients' dates: the clock of each invitation, and what is about to end.

To whoever looks after the file, else to who answers for it, else to those who
are told of everything (`draws.outbox.staff_mail`); one letter a day to each. Nothing is
told twice, and a day on which nothing ran is made up for: as in
`draws.reminders.due`, a row of the ledger has a key.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.utils import timezone

from draws.models import StaffReminder
from draws.outbox import staff_mail
from draws.reminders.days import LATE, find_nearest
from draws.reminders.messages import StaffDates
from intake.expiry.expiries import DAY
from intake.expiry.invitation_clock import get_last_day, name_newest_day
from intake.models import Client, DatedItem

Kind = StaffReminder.Kind
# What the mail server did not take is tried again after so long; so is what a dead worker held.
REST = timedelta(minutes=10)


def owe(on: date) -> int:
    """Owe staff what is due on a day; how many were found, new or not."""
    rows = [*find_invitations(on), *find_endings(on)]
    StaffReminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def find_invitations(on: date) -> Iterator[StaffReminder]:
    """Of each invitation the newest of its days that has come, while there is time to apply."""
    for client in Client.objects.invited().filter(sample=False):
        begun, last = client.invited_on, get_last_day(client)
        if begun is None or last is None or on > last:
            continue
        if key := name_newest_day(begun, on, settings.REMIND_STAFF_AFTER_INVITATION):
            yield StaffReminder(client=client, kind=Kind.DEADLINE, key=key, until=last, invited_on=begun)


def find_endings(on: date) -> Iterator[StaffReminder]:
    """Of each thing that ends the newest of the days before that has come, unless long ago."""
    for item in DatedItem.objects.expiring(on, max(settings.REMIND_BEFORE_LAPSE)):
        days = find_nearest(on, item.expires_on + DAY)
        if days is not None:
            facts = {"kind": item.kind, "name": item.name, "whose": item.whose}
            key = " ".join([*facts.values(), str(item.expires_on), f"{days} days"])
            yield StaffReminder(client_id=item.client_id, kind=Kind.EXPIRY, key=key, facts=facts, until=item.expires_on)


# --- The letters -----------------------------------------------------------------


def deliver() -> int:
    """Write to everybody whose letter waits; of how many rows."""
    now = timezone.now()
    since = now - timedelta(days=LATE)
    waiting = StaffReminder.objects.waiting(now, since).select_related("client__adviser", "client__consultant")
    rows = sorted(waiting, key=lambda row: (choose_address(row.client), row.until, row.pk))
    letters = groupby(rows, key=lambda row: choose_address(row.client))
    return sum(send_letter(to, list(mine), now) for to, mine in letters)


def choose_address(client: Client) -> str:
    """Who looks after the file, else who answers for it; empty: the office."""
    people = (client.adviser, client.consultant)
    return next((one.email for one in people if one and one.is_active and one.is_staff and one.email), "")


def send_letter(to: str, rows: Sequence[StaffReminder], now: datetime) -> int:
    """Send one letter, unless another worker has a part of it in hand, and keep that it left."""
    ids = [row.pk for row in rows]
    claimed = StaffReminder.objects.free(now).filter(pk__in=ids).update(lease_until=now + REST)
    if claimed != len(ids) or not staff_mail.write(StaffDates({"rows": ids}), [to] if to else None):
        return 0
    StaffReminder.objects.filter(pk__in=ids).update(told_at=timezone.now(), told_to=to, lease_until=None)
    return len(ids)
