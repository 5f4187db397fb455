"""What matching a round costs: compared with the same statement in raw SQL, and by the size of the pool.

Run: `.venv/bin/python -m bench.matching [--database sqlite postgresql] [--clients 100000 1000000]`; five minutes.

The pools are copies of one client, made by SQL, with standings in three
streams; those who match are spread over all of it. Ours and the raw statement run in
turns, foreign keys checked, each undone; the best time of each counts: of the
processor on SQLite, which works in this process, by the clock on PostgreSQL. The
memory is what the process grew by while it filled the ledger and handed it out.
"""

import argparse
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any

from bench.place import place, say

POOLS = (100_000, 1_000_000)
# Cut-off -> how many of any pool are at or above it.
MATCHES = {900: 1_000, 800: 10_000, 700: 100_000}
HELD_ON = date(2026, 10, 1)
SINCE, UNTIL = HELD_ON - timedelta(days=100), HELD_ON + timedelta(days=600)
ROUNDS = 10
STREAMS = ("general", "cec", "healthcare")
# Not a divisor of any pool: walks over all of it, far from one to the next.
STRIDE = 700_001

COPY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO intake_client ({columns})
SELECT {values} FROM n, intake_client WHERE id = {prototype}
"""
STANDINGS = """
INSERT INTO intake_standing (client_id, stream, crs, since, until)
SELECT id, '{stream}', CASE {cases} ELSE 300 + id % 300 END, '{since}', '{until}' FROM intake_client
"""
RAW = """
INSERT INTO draws_alert
    (draw_id, client_id, crs, basis, in_pool, state, attempts, due_at, problem, provider_id, created, in_error)
SELECT %s, s.client_id, s.crs, 'above', 'unknown', 'pending', 0, %s, '', '', %s, %s
FROM intake_standing s JOIN intake_client c ON c.id = s.client_id
WHERE s.stream = 'cec' AND s.crs >= %s AND s.since <= %s AND s.until > %s
  AND (NOT c.chosen_only
       OR EXISTS (SELECT 1 FROM intake_chosenstream x WHERE x.client_id = s.client_id AND x.stream = 'cec'))
  AND c.alerts AND c.undeliverable = '' AND c.stage NOT IN ('invited', 'submitted')
ON CONFLICT DO NOTHING
"""


def make_pool(count: int) -> None:
    """A number of clients with standings, by SQL."""
    from django.db import connection

    from intake.models import Client

    one = Client.objects.create(email="one@example.com", alerts=True, facts={"made": "up"})
    own = {"reference": "'R' || i", "email": "'client' || i || '@example.com'"}
    columns = [field.column for field in Client._meta.concrete_fields if not field.primary_key]
    # Copies but for what is unique.
    values = ", ".join(own.get(column, column) for column in columns)
    cases = " ".join(f"WHEN id * {STRIDE} % {count} < {most} THEN {crs}" for crs, most in MATCHES.items())
    with connection.cursor() as cursor:
        copy = {"columns": ", ".join(columns), "values": values, "prototype": one.pk, "count": count}
        cursor.execute(COPY.format(**copy))
        # It was only copied: with it the pool would be one larger than was asked for.
        one.delete()
        for stream in STREAMS:
            cursor.execute(STANDINGS.format(stream=stream, cases=cases, since=SINCE, until=UNTIL))
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def make_draw(cutoff: int) -> Any:
    """A published round, not matched yet."""
    from django.utils import timezone

    from draws.models import Draw

    facts = {"name": "Canadian Experience Class", "stream": "cec", "held_on": HELD_ON, "cutoff": cutoff}
    return Draw.objects.create(number=str(cutoff), status="published", published_at=timezone.now(), **facts)


def match_ours(draw: Any) -> int:
    """The statement of the project."""
    from django.utils import timezone

    from draws.matching.matcher import fill_ledger

    return fill_ledger(draw, timezone.now())


def match_raw(draw: Any) -> int:
    """The same by hand."""
    from django.db import connection
    from django.utils import timezone

    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(RAW, [draw.pk, now, now, False, draw.cutoff, HELD_ON, HELD_ON])
        return cursor.rowcount


class Stopwatch:
    """Seconds that the database took over statements: processor time where it works in this process, else the clock."""

    def __init__(self, vendor: str) -> None:
        self.now = time.process_time if vendor == "sqlite" else time.perf_counter
        self.seconds = 0.0

    def __call__(self, execute: Callable, *statement: Any) -> Any:
        """Around every statement."""
        began = self.now()
        try:
            return execute(*statement)
        finally:
            self.seconds += self.now() - began


def measure_undone(act: Callable[[Any], int], draw: Any) -> tuple[float, int]:
    """How long the database takes, foreign keys checked, and how many rows there were; nothing stays."""
    from django.db import connection, transaction

    watch = Stopwatch(connection.vendor)
    with transaction.atomic():
        with connection.execute_wrapper(watch):
            rows = act(draw)
            if connection.vendor == "postgresql":
                # PostgreSQL looks foreign keys up at the commit, which never comes here; SQLite does so as it inserts.
                connection.check_constraints()
        transaction.set_rollback(True)
    return watch.seconds, rows


def find_best(draw: Any) -> tuple[float, float, int]:
    """Seconds of ours and of the raw statement, in turns, and the rows that both made."""
    mine, theirs, rows = [], [], set()
    for turn in range(ROUNDS):
        # In turns, because the second finds in memory what the first has read.
        for act in (match_ours, match_raw) if turn % 2 else (match_raw, match_ours):
            took, found = measure_undone(act, draw)
            (mine if act is match_ours else theirs).append(took)
            rows.add(found)
    if len(rows) != 1:
        raise SystemExit(f"The two statements do not agree: {rows}")
    return min(mine), min(theirs), rows.pop()


def measure_growth(draw: Any) -> float:
    """Megabytes that the process grows by while it fills the ledger and hands it out."""
    from django.db import transaction

    from draws.matching import matcher
    from draws.outbox import worker

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with transaction.atomic():
        matcher.match(draw.pk)
        worker.dispatch_owed(lambda ids, ledger: None, draw.pk)
        transaction.set_rollback(True)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def measure(database: str, count: int) -> dict[int, float]:
    """One pool on one database: cut-off -> seconds."""
    with place(database):
        make_pool(count)
        found = {}
        for cutoff in MATCHES:
            draw = make_draw(cutoff)
            # Before the statements are timed: what is read is the most that the process ever had, which only grows.
            grown = measure_growth(draw)
            mine, theirs, rows = find_best(draw)
            found[cutoff] = mine
            line = f"{database:11}{count:>10,} clients {rows:>8,} matches {mine * 1000:9.1f} ms"
            say(f"{line}   {mine / theirs:.2f} of raw SQL (wanted: 1.3)   memory +{grown:.1f} MB")
    return found


def run_apart(database: str, count: int) -> dict[int, float]:
    """The same in a process of its own: Django reads its settings once."""
    process = get_context("spawn").Pool(1)
    found = process.apply(measure, (database, count))
    process.close()
    process.join()
    return found


def main() -> None:
    """Print every time and its ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--clients", nargs="+", type=int, default=POOLS)
    given = parser.parse_args()
    for database in given.database:
        small, *larger = [run_apart(database, count) for count in given.clients]
        for pool in larger:
            ratios = ", ".join(f"{pool[cutoff] / small[cutoff]:.2f} ({MATCHES[cutoff]:,})" for cutoff in MATCHES)
            say(f"{database:11}the larger pool beside the smaller, at equal matches: {ratios} (wanted: 1.3)")


if __name__ == "__main__":
    main()
