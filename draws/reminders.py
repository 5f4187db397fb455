"""Which reminders are due to which clients; found every day, each once.

A reminder is a row of `Notice` whose key says what it reminds of and which of
its days it is, so that a second beat, or a crash in the middle, adds nothing
twice. A day on which nothing ran is made up for.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from draws.models import Notice
from intake.models import Client
from intake.querysets import ClientQuerySet
from scoring.apps import rulebook
from scoring.assess import Assessment
from scoring.days import years_after
from scoring.invitation import Lapse, lapses, last_day
from scoring.profile import Partner, Profile, ProfileError, decode

Kind, Stage = Notice.Kind, Client.Stage
# How many days late a reminder of a lapse may be; later, the next one is near enough.
LATE = 6
BEFORE_APPLYING = ~Q(stage__in=[Stage.SUBMITTED, Stage.CLOSED])


class Ending(NamedTuple):
    """What lapses (see `scoring.invitation.Lapse`; also "profile"), and whose it is."""

    lapse: Lapse
    whose: str


def remindable() -> ClientQuerySet:
    """Clients who may be due a reminder some day, and may be written to."""
    return Client.objects.filter(BEFORE_APPLYING, Notice.agreed(), undeliverable="", reminders=True)


def remind(ids: Sequence[int], on: date) -> int:
    """Owe these clients the reminders that are due on a day; how many were found, new or not."""
    clients = remindable().filter(pk__in=ids)
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
    if client.stage != Stage.INVITED or client.invited_on is None:
        return
    last = last_day(client.invited_on, rulebook().on(client.invited_on))
    come = [days for days in settings.REMIND_AFTER_INVITATION if client.invited_on + timedelta(days=days) <= on]
    if come and on <= last:
        key, facts = f"{client.invited_on} day {come[-1]}", {"lapses": in_time(client, on, last)}
        yield owed(client, Kind.DEADLINE, key, facts, until=last, invited_on=client.invited_on)


def in_time(client: Client, on: date, last: date) -> list[dict[str, str]]:
    """What lapses before the last day to apply."""
    profile = profile_of(client)
    return [as_facts(ending) for ending in people(profile, on, last)] if profile else []


# --- What lapses ---------------------------------------------------------------


def endings(client: Client, on: date) -> Iterator[Notice]:
    """For each thing that lapses, the newest of the days before it that has come, unless long ago."""
    if not client.alerts:
        return
    profile = profile_of(client)
    for ending in (*pool_profile(client, on), *(counting(profile, on) if profile else ())):
        day = nearest(on, ending.lapse.ends)
        if day is not None:
            key = " ".join([*as_facts(ending).values(), f"{day} days"])
            facts = {**as_facts(ending), **points(profile, ending)}
            yield owed(client, Kind.EXPIRY, key, facts, until=ending.lapse.ends - timedelta(days=1))


def nearest(on: date, ends: date) -> int | None:
    """Which of the days before the end has come, and not long ago."""
    left = (ends - on).days
    come = [days for days in settings.REMIND_BEFORE_LAPSE if left <= days]
    return min(come) if come and left > 0 and min(come) - left <= LATE else None


def counting(profile: Profile, on: date) -> Iterator[Ending]:
    """What lapses within the longest time ahead, of the client and of the partner who counts.

    A test that a newer one stands in for, without a loss of points, is nobody's concern.
    """
    until = on + timedelta(days=max(settings.REMIND_BEFORE_LAPSE))
    for ending in people(profile, on, until):
        before, after = scores(profile, ending.lapse.ends)
        if before != after or not replaced(profile, ending):
            yield ending


def people(profile: Profile, on: date, until: date) -> Iterator[Ending]:
    """What lapses of the client and of the partner who counts."""
    rules = rulebook().on(on)
    yield from (Ending(lapse, "own") for lapse in lapses(profile, on, until, rules))
    if profile.counted_partner:
        yield from (Ending(lapse, "partner") for lapse in lapses(profile.counted_partner, on, until, rules))


def replaced(profile: Profile, ending: Ending) -> bool:
    """Whether a later test in the same language, or a later assessment, is there."""
    person: Profile | Partner | None = profile if ending.whose == "own" else profile.counted_partner
    if person is None:
        return False
    rules, ends = rulebook().on(ending.lapse.ends), ending.lapse.ends
    if ending.lapse.kind == "eca":
        return any(later.kind == "eca" for later in lapses(person, ends, date.max, rules))
    languages: dict[str, str] = {test.test: test.language for test in person.language_tests}
    later = [lapse.name for lapse in lapses(person, ends, date.max, rules) if lapse.kind == "test"]
    return any(languages[name] == languages[ending.lapse.name] for name in later)


def pool_profile(client: Client, on: date) -> Iterator[Ending]:
    """The client's own profile in IRCC's pool; once invited, it is not what counts."""
    if client.profile_submitted_at and client.stage != Stage.INVITED:
        entered = timezone.localdate(client.profile_submitted_at)
        years = rulebook().on(on)["pool/validity"].points("profile")
        yield Ending(Lapse("profile", "", years_after(entered, years)), "own")


def scores(profile: Profile, ends: date) -> tuple[int, int]:
    """The score on the last day on which something counts, and on the day after."""
    book = rulebook()
    before, after = Assessment(profile, ends - timedelta(days=1), book), Assessment(profile, ends, book)
    return before.crs.total, after.crs.total


def points(profile: Profile | None, ending: Ending) -> dict[str, int]:
    """What the lapse does to the score if nothing else changes; nothing is said of the profile in the pool."""
    if profile is None or ending.lapse.kind == "profile":
        return {}
    before, after = scores(profile, ending.lapse.ends)
    return {"before": before, "after": after}


def as_facts(ending: Ending) -> dict[str, str]:
    """What lapses, as the row keeps it."""
    return {"what": ending.lapse.kind, "name": ending.lapse.name, "whose": ending.whose, "ends": str(ending.lapse.ends)}


def profile_of(client: Client) -> Profile | None:
    """The client's facts; None where there are none that the rules can take."""
    try:
        return decode(client.facts) if client.facts else None
    except ProfileError:
        return None
