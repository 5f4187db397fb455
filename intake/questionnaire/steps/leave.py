"""Times inside a job in which no work was done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.forms.fields import AnyDayField, DayField
from intake.questionnaire.job_days import TIMES_AWAY
from intake.questionnaire.step import Step


class JobLeave(Step):
    """From when until when somebody was away from a job."""

    slug = "away"
    needs = ("start", "end", "away")
    title = _("When were you away?")
    away_1_from = DayField(
        label=_("First day away"),
        help_text=_("For example, March 27, 2025. The days are on your record of employment or your pay slips."),
        missing=_("Enter the first day away"),
    )
    away_1_until = AnyDayField(
        label=_("Last day away"),
        help_text=_("If you are still away, the day before you will be back."),
        missing=_("Enter the last day away"),
    )
    away_2_from = DayField(label=_("A second time: first day away (optional)"))
    away_2_until = AnyDayField(label=_("A second time: last day away (optional)"))
    away_3_from = DayField(label=_("A third time: first day away (optional)"))
    away_3_until = AnyDayField(label=_("A third time: last day away (optional)"))

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Those who were away for a time."""
        return bool(known.get("away"))

    def clean(self) -> dict[str, Any]:
        """Each time away has both days, in order and inside the job."""
        for number in TIMES_AWAY:
            self.check_time(f"away_{number}_from", f"away_{number}_until")
        return self.cleaned_data

    def check_time(self, first: str, last: str) -> None:
        """Both days or none, in order, and inside the job."""
        begun, over = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begun and not over:
            self.require(last, _("Enter the last day away"))
        if over and not begun:
            self.require(first, _("Enter the first day away"))
        if begun and over and over < begun:
            self.add_error(last, _("The last day away must not be before the first"))
        if begun and begun < self.known["start"].first:
            self.add_error(first, _("The first day away must be inside the job"))
        if over and over > self.find_latest():
            self.add_error(last, _("The last day away must be inside the job"))

    def find_latest(self) -> date:
        """The last day that can be inside the job."""
        end = self.known["end"]
        return end.last if end else date.max
