"""What somebody chose in a score in a minute, said on the questions that ask for more than that.

The choices are kept beside the answers, under the path of their own page. They are no answers to these questions, and
no date or score is made up from them: a question that is not answered yet says what was chosen, to be completed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from intake.questionnaire.answers_to_profile import QUESTION_OF_LANGUAGE
from intake.questionnaire.choices import get_rules_of_today
from intake.questionnaire.flow import BESIDE, Answers, Page
from intake.questionnaire.hints.test_levels import ORDER, describe_level
from intake.questionnaire.step import Step
from intake.questionnaire.steps import LEVELS
from scoring.profile import CHARTS, LANGUAGE_OF_TEST

NO_TEST, BELOW = "none", "low"
YOUNGEST, OLDEST = 17, 45
MOST_YEARS = {"canada": 5, "abroad": 3}
OF_COLUMN = {"tef_canada": _("{scores}, in the column “Équivalence ancien score”")}
FILLED_IN = _("What we know is filled in: complete it, and correct what is not so.")
Told = Mapping[str, str]


def remind(form: Step, page: Page, answers: Answers) -> Any:
    """What was chosen, for a page that is not answered yet; empty where nothing was.

    A page with one question has it in the question's own hint.
    """
    told = defaultdict(str, answers.get(BESIDE) or {})
    describe = None if page.posted is not None else DESCRIBED.get(name_kind(page.path))
    words = describe(told, page) if told and describe else ""
    if not (words and form.single):
        return words
    field = form.copy_field(next(iter(form.fields)))
    field.help_text = format_lazy("{hint} {told}", hint=field.help_text, told=words) if field.help_text else words
    return words


def name_kind(path: str) -> str:
    """The path with a letter for the number of an item: "tests/n/scores"."""
    return "/".join("n" if part.isdigit() else part for part in path.split("/"))


def describe_age(age: str) -> Any:
    """An age as it is chosen: the youngest stands for all below, the oldest for all above."""
    if int(age) == YOUNGEST:
        return format_lazy(_("{age} or younger"), age=age)
    return format_lazy(_("{age} or older"), age=age) if int(age) == OLDEST else age


def describe_years(years: str, most: int) -> Any:
    """Years of work as they are chosen: none, a number, or the most."""
    if years == "0":
        return _("Less than a year, or not at all")
    if int(years) == most:
        return format_lazy(_("{years} years or more"), years=years)
    return ngettext_lazy("%(years)d full year", "%(years)d full years", "years") % {"years": int(years)}


def list_education() -> Iterator[tuple[str, Any]]:
    """What can be chosen as the highest education, in order: the levels of credentials, none, and two of them."""
    yield "none", _("Less than secondary school")
    for level, words in LEVELS:
        yield level, words
        if level == "three_year_or_more":
            yield "two_or_more", _("Two or more diplomas or degrees, one of them of three years or more")


def describe_chosen_level(language: str, chosen: str) -> Any:
    """A level of a language as it is chosen, in few words."""
    return _("no test") if chosen == NO_TEST else describe_level(language, 0 if chosen == BELOW else int(chosen))


def _describe_birth(told: Told, _page: Page) -> Any:
    if not told["age"]:
        return ""
    # No year of birth is made of an age: it may be either of two (record 0151).
    return format_lazy(_("In the score in a minute you chose the age “{age}”."), age=describe_age(told["age"]))


def _describe_partner(told: Told, _page: Page) -> Any:
    # These choices alone leave the page open: either of two reasons stands behind them (record 0071).
    if told["family"] not in ("married", "common_law"):
        return ""
    return _(
        "In the score in a minute you said that your partner stays where they are, or is a Canadian citizen or "
        "permanent resident."
    )


def _describe_education(told: Told, _page: Page) -> Any:
    chosen = dict(list_education()).get(told["education"])
    if not chosen:
        return ""
    return format_lazy(_("In the score in a minute you chose the education “{education}”."), education=chosen)


def _describe_credential(told: Told, page: Page) -> Any:
    return _describe_item(_describe_education(told, page), page)


def _describe_assessment(told: Told, _page: Page) -> Any:
    # Why the score of the result can be lower than that of the choices.
    if told["education"] in ("", "none"):
        return ""
    return _("The score in a minute counted education from outside Canada as if it had been assessed.")


def _describe_item(words: Any, page: Page) -> Any:
    """The words for an item that was begun from the choices; empty for one that the person adds."""
    if page.mistake is None:
        return ""
    return format_lazy("{} {}", words, FILLED_IN) if words and any(page.mistake.values()) else words


def _describe_languages(told: Told, _page: Page) -> Any:
    if not (told["english"] and told["french"]):
        return ""
    return format_lazy(
        _("In the score in a minute you chose: English {english}, French {french}. Here the scores of a report count."),
        english=describe_chosen_level("en", told["english"]),
        french=describe_chosen_level("fr", told["french"]),
    )


def _describe_scores(told: Told, page: Page) -> Any:
    # Said and not filled in: nobody has a report with just the least scores of a level (record 0151).
    test = str(page.known["test"])
    chosen = told[QUESTION_OF_LANGUAGE[LANGUAGE_OF_TEST[test]]]
    if not chosen.isdigit():
        return ""
    return format_lazy(
        _(
            "In the score in a minute you chose {level} in all four abilities. In this test that takes at least, in "
            "the order of the boxes below: {scores}. Type the scores of your report."
        ),
        level=describe_level(LANGUAGE_OF_TEST[test], int(chosen)),
        scores=format_lazy(OF_COLUMN.get(test, "{scores}"), scores=" / ".join(_list_least_scores(test, chosen))),
    )


def _list_least_scores(test: str, level: str) -> Iterator[str]:
    cells = get_rules_of_today()[CHARTS[test, "old"]].cells[level]
    for ability in ORDER:
        yield number_format(cells[ability])


def _describe_work(told: Told, _page: Page) -> Any:
    if not all(told[name] for name in MOST_YEARS):
        return ""
    return format_lazy(
        _("In the score in a minute you chose “{canada}” of skilled work in Canada, and “{abroad}” outside of it."),
        **{name: describe_years(told[name], most) for name, most in MOST_YEARS.items()},
    )


def _describe_job(told: Told, page: Page) -> Any:
    return _describe_item(_describe_work(told, page), page)


DESCRIBED: dict[str, Callable[[Told, Page], Any]] = {
    "date-of-birth": _describe_birth,
    "partner": _describe_partner,
    "credentials": _describe_education,
    "credentials/n": _describe_credential,
    "credentials/n/assessment": _describe_assessment,
    "tests": _describe_languages,
    "tests/n": _describe_languages,
    "tests/n/scores": _describe_scores,
    "jobs": _describe_work,
    "jobs/n": _describe_job,
}
