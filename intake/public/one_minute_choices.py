"""The ten choices of a score in a minute, in plain words: what may be chosen, and what an address chooses."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from intake.common.rule_numbers import number
from intake.forms.widgets import render_options
from intake.questionnaire.hints.test_levels import ORDER, describe_level
from intake.questionnaire.one_minute_reminder import (
    BELOW,
    MOST_YEARS,
    NO_TEST,
    OLDEST,
    YOUNGEST,
    describe_age,
    describe_years,
    list_education,
)
from intake.questionnaire.steps import MARITAL_STATUSES
from scoring.profile import CHARTS, COUPLES, HIGHEST_LEVEL, LOWEST_LEVEL
from scoring.rulebook import Rules

ALONG = "_along"  # behind a marital status: the partner comes to Canada, and counts
# The test whose scores are shown beside the levels of each language: the one that most people take.
# Of the two columns of TEF Canada the one that Express Entry asks for.
SHOWN_TEST = {"en": ("ielts_general", _("IELTS")), "fr": ("tef_canada", _("TEF, “ancien score”"))}
YES_NO = (("no", _("No")), ("yes", _("Yes")))
Options = tuple[tuple[str, Any], ...]


class Question(NamedTuple):
    """One choice: its name in the address, the question, a hint, and what stands for an answer that is not given."""

    name: str
    label: Any
    hint: Any
    unanswered: str


QUESTIONS = (
    Question("age", _("How old are you?"), "", ""),
    Question(
        "family",
        _("What is your marital status, and who comes along?"),
        _(
            "A spouse or common-law partner counts if they come with you and are neither a Canadian citizen nor a "
            "permanent resident."
        ),
        "",
    ),
    Question(
        "education",
        _("What is the highest education that you have completed?"),
        _(
            "In Canada, or with an assessment (ECA) if elsewhere. Two diplomas can count for more than one. A degree "
            "in medicine, dentistry, law or pharmacy is a professional degree."
        ),
        "",
    ),
    Question(
        "study",
        _("Did you get a diploma or degree in Canada?"),
        format_lazy(
            _("From full-time study of at least {months} months, in Canada."),
            months=number("study_months"),
        ),
        "none",
    ),
    Question(
        "english",
        _("How good is your English?"),
        _("In all four abilities, by a test or as you expect it. In brackets: listening, reading, writing, speaking."),
        "",
    ),
    Question(
        "french",
        _("How good is your French?"),
        _(
            "The same; a second language gives points too. Scores of TEF Canada are those of the column “Équivalence "
            "ancien score” of its report, not those out of 699."
        ),
        NO_TEST,
    ),
    Question(
        "canada",
        _("For how long have you worked in Canada?"),
        format_lazy(
            _(
                "Skilled, paid and authorized, full-time or the equivalent part-time, in the last {years} years; not "
                "self-employed."
            ),
            years=number("work_years"),
        ),
        "0",
    ),
    Question(
        "abroad",
        _("And outside of Canada?"),
        format_lazy(
            _("Skilled, paid, full-time or the equivalent part-time, in one occupation, in the last {years} years."),
            years=number("work_years"),
        ),
        "0",
    ),
    Question("nomination", _("Has a province or territory nominated you?"), "", "no"),
    Question(
        "sibling",
        _("Does a brother or sister of yours live in Canada?"),
        format_lazy(
            _("{age} or older, and a citizen or permanent resident. One of a partner who comes along counts too."),
            age=number("relative_age"),
        ),
        "no",
    ),
)
STUDIES = (
    ("none", _("No")),
    ("short", _("Yes, of one or two years")),
    ("long", _("Yes, of three years or more, or a master's, professional or doctoral degree")),
)


def list_options(name: str, rules: Rules) -> Options:
    """What may be chosen for a question: value and words."""
    fixed: dict[str, Options] = {
        "age": tuple((str(age), describe_age(str(age))) for age in range(YOUNGEST, OLDEST + 1)),
        "family": tuple(_list_families()),
        "education": tuple(list_education()),
        "study": STUDIES,
        "canada": tuple(_list_years("canada")),
        "abroad": tuple(_list_years("abroad")),
        "nomination": YES_NO,
        "sibling": YES_NO,
    }
    return fixed[name] if name in fixed else tuple(_list_levels("en" if name == "english" else "fr", rules))


def _list_years(question: str) -> Iterator[tuple[str, Any]]:
    for years in map(str, range(MOST_YEARS[question] + 1)):
        yield years, describe_years(years, MOST_YEARS[question])


def _list_families() -> Iterator[tuple[str, Any]]:
    for status, words in MARITAL_STATUSES:
        if status not in COUPLES:
            yield status, words
    # One status also says who comes along, so that it answers two pages of the intake (record 0071).
    yield "married" + ALONG, _("Married, and my spouse comes with me")
    yield "married", _("Married, and my spouse stays where they are, or is Canadian or a permanent resident")
    yield "common_law" + ALONG, _("Common-law, and my partner comes with me")
    yield "common_law", _("Common-law, and my partner stays where they are, or is Canadian or a permanent resident")


def _list_levels(language: str, rules: Rules) -> Iterator[tuple[str, Any]]:
    test, short = SHOWN_TEST[language]
    cells = rules[CHARTS[test, "old"]].cells
    yield NO_TEST, _("No test, and none planned")
    yield BELOW, capfirst(describe_level(language, 0))
    for level in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1):
        scores = " / ".join(number_format(cells[str(level)][ability]) for ability in ORDER)
        yield (
            str(level),
            format_lazy("{level} ({test} {scores})", level=describe_level(language, level), test=short, scores=scores),
        )


@lru_cache(maxsize=64)
def render_question_options(name: str, rules: Rules, language: str) -> str:
    """The option elements of a question, in a language.

    Buys 52 % of the steps of a page of choices (`python -m bench.bought pages render_question_options`).
    """
    with override(language):
        return render_options((value, str(words)) for value, words in list_options(name, rules))


@lru_cache(maxsize=64)
def list_values(name: str, rules: Rules) -> frozenset[str]:
    """What an address may choose for a question.

    Buys 66 % of the steps of an answer in a minute (`python -m bench.bought pages list_values`).
    """
    return frozenset(value for value, _words in list_options(name, rules))


def read_choices(given: Mapping[str, str], rules: Rules) -> dict[str, str]:
    """What an address chooses; for what it does not, or not as it can be, what stands for no answer."""
    return {
        question.name: given[question.name]
        if given.get(question.name) in list_values(question.name, rules)
        else question.unanswered
        for question in QUESTIONS
    }


def list_missing(chosen: Mapping[str, str]) -> list[Question]:
    """The questions that a score can't do without, and that are not answered."""
    return [question for question in QUESTIONS if not chosen[question.name]]
