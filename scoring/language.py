"""Test scores -> CLB or NCLC levels, for the tests that are valid on a day."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from scoring.days import years_after
from scoring.profile import LanguageTest
from scoring.rulebook import Rules


class Levels(NamedTuple):
    """CLB or NCLC levels of one sitting, in the order of `ABILITIES`.

    10 stands for 10 and more, 0 for less than 4; `lowest` is that of the four.
    """

    abilities: tuple[int, ...]
    lowest: int
    test: LanguageTest


def levels(test: LanguageTest, rules: Rules) -> Levels:
    """The level of each ability: the greatest whose lowest score is reached, never rounded up."""
    chart = rules[test.chart]
    abilities = (
        chart.level(test.reading, "reading"),
        chart.level(test.writing, "writing"),
        chart.level(test.listening, "listening"),
        chart.level(test.speaking, "speaking"),
    )
    return Levels(abilities, min(abilities), test)


def expires(test: LanguageTest, rules: Rules) -> date:
    """The first day on which the test no longer counts: it is two years old (IRPR s. 75(2)(d))."""
    return years_after(test.taken_on, rules["language/validity"].points("test"))


def valid(tests: Iterable[LanguageTest], on: date, rules: Rules) -> list[Levels]:
    """The levels of the tests that count on the day; scores of two sittings are never mixed."""
    return [levels(test, rules) for test in tests if test.taken_on <= on < expires(test, rules)]
