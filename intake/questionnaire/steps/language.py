"""Language tests and what they prove."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import DayField, Radios, ScoreField
from intake.questionnaire.hints.test_levels import check_age, describe_scores
from intake.questionnaire.hints.test_scales import LOWEST_MARK, WITH_M, find_impossible_scores, list_hints
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.steps.options import LANGUAGE, LANGUAGES, TESTS
from scoring.profile import LANGUAGE_OF_TEST


class WhichTest(Step):
    """One language test: which, and on which day, from which its validity is counted."""

    slug = "test"
    longer_help = "intake/more/tests.html"
    title = _("One language test")
    # IRPR 74(3): an approved test of a designated organization.
    test = Radios(
        label=_("Which test did you take?"),
        help_text=_("Express Entry takes these alone: IELTS Academic, for example, does not count."),
        choices=TESTS,
        missing=_("Select the test"),
    )
    # IRPR 75(2)(d): less than two years old on the day of the application.
    taken_on = DayField(
        label=_("When did you take it?"),
        help_text=_("The test date on the report. For example, 27 March 2026."),
        missing=_("Enter the date of the test"),
    )


class TestScoresStep(Step):
    """The four scores of the test on the page before."""

    slug = "scores"
    needs = ("test", "taken_on")
    of_test: ClassVar[Any] = _("Your scores in {test}")
    # What is wrong depends on the test: `adapt` fills it in.
    listening = ScoreField(label=_("Listening"), missing=_("Enter the listening score"), wrong="")
    reading = ScoreField(label=_("Reading"), missing=_("Enter the reading score"), wrong="")
    writing = ScoreField(label=_("Writing"), missing=_("Enter the writing score"), wrong="")
    speaking = ScoreField(label=_("Speaking"), missing=_("Enter the speaking score"), wrong="")
    # Both columns are on the report, and the wrong one gives other levels.
    scale = Radios(
        label=_("From which column of the TEF Canada report are the scores?"),
        help_text=_("Reports since 11 December 2023 have two. Express Entry asks for “Équivalence ancien score”."),
        choices=[("old", _("Équivalence ancien score")), ("699", _("Score / 699"))],
        missing=_("Select the column of the report"),
    )

    @property
    def title(self) -> Any:
        """The title, with the name of the test."""
        return format_lazy(self.of_test, test=dict(TESTS)[self.known["test"]])

    @property
    def heading(self) -> Any:
        """The same, above the form."""
        return self.title

    def adapt(self) -> None:
        """Each score with the scale of the test; the column is asked of the TEF Canada alone."""
        if self.known["test"] == "tef_canada":
            self.order_fields(["scale"])
        else:
            del self.fields["scale"]
        for ability, hint, wrong in list_hints(self.known["test"]):
            field = self.copy_field(ability)
            field.mark = LOWEST_MARK if self.known["test"] == WITH_M else None
            field.error_messages["wrong"] = wrong
            field.help_text = hint

    def clean(self) -> dict[str, Any]:
        """Every score is one that the test can give."""
        for ability, message in find_impossible_scores(self.known["test"], self.cleaned_data):
            self.add_error(ability, message)
        return self.cleaned_data

    def list_answers(self) -> Iterator[tuple[str, Any, Any]]:
        """Each score with its level beside it."""
        scores = describe_scores({**self.known, **self.cleaned_data}, timezone.localdate())
        for name, label, answer in super().list_answers():
            yield name, label, scores.get(name, answer)


class Tests(Listing):
    """The list of language tests; of each language the best valid one counts."""

    slug, section = "tests", LANGUAGE
    settles: ClassVar[tuple[str, ...]] = (
        "fsw_language",
        "cec_language",
        "fst_language",
        "category_french",
        "test_over",
        "test_lapses",
        "tef_699",
        "tef_699_early",
    )
    title = _("Your language tests")
    first = _("Have you taken a language test that Express Entry accepts?")
    first_help = _("IELTS General Training, CELPIP-General, PTE Core, TEF Canada or TCF Canada.")
    another = _("Do you have another language test?")
    none = _("I have not taken a test yet")
    item = _("language test")
    parts = (WhichTest, TestScoresStep)

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        """The test's name and its day."""
        return dict(TESTS).get(answers.get("test", ""), ""), WhichTest.base_fields["taken_on"].show(  # type: ignore[attr-defined]
            answers.get("taken_on")
        )

    @classmethod
    def details(cls, answers: Mapping[str, Any], on: date) -> list[tuple[Any, Any]]:
        """Each ability, with its score and the level that it stands for."""
        return [
            (TestScoresStep.base_fields[name].label, scores) for name, scores in describe_scores(answers, on).items()
        ]

    @classmethod
    def notes(cls, answers: Mapping[str, Any], on: date) -> list[Any]:
        """That a test is too old to count."""
        return list(check_age(answers, on))


class FirstLanguage(Step):
    """Which language is the first, where both were tested."""

    slug, section = "first-official-language", LANGUAGE
    # IRPR 79(1) has the person name it; "best" is for who has not decided yet.
    first_official_language = Radios(
        label=_("Which language do you choose as your first official language?"),
        choices=[("best", _("Whichever gives more points")), *LANGUAGES],
        missing=_("Select your first official language"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Who took a test in each of the two languages."""
        return {LANGUAGE_OF_TEST[test["test"]] for test in known.get("tests", ())} == {"en", "fr"}
