"""The rule tables as a reader sees them: the same tables that scores are worked out from."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from scoring.rulebook import Rulebook, Rules
from scoring.table import RuleError, Source, Table
from scoring.table_words import CHAPTERS, COLUMNS, ROWS, VALUES, WORDS_OF_VALUES


class Shown(NamedTuple):
    """One table as shown: heading, columns, rows, the figures beside it, and its editions.

    Words are lazily translated.
    """

    slug: str
    title: Any
    source: Source
    columns: list[Any]
    rows: list[tuple[Any, list[Any]]]
    values: list[tuple[Any, Any]]
    editions: list[Table]


def chapters(book: Rulebook, on: date) -> Iterator[tuple[Any, list[Shown]]]:
    """The tables in force on the day, under their headings. Raises `RuleError` for a day without rules."""
    rules = book.on(on)
    for heading, titles in CHAPTERS.items():
        tables = [_shown(table, title, book) for table, title in _in_force(rules, titles)]
        if tables:
            yield heading, tables


def day_asked(value: str, today: date, book: Rulebook) -> date:
    """The day in the address, or today where it is no day with rules."""
    try:
        day = date.fromisoformat(value)
        book.on(day)
    except (ValueError, RuleError):
        return today
    return day


def _in_force(rules: Rules, titles: dict[str, Any]) -> Iterator[tuple[Table, Any]]:
    for name, title in titles.items():
        table = rules.get(name)
        if table:
            yield table, title


def _shown(table: Table, title: Any, book: Rulebook) -> Shown:
    return Shown(
        slug=table.name.replace("/", "-").replace("_", "-"),
        title=title,
        source=table.source,
        columns=[COLUMNS.get(column, f"{column}+") for column in table.columns],
        rows=[(ROWS.get(key, key), list(row.values())) for key, row in table.cells.items()],
        values=[(VALUES[name], WORDS_OF_VALUES.get(value, value)) for name, value in table.values.items()],
        editions=book.editions[table.name],
    )
