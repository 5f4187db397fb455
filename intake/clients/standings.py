"""Standings: what each client would score, in which streams, from which day until which.

Rewritten whenever facts or rules change, and every day, so that they always
reach from some days ago (a round recorded late is matched as of its own day)
to two years ahead (a birthday needs no recomputation at midnight).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

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
    """Replace the standings of one client, as of a day; how many rows they have now."""
    return rewrite([client.pk], on)


def rewrite(ids: Sequence[int], on: date) -> int:
    """Replace the standings of these clients, all or none; how many rows were written.

    They are worked out before anything is locked. A client whose facts change
    meanwhile is passed over: whoever changed them writes the standings too.
    """
    facts = dict(Client.objects.filter(pk__in=ids).values_list("pk", "facts"))
    rows = dict(worked_out(facts, on))
    with transaction.atomic():
        locked = Client.objects.select_for_update().filter(pk__in=rows).order_by("pk").values_list("pk", "facts")
        same = [pk for pk, kept in locked if kept == facts[pk]]
        Standing.objects.filter(client__in=same).delete()
        fresh = [row for pk in same for row in rows[pk]]
        Standing.objects.bulk_create(fresh, batch_size=ROWS_AT_ONCE)
        Client.objects.filter(pk__in=same).update(stood_at=timezone.now())
    return len(fresh)


def worked_out(facts: Mapping[int, dict], on: date) -> Iterator[tuple[int, list[Standing]]]:
    """The new standings by client. Facts that the rules can't take any more are told in the log."""
    for pk, kept in facts.items():
        try:
            yield pk, list(standings(pk, decode(kept), on))
        except ProfileError as error:
            log.error("client %s keeps the standings they have: %s", pk, error)


def standings(pk: int, profile: Profile, on: date) -> Iterator[Standing]:
    """The standings of one profile around a day."""
    start = max(on - timedelta(days=settings.STANDINGS_DAYS_BACK), profile.date_of_birth)
    end = on + timedelta(days=settings.STANDINGS_DAYS_AHEAD)
    yield from joined(pk, timeline(profile, start, end, rulebook()))


def joined(pk: int, periods: Sequence[Period]) -> Iterator[Standing]:
    """A row for each stream and score; following periods of the same score are one row."""
    going: dict[str, Standing] = {}
    for period in periods:
        ended = [stream for stream, row in going.items() if stream not in period.streams or row.crs != period.crs]
        yield from (going.pop(stream) for stream in ended)
        for stream in period.streams:
            row = going.setdefault(stream, Standing(client_id=pk, stream=stream, crs=period.crs, since=period.since))
            row.until = period.until
    yield from going.values()
