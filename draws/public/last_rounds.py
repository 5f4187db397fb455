"""The last rounds of each stream, as intake's pages show them next to a score."""

from collections import defaultdict
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from draws.models import Draw
from scoring.plans.ways import SHOWN_ROUNDS, Round, Rounds
from scoring.streams import STREAMS


def find_last_rounds(today: date) -> Rounds:
    """At most three rounds of each stream whose cut-off is known, newest first."""
    found: dict[str, list[Round]] = defaultdict(list)
    known = Draw.objects.with_cutoff_in(STREAMS).filter(held_on__lte=today)
    for number, stream, held_on, cutoff in known.values_list("number", "stream", "held_on", "cutoff"):
        if cutoff is not None and len(found[stream]) < SHOWN_ROUNDS:
            found[stream].append(Round(number, held_on, cutoff))
    return found


# Every look at a result asks these, and every page that is kept until there is another round.
ROUNDS = """SELECT COUNT(*), MAX(updated), MAX(held_on), (SELECT MAX(read_at) FROM draws_feed)
FROM draws_draw WHERE id IN ({public})"""


def find_version() -> str:
    """A word that changes with the rounds, and with the day until which they are known."""
    statement, parameters = compile_rounds(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        *state, read_at = cursor.fetchone()
    return ":".join(map(str, (*state, read_at and find_day(read_at)))).replace(" ", "T")


# By the kind of database, whose SQL is its own.
@lru_cache(maxsize=32)
def compile_rounds(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The statement about all public rounds, and its parameters.

    Buys 31 % of the steps of the page of rounds (`python -m bench.bought pages compile_rounds`).
    """
    public, parameters = Draw.objects.public().order_by().values("pk").query.sql_with_params()
    return ROUNDS.format(public=public), tuple(parameters)


def find_day(read_at: datetime | str) -> date:
    """The day here of a moment as the database has it, which in SQLite is text in UTC."""
    if isinstance(read_at, str):
        read_at = datetime.fromisoformat(read_at).replace(tzinfo=UTC)
    return timezone.localdate(read_at)
