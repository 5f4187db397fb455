"""Standings: what each client would score, in which streams, from which day until which.

Rewritten whenever facts or rules change, and every day, so that they always
reach from some days ago (a round recorded late is matched as of its own day)
to two years ahead (a birthday needs no recomputation at midnight).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from intake.models import Client, Standing
from scoring.apps import rulebook
from scoring.profile import Profile, decode
from scoring.timeline import Period, timeline

ROWS_AT_ONCE = 2000


def write_standings(client: Client, on: date) -> int:
    """Replace the standings of one client, as of a day; how many rows they have now."""
    return rewrite([client.pk], on)


def rewrite(ids: Sequence[int], on: date) -> int:
    """Replace the standings of these clients, all or none; how many rows were written.

    They are worked out before anything is locked. A client whose facts change
    meanwhile is passed over: whoever changed them writes the standings too.
    """
    facts = dict(Client.objects.filter(pk__in=ids).values_list("pk", "facts"))
    rows = {pk: list(standings(pk, decode(kept), on)) for pk, kept in facts.items() if kept}
    with transaction.atomic():
        locked = Client.objects.select_for_update().filter(pk__in=rows).order_by("pk").values_list("pk", "facts")
        same = [pk for pk, kept in locked if kept == facts[pk]]
        Standing.objects.filter(client__in=same).delete()
        fresh = [row for pk in same for row in rows[pk]]
        Standing.objects.bulk_create(fresh, batch_size=ROWS_AT_ONCE)
    return len(fresh)


def standings(pk: int, profile: Profile, on: date) -> Iterator[Standing]:
    """The standings of one profile around a day."""
    start = max(on - timedelta(days=settings.STANDINGS_DAYS_BACK), profile.date_of_birth)
    end = on + timedelta(days=settings.STANDINGS_DAYS_AHEAD)
    yield from joined(pk, timeline(profile, start, end, rulebook()))


def joined(pk: int, periods: Sequence[Period]) -> Iterator[Standing]:
    """A row for each stream and score, neighbouring periods of the same score in one."""
    open_rows: dict[str, Standing] = {}
    for period in periods:
        going = {stream: open_rows.get(stream) for stream in period.streams}
        yield from (row for stream, row in open_rows.items() if going.get(stream) is not row)
        open_rows = {stream: lengthened(pk, stream, row, period) for stream, row in going.items()}
    yield from open_rows.values()


def lengthened(pk: int, stream: str, row: Standing | None, period: Period) -> Standing:
    """The row with the period added, or a new row."""
    if row and row.crs == period.crs and row.until == period.since:
        row.until = period.until
        return row
    return Standing(client_id=pk, stream=stream, crs=period.crs, since=period.since, until=period.until)
