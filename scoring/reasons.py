"""Why: a sentence and the facts in it, put into words only when somebody reads it."""

import re
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import get_language

from scoring.category_names import CATEGORIES
from scoring.dates import format_date
from scoring.memory import remember
from scoring.numbers import group_thousands
from scoring.profile import LOWEST_LEVEL
from scoring.sentences import SENTENCES
from scoring.streams import STREAMS
from scoring.words import (
    ABILITY_NAMES,
    BODY_NAMES,
    CREDENTIAL_NAMES,
    LEVEL_NAMES,
    ONE_LANGUAGE,
    POINTS,
    REQUIREMENT_TITLES,
    SCALE_NAMES,
    TEST_NAMES,
    TESTS_TO_BOOK,
    TESTS_TO_TAKE,
    name_number,
)

# Facts that are codes, and the words for them.
NAMES = {
    "category": CATEGORIES,
    "stream": STREAMS,
    "level": LEVEL_NAMES,
    "level_needed": LEVEL_NAMES,
    "credential": CREDENTIAL_NAMES,
    "ability": ABILITY_NAMES,
    "test": TEST_NAMES,
    "body": BODY_NAMES,
    "booked": TESTS_TO_TAKE,
    "booked_test": TESTS_TO_BOOK,
    "official": ONE_LANGUAGE,
    "requirement": REQUIREMENT_TITLES,
}
DOLLARS = frozenset({"stated_cad", "needed_cad", "missing_cad"})
# Scores, and what one rule or another gives: the points that a sentence agrees with stay below a thousand.
SCORES = frozenset({"crs", "total", "other", "then", "otherwise"})
THOUSAND = 1000
Fact = int | str | date | None
# The level below which no chart tells one from another: the same in every edition, and so no fact of a person's.
OF_ALL_CHARTS: dict[str, object] = {"lowest_level": LOWEST_LEVEL}
# A score of a test or hours in a week, which a language writes with its own sign.
DECIMAL = re.compile(r"\d+\.\d+", re.ASCII)


class Reason:
    """A sentence of `scoring.sentences` and what to fill in; `str()` gives it in the language in use."""

    __slots__ = ("code", "facts")

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return self.worded(get_language())

    def worded(self, language: str | None) -> str:
        """The sentence; `language` is the one in use, named by whoever words many reasons at once."""
        facts = tuple(self.facts.items())
        # The rules in use name programs, and may be others while a process runs: they are no part of a key.
        return _word(self.code, facts) if "stream" in self.facts else _remember_words(language, self.code, facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.code, self.facts) == (other.code, other.facts)

    def __hash__(self) -> int:
        return hash((self.code, *self.facts.items()))

    def __repr__(self) -> str:
        return f"Reason({self.code!r}, {self.facts})"


# With the language in the key, because sentences are lazy: the first reader's would be everybody's (record 0030).
@remember
def _remember_words(_language: str | None, code: str, facts: tuple[tuple[str, Fact], ...]) -> str:
    """Many people share a sentence."""
    return _word(code, facts)


def _word(code: str, facts: tuple[tuple[str, Fact], ...]) -> str:
    shown = {name: _shown(name, value) for name, value in facts}
    return str(SENTENCES[code] % (OF_ALL_CHARTS | _name_scale(dict(facts)) | shown))


def _name_scale(facts: dict[str, Fact]) -> dict[str, object]:
    """What the levels of the language of a test are called, where a sentence names that test."""
    language = facts.get("booked", facts.get("booked_test"))
    return {"scale": SCALE_NAMES[str(language)]} if language else {}


def _shown(name: str, value: Fact) -> object:
    """Codes as words; days, scores and dollars as the language writes them; points gained with their noun.

    A sentence that counts something else too can agree with one number alone.
    """
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        return number_format(value)
    if name == "more":
        return POINTS % {"points": value}
    if isinstance(value, int) and (name in DOLLARS or (name in SCORES and value >= THOUSAND)):
        return group_thousands(value)
    if name == "years_back":
        return name_number(value)
    return NAMES[name][value] if name in NAMES else value
