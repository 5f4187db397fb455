"""Full-time study in Canada, whatever came of it: it can count for the Federal Skilled Worker Program."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.rule_numbers import number
from intake.forms.fields import NumberField, YesNo
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import EDUCATION
from scoring.apps import rulebook
from scoring.fsw_grid import SHORT

# IRPR 83(1)(b) and (2).
CONDITIONS = format_lazy(
    _(
        "At a secondary or post-secondary school, with {hours} hours or more of instruction a week, on a study permit "
        "or allowed without one. It counts whether or not a credential came of it."
    ),
    hours=number("study_hours"),
)
WRONG = _("Enter the number of years as a number, for example 2")


def has_long_study(credentials: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a credential from Canada says as much already: long enough, in a program that is."""
    years = [
        held.get("full_time_academic_years") or 0
        for held in credentials
        if held.get("country") == "CA" and held.get("level") not in SHORT
    ]
    # The rules last: every page of questions asks this, and most people have no such credential.
    return bool(years) and max(years) >= get_least_years()


def get_least_years() -> int:
    """The years of study that count."""
    return rulebook().on(timezone.localdate())["programs/fsw_adaptability"].value("study_years")


class Studied(Step):
    """Whether, how long, and in how long a program."""

    section = EDUCATION
    settles: ClassVar[tuple[str, ...]] = ()
    asked: ClassVar[str]
    years: ClassVar[str]
    long: ClassVar[str]
    # The name of the credentials among the answers.
    credentials: ClassVar[str]
    # The question where none of them is from Canada; that of the field says "besides".
    first: ClassVar[Any]
    needs: ClassVar[tuple[str, ...] | None] = ("study_stated",)

    @classmethod
    def needed(cls, known: Mapping[str, Any]) -> Mapping[str, Any]:
        """Whether study in Canada was stated: no more of the credentials, so that the page's judgement is kept."""
        if "study_stated" in known:
            return {"study_stated": known["study_stated"]}
        return {"study_stated": any(held.get("country") == "CA" for held in known.get(cls.credentials, ()))}

    def adapt(self) -> None:
        """Of study in Canada that was not stated nothing is "besides"."""
        if not self.known["study_stated"]:
            self.copy_field(self.asked).label = self.first

    def clean(self) -> dict[str, Any]:
        """How long, and in how long a program."""
        if self.cleaned_data.get(self.asked):
            self.require(self.years, _("Enter the number of years of full-time study"))
            self.require(self.long)
        return self.cleaned_data


class StudyBesides(Studied):
    """Study in Canada without a credential, for the adaptability points of the selection grid."""

    slug = "more-study-in-canada"
    title = _("Full-time study in Canada")
    credentials = "credentials"
    first = _("Have you studied full-time in Canada?")
    settles = ("fsw_grid",)
    asked, years, long = "studied_in_canada", "years_in_canada", "long_program_in_canada"
    only_if = {"years_in_canada": ("studied_in_canada", True), "long_program_in_canada": ("studied_in_canada", True)}
    studied_in_canada = YesNo(
        label=_("Have you studied full-time in Canada, besides what you told us?"),
        help_text=CONDITIONS,
    )
    years_in_canada = NumberField(label=_("If yes, for how many academic years?"), wrong=WRONG, high=20)
    long_program_in_canada = YesNo(
        label=_("If yes, was it in a program of two years or more?"),
        required=False,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Unless a credential has said as much already."""
        return not has_long_study(known.get("credentials", ()))
