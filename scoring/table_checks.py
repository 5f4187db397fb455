"""What the editions of one table, and tables that go together, must have in common."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scoring.program_kinds import is_program
from scoring.table import RuleError, Table, is_occupation, span

# What each edition has of its own: the rows of high-wage tiers, and the streams that provinces open; all of a program.
OWN_ROWS = frozenset({"crs/high_wage", "guide/nominee_streams", "guide/nominee_details", "guide/nominee_programs"})
HIGH_WAGE_COLUMNS = (
    ("canadian_work", "job_offer"),
    ("canadian_work_with_partner", "canadian_work_single", "job_offer_with_partner", "job_offer_single"),
)
HIGH_WAGE_VALUES = frozenset(
    {"together", "maximum", "maximum_with_partner", "maximum_single", "work_hours", "window_years"}
)

EFFORTS = "guide/efforts"
# Rows that came after the first release: an edition that a firm wrote before them would stop the start of an upgrade.
LATER_EFFORTS = frozenset({"english_5", "expected_test", "first_canadian_job", "new_permit", "second_credential"})
# Effort on the firm's own scale; what a change takes and costs is a whole number, or these words.
HARDEST = 10
NOT_KNOWN = "not known"


def read_known(value: int | float | str) -> int | None:
    """What a change takes or costs, from its row in the table of efforts; None where it is not known."""
    return None if value == NOT_KNOWN else int(value)


def sort_editions(tables: list[Table]) -> list[Table]:
    """The editions of one table by day; all of one shape, no two of one day.

    A pending edition gives way to the one of the same day that has its numbers.
    Raises `RuleError` for two editions of one day, and for shapes that differ.
    """
    if tables[0].name == EFFORTS:
        tables = [add_later_efforts(table, tables[0]) for table in tables]
    _check_same_shapes(tables)
    known = {table.source.effective for table in tables if not table.pending}
    # Staff enter the numbers of a day that was shipped as pending: then both are there.
    found = [t for t in tables if not (t.pending and t.source.effective in known)]
    found.sort(key=lambda table: table.source.effective)
    for before, after in itertools.pairwise(found):
        if before.source.effective == after.source.effective:
            raise RuleError(f"{after.place}: {before.place} has an edition of the same date, {after.source.effective}")
    return found


def add_later_efforts(table: Table, first: Table) -> Table:
    """The edition with the rows that it was written before: their effort is the first edition's, the rest not known."""
    missing = sorted(LATER_EFFORTS & first.cells.keys() - table.cells.keys())
    if not missing or not table.cells:
        return table
    # Weeks and dollars would stand with the citation of this edition, which says nothing of them.
    added = {name: {**first.cells[name], "weeks": NOT_KNOWN, "cad": NOT_KNOWN} for name in missing}
    return replace(table, cells={**table.cells, **added})


def check_tiers(points: list[Table], occupations: list[Table]) -> None:
    """The high-wage factor needs its points and its occupations, and each occupation a tier that has points.

    Raises `RuleError` where one is missing.
    """
    for one, other in ((points, occupations), (occupations, points)):
        for table in one:
            if table.cells and not _begun(other, table):
                raise RuleError(f"{table.place}: it needs {other[0].name} with rows from {table.source.effective} on")
    for table in occupations:
        for number, row in enumerate(table.cells.values(), start=1):
            if str(row["tier"]) not in _begun(points, table)[-1]:
                raise RuleError(f"{table.place}, row {number}: crs/high_wage has no tier {row['tier']!r}")


def _begun(tables: list[Table], by: Table) -> list[Table]:
    return [table for table in tables if table.cells and table.source.effective <= by.source.effective]


def _check_same_shapes(tables: list[Table]) -> None:
    """All editions have the columns of the first, a pending one's too where it says them, and what else rules read."""
    if is_program(tables[0].name):
        return
    if tables[0].name == "crs/high_wage":
        _check_high_wage(tables)
        return
    if tables[0].name == EFFORTS:
        _check_efforts(tables)
        return
    # Rules read rows and columns by name: without this an edition would fail on its first day, not when it is loaded.
    shaped = [table for table in tables if table.columns]
    for table in shaped[1:]:
        if table.columns != shaped[0].columns:
            raise RuleError(
                f"{table.place}: the columns are {list(table.columns)}, rules read {list(shaped[0].columns)}"
            )
    for before, after in itertools.pairwise([table for table in tables if table.cells]):
        _check_same_values(before, after)
        _check_same_cells(before, after)
        _check_same_rows(before, after)


def _check_high_wage(tables: list[Table]) -> None:
    """An edition reads its tiers in two columns or in four, and may say how work and the offer go together."""
    for table in tables:
        if table.columns and table.columns not in HIGH_WAGE_COLUMNS:
            raise RuleError(f"{table.place}: the columns are {list(table.columns)}, rules read {HIGH_WAGE_COLUMNS}")
        unread = sorted(set(table.values) - HIGH_WAGE_VALUES)
        if unread:
            raise RuleError(f"{table.place}: nothing reads the values {unread}")
        for name, value in table.values.items():
            if value not in ("sum", "higher") if name == "together" else type(value) is not int:
                raise RuleError(f"{table.place}: {name} can't be {value!r}")
        for number, row in enumerate(table.cells.values(), start=1):
            if not all(type(value) is int for value in row.values()):
                raise RuleError(f"{table.place}, row {number}: the points are not whole numbers")


def _check_efforts(tables: list[Table]) -> None:
    """Every edition has the rows of the first; weeks and dollars are whole numbers, or not known, in any of them."""
    for table in tables:
        if table.columns != tables[0].columns:
            raise RuleError(
                f"{table.place}: the columns are {list(table.columns)}, rules read {list(tables[0].columns)}"
            )
        _check_same_rows(tables[0], table)
        for number, (name, row) in enumerate(table.cells.items(), start=1):
            if type(row["effort"]) is not int or not 0 < row["effort"] <= HARDEST:
                raise RuleError(f"{table.place}, row {number} ({name}): the effort is no number from 1 to {HARDEST}")
            for column, least in (("weeks", 1), ("cad", 0)):
                known = row[column]
                if known != NOT_KNOWN and (type(known) is not int or known < least):
                    allowed = f"a whole number from {least} on, or {NOT_KNOWN!r}"
                    raise RuleError(f"{table.place}, row {number} ({name}): {column} is {known!r}, and not {allowed}")


def _check_same_values(before: Table, after: Table) -> None:
    if sorted(before.values) != sorted(after.values):
        raise RuleError(f"{after.place}: the values are {sorted(after.values)}, rules read {sorted(before.values)}")
    for name, value in after.values.items():
        # The very type, because `true` is an instance of `int` as well.
        if type(value) is not type(before.values[name]):
            raise RuleError(f"{after.place}: {name} is {value!r}, in the edition before {before.values[name]!r}")


def _check_same_cells(before: Table, after: Table) -> None:
    for column in after.columns:
        if _content(after, column) != _content(before, column):
            fresh, read = _content(after, column), _content(before, column)
            raise RuleError(f"{after.place}: the column {column!r} has {fresh}, in the edition before {read}")


def _content(table: Table, column: str) -> str:
    words = [isinstance(row[column], str) for row in table.cells.values()]
    return "words" if all(words) else "words and numbers" if any(words) else "numbers"


def _check_same_rows(before: Table, after: Table) -> None:
    """Ranges begin and end alike, words are the same ones; occupations are a list's own."""
    if _reach(before) != _reach(after):
        raise RuleError(f"{after.place}: the rows begin at {_reach(after)}, in the edition before at {_reach(before)}")
    if after.name not in OWN_ROWS and _words(before.cells) != _words(after.cells):
        missing, unread = _words(before.cells) - _words(after.cells), _words(after.cells) - _words(before.cells)
        raise RuleError(f"{after.place}: rows are missing: {sorted(missing)}; nothing reads the rows {sorted(unread)}")


def _words(cells: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for key in cells if not span(key) and not is_occupation(key))


def _reach(table: Table) -> tuple[int, bool] | None:
    """Where number rows begin, and whether their end is open; None for words."""
    rows = [row for row in map(span, table.cells) if row]
    return (min(row.low for row in rows), any(row.high is None for row in rows)) if rows else None
