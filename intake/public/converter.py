"""From test scores to CLB and NCLC levels and back, by the conversion charts of a day."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import number_format

from intake.questionnaire.hints.test_levels import ORDER, describe_level
from intake.questionnaire.steps import TESTS
from scoring.language import levels
from scoring.profile import ABILITIES, CHARTS, HIGHEST_LEVEL, LANGUAGE_OF_TEST, LOWEST_LEVEL, LanguageTest
from scoring.rulebook import Rules
from scoring.table import Source
from scoring.words import ABILITY_NAMES, LANGUAGE_NAMES

# Their own names, of which the questions do not ask.
OTHER_TESTS = {"toefl_essentials": "TOEFL Essentials"}


class EquivalencyChart(NamedTuple):
    """The lowest scores of every level in one test, from the highest level down, in the order of `ORDER`."""

    test: str
    name: Any
    rows: list[tuple[Any, list[str]]]
    source: Source


class Converted(NamedTuple):
    """The level of each ability in words, in the order of `ORDER`, and that of the lowest."""

    abilities: list[tuple[Any, Any]]
    lowest: Any


class AcceptedTest(NamedTuple):
    """A test by its own name; `since` is the day from which it was taken, None where not known."""

    name: Any
    language: Any
    is_taken: bool
    since: date | None


def list_accepted(rules: Rules) -> list[AcceptedTest]:
    """The tests that Express Entry takes or will take. Raises `RuleError` where no table says so."""
    return [
        AcceptedTest(
            dict(TESTS).get(test) or OTHER_TESTS[test],
            LANGUAGE_NAMES[str(row["language"])],
            row["accepted"] == "yes",
            date.fromisoformat(str(row["since"])) if row["since"] else None,
        )
        for test, row in rules["guide/language_tests"].cells.items()
    ]


def build_chart(test: str, rules: Rules) -> EquivalencyChart:
    """The chart of a test, by the column of its report that Express Entry takes."""
    table = rules[CHARTS[test, "old"]]
    rows = [
        (
            describe_level(LANGUAGE_OF_TEST[test], level),
            [number_format(table.cells[str(level)][ability]) for ability in ORDER],
        )
        for level in range(HIGHEST_LEVEL, LOWEST_LEVEL - 1, -1)
    ]
    return EquivalencyChart(test, dict(TESTS)[test], rows, table.source)


def find_scores(language: str, level: int, rules: Rules) -> list[tuple[Any, list[str]]]:
    """The lowest scores of a level in every test of a language."""
    return [
        (name, [number_format(rules[CHARTS[test, "old"]].cells[str(level)][ability]) for ability in ORDER])
        for test, name in TESTS
        if LANGUAGE_OF_TEST[test] == language
    ]


def convert_scores(test: LanguageTest, rules: Rules) -> Converted:
    """The levels of the scores of one test."""
    found = levels(test, rules)
    by_ability = dict(zip(ABILITIES, found.abilities, strict=True))
    told = [(ABILITY_NAMES[ability], describe_level(test.language, by_ability[ability])) for ability in ORDER]
    return Converted(told, describe_level(test.language, found.lowest))
