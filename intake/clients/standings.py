"""Standings: what each client would score, in which streams, from which day until which.

Rewritten whenever facts or rules change, and every day, so that they always reach from some days ago (a round
recorded late is matched as of its own day) to two years ahead (a birthday needs no recomputation at midnight).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intake.models import Client, Standing
from scoring.apps import rulebook
from scoring.profile import Profile, ProfileError, decode
from scoring.timeline import Period, timeline

ROWS_AT_ONCE = 2000
log = logging.getLogger(__name__)


def write_standings(client: Client, on: date) -> int:
    """Replace the standings of one client, as of a day; returns how many rows were written."""
    return rewrite_standings([client.pk], on)


def rewrite_standings(ids: Sequence[int], on: date) -> int:
    """Replace the standings of these clients, all or none; returns how many rows were written.

    A client whose facts change meanwhile is skipped: whoever changed them writes the standings too.
    """
    # Scoring takes most of the time, so it is done before anything is locked.
    facts = dict(Client.objects.filter(pk__in=ids).values_list("pk", "facts"))
    rows = dict(work_out(facts, on))
    with transaction.atomic():
        # In one order, so that two workers with overlapping batches wait for each other and never deadlock.
        locked = Client.objects.select_for_update().filter(pk__in=rows).order_by("pk").values_list("pk", "facts")
        same = [pk for pk, kept in locked if kept == facts[pk]]
        Standing.objects.filter(client__in=same).delete()
        fresh = [row for pk in same for row in rows[pk]]
        Standing.objects.bulk_create(fresh, batch_size=ROWS_AT_ONCE)
        Client.objects.filter(pk__in=same).update(stood_at=timezone.now())
    return len(fresh)


def work_out(facts: Mapping[int, dict[str, Any]], on: date) -> Iterator[tuple[int, list[Standing]]]:
    """Yield each client's new standings; facts that the rules can't read any more are logged and skipped."""
    for pk, kept in facts.items():
        try:
            yield pk, list(make_standings(pk, decode(kept), on))
        except ProfileError as error:
            log.error("client %s keeps the standings they have: %s", pk, error)


def make_standings(pk: int, profile: Profile, on: date) -> Iterator[Standing]:
    """The standings of one profile around a day, as `STANDINGS_DAYS_BACK` and `STANDINGS_DAYS_AHEAD` say."""
    start = max(on - timedelta(days=settings.STANDINGS_DAYS_BACK), profile.date_of_birth)
    end = on + timedelta(days=settings.STANDINGS_DAYS_AHEAD)
    yield from join_periods(pk, timeline(profile, start, end, rulebook()))


def join_periods(pk: int, periods: Sequence[Period]) -> Iterator[Standing]:
    """A row for each stream and score; consecutive periods with the same score are one row."""
    going: dict[str, Standing] = {}
    for period in periods:
        ended = [stream for stream, row in going.items() if stream not in period.streams or row.crs != period.crs]
        yield from (going.pop(stream) for stream in ended)
        for stream in period.streams:
            row = going.setdefault(stream, Standing(client_id=pk, stream=stream, crs=period.crs, since=period.since))
            row.until = period.until
    yield from going.values()
