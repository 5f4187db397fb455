"""The form that books one hour."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.common.names import LONGEST
from intake.enquiries.forms import QuestionField
from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import EmailAddressField, PersonNameField, Radios
from intake.forms.widgets import EmailBox, TextBox
from intake.models import AdviserCalendar
from intake.models.consultations import MeetingWay
from intake.models.enquiries import TELEPHONE


class BookingForm(ErrorSummaryMixin, forms.Form):
    """The person who comes, and the way of meeting."""

    way = Radios(
        label=_("How do you want to talk?"),
        choices=[],
        missing=_("Select how you want to talk"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    name = PersonNameField(
        label=_("Your name"),
        max_length=LONGEST,
        widget=TextBox({"autocomplete": "name"}),
        error_messages={"required": _("Enter your name, so that we know whom we meet")},
    )
    email = EmailAddressField(
        label=_("Your e-mail address"),
        help_text=_("We will send it a message asking you to confirm the appointment."),
        widget=EmailBox({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address, so that we can confirm the appointment")},
    )
    telephone = forms.CharField(
        label=_("Your telephone number (needed for a call)"),
        max_length=30,
        required=False,
        validators=[TELEPHONE],
        widget=TextBox({"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    text = QuestionField(label=_("What is it about? (optional)"), required=False)

    def __init__(self, calendar: AdviserCalendar, known: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, initial=dict(known))
        self.fields["way"].choices = [(way.value, way.label) for way in calendar.ways]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A call needs a number."""
        by_telephone = self.cleaned_data.get("way") == MeetingWay.TELEPHONE
        if by_telephone and not self.cleaned_data.get("telephone") and "telephone" not in self.errors:
            self.add_error("telephone", _("Enter the number that we should call"))
        return self.cleaned_data
