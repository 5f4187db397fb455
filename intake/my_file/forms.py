"""The forms of My file."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.clients import changes
from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import DayField, PersonNameField, PostalAddressField, Radios, TimeField
from intake.invitation.forms import Outcome, OutcomeMixin, ReceivedMixin
from intake.models import Client, Invitation
from intake.questionnaire.answers_to_profile import END_OF_DAY


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
        help_text=_("For example, March 27, 2026."),
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
        # The day alone is refused by its field; today with an hour that is still to come only here.
        if day and time and timezone.make_aware(datetime.combine(day, time)) > timezone.now():
            self.add_error("submitted_time", _("Enter a time that has passed"))
        return self.cleaned_data

    @property
    def moment(self) -> datetime | None:
        """The day and time of a valid form; without a time, the day's end."""
        day = self.cleaned_data["submitted_on"]
        time = self.cleaned_data["submitted_time"] or END_OF_DAY
        return timezone.make_aware(datetime.combine(day, time)) if day else None


class InvitedForm(ReceivedMixin, PrefilledForm):
    """Asks for the day of the client's invitation, and for the round where they know it."""

    day_field = "invited_on"
    round = forms.ChoiceField(
        label=_("In which round? (optional)"),
        help_text=_("The rounds that your score reached, as far as we know it."),
        required=False,
    )
    invited_on = DayField(
        label=_("On which day did IRCC invite you to apply?"),
        help_text=_("The date of the message in your IRCC account. For example, March 27, 2026."),
        missing=_("Enter the day on which IRCC invited you"),
    )

    def __init__(self, data: Any, client: Client, invitation: Invitation | None) -> None:
        super().__init__(data)
        self.offer_rounds(client, invitation)
        self.show("round", self.current.round_number if self.current else "")
        self.show("invited_on", split_day(self.current.received_on if self.current else None))


class OutcomeForm(OutcomeMixin, PrefilledForm):
    """What became of an invitation, and on which day."""

    outcome = Radios(
        label=_("What became of your invitation?"),
        choices=[
            (Outcome.APPLIED, _("I submitted my application")),
            (Outcome.DECLINED, _("I declined the invitation")),
            (Outcome.LAPSED, _("It lapsed: I neither applied nor declined in time")),
            (Outcome.OPEN, _("Nothing yet: I still hold it")),
        ],
        missing=_("Select what became of your invitation"),
    )
    outcome_on = DayField(
        label=_("On which day?"),
        help_text=_("Leave it empty if you still hold the invitation. For example, March 27, 2026."),
    )

    def __init__(self, data: Any, invitation: Invitation) -> None:
        super().__init__(data)
        self.invitation = invitation
        if not invitation.is_open:
            self.show("outcome", invitation.outcome)
            self.show("outcome_on", split_day(invitation.outcome_on))


class OwnDetailsForm(ErrorSummaryMixin, forms.ModelForm[Client]):
    """What a client may correct without asking."""

    class Meta:
        model = Client
        fields = ("name", "postal_address", "language")
        field_classes = {"name": PersonNameField, "postal_address": PostalAddressField}
        labels = {
            "name": _("Your name (optional)"),
            "postal_address": _("Your postal address (optional)"),
            "language": _("In which language should we write to you?"),
        }
        help_texts = {
            "postal_address": _("As you would write it on an envelope, with the country if it is not Canada.")
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "postal_address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        }

    def clean_postal_address(self) -> str:
        """Somebody who would rather have letters gives the address. Raises `ValidationError`."""
        postal_address: str = self.cleaned_data["postal_address"]
        # Whoever chose letters in the questions would be reached by nothing at all.
        if not postal_address and self.instance.reach_by == Client.ReachBy.LETTER:
            raise forms.ValidationError(_("Enter the postal address that we should write to"))
        return postal_address

    @transaction.atomic
    def keep(self) -> None:
        """Save a valid form: what was changed in it, and no more, with what the file said before."""
        # Read anew: the form has put in what was typed already.
        client, was = self.instance, changes.read_file(self.instance)
        for name in self.changed_data:
            setattr(client, name, self.cleaned_data[name])
        client.save(update_fields=[*self.changed_data, "updated"])
        changes.keep_file_change(client, was)


class LeaveForm(ErrorSummaryMixin, forms.Form):
    """The confirmation that a file is to be deleted."""

    sure = forms.BooleanField(
        label=_("Yes, delete my file with all answers and scores. I know that this can't be undone."),
        error_messages={"required": _("Tick the box if you want your file deleted")},
    )
