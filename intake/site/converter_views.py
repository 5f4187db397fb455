"""The page that converts test scores to levels and back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.questionnaire.hints.test_levels import HIGHEST, LOWEST, ORDER, describe_level
from intake.questionnaire.step import Step
from intake.questionnaire.steps import TESTS
from intake.questionnaire.steps.language import Scores
from intake.site.converter import build_chart, convert_scores, find_scores, list_accepted
from scoring.apps import rulebook
from scoring.profile import LanguageTest
from scoring.words import ABILITY_NAMES, LANGUAGE_NAMES

USUAL_TEST, USUAL_LEVEL = "ielts_general", 7


@require_safe
def convert(request: HttpRequest) -> HttpResponse:
    """Scores of a test to levels, and the scores that a level takes in every test."""
    on = timezone.localdate()
    rules, test = rulebook().on(on), read_test(request.GET)
    form = build_form(request.GET, test)
    valid = form.is_bound and form.is_valid()
    taken = LanguageTest(test=test, taken_on=on, **form.cleaned_data) if valid else None  # type: ignore[arg-type]
    level = read_level(request.GET)
    context = {
        "tests": TESTS,
        "test": test,
        "form": form,
        "converted": convert_scores(taken, rules) if taken and taken.chart in rules.tables else None,
        "refused": bool(taken and taken.chart not in rules.tables),
        "chart": build_chart(test, rules),
        "abilities": [ABILITY_NAMES[ability] for ability in ORDER],
        "levels": range(LOWEST, HIGHEST + 1),
        "level": level,
        "reached": [
            (name, describe_level(language, level), find_scores(language, level, rules))
            for language, name in LANGUAGE_NAMES.items()
        ],
        "accepted_tests": list_accepted(rules),
        "years": rules["language/validity"].points("test"),
        "tests_sources": [rules["guide/language_tests"].source, rules["language/validity"].source],
        "on": on,
    }
    return render(request, "intake/levels.html", context)


def read_test(given: QueryDict) -> str:
    """The test that is asked about."""
    asked = given.get("test", "")
    return asked if asked in dict(TESTS) else USUAL_TEST


def read_level(given: QueryDict) -> int:
    """The level that is asked about."""
    asked = given.get("level", "")
    return int(asked) if asked in {str(level) for level in range(LOWEST, HIGHEST + 1)} else USUAL_LEVEL


def build_form(given: QueryDict, test: str) -> Step:
    """The page of a test's scores from the intake, with what was typed where something was."""
    known: dict[str, Any] = {"test": test, "taken_on": timezone.localdate()}
    return Scores(given if any(given.get(ability) for ability in ORDER) else None, known=known)
