"""Standings: what each client would score, in which streams, from which day until which.

They reach from some days ago (a round recorded late is matched as of its own day) to two years ahead (a birthday needs
no recomputation at midnight). They are written whenever facts or rules change; every day their horizon is pushed.
Only rows that differ are written.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from intake.models import Client, Standing
from scoring.apps import rulebook
from scoring.fingerprint import find_basis
from scoring.profile import Profile, ProfileError, decode
from scoring.timeline import Period, timeline

ROWS_AT_ONCE = 2000
# So far beyond the horizon it is known whether anything changes, and the push need not ask.
# Sixty days, so that a client is scored again about once a month and not every day (record 0084).
LOOK_BEYOND = timedelta(days=60)
# Read twice, before and after the work: as text they are compared at once, and parsed once by the faster parser.
FACTS_AS_TEXT = Cast("facts", TextField())
log = logging.getLogger(__name__)


class StandingRow(NamedTuple):
    """A standing of one client: this score in this stream from `since` until the day before `until`."""

    stream: str
    crs: int
    since: date
    until: date


class Outlook(NamedTuple):
    """The rows of one client until the horizon, and the first day after it on which they become others."""

    rows: list[StandingRow]
    stays_until: date


def write_standings(client: Client, on: date) -> int:
    """Replace the standings of one client, as of a day; returns how many rows were written."""
    return rewrite_standings([client.pk], on)


def rewrite_standings(ids: Sequence[int], on: date) -> int:
    """Replace the standings of these clients, all or none; returns how many rows were written.

    A client whose facts change meanwhile is skipped: whoever changed them writes the standings too.
    """
    # Scoring takes most of the time, so it is done before anything is locked.
    mark = find_mark()
    facts = dict(Client.objects.filter(pk__in=ids).values_list("pk", FACTS_AS_TEXT))
    found = dict(work_out(facts, on))
    with transaction.atomic():
        locked = Client.objects.select_for_update().filter(pk__in=found)
        # Facts that changed while we scored: whoever changed them writes the standings of the new ones.
        same = {pk: found[pk] for pk, text in locked.values_list("pk", FACTS_AS_TEXT) if text == facts[pk]}
        written = replace_rows({pk: outlook.rows for pk, outlook in same.items()}, find_first_day(on))
        mark_written({pk: outlook.stays_until for pk, outlook in same.items()}, mark, find_horizon(on))
    return written


def mark_written(stays: Mapping[int, date], mark: str, horizon: date) -> None:
    """Keep from when, from what and how far these clients' standings are."""
    longest = horizon + LOOK_BEYOND
    sooner = group_by_day({pk: day for pk, day in stays.items() if day < longest})
    # One statement, so that each row is written once.
    until = Case(*(When(pk__in=ids, then=Value(day)) for day, ids in sooner.items()), default=Value(longest))
    Client.objects.filter(pk__in=stays).update(
        stood_at=timezone.now(), stood_until=horizon, stays_until=until, stood_by=mark
    )


def group_by_day(days: Mapping[int, date]) -> dict[date, list[int]]:
    """Of each day, the clients whose day it is."""
    found: dict[date, list[int]] = {}
    for pk, day in days.items():
        found.setdefault(day, []).append(pk)
    return found


def replace_rows(rows: Mapping[int, Sequence[StandingRow]], first: date) -> int:
    """Leave each client these rows and no others, all of which are after the day `first`; returns how many are new.

    A row that is there, and says the same of the days from `first` on, stays as it is.
    """
    missing = {pk: dict.fromkeys(wanted) for pk, wanted in rows.items()}
    surplus = []
    held = Standing.objects.filter(client__in=rows).values_list("pk", "client", "stream", "crs", "since", "until")
    for pk, client, stream, crs, since, until in held:
        # A row may have begun before the days that are covered now; of those days nobody asks any more.
        row = StandingRow(stream, crs, max(since, first), until)
        if row in missing[client]:
            del missing[client][row]
        else:
            surplus.append(pk)
    if surplus:
        Standing.objects.filter(pk__in=surplus).delete()
    fresh = [Standing(client_id=pk, **row._asdict()) for pk, wanted in missing.items() for row in wanted]
    Standing.objects.bulk_create(fresh, batch_size=ROWS_AT_ONCE)
    return len(fresh)


# --- The horizon --------------------------------------------------------------


def extend_standings(ids: Sequence[int], on: date) -> None:
    """Let the standings of these clients reach as far ahead of a day as they should.

    Where nothing can change on the days that are new, the rows at the horizon go on. Whoever else there is, and whose
    standings come from other rules, is rewritten.
    """
    with transaction.atomic():
        pushed = extend_rows(ids, on)
    if others := [pk for pk in ids if pk not in pushed]:
        rewrite_standings(others, on)


def extend_rows(ids: Sequence[int], on: date) -> set[int]:
    """Push those of these clients whom the new days can't change, and return them; the caller holds the transaction."""
    first, horizon = find_first_day(on), find_horizon(on)
    # Of the same rules, and known to stay as they are until the new horizon: nothing need be scored.
    staying = Client.objects.filter(
        stood_by=find_mark(), stood_until__gt=first, stood_until__lte=horizon, stays_until__gte=horizon
    )
    locked = staying.filter(pk__in=ids).select_for_update()
    pushed = {pk: until for pk, until in locked.values_list("pk", "stood_until") if until}
    for until, alike in group_by_day(pushed).items():
        # One statement for all who reach equally far, and no facts are read: a twentieth of a rewrite (record 0084).
        Standing.objects.filter(client__in=alike, until=until).update(until=horizon)
    Client.objects.filter(pk__in=pushed).update(stood_until=horizon)
    Standing.objects.filter(client__in=pushed, until__lte=first).delete()
    return set(pushed)


def find_mark() -> str:
    """What standings depend on besides the facts: the rules, the code, and how far back they reach."""
    return f"{find_basis(rulebook())}-{settings.STANDINGS_DAYS_BACK}"


def find_first_day(on: date) -> date:
    """The first day that is covered."""
    return on - timedelta(days=settings.STANDINGS_DAYS_BACK)


def find_horizon(on: date) -> date:
    """The first day that is not covered any more."""
    return on + timedelta(days=settings.STANDINGS_DAYS_AHEAD)


# --- Working out --------------------------------------------------------------


def work_out(facts: Mapping[int, str], on: date) -> Iterator[tuple[int, Outlook]]:
    """Yield each client's outlook; facts that the rules can't read any more are logged and skipped."""
    for pk, text in facts.items():
        try:
            yield pk, find_outlook(decode(msgspec.json.decode(text)), on)
        except ProfileError as error:
            # Old standings are better than none: without any, the client would silently match no round.
            log.error("client %s keeps the standings they have: %s", pk, error)


def find_outlook(profile: Profile, on: date) -> Outlook:
    """The rows of one profile around a day, as the settings `STANDINGS_DAYS_*` say, and what follows."""
    horizon = find_horizon(on)
    # No rule speaks of the days before somebody was born.
    start, beyond = max(find_first_day(on), profile.date_of_birth), horizon + LOOK_BEYOND
    periods = timeline(profile, start, beyond, rulebook())
    covered = [period._replace(until=min(period.until, horizon)) for period in periods if period.since < horizon]
    stays = [period.since for period in periods if period.since >= horizon]
    return Outlook(list(join_periods(covered)), min(stays, default=beyond))


def join_periods(periods: Sequence[Period]) -> Iterator[StandingRow]:
    """A row for each stream and score; consecutive periods with the same score are one row."""
    going: dict[str, StandingRow] = {}
    for period in periods:
        # Ended first: a stream whose score changes ends one row and begins another in the same period.
        ended = [stream for stream, row in going.items() if stream not in period.streams or row.crs != period.crs]
        yield from (going.pop(stream) for stream in ended)
        for stream in period.streams:
            since = going[stream].since if stream in going else period.since
            going[stream] = StandingRow(stream, period.crs, since, period.until)
    yield from going.values()
