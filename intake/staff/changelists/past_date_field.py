"""Date fields for staff that refuse the future."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import TypedDayField

STILL_TO_COME = _("Enter a day that has come.")


def refuse_future(form: forms.BaseForm, name: str) -> None:
    """Add an error to a date of the form that is in the future."""
    day = form.cleaned_data.get(name)
    if day and day > timezone.localdate():
        form.add_error(name, STILL_TO_COME)


class PastDay(TypedDayField):
    """A day that is not still to come, by the browser's own calendar or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> date | None:
        """Refuse a day that is still to come."""
        day: date | None = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(STILL_TO_COME)
        return day
