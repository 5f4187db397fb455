"""What each program asks for, in words, from its table: whatever programs the rules of a day have."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from scoring.programs.tables import Program, RequirementRow, programs
from scoring.rulebook import Rulebook, Rules
from scoring.streams import name_program
from scoring.table import Table
from scoring.table_words import ROWS, VALUES
from scoring.words import LEVEL_NAMES, REQUIREMENT_TITLES


class ShownProgram(NamedTuple):
    """A program's code, name and table, and (requirement, what it needs) for each of its requirements."""

    code: str
    name: Any
    table: Table
    rows: list[tuple[Any, list[tuple[Any, Any]]]]


def list_programs(book: Rulebook, on: date) -> list[ShownProgram]:
    """Those in force on the day, in their order."""
    rules = book.on(on)
    return [show_program(program, rules) for program in programs(rules)]


def show_program(program: Program, rules: Rules) -> ShownProgram:
    """One program under the rules of a day."""
    rows = [(REQUIREMENT_TITLES[row.code], list(_describe(row))) for row in program.rows]
    return ShownProgram(program.code, name_program(program.code), rules[f"classes/{program.code}"], rows)


def _describe(row: RequirementRow) -> Iterator[tuple[Any, Any]]:
    """The thresholds of a requirement, each with its words."""
    if row.hours:
        yield VALUES["hours"], row.hours
    if row.years:
        yield VALUES["window_years"], row.years
    if row.clb and not row.pass_mark:
        yield ROWS["clb"], row.clb
    if row.levels:
        for key, cells in row.levels.cells.items():
            yield ROWS.get(key, f"TEER {key}"), next(iter(cells.values()))
    if row.level:
        yield ROWS["education"], LEVEL_NAMES[row.level]
    if row.pass_mark:
        yield ROWS["pass_mark"], row.pass_mark
