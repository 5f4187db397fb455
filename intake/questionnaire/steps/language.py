"""Language tests and what they prove."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import ChoiceSelect, DayField, Radios, ScoreField
from intake.questionnaire.hints.test_levels import check_age, describe_level, describe_scores
from intake.questionnaire.hints.test_scales import LOWEST_MARK, WITH_M, find_impossible_scores, list_hints
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.steps.options import LANGUAGE, LANGUAGES, TESTS
from scoring.profile import HIGHEST_LEVEL, LANGUAGE_OF_TEST, LOWEST_LEVEL

# The levels that are expected, and the choices before the questions that say the same.
CHOSEN_BEFORE = {"expected_english": "english", "expected_french": "french"}
# The language of each.
EXPECTED_LANGUAGES = {"expected_english": "en", "expected_french": "fr"}
EXPECTED = _(
    "In all four abilities. An expected level earns no points itself; the estimate in your result is worked out with "
    "it."
)
EXPECTED_BESIDE = _(
    "In all four abilities. An expected level earns no points itself. Where you meet no program without it, your "
    "result is worked out with it, as an estimate; where you do, your result says what a test at that level would open."
)
# Of a language that is asked alone.
EXPECTED_ALONE = {
    "expected_english": _("Which level do you expect in a test of English?"),
    "expected_french": _("Which level do you expect in a test of French?"),
}


class LevelField(ChoiceSelect):
    """The level that somebody expects in a test of a language."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        levels = [(str(level), describe_level(language, level)) for level in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)]
        super().__init__(choices=[("", _("No test planned, or I do not know")), *levels], **kwargs)


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
        help_text=_("The test date on the report. For example, March 27, 2026."),
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
        help_text=_("Reports since December 11, 2023 have two. Express Entry asks for “Équivalence ancien score”."),
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


class TestListing(Listing):
    """A list of language tests; of each language the best valid one counts."""

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
    first_help = _("IELTS General Training, CELPIP-General, PTE Core, TEF Canada or TCF Canada.")
    item = _("language test")

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
        """What is wrong with a test: it is too old to count."""
        return list(check_age(answers, on))


class Tests(TestListing):
    """The list of the person's language tests, and the level that they expect in a language without one."""

    slug, section = "tests", LANGUAGE
    title = _("Your language tests")
    first = _("Have you taken a language test that Express Entry accepts?")
    another = _("Do you have another language test?")
    none = _("I have not taken a test yet")
    parts = (WhichTest, TestScoresStep)
    # They give no points: an estimate supposes them, and plans begin with a test at them (records 0194 and 0217).
    expected_english = LevelField("en", label=EXPECTED_ALONE["expected_english"], help_text=EXPECTED)
    expected_french = LevelField("fr", label=_("And in a test of French?"))
    only_if: ClassVar[Mapping[str, tuple[str, Any]]] = dict.fromkeys(CHOSEN_BEFORE, ("more", False))
    needs = (*Listing.needs, *CHOSEN_BEFORE.values(), "tested")

    @classmethod
    def summarize(cls, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The languages of the tests that are listed."""
        return {"tested": tuple(sorted({LANGUAGE_OF_TEST[item["test"]] for item in items if "test" in item}))}

    def adapt(self) -> None:
        """The level of a language is asked where no test of it is listed; not while it is open of which a test is."""
        super().adapt()
        tested = self.known.get("tested", ())
        if not self.known.get("begun"):
            return
        for name, language in EXPECTED_LANGUAGES.items():
            if tested and language not in tested:
                field = self.copy_field(name)
                field.label, field.help_text = EXPECTED_ALONE[name], EXPECTED_BESIDE
            else:
                del self.fields[name]

    @property
    def single(self) -> bool:
        """Not while levels are asked too."""
        return False

    @classmethod
    def prefill(cls, data: Mapping[str, str] | None, known: Mapping[str, Any], prefix: str | None = None) -> Step:
        """The form as it was left, with the levels that were chosen before the questions where nothing else was."""
        page = super().prefill(data, known, prefix)
        for name in CHOSEN_BEFORE:
            if name in page.fields and name not in (data or {}):
                page.initial[name] = find_chosen_before(page, name)
        return page

    def clean(self) -> dict[str, Any]:
        """Where the levels were not asked yet when this was answered, those chosen before the questions stay."""
        super().clean()
        for name in CHOSEN_BEFORE:
            if name in self.fields and self.add_prefix(name) not in self.data:
                self.cleaned_data[name] = find_chosen_before(self, name)
        return self.cleaned_data


def find_chosen_before(form: Step, name: str) -> str:
    """The level that was chosen before the questions; empty where it was none that can be expected."""
    chosen: str = form.known.get(CHOSEN_BEFORE[name], "")
    return chosen if form.fields[name].valid_value(chosen) else ""  # type: ignore[attr-defined]


class FirstLanguage(Step):
    """Which language is the first, where both were tested."""

    slug, section = "first-official-language", LANGUAGE
    # IRPR 79(1) has the person name it; "best" is for those who have not decided yet.
    first_official_language = Radios(
        label=_("Which language do you choose as your first official language?"),
        choices=[("best", _("Whichever gives more points")), *LANGUAGES],
        missing=_("Select your first official language"),
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who took a test in each of the two languages."""
        return {LANGUAGE_OF_TEST[test["test"]] for test in known.get("tests", ())} == {"en", "fr"}
