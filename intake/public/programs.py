"""The programs of a day side by side, whichever there are: every name, number and source from their tables."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from intake.public.program_conditions import CONDITIONS, Describe
from scoring.program_kinds import is_program
from scoring.programs.tables import Program, programs
from scoring.rulebook import Rulebook, Rules
from scoring.streams import name_program
from scoring.table import Source, Table

BEHIND = {
    "work/definitions": _("What counts as work"),
    "work/windows": _("The years in which work counts"),
    "education/validity": _("Assessment of foreign credentials"),
    "language/validity": _("Language tests"),
    "programs/funds": _("Settlement funds"),
}


class ComparedCondition(NamedTuple):
    """One thing that programs ask for, and what each of them asks: sentences, none where it asks for nothing."""

    title: Any
    cells: list[tuple[Any, list[Any]]]


class ToCome(NamedTuple):
    """A program that begins, ends or changes on a day that is still to come."""

    name: Any
    on: date
    begins: bool
    ends: bool


class ProgramComparison(NamedTuple):
    """The programs of a day: their names, what is compared, what is to come, where it stands, and terms in numbers."""

    names: list[Any]
    compared: list[ComparedCondition]
    to_come: list[ToCome]
    sources: list[tuple[Any, Source]]
    year_hours: int
    week_hours: int
    test_years: int


def compare_programs(book: Rulebook, on: date) -> ProgramComparison:
    """The programs under the rules of a day."""
    rules = book.on(on)
    # Whichever have a table: a new program is known without a release (record 0081).
    found, work = programs(rules), rules["work/definitions"]
    return ProgramComparison(
        names=[name_program(program.code) for program in found],
        compared=[
            ComparedCondition(title, list(_list_cells(describe, found, rules))) for title, describe in CONDITIONS
        ],
        to_come=sorted(_list_to_come(book, on), key=lambda one: one.on),
        sources=list(_list_sources(found, rules)),
        year_hours=work.points("year_hours"),
        week_hours=work.points("full_week_hours"),
        test_years=rules["language/validity"].points("test"),
    )


def _list_cells(describe: Describe, found: tuple[Program, ...], rules: Rules) -> Iterator[tuple[Any, list[Any]]]:
    for program in found:
        yield name_program(program.code), list(describe(program, rules))


def _list_to_come(book: Rulebook, on: date) -> Iterator[ToCome]:
    """The editions of programs after the day whose content is known."""
    for name, tables in book.editions.items():
        known = [table for table in tables if not table.pending] if is_program(name) else []
        for before, table in zip([None, *known], known, strict=False):
            if table.source.effective > on:
                begins = before is None or before.repealed
                yield ToCome(_name(name), table.source.effective, begins, table.repealed)


def _name(table: str) -> Any:
    return name_program(table.rpartition("/")[2])


def _list_sources(found: tuple[Program, ...], rules: Rules) -> Iterator[tuple[Any, Source]]:
    """Where the programs' own conditions stand, then what is behind all of them; each source once."""
    seen: set[Source] = set()
    for program in found:
        table: Table = rules[f"classes/{program.code}"]
        for source in (table.source, *(row.source for row in program.rows)):
            if source not in seen:
                seen.add(source)
                yield name_program(program.code), source
    for name, words in BEHIND.items():
        behind = rules.get(name)
        if behind and behind.source not in seen:
            yield words, behind.source
