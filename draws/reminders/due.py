"""Which reminders are due to which clients; found every day, each once.

A reminder is a row of `Notice` whose key says what it reminds of and which of
its days it is, so that a second beat, or a crash in the middle, adds nothing
twice. A day on which nothing ran is made up for.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from draws.models import Notice
from intake.expiry import expiries
from intake.expiry.expiries import Expiry
from intake.expiry.invitation_clock import get_last_day, name_newest_day
from intake.models import Client
from intake.querysets import ClientQuerySet
from scoring.profile import Profile

Kind, Stage = Notice.Kind, Client.Stage
# How many days late a reminder of a lapse may be; later, the next one is near enough.
LATE = 6
# Only of these does a lapse cost points.
SCORED = ("test", "eca")


def remindable() -> ClientQuerySet:
    """Clients who may be due a reminder some day, and may be written to.

    Once an application is in, only documents are left to remind of.
    """
    return Client.objects.filter(~Q(stage=Stage.CLOSED), Notice.agreed(), undeliverable="", reminders=True)


def remind(ids: Sequence[int], on: date) -> int:
    """Owe these clients the reminders that are due on a day; how many were found, new or not."""
    clients = remindable().filter(pk__in=ids).prefetch_related("dated_items")
    rows = [row for client in clients for row in (*deadline(client, on), *endings(client, on))]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def owed(client: Client, kind: str, key: str, facts: dict[str, Any], **days: date) -> Notice:
    """A row for the ledger, due now."""
    now = timezone.now()
    return Notice(client=client, kind=kind, key=key, facts=facts, due_at=now, created=now, **days)


# --- The invitation ------------------------------------------------------------


def deadline(client: Client, on: date) -> Iterator[Notice]:
    """The newest of the days after the invitation that has come, while there is time to apply."""
    begun, last = client.invited_on, get_last_day(client)
    if begun is None or last is None or on > last:
        return
    if key := name_newest_day(begun, on, settings.REMIND_AFTER_INVITATION):
        facts = {"lapses": in_time(client, on, last)}
        yield owed(client, Kind.DEADLINE, key, facts, until=last, invited_on=begun)


def in_time(client: Client, on: date, last: date) -> list[dict[str, str]]:
    """What lapses before the last day to apply."""
    return [as_facts(one) for one in expiries.find_valid_only_until(client, on, last)]


# --- What lapses ---------------------------------------------------------------


def endings(client: Client, on: date) -> Iterator[Notice]:
    """For each thing that lapses, the newest of the days before it that has come, unless long ago."""
    if not client.alerts:
        return
    profile = expiries.decode_profile(client)
    for one in expiries.find_expiries(client, on, max(settings.REMIND_BEFORE_LAPSE)):
        day = nearest(on, one.lapse.ends)
        if day is not None:
            facts = {**as_facts(one), **points(profile, one)}
            yield owed(client, Kind.EXPIRY, f"{thing(one)} {day} days", facts, until=one.lapse.ends - expiries.DAY)


def nearest(on: date, ends: date) -> int | None:
    """Which of the days before the end has come, and not long ago."""
    left = (ends - on).days
    come = [days for days in settings.REMIND_BEFORE_LAPSE if left <= days]
    return min(come) if come and left > 0 and min(come) - left <= LATE else None


def points(profile: Profile | None, one: Expiry) -> dict[str, int]:
    """What the lapse does to the score if nothing else changes; of what gives no points nothing is said."""
    if profile is None or one.lapse.kind not in SCORED:
        return {}
    before, after = expiries.score_around(profile, one.lapse.ends)
    return {"before": before, "after": after}


def as_facts(one: Expiry) -> dict[str, str]:
    """What lapses, as the row keeps it."""
    return {"what": one.lapse.kind, "name": one.lapse.name, "whose": one.whose, "ends": str(one.lapse.ends)}


def thing(one: Expiry) -> str:
    """What lapses, as keys name it."""
    return " ".join(as_facts(one).values())
