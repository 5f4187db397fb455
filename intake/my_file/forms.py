"""The forms of My file."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import DayField, PersonNameField, TimeField
from intake.models import Client
from intake.questionnaire.to_profile import END_OF_DAY


class PrefilledForm(ErrorSummaryMixin, forms.Form):
    """A form that shows the saved values until something else is posted."""

    def show(self, name: str, value: Any) -> None:
        """Show a kept value in the parts that its control is made of."""
        self.initial[name] = value


def split_day(day: Any) -> tuple[str, str, str]:
    """A day as its control takes it: day, month and year; empty for none."""
    return (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")


class PoolForm(PrefilledForm):
    """When the profile entered IRCC's pool; nothing: it is not there."""

    submitted_on = DayField(
        label=_("On which day did you submit it? Leave it empty if your profile is not in the pool."),
        help_text=_("For example, 27 March 2026."),
    )
    submitted_time = TimeField(
        label=_("At what time, in Ottawa? (optional)"),
        help_text=_("For example, 16:05. Without it we count the end of the day."),
        required=False,
    )

    @classmethod
    def for_client(cls, client: Client, data: Any) -> "PoolForm":
        """The form of a client."""
        form = cls(data)
        at = client.profile_submitted_at and timezone.localtime(client.profile_submitted_at)
        form.show("submitted_on", split_day(at))
        # That one stands for a time that nobody gave, and is not shown as if somebody had.
        if at and at.time().replace(microsecond=0) != END_OF_DAY:
            form.show("submitted_time", f"{at:%H:%M}")
        return form

    def clean(self) -> dict[str, Any]:
        """The time belongs to a day, and neither is still to come."""
        day, time = self.cleaned_data.get("submitted_on"), self.cleaned_data.get("submitted_time")
        if time and not day and "submitted_on" not in self.errors:
            self.add_error("submitted_on", _("Enter the day too"))
        if day and time and timezone.make_aware(datetime.combine(day, time)) > timezone.now():
            self.add_error("submitted_time", _("Enter a time that has passed"))
        return self.cleaned_data

    @property
    def moment(self) -> datetime | None:
        """The day and time of a valid form; without a time, the day's end."""
        day = self.cleaned_data["submitted_on"]
        time = self.cleaned_data["submitted_time"] or END_OF_DAY
        return timezone.make_aware(datetime.combine(day, time)) if day else None


class InvitedForm(PrefilledForm):
    """The day of the invitation; nothing: there is none, or it was declined or has lapsed."""

    invited_on = DayField(
        label=_("On which day did IRCC invite you to apply? Leave it empty if you hold no invitation."),
        help_text=_("The date of the message in your IRCC account. For example, 27 March 2026."),
    )

    @classmethod
    def for_client(cls, client: Client, data: Any) -> "InvitedForm":
        """The form of a client."""
        form = cls(data)
        form.show("invited_on", split_day(client.invited_on))
        return form


class PersonForm(ErrorSummaryMixin, forms.ModelForm[Client]):
    """What a client may correct without asking."""

    class Meta:
        model = Client
        fields = ("name", "language")
        field_classes = {"name": PersonNameField}
        labels = {
            "name": _("Your name (optional)"),
            "language": _("In which language should we write to you?"),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class LeaveForm(ErrorSummaryMixin, forms.Form):
    """The confirmation that a file is to be deleted."""

    sure = forms.BooleanField(
        label=_("Yes, delete my file with all answers and scores. I know that this can't be undone."),
        error_messages={"required": _("Tick the box if you want your file deleted")},
    )
