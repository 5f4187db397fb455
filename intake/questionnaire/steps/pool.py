"""Whether, and since when, a profile is in IRCC's pool."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.forms.fields import (
    DayField,
    TimeField,
    YesNo,
)
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import LAST


class InPoolStep(Step):
    """Whether IRCC has a profile already."""

    slug, section = "express-entry-profile", LAST
    in_pool = YesNo(
        label=_("Have you already submitted an Express Entry profile to IRCC?"),
    )


class PoolTime(Step):
    """Since when; it decides between people at the cut-off."""

    slug, section = "express-entry-profile-date", LAST
    title = _("When you submitted your Express Entry profile")
    submitted_on = DayField(
        label=_("On which day? (optional)"),
        help_text=_("IRCC uses it to decide between people with the same score. For example, March 27, 2026."),
    )
    # The tie-break of a round is a day and a time (docs/words.md).
    submitted_time = TimeField(
        label=_("At what time, in Ottawa? (optional)"),
        help_text=_("For example, 16:05. Without it we count the end of the day."),
        required=False,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Whose profile is in the pool."""
        return bool(known.get("in_pool"))

    def clean(self) -> dict[str, Any]:
        """A time says nothing without its day."""
        if self.cleaned_data.get("submitted_time"):
            self.require("submitted_on", _("Enter the day too"))
        return self.cleaned_data
