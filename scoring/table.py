"""One dated, cited table of a government's numbers.

A row has a key and one value a column. A key is a word ("bachelors"), or a
whole number, a range or an open end ("7", "20-29", "45+"). What the rows do not
cover is an error: a rule is never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from scoring.memory import make_once

NOC_DIGITS = 5
NUMBERS = re.compile(r"(\d+)(?:-(\d+)|(\+))?")


class RuleError(Exception):
    """A table is broken, or has no answer to the question."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where a rule is published, from which day it applies, and when a person last read it there.

    `url` is empty for figures of the firm's own, which stand on no page.
    `parent_fr`: the French page that leads to it, of a page whose own French address is not known.
    """

    cite: str
    url: str
    effective: date
    verified_on: date
    cite_fr: str = ""
    url_fr: str = ""
    parent_fr: str = ""

    @property
    def title(self) -> str:
        """The citation alone, in the language in use; in English where the table has no French one."""
        return self.cite_fr if get_language() == "fr" and self.cite_fr else self.cite

    @property
    def cited(self) -> str:
        """The citation as it stands beside its link, in the language in use."""
        return self.worded(get_language())

    def worded(self, language: str | None) -> str:
        """The citation beside its link, and whether that leads to the page above; `language` is the one in use."""
        if language == "fr" and self.parent_fr:
            return gettext("%(cite)s, by way of the page that leads there") % {"cite": self.title}
        return self.title

    @property
    def address(self) -> str:
        """The page in the language in use."""
        return self.page(get_language())

    def page(self, language: str | None) -> str:
        """The page in a language: of a French one that is not known the page that leads to it, or the English one."""
        return (self.url_fr or self.parent_fr or self.url) if language == "fr" else self.url


@dataclass(frozen=True, slots=True)
class Span:
    """The whole numbers that one row covers; `high` is None for an open end."""

    key: str
    low: int
    high: int | None


def is_occupation(key: str) -> bool:
    """The key has the form of a unit group's code."""
    return key.isdigit() and len(key) == NOC_DIGITS


def span(key: str) -> Span | None:
    """The numbers a key stands for, or None where the key is a word.

    An occupation's code ("00012") is a word.
    """
    match = NUMBERS.fullmatch(key)
    if not match or is_occupation(key):
        return None
    low = int(match[1])
    return Span(key, low, None if match[3] else int(match[2] or low))


@make_once
def begins(table: "Table") -> frozenset[int]:
    """The numbers at which a table's rows begin."""
    return frozenset([row.low for row in map(span, table.cells) if row])


@make_once
def find_first_giving(table: "Table") -> int | None:
    """The least number whose row gives points; None where no row does."""
    rows = ((span(key), points) for key, points in table.cells.items())
    return min((row.low for row, points in rows if row and any(points.values())), default=None)


# Compared by identity: an edition is part of the key of many caches.
@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One edition of one table: `cells[key][column]`, and scalars in `values`.

    `pending` marks an edition that is known to exist and whose numbers are not known; `repealed` one that ends what
    the table gave. `place` is the file that it is in, for error messages; `report` what is said of a pending one,
    by whom and where, in both languages.
    """

    name: str
    source: Source
    columns: tuple[str, ...] = ()
    cells: Mapping[str, Mapping[str, int | float | str]] = field(default_factory=dict)
    values: Mapping[str, int | float | str | bool] = field(default_factory=dict)
    pending: bool = False
    repealed: bool = False
    note: str = ""
    place: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
    # Answers given before: millions of questions are asked of some hundred rows when a pool is rescored.
    _known: dict[tuple[Any, Any], int] = field(default_factory=dict)

    @property
    def decides(self) -> bool:
        """Whether scores, programs and categories are worked out from it; the guide's tables only inform."""
        return not self.name.startswith("guide/")

    def __contains__(self, key: str) -> bool:
        return key in self.cells

    @property
    def column(self) -> str:
        """The only column of a table that has just one."""
        (column,) = self.columns
        return column

    def points(self, key: int | str, column: str | None = None) -> int:
        """The value in `column` for a word ("bachelors") or a number (29).

        Without `column`, that of the only column. Raises `RuleError` where no row covers the key.
        """
        try:
            return self._known[key, column]
        except KeyError:
            found = self._known[key, column] = self._cell(key, column)
            return found

    def at(self, key: int | str, level: int) -> int:
        """The value for `key` in the column with the greatest heading that `level` reaches.

        For tables of two facts, whose columns are headed by numbers ("0", "7", "9"). Raises `RuleError` where
        no row covers the key.
        """
        try:
            # Never one of the answers of `points`: a level is a number, and a column there a word or nothing.
            return self._known[key, level]
        except KeyError:
            heading = max(int(c) for c in self.columns if int(c) <= level)
            found = self._known[key, level] = self._cell(key, str(heading))
            return found

    def value(self, name: str) -> int:
        """A scalar of the table. Raises `RuleError` where it has none of that name."""
        try:
            return self.values[name]  # type: ignore[return-value]
        except KeyError:
            raise RuleError(f"{self.name} ({self.source.effective}): no value {name!r}") from None

    def level(self, score: float, column: str) -> int:
        """The greatest row whose value in `column` the score reaches; 0 where it reaches none.

        For conversion charts, whose keys are levels and whose cells are lowest scores.
        """
        try:
            # No chart is asked by `points`, whose answer for an equal number would be another.
            return self._known[score, column]
        except KeyError:
            reached = [int(key) for key, row in self.cells.items() if score >= row[column]]  # type: ignore[operator]
            found = self._known[score, column] = max(reached, default=0)
            return found

    def maximum(self, column: str | None = None) -> int:
        """The greatest value in a column; of the only one, where none is named."""
        try:
            return self._known["maximum", column]
        except KeyError:
            found = self._known["maximum", column] = max(self.column_values(column))
            return found

    def column_values(self, column: str | None = None) -> list[int]:
        """The values of a column, in the order of the rows; of the only one, where none is named."""
        return [row[column or self.column] for row in self.cells.values()]  # type: ignore[misc]

    def _cell(self, key: int | str, column: str | None) -> int:
        column = column or self.column
        try:
            return self.cells[self._row(key)][column]  # type: ignore[return-value]
        except KeyError:
            raise RuleError(f"{self.name} ({self.source.effective}): no row for {key!r} in {column!r}") from None

    def _row(self, key: int | str) -> str:
        if isinstance(key, str):
            return key
        for name in self.cells:
            row = span(name)
            if row and row.low <= key and (row.high is None or key <= row.high):
                return name
        raise KeyError(key)
