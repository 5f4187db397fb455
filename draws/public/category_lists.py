"""Categories as a reader sees them: their editions, conditions and lists of occupations."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from draws.rounds.ircc_text import normalize_words
from scoring.category_names import CATEGORIES
from scoring.occupations import Occupation, by_code, occupations
from scoring.rulebook import Rulebook, Rules
from scoring.table import Source, Table
from scoring.words import ABILITY_NAMES

# Of TEF Canada this column alone: Express Entry asks for it, and not for the scores out of 699.
FRENCH_TESTS = {
    "language/tef_canada_old": _("TEF Canada, column “Équivalence ancien score”"),
    "language/tcf_canada": _("TCF Canada"),
}


class Category(NamedTuple):
    """A category with its editions that have begun, oldest first; `ended` is the day it was retired, or None."""

    code: str
    name: Any
    editions: list[Table]
    ended: date | None

    @property
    def newest(self) -> Table:
        """The edition in force, or the last that was."""
        return self.editions[-1]

    @property
    def lists_occupations(self) -> bool:
        """Whether it selects by occupation."""
        return "title" in self.newest.columns


class LowestScores(NamedTuple):
    """The lowest scores of one test that reach the level asked for, by ability."""

    test: Any
    by_ability: list[tuple[Any, float | str]]
    source: Source


class ListChange(NamedTuple):
    """What an edition's list has that the one before had not, and the other way round."""

    added: list[Occupation]
    removed: list[Occupation]


class CategoryListing(NamedTuple):
    """A category whose list has an occupation, or had it until a day."""

    category: Category
    until: date | None


def list_categories(book: Rulebook, on: date) -> list[Category]:
    """Every category that is, or has been, in force by a day."""
    found = [_build_category(code, name, book.editions[f"categories/{code}"], on) for code, name in CATEGORIES.items()]
    return [category for category in found if category.editions]


def find_category(code: str, book: Rulebook, on: date) -> Category | None:
    """The category of this code; None where there is none."""
    return next((category for category in list_categories(book, on) if category.code == code), None)


def _build_category(code: str, name: Any, tables: Iterable[Table], on: date) -> Category:
    # An edition whose values nobody has entered has no list to show (record 0082).
    begun = [table for table in tables if table.source.effective <= on and not table.pending]
    # Retired only if nothing came after: a category may be taken up again by a later edition.
    ended = begun[-1].source.effective if begun and begun[-1].repealed else None
    return Category(code, name, [table for table in begun if not table.repealed], ended)


def find_edition(category: Category, day: str) -> Table:
    """The edition that came into force on the day in the URL, or the newest."""
    return next((t for t in category.editions if t.source.effective.isoformat() == day), category.newest)


def list_occupations(table: Table) -> list[Occupation]:
    """The occupations of an edition."""
    return [by_code()[code] for code in table.cells if code in by_code()]


def list_scores_needed(table: Table, rules: Rules) -> list[LowestScores]:
    """What the tests of French must show for a category that asks for a level; nothing for others."""
    level = table.cells.get("each_ability", {}).get("nclc")
    if level is None:
        return []
    charts = [(words, rules[name]) for name, words in FRENCH_TESTS.items()]
    return [LowestScores(words, _list_by_ability(chart.cells[str(level)]), chart.source) for words, chart in charts]


def _list_by_ability(row: Mapping[str, float | str]) -> list[tuple[Any, float | str]]:
    return [(ABILITY_NAMES[ability], score) for ability, score in row.items()]


def compare_with_previous(category: Category, table: Table) -> ListChange | None:
    """What changed against the edition before; None for the first."""
    index = category.editions.index(table)
    if not index:
        return None
    now, before = set(table.cells), set(category.editions[index - 1].cells)
    return ListChange(_sort_by_title(now - before), _sort_by_title(before - now))


def _sort_by_title(codes: set[str]) -> list[Occupation]:
    return [by_code()[code] for code in sorted(codes)]


def search_occupations(words: str, among: Iterable[Occupation] | None = None) -> list[Occupation]:
    """The occupations whose code begins with the words, or whose title in either language has them all."""
    wanted = normalize_words(words).split()
    if not wanted:
        return []
    return [one for one in (occupations() if among is None else among) if _matches(one, wanted)]


def _matches(one: Occupation, wanted: list[str]) -> bool:
    return all(one.code.startswith(word) or word in _join_titles(one) for word in wanted)


def _join_titles(one: Occupation) -> str:
    return f"{normalize_words(one.title_en)} {normalize_words(one.title_fr)}"


def find_lists(code: str, known: Iterable[Category]) -> list[CategoryListing]:
    """Every list that has an occupation, or had it."""
    listings = [
        CategoryListing(one, _find_last_day(code, one)) for one in known if any(code in table for table in one.editions)
    ]
    # Those that it is still on first; the order of each half stays as it was.
    return sorted(listings, key=lambda listing: listing.until is not None)


def _find_last_day(code: str, category: Category) -> date | None:
    """The day on which an occupation left a category's list, or the category ended; None where it is on it."""
    if code in category.newest:
        return category.ended
    # It may have left the list and come back: the last edition that had it counts.
    last = max(index for index, table in enumerate(category.editions) if code in table)
    return category.editions[last + 1].source.effective
