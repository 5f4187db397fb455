"""The page that converts test scores to levels and back, and carries the scores on."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from intake.public.converter import build_chart, convert_scores, find_scores, list_accepted
from intake.public.scores_to_draft import choose_level, copy_scores_to_draft
from intake.questionnaire import draft, progress_counts
from intake.questionnaire.hints.test_levels import ORDER, describe_level
from intake.questionnaire.step import Step
from intake.questionnaire.step_urls import get_url
from intake.questionnaire.steps import TESTS
from intake.questionnaire.steps.language import TestScoresStep
from scoring.apps import rulebook
from scoring.language import levels
from scoring.profile import HIGHEST_LEVEL, LOWEST_LEVEL, LanguageTest
from scoring.rulebook import Rules
from scoring.words import ABILITY_NAMES, LANGUAGE_NAMES

USUAL_TEST, USUAL_LEVEL = "ielts_general", 7


@require_safe
def convert(request: HttpRequest) -> HttpResponse:
    """Scores of a test to levels, and the scores that a level takes in every test."""
    on = timezone.localdate()
    rules, test = rulebook().on(on), read_test(request.GET)
    form = build_form(request.GET, test)
    taken = build_test(form, test)
    converted = convert_scores(taken, rules) if taken and is_taken(taken, rules) else None
    level = read_level(request.GET)
    context = {
        "tests": TESTS,
        "test": test,
        "form": form,
        "converted": converted,
        "refused": bool(taken) and converted is None,
        "chart": build_chart(test, rules),
        "abilities": [ABILITY_NAMES[ability] for ability in ORDER],
        "levels": range(LOWEST_LEVEL, HIGHEST_LEVEL + 1),
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
    response = render(request, "intake/levels.html", context)
    if converted:
        # The form that carries the scores on holds a token of this browser.
        add_never_cache_headers(response)
    return response


@require_POST
def use_scores(request: HttpRequest) -> HttpResponse:
    """Put the scores into the draft of this browser, and go on there or to the score in a minute."""
    on = timezone.localdate()
    rules, test = rulebook().on(on), read_test(request.POST)
    form = build_form(request.POST, test)
    taken = build_test(form, test)
    if taken is None or not is_taken(taken, rules):
        return redirect("intake:levels")
    # A draft that is in a file opens to its owner alone: an old cookie begins another one (record 0171).
    token = draft.read_draft(request).token or uuid.uuid4()
    begun = progress_counts.begin(request, token)
    typed = form.pick_posted(request.POST)
    intake = draft.change_draft(token, lambda intake: copy_scores_to_draft(intake, test, typed))
    flow = draft.build_flow(intake)
    if begun:
        progress_counts.count_reached(request, flow.next, intake.source)
    if "minute" not in request.POST:
        return draft.remember(redirect(get_url(flow.next)), token)
    # The address holds choices, and no score (record 0171).
    chosen = choose_level(intake.answers, taken.language, levels(taken, rules).lowest)
    return draft.remember(redirect(f"{reverse('intake:one_minute_score')}?{urlencode(chosen)}"), token)


def build_test(form: Step, test: str) -> LanguageTest | None:
    """The test with the scores that were typed, as if it were taken today; None where there are none, or wrong ones."""
    if not (form.is_bound and form.is_valid()):
        return None
    return LanguageTest(test=test, taken_on=timezone.localdate(), **form.cleaned_data)  # type: ignore[arg-type]


def is_taken(test: LanguageTest, rules: Rules) -> bool:
    """Whether Express Entry takes scores of this column."""
    return test.chart in rules.tables


def read_test(given: QueryDict) -> str:
    """The test that is asked about."""
    asked = given.get("test", "")
    return asked if asked in dict(TESTS) else USUAL_TEST


def read_level(given: QueryDict) -> int:
    """The level that is asked about."""
    asked = given.get("level", "")
    return int(asked) if asked in {str(level) for level in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)} else USUAL_LEVEL


def build_form(given: QueryDict, test: str) -> Step:
    """The page of a test's scores from the intake, with what was typed where something was.

    Where another test was only chosen, what was typed stands there and nothing is said to it yet.
    """
    known: dict[str, Any] = {"test": test, "taken_on": timezone.localdate()}
    typed = {ability: given[ability] for ability in ORDER if given.get(ability)}
    if "choose" in given or not typed:
        return TestScoresStep(initial=typed, known=known)
    return TestScoresStep(given, known=known)
