"""The kinds of requirement that a program's table can name, what each of them needs to be told, and the check of both.

Nothing here evaluates anything: the reader of the tables knows the kinds by this module.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from scoring.category_names import CATEGORIES
from scoring.table import RuleError, Table, span
from scoring.words import REQUIREMENT_TITLES

FOLDER = "classes/"
LAST = 1000  # the place of a program that names none
CODE = re.compile(r"[a-z][a-z0-9_]{0,19}")  # the longest that a stream's code may be
TAKEN = frozenset({"general", "pnp", "crs", "categories", "papers", *CATEGORIES})  # by other streams, and parts
REFERENCE = re.compile(r"(?P<table>[a-z0-9_/]+):(?P<row>[a-z0-9_]+)")
COUNTED = ("canadian_work", "foreign_work", "canadian_or_foreign_work", "skilled_work", "trade_work")
EXEMPT = ("nobody", "skilled_offer", "trade_offer")
LEVELS = ("secondary", "one_year", "two_year", "three_year_or_bachelors", "masters_or_professional", "doctoral")


class Parameters(NamedTuple):
    """What a kind must be told, and what it may be."""

    needed: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()


def _parameters(needed: str = "", possible: str = "") -> Parameters:
    return Parameters(frozenset(needed.split()), frozenset(possible.split()))


WORK = _parameters("hours years counts", "teers occupations")
KINDS: dict[str, Parameters] = {
    "continuous_work": WORK,
    "work_in_one_occupation": WORK,
    "work_in_total": WORK,
    "first_language": _parameters("clb"),
    "language": _parameters("clb"),
    "language_by_teer": _parameters("levels years counts"),
    "language_by_ability": _parameters("levels"),
    "education": _parameters("", "level professional_bodies"),
    "certificate_or_offer": _parameters("occupations"),
    "job_offer": _parameters("", "teers occupations"),
    "funds": _parameters("exempt", "occupations"),
    "quebec": _parameters(),
    "grid": _parameters("pass_mark clb"),
}
NUMBERS = frozenset({"hours", "years", "clb", "pass_mark"})
TABLES = frozenset({"occupations", "cites"})
CHOICES = {"counts": COUNTED, "exempt": EXEMPT, "level": LEVELS}
OF_EVERY_KIND = frozenset({"kind", "code", "cites"})


def is_program(name: str) -> bool:
    """The table of this name is a program's, whose file a new edition may add."""
    code = name.removeprefix(FOLDER)
    return name != code and CODE.fullmatch(code) is not None and code not in TAKEN


def read_requirements(entry: Mapping[str, Any], place: str) -> dict[str, dict[str, Any]]:
    """The requirements of a program's table by their codes. Raises `RuleError` naming the row."""
    found: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(entry["requirements"], start=1):
        row_place = f"{place}, requirement {number}"
        _check_row(row, row_place)
        code = row.get("code", row["kind"])
        if code not in REQUIREMENT_TITLES:
            raise RuleError(
                f"{row_place}: no title is known for the code {code!r}; leave `code` out, or take {row['kind']}_2"
            )
        if code in found:
            raise RuleError(f"{row_place}: {code!r} is there twice; give one of them the code {row['kind']}_2")
        found[code] = dict(row)
    return found


def _check_row(row: Mapping[str, Any], row_place: str) -> None:
    kind = KINDS.get(row.get("kind", ""))
    if kind is None:
        raise RuleError(f"{row_place}: there is no kind of requirement {row.get('kind')!r}; there are {sorted(KINDS)}")
    given = set(row) - OF_EVERY_KIND
    for missing in sorted(kind.needed - given):
        raise RuleError(f"{row_place}: a requirement of the kind {row['kind']!r} needs {missing!r}")
    for unread in sorted(given - kind.needed - kind.possible):
        raise RuleError(f"{row_place}: a requirement of the kind {row['kind']!r} does not read {unread!r}")
    for name, value in row.items():
        if not _fits(name, value):
            raise RuleError(f"{row_place}: {name} can't be {value!r}")


def _fits(name: str, value: Any) -> bool:
    """The value is one that a parameter of this name can have."""
    if name in NUMBERS:
        # Not `isinstance`, by which `true` is a number.
        return type(value) is int or _refers(value)
    if name in CHOICES:
        return value in CHOICES[name]
    if name == "levels":
        return isinstance(value, str) or (isinstance(value, dict) and {type(v) for v in value.values()} == {int})
    if name == "professional_bodies":
        return isinstance(value, bool)
    if name == "teers":
        return isinstance(value, str) and span(value) is not None
    return isinstance(value, str)


def _refers(value: Any) -> bool:
    return isinstance(value, str) and REFERENCE.fullmatch(value) is not None


def check_programs(editions: Mapping[str, list[Table]]) -> None:
    """Whatever a program's table names in other tables is there, from the program's day on. Raises `RuleError`."""
    for name, tables in editions.items():
        for table in tables if is_program(name) else ():
            _check_names(table)
            for number, row in enumerate(table.cells.values(), start=1):
                for other, key in _named(row):
                    _check_there(editions, other, key, table, f"{table.place}, requirement {number}")


def _check_names(table: Table) -> None:
    if not table.pending and not table.repealed and not {"name", "name_fr"} <= set(table.values):
        raise RuleError(f"{table.place}: a program needs its `name` and `name_fr` among the values")


def _named(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The tables that a row names, each with the row or value that is meant; "" for the whole table."""
    numbers = [str(row[name]).partition(":") for name in NUMBERS & set(row) if isinstance(row[name], str)]
    whole = [row[name] for name in TABLES & set(row)]
    levels = [row["levels"]] if isinstance(row.get("levels"), str) else []
    return [(table, key) for table, _, key in numbers] + [(table, "") for table in (*whole, *levels)]


def _check_there(editions: Mapping[str, list[Table]], name: str, key: str, program: Table, row_place: str) -> None:
    begun = [table for table in editions.get(name, ()) if table.source.effective <= program.source.effective]
    if not begun:
        raise RuleError(f"{row_place}: no table {name!r} is there on {program.source.effective}")
    if key and key not in begun[-1].cells and key not in begun[-1].values:
        raise RuleError(f"{row_place}: {name} has no {key!r}")
