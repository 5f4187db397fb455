"""Test scores -> CLB or NCLC levels, for the tests that are valid on a day."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from scoring.days import years_after
from scoring.profile import LanguageTest
from scoring.rulebook import Rules


class Levels(NamedTuple):
    """CLB or NCLC levels of one sitting; 10 stands for 10 and more, 0 for less than 4."""

    reading: int
    writing: int
    listening: int
    speaking: int
    test: LanguageTest

    @property
    def lowest(self) -> int:
        """The lowest of the four abilities."""
        return min(self[:4])

    @property
    def total(self) -> int:
        """The four levels added up, for telling better from worse."""
        return sum(self[:4])


def levels(test: LanguageTest, rules: Rules) -> Levels:
    """The level of each ability: the greatest whose lowest score is reached, never rounded up."""
    chart = rules[test.chart]
    return Levels(
        chart.level(test.reading, "reading"),
        chart.level(test.writing, "writing"),
        chart.level(test.listening, "listening"),
        chart.level(test.speaking, "speaking"),
        test,
    )


def expires(test: LanguageTest, rules: Rules) -> date:
    """The first day on which the test no longer counts: it is two years old (IRPR s. 75(2)(d))."""
    return years_after(test.taken_on, rules["language/validity"].points("test"))


def valid(tests: Iterable[LanguageTest], on: date, rules: Rules) -> list[Levels]:
    """The levels of the tests that count on the day; scores of two sittings are never mixed."""
    return [levels(test, rules) for test in tests if test.taken_on <= on < expires(test, rules)]
