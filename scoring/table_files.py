"""Reading the tables from their TOML files, with every check that a table must pass.

Anything wrong is a `RuleError` that names the file and the row.
"""

import itertools
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from scoring.occupations import by_code
from scoring.program_kinds import check_programs, is_program, read_requirements
from scoring.table import RuleError, Source, Span, Table, is_occupation, span
from scoring.table_checks import check_tiers, sort_editions

# A key of a hundred thousand dotted parts, 200 kB of text, made tomllib take 23 GB.
MOST_DOTS = 500
SHIPPED = Path(__file__).parent / "tables"
REQUIRED = {"effective", "cite", "url", "verified_on"}
# The firm's own figures: no government publishes them, so there may be no page to cite.
FIRMS_OWN = frozenset({"checks/plausible", "guide/efforts", "invitation/plan"})
REPORT = {"said": str, "said_fr": str, "by": str, "by_fr": str, "url": str, "without_assessment": bool}
IN_FRENCH = ("cite_fr", "url_fr", "parent_fr")
ALLOWED = REQUIRED | {"report", "requirements", *IN_FRENCH, "columns", "rows", "values", "pending", "repealed", "note"}


class TableText(NamedTuple):
    """What a file of a table would hold: its name ("programs/funds") and its TOML. `place`: where it was found."""

    name: str
    text: str
    place: str


def editions(firm: Path | None = None, released: Iterable[TableText] = ()) -> dict[str, list[Table]]:
    """The shipped tables, those of the firm's folder and those it released, by name, in order of day; all checked.

    Raises `RuleError` for the first thing that is wrong.
    """
    found: dict[str, list[Table]] = {}
    for file in _read(SHIPPED):
        found.setdefault(file.name, []).extend(read_table(file))
    for file in [*(_read(firm) if firm else ()), *released]:
        # A misspelt name would be read by no rule, while the firm took its numbers to be in force.
        if file.name not in found and not is_program(file.name):
            raise RuleError(f"{file.place}: there is no rule that reads a table of this name")
        found.setdefault(file.name, []).extend(read_table(file))
    ordered = {name: sort_editions(found[name]) for name in sorted(found)}
    check_programs(ordered)
    check_tiers(ordered["crs/high_wage"], ordered["crs/high_wage_occupations"])
    return ordered


def shipped(name: str) -> Table:
    """The newest shipped edition of a table that does not depend on the day."""
    *_, newest = read_table(_file(SHIPPED / f"{name}.toml", name))
    return newest


def _read(folder: Path) -> Iterator[TableText]:
    if not folder.is_dir():
        raise RuleError(f"{folder}: there is no such folder of rule tables (RULES_DIR)")
    # Sorted, so that of several faults the same one is named on every machine.
    for path in sorted(folder.rglob("*.toml")):
        yield _file(path, path.relative_to(folder).with_suffix("").as_posix())


def _file(path: Path, name: str) -> TableText:
    return TableText(name, path.read_text(encoding="utf-8"), str(path))


def read_table(file: TableText) -> Iterator[Table]:
    """The editions in one file, each checked by itself. Raises `RuleError`."""
    if any(line.count(".") > MOST_DOTS for line in file.text.splitlines()):
        raise RuleError(f"{file.place}: more than {MOST_DOTS} dots in one line")
    try:
        document = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleError(f"{file.place}: not a TOML file: {error}") from error
    if set(document) != {"table"} or not isinstance(document["table"], list):
        raise RuleError(f"{file.place}: expected [[table]] and nothing beside it, found {sorted(document)}")
    for number, entry in enumerate(document["table"], start=1):
        try:
            yield _table(file.name, entry, f"{file.place}, table {number}")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RuleError(f"{file.place}, table {number}: not in the form of a table: {error!r}") from error


def _table(name: str, entry: dict[str, Any], place: str) -> Table:
    _check_keys(name, entry, place)
    in_french = [entry.get(key, "") for key in IN_FRENCH]
    source = Source(entry["cite"], entry.get("url", ""), entry["effective"], entry["verified_on"], *in_french)
    table = Table(
        name=name,
        source=source,
        columns=tuple(entry.get("columns", ())),
        cells=_content(name, entry, place),
        values=entry.get("values", {}),
        pending=entry.get("pending", False),
        repealed=entry.get("repealed", False),
        note=entry.get("note", ""),
        place=place,
        report=_report(entry, place),
    )
    _check_ranges(table, place)
    return table


def _report(entry: dict[str, Any], place: str) -> dict[str, Any]:
    """What is reported of a pending edition. Raises `RuleError`."""
    report = entry.get("report", {})
    if report and not entry.get("pending", False):
        raise RuleError(f"{place}: a report belongs to a pending edition")
    if report and {name: type(value) for name, value in report.items()} != REPORT:
        raise RuleError(f"{place}: a report says {sorted(REPORT)}, each in its form")
    return dict(report)


def _check_keys(name: str, entry: dict[str, Any], place: str) -> None:
    unneeded = {"url"} if name in FIRMS_OWN else set()
    for key in sorted(REQUIRED - unneeded - set(entry)):
        raise RuleError(f"{place}: {key!r} is missing")
    for key in sorted(set(entry) - ALLOWED):
        raise RuleError(f"{place}: nothing reads {key!r}")
    for key in {"cite", "url", *IN_FRENCH} & set(entry):
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise RuleError(f"{place}: {key!r} is empty")
    for key in ("effective", "verified_on"):
        # TOML has moments too, and a `datetime` is an instance of `date`.
        if type(entry[key]) is not date:
            raise RuleError(f"{place}: {key!r} is not a date (2026-11-23)")
    # An edition that is known of but not its numbers, or that ends the table, must have no rows that could be read.
    without_numbers = entry.get("pending", False) or entry.get("repealed", False)
    needed = "requirements" if is_program(name) else "rows"
    if without_numbers == (needed in entry) or {"rows", "requirements"} & set(entry) - {needed}:
        raise RuleError(f"{place}: {needed} are needed, unless the edition is pending or repealed; then there are none")


def _content(name: str, entry: dict[str, Any], place: str) -> dict[str, dict[str, Any]]:
    """The rows of a table; of a program's the requirements."""
    if is_program(name) and "requirements" in entry:
        return read_requirements(entry, place)
    return dict(_cells(entry, place))


def _cells(entry: dict[str, Any], place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    seen = set()
    for number, (key, *values) in enumerate(entry.get("rows", ()), start=1):
        if not isinstance(key, str) or key in seen:
            raise RuleError(f"{place}, row {number}: the key {key!r} is there twice, or is not text")
        if is_occupation(key) and key not in by_code():
            raise RuleError(f"{place}, row {number}: NOC 2021 has no unit group {key}")
        if len(values) != len(entry["columns"]):
            raise RuleError(f"{place}, row {number}: {len(values)} values for {len(entry['columns'])} columns")
        seen.add(key)
        yield key, dict(zip(entry["columns"], values, strict=True))


def _check_ranges(table: Table, place: str) -> None:
    """Number rows follow each other without a gap or an overlap; words and numbers don't mix."""
    rows = [span(key) for key in table.cells]
    numbers = sorted((row for row in rows if row), key=lambda row: row.low)
    if numbers and len(numbers) != len(rows):
        raise RuleError(f"{place}: rows keyed by numbers and rows keyed by words don't go together")
    # Whoever fell into a gap would get an error for an answer, long after the table was entered (record 0012).
    for before, after in itertools.pairwise(numbers):
        _check_neighbours(before, after, place)


def _check_neighbours(before: Span, after: Span, place: str) -> None:
    if before.high is None or after.low <= before.high:
        raise RuleError(f"{place}: the rows {before.key!r} and {after.key!r} overlap")
    if after.low != before.high + 1:
        raise RuleError(f"{place}: there is a gap between the rows {before.key!r} and {after.key!r}")
