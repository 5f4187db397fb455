"""Test scores -> CLB or NCLC levels, for the tests that are valid on a day."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from scoring.days import years_after
from scoring.profile import ABILITIES, LanguageTest
from scoring.rulebook import Rules


class Levels(Struct, frozen=True, gc=False):
    """CLB or NCLC levels of one sitting, in the order of `ABILITIES`, the scores they come from, the official language.

    10 stands for 10 and more, 0 for less than 4; `lowest` is that of the four.
    """

    abilities: tuple[int, ...]
    lowest: int
    scores: tuple[float, ...]
    language: str
    test: LanguageTest


def levels(test: LanguageTest, rules: Rules) -> Levels:
    """The level of each ability: the greatest whose lowest score is reached, never rounded up."""
    scores = (test.reading, test.writing, test.listening, test.speaking)
    abilities = tuple(map(rules[test.chart].level, scores, ABILITIES))
    return Levels(abilities, min(abilities), scores, test.language, test)


def expires(test: LanguageTest, rules: Rules) -> date:
    """The first day on which the test no longer counts: it is two years old (IRPR s. 75(2)(d); MI s. 3)."""
    return years_after(test.taken_on, rules["language/validity"].points("test"))


def valid(tests: Iterable[LanguageTest], on: date, rules: Rules) -> list[Levels]:
    """The levels of the tests that count on the day, in the order given; scores of two sittings are never mixed."""
    return [
        levels(test, rules) for test in tests if accepted(test, rules) and test.taken_on <= on < expires(test, rules)
    ]


def accepted(test: LanguageTest, rules: Rules) -> bool:
    """Express Entry accepts this test, by this column of its report, under the rules of the day."""
    return test.chart in rules.tables
