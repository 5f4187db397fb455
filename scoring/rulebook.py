"""The rule tables of all editions, and those in force on a day.

The shipped tables stand in `scoring/tables/**.toml`; a firm may add a folder of
its own (`RULES_DIR`) with further editions. Editions are appended, never
edited, so that yesterday's result comes out the same for ever. Both folders
are checked in full when they are loaded; anything wrong is a `RuleError` that
names the file and the row.
"""

import bisect
import itertools
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from scoring.table import RuleError, Source, Span, Table, span

SHIPPED = Path(__file__).parent / "tables"
FIRST_DAY = date(2015, 1, 1)
REQUIRED = {"effective", "cite", "url", "verified_on"}
ALLOWED = REQUIRED | {"columns", "rows", "values", "pending", "repealed", "note"}


class Rules:
    """The tables in force from one day until the next edition of any of them."""

    def __init__(self, tables: Mapping[str, Table], pending: tuple[Table, ...]) -> None:
        self.tables = tables
        self.pending = pending
        self.kept: dict[Any, Any] = {}  # what rules work out of the tables once

    def __getitem__(self, name: str) -> Table:
        """The table of this name. Raises `RuleError` where none is in force."""
        try:
            return self.tables[name]
        except KeyError:
            raise RuleError(f"{name}: no edition is in force on the day asked about") from None

    def get(self, name: str) -> Table | None:
        """The table of this name, or None where it is not in force."""
        return self.tables.get(name)

    def named(self, folder: str) -> Iterator[tuple[str, Table]]:
        """The tables of one folder, by their name inside it."""
        for name, table in self.tables.items():
            if name.startswith(folder + "/"):
                yield name.removeprefix(folder + "/"), table

    @cached_property
    def edition(self) -> date:
        """The day on which the newest of these tables came into force."""
        return max(table.source.effective for table in self.tables.values())


class Rulebook:
    """Every edition of every table."""

    def __init__(self, editions: Mapping[str, list[Table]]) -> None:
        self.editions = editions
        self.days = sorted({table.source.effective for table in self.all()})
        self._ordinals = [day.toordinal() for day in self.days]
        self._rules: dict[int, Rules] = {}

    def all(self) -> Iterator[Table]:
        """Every edition, in order of name and day."""
        return itertools.chain.from_iterable(self.editions.values())

    def on(self, day: date) -> Rules:
        """The rules of a day. Raises `RuleError` for a day before the first edition."""
        index = bisect.bisect(self._ordinals, day.toordinal())
        if not index:
            raise RuleError(f"{day}: Express Entry began on {FIRST_DAY}; there are no rules for a day before it")
        if index not in self._rules:
            self._rules[index] = self._in_force(self.days[index - 1])
        return self._rules[index]

    def days_between(self, start: date, end: date) -> list[date]:
        """The days after `start`, before `end`, on which an edition comes into force."""
        return [day for day in self.days if start < day < end]

    def _in_force(self, day: date) -> Rules:
        tables = {}
        for name, editions in self.editions.items():
            begun = [t for t in editions if t.source.effective <= day and not t.pending]
            if begun and not begun[-1].repealed:
                tables[name] = begun[-1]
        return Rules(tables, tuple(self._pending(day)))

    def _pending(self, day: date) -> Iterator[Table]:
        """Editions that have begun by `day` and whose numbers are not known."""
        for editions in self.editions.values():
            begun = [t for t in editions if t.source.effective <= day]
            if begun and begun[-1].pending:
                yield begun[-1]


def load(firm: Path | None = None) -> Rulebook:
    """The shipped tables and those of the firm's folder, all checked.

    Raises `RuleError` for the first thing that is wrong.
    """
    found: dict[str, list[Table]] = {}
    for folder in [SHIPPED, firm] if firm else [SHIPPED]:
        for name, table in _read(folder):
            if folder is not SHIPPED and name not in found:
                raise RuleError(f"{folder / name}.toml: there is no rule that reads a table of this name")
            found.setdefault(name, []).append(table)
    return Rulebook({name: _in_order(name, found[name]) for name in sorted(found)})


def shipped(name: str) -> Table:
    """The newest shipped edition of a table that does not depend on the day."""
    path = SHIPPED / f"{name}.toml"
    *_, newest = _read_file(path, name)
    return newest


def _read(folder: Path) -> Iterator[tuple[str, Table]]:
    if not folder.is_dir():
        raise RuleError(f"{folder}: there is no such folder of rule tables (RULES_DIR)")
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        for table in _read_file(path, name):
            yield name, table


def _read_file(path: Path, name: str) -> Iterator[Table]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not a TOML file: {error}") from error
    if set(document) != {"table"}:
        raise RuleError(f"{path}: expected [[table]] and nothing beside it, found {sorted(document)}")
    for number, entry in enumerate(document["table"], start=1):
        yield _table(name, entry, f"{path}, table {number}")


def _table(name: str, entry: dict, place: str) -> Table:
    _check_keys(entry, place)
    source = Source(entry["cite"], entry["url"], entry["effective"], entry["verified_on"])
    table = Table(
        name=name,
        source=source,
        columns=tuple(entry.get("columns", ())),
        cells=dict(_cells(entry, place)),
        values=entry.get("values", {}),
        pending=entry.get("pending", False),
        repealed=entry.get("repealed", False),
        note=entry.get("note", ""),
    )
    _check_ranges(table, place)
    return table


def _check_keys(entry: dict, place: str) -> None:
    for key in sorted(REQUIRED - set(entry)):
        raise RuleError(f"{place}: {key!r} is missing")
    for key in sorted(set(entry) - ALLOWED):
        raise RuleError(f"{place}: nothing reads {key!r}")
    for key in ("cite", "url"):
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise RuleError(f"{place}: {key!r} is empty")
    for key in ("effective", "verified_on"):
        if type(entry[key]) is not date:
            raise RuleError(f"{place}: {key!r} is not a date (2026-11-23)")
    without_numbers = entry.get("pending", False) or entry.get("repealed", False)
    if without_numbers == ("rows" in entry):
        raise RuleError(f"{place}: rows are needed, unless the edition is pending or repealed; then there are none")


def _cells(entry: dict, place: str) -> Iterator[tuple[str, dict]]:
    seen = set()
    for number, (key, *values) in enumerate(entry.get("rows", ()), start=1):
        if not isinstance(key, str) or key in seen:
            raise RuleError(f"{place}, row {number}: the key {key!r} is there twice, or is not text")
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
    for before, after in itertools.pairwise(numbers):
        _check_neighbours(before, after, place)


def _check_neighbours(before: Span, after: Span, place: str) -> None:
    if before.high is None or after.low <= before.high:
        raise RuleError(f"{place}: the rows {before.key!r} and {after.key!r} overlap")
    if after.low != before.high + 1:
        raise RuleError(f"{place}: there is a gap between the rows {before.key!r} and {after.key!r}")


def _in_order(name: str, editions: list[Table]) -> list[Table]:
    """The editions of one table by day; all of one shape, no two of one day.

    A pending edition gives way to the one of the same day that has its numbers.
    """
    known = {table.source.effective for table in editions if not table.pending}
    editions = [t for t in editions if not (t.pending and t.source.effective in known)]
    editions.sort(key=lambda table: table.source.effective)
    for before, after in itertools.pairwise(editions):
        if before.source.effective == after.source.effective:
            raise RuleError(f"{name}: two editions have the same date, {after.source.effective}")
    shaped = [table for table in editions if table.cells]
    for before, after in itertools.pairwise(shaped):
        _check_same_shape(before, after)
    return editions


def _check_same_shape(before: Table, after: Table) -> None:
    place = f"{after.name} ({after.source.effective})"
    if before.columns != after.columns:
        raise RuleError(f"{place}: the columns are {list(after.columns)}, rules read {list(before.columns)}")
    if set(before.values) != set(after.values):
        raise RuleError(f"{place}: the values are {sorted(after.values)}, rules read {sorted(before.values)}")
    if _spans_from(before) != _spans_from(after):
        raise RuleError(
            f"{place}: the rows begin at {_spans_from(after)}, in the edition before at {_spans_from(before)}"
        )


def _spans_from(table: Table) -> tuple[int, bool] | None:
    """Where number rows begin, and whether their end is open; None for words."""
    rows = [row for row in map(span, table.cells) if row]
    if not rows:
        return None
    return min(row.low for row in rows), any(row.high is None for row in rows)
