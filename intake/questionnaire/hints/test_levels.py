"""The CLB or NCLC level beside each raw score, as soon as a test is saved."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.questionnaire.hints.test_scales import LOWEST_MARK, WITH_M
from scoring.apps import rulebook
from scoring.language import expires, levels
from scoring.profile import ABILITIES, HIGHEST_LEVEL, LOWEST_LEVEL, LanguageTest

ORDER = ("listening", "reading", "writing", "speaking")  # as on the test reports
WORDS: dict[str, tuple[Any, Any, Any]] = {
    "en": (_("below CLB {level}"), _("CLB {level}"), _("CLB {level} or higher")),
    "fr": (_("below NCLC {level}"), _("NCLC {level}"), _("NCLC {level} or higher")),
}


def describe_level(language: str, level: int) -> Any:
    """A level as people say it: "CLB 7", "CLB 10 or higher", "below CLB 4"."""
    below, exactly, or_higher = WORDS[language]
    words = below if level < LOWEST_LEVEL else or_higher if level >= HIGHEST_LEVEL else exactly
    return format_lazy(words, level=max(level, LOWEST_LEVEL))


def describe_scores(answers: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Each score of a test with its level by the rules of the day: "8 (CLB 9)"."""
    test = LanguageTest(**answers)
    found = dict(zip(ABILITIES, levels(test, rulebook().on(on)).abilities, strict=True))
    return {
        ability: format_lazy(
            "{score} ({level})",
            score=format_score(test.test, answers[ability]),
            level=describe_level(test.language, found[ability]),
        )
        for ability in ORDER
    }


def format_score(test: str, score: float) -> str:
    """A score as on the report: CELPIP's lowest mark is a letter."""
    return LOWEST_MARK if test == WITH_M and score == 0 else number_format(score)


def check_age(answers: Mapping[str, Any], on: date) -> Iterator[Any]:
    """Of a test: that it is too old to count on the day."""
    rules = rulebook().on(on)
    # IRPR 75(2)(d) asks for less than two years: on the day that makes them full it counts no longer.
    if on >= expires(LanguageTest(**answers), rules):
        years = rules["language/validity"].points("test")
        yield format_lazy(_("This test is {years} years old or more, so that it does not count."), years=years)
