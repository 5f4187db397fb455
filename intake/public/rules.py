"""The rule tables for readers: the same tables that scores are worked out from."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intake.public.program_tables import ShownProgram, list_programs
from scoring.numbers import group_thousands
from scoring.occupations import occupation
from scoring.rulebook import Rulebook, Rules
from scoring.table import RuleError, Source, Table
from scoring.table_words import CHAPTERS, COLUMNS, ROWS, VALUES, WORDS_OF_VALUES, fill_in


class ShownTable(NamedTuple):
    """One table as shown: heading, columns, rows, the figures beside it, and its editions.

    A table that was repealed, or whose numbers are not known yet, has no rows.
    Words are lazily translated, figures in the language in use.
    """

    slug: str
    title: Any
    table: Table
    columns: list[Any]
    rows: list[tuple[Any, list[Any]]]
    values: list[tuple[Any, Any]]
    editions: list[Table]

    @property
    def source(self) -> Source:
        """Where it is published."""
        return self.table.source


def list_chapters(book: Rulebook, on: date) -> Iterator[tuple[Any, list[ShownTable]]]:
    """The tables of the day, under their headings. Raises `RuleError` for a day without rules."""
    rules = book.on(on)
    yield _("What each program asks for"), [_show_program(one, book) for one in list_programs(book, on)]
    for heading, titles in CHAPTERS.items():
        begun = [(name, title, _find_edition(book, name, on)) for name, title in titles.items()]
        tables = [_show_table(table, title, book.editions[name], rules) for name, title, table in begun if table]
        if tables:
            yield fill_in(heading, rules), tables


def choose_day(value: str, today: date, book: Rulebook) -> date:
    """The day in the URL, or today where it is no day with rules."""
    try:
        day = date.fromisoformat(value)
        book.on(day)
    except (ValueError, RuleError):
        return today
    return day


def _find_edition(book: Rulebook, name: str, on: date) -> Table | None:
    """The edition in force on the day; else the one that ended it, or the one whose numbers are not known."""
    begun = [table for table in book.editions.get(name, ()) if table.source.effective <= on]
    return book.on(on).get(name) or (begun[-1] if begun else None)


def _show_table(table: Table, title: Any, editions: list[Table], rules: Rules) -> ShownTable:
    return ShownTable(
        slug=table.name.replace("/", "-").replace("_", "-"),
        title=title,
        table=table,
        columns=[COLUMNS.get(column, f"{column}+") for column in table.columns],
        rows=[
            (fill_in(ROWS[key], rules) if key in ROWS else key, [_describe_cell(key, *cell) for cell in row.items()])
            for key, row in table.cells.items()
        ],
        values=[(VALUES[name], _describe_value(value)) for name, value in table.values.items()],
        editions=editions,
    )


def _show_program(program: ShownProgram, book: Rulebook) -> ShownTable:
    """A program's requirements, one a row, with their thresholds in words."""
    colon = pgettext("after a label", ":")
    rows = [
        (title, ["; ".join(f"{words}{colon} {_describe_value(value)}" for words, value in needs)])
        for title, needs in program.rows
    ]
    return ShownTable(
        slug=f"classes-{program.code}",
        title=program.name,
        table=program.table,
        columns=[_("What is needed")],
        rows=rows,
        values=[],
        editions=book.editions[program.table.name],
    )


def _describe_cell(key: str, column: str, value: Any) -> Any:
    return occupation(key).title if column == "title" else _describe_value(value)


def _describe_value(value: Any) -> Any:
    """Whole numbers as the language writes them, yes and no and places as words."""
    # `isinstance` would take yes and no for numbers.
    if type(value) is int:
        return group_thousands(value)
    return WORDS_OF_VALUES.get(value, value) if isinstance(value, bool | str) else value
