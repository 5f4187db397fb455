"""Each table in force or pending: where it is published, and when somebody last compared it with that."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Max

from draws.models import TableCheck
from scoring.rulebook import Rulebook
from scoring.table import Table
from scoring.table_words import CHAPTERS, GUIDE_TITLES

# A government's page may change on any day; a table that nobody has compared for this long is due for a comparison.
STALE = timedelta(days=30)
Key = tuple[str, date]


class ComparedTable(NamedTuple):
    """A table, its title in words, the day it was last compared, by whom, and whether that is long ago.

    `by` is None where nobody of the firm compared it since it was shipped.
    """

    table: Table
    title: Any
    on: date
    by: User | None
    stale: bool


def get_title(name: str) -> Any:
    """The title of a table in words; its name where it has none."""
    return next((tables[name] for tables in (*CHAPTERS.values(), GUIDE_TITLES) if name in tables), name)


def list_compared(tables: Iterable[Table], today: date) -> list[ComparedTable]:
    """These tables with the last comparison of each."""
    checks = {(check.name, check.effective): check for check in find_last_checks()}
    return [describe_comparison(table, checks.get((table.name, table.source.effective)), today) for table in tables]


def describe_comparison(table: Table, check: TableCheck | None, today: date) -> ComparedTable:
    """One table: the firm's comparison counts where it is newer than the shipped day."""
    shipped = table.source.verified_on
    on, by = (check.on, check.by) if check and check.on >= shipped else (shipped, None)
    return ComparedTable(table, get_title(table.name), on, by, today - on > STALE)


def find_last_checks() -> Iterable[TableCheck]:
    """The newest comparison of each edition of a table."""
    newest = TableCheck.objects.order_by().values("name", "effective").annotate(pk_last=Max("pk")).values("pk_last")
    return TableCheck.objects.filter(pk__in=newest).select_related("by")


def count_stale(book: Rulebook, today: date) -> int:
    """How many tables in force or pending nobody has compared for long."""
    rules = book.on(today)
    return sum(one.stale for one in list_compared([*rules.tables.values(), *rules.pending], today))


def note_comparison(table: Table, by: User, today: date) -> None:
    """Keep that somebody compared this table with its source today, once."""
    TableCheck.objects.get_or_create(name=table.name, effective=table.source.effective, on=today, by=by)
