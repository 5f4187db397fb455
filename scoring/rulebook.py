"""The rule tables of all editions, and those in force on a day.

The shipped tables are in `scoring/tables/**.toml`; a firm may add a folder of
its own (`RULES_DIR`) with further editions. Editions are appended, never
edited, so that yesterday's result comes out the same for ever. Both folders,
and what the firm released on its own page, are checked in full when they are
loaded (`scoring.table_files`).
"""

import bisect
import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from scoring.table import RuleError, Table
from scoring.table_files import TableText, editions

FIRST_DAY = date(2015, 1, 1)


class Rules:
    """The tables in force from one day until the next edition of any of them."""

    def __init__(self, tables: Mapping[str, Table], pending: tuple[Table, ...]) -> None:
        self.tables = tables
        self.pending = pending

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
        """The day on which the newest of these tables came into force, of those that decide."""
        return max(table.source.effective for table in self.tables.values() if table.decides)


class Rulebook:
    """Every edition of every table."""

    def __init__(self, editions: Mapping[str, list[Table]]) -> None:
        self.editions = editions
        self.days = sorted({table.source.effective for table in self.deciding()})
        self.turns = sorted({table.source.effective for table in self.deciding() if not table.pending})
        # The guide's editions as well: they turn no score (record 0091), but are looked up by day like the others.
        self._ordinals = sorted({table.source.effective.toordinal() for table in self.all()})
        self._rules: dict[int, Rules] = {}

    def all(self) -> Iterator[Table]:
        """Every edition, in order of name and day."""
        return itertools.chain.from_iterable(self.editions.values())

    def deciding(self) -> Iterator[Table]:
        """Every edition of the tables from which scores are worked out."""
        return (table for table in self.all() if table.decides)

    def on(self, day: date) -> Rules:
        """The rules of a day. Raises `RuleError` for a day before the first edition."""
        index = bisect.bisect(self._ordinals, day.toordinal())
        if not index:
            raise RuleError(f"{day}: Express Entry began on {FIRST_DAY}; there are no rules for a day before it")
        if index not in self._rules:
            # One object for all days between two editions: caches of rows and requirements go by its identity.
            self._rules[index] = self._in_force(date.fromordinal(self._ordinals[index - 1]))
        return self._rules[index]

    def days_between(self, start: date, end: date) -> list[date]:
        """The days after `start`, before `end`, on which other numbers come into force: a pending edition has none."""
        return [day for day in self.turns if start < day < end]

    def without(self, day: date) -> "Rulebook":
        """The same rules as they were before the editions of that day and later ones."""
        later = (table for table in self.all() if table.source.effective >= day)
        return self.lacking(frozenset((table.name, table.source.effective) for table in later))

    def lacking(self, dropped: frozenset[tuple[str, date]]) -> "Rulebook":
        """The same rules but for these editions of tables, each by the table's name and its day."""
        return Rulebook(
            {
                name: [table for table in tables if (name, table.source.effective) not in dropped]
                for name, tables in self.editions.items()
            }
        )

    def _in_force(self, day: date) -> Rules:
        tables = {}
        for name, tables_of_name in self.editions.items():
            # Without numbers there is nothing to apply: the edition before goes on, and results say so (record 0012).
            begun = [t for t in tables_of_name if t.source.effective <= day and not t.pending]
            if begun and not begun[-1].repealed:
                tables[name] = begun[-1]
        return Rules(tables, tuple(self._pending(day)))

    def _pending(self, day: date) -> Iterator[Table]:
        """Editions that have begun by `day` and whose numbers are not known."""
        for tables in self.editions.values():
            begun = [t for t in tables if t.source.effective <= day]
            # Another one that began later, with numbers, has taken its place (record 0082).
            if begun and begun[-1].pending:
                yield begun[-1]


def load(firm: Path | None = None, released: Iterable[TableText] = ()) -> Rulebook:
    """Read and check the shipped tables, those of the firm's folder, and those that it released on its own page.

    Raises `RuleError` for the first thing that is wrong, naming the file.
    """
    return Rulebook(editions(firm, released))
