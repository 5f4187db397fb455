"""Who the person is, and how we may write to them."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.common.languages import choose_letter_language, list_letter_languages
from intake.common.names import LONGEST
from intake.consents.wording import CONSENT
from intake.forms.fields import (
    CheckboxField,
    EmailAddressField,
    PersonNameField,
    PostalAddressField,
    Radios,
    TelephoneField,
)
from intake.forms.widgets import EmailBox, TextBox
from intake.models import Client
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import LAST


class Contact(Step):
    """Name, address and consent; on the telephone nobody else gives the last two."""

    slug, section = "contact", LAST
    own_hand = ("email", "alerts")
    title = _("How we may write to you")
    name = PersonNameField(
        label=_("Your name (optional)"),
        max_length=LONGEST,
        required=False,
        widget=TextBox({"autocomplete": "name"}),
    )
    email = EmailAddressField(
        label=_("Your e-mail address (optional)"),
        help_text=_("We will send it a message asking you to confirm that it is yours."),
        required=False,
        widget=EmailBox({"autocomplete": "email", "spellcheck": "false"}),
    )
    telephone = TelephoneField(
        label=_("Your telephone number (optional)"),
        help_text=_("With the country code, if it is not in Canada or the United States."),
        required=False,
        widget=TextBox({"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    postal_address = PostalAddressField(
        label=_("Your postal address (optional)"),
        help_text=_("As you would write it on an envelope, with the country if it is not Canada."),
        required=False,
    )
    reach_by = Radios(
        label=_("How would you rather be reached? (optional)"),
        choices=[("", _("No preference")), *Client.ReachBy.choices],
        required=False,
        missing=_("Select how you would rather be reached"),
    )
    reach_when = forms.CharField(
        label=_("When is a good time to call? (optional)"),
        help_text=_("For example: after 5 p.m. in Manila, not on Fridays."),
        max_length=100,
        required=False,
        widget=TextBox(),
    )
    language = Radios(
        label=_("In which language should we write to you?"),
        choices=list_letter_languages,
        missing=_("Select a language"),
    )
    # Never ticked beforehand; its label is the very wording that is kept as proof.
    alerts = CheckboxField(label=CONSENT)

    @classmethod
    def prefill(cls, data: Mapping[str, str] | None, known: Mapping[str, Any], prefix: str | None = None) -> "Contact":
        """The language of the page is chosen already; not on the staff's long page, which another person answers."""
        page = cast("Contact", super().prefill(data, known, prefix))
        if prefix is None:
            page.initial["language"] = page.initial["language"] or choose_letter_language()
        return page

    def clean_reach_when(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["reach_when"].split())

    def clean(self) -> dict[str, Any]:
        """Alerts need an address, calls a number, and letters a postal address."""
        # An address that is wrong has its own message: two at one field would contradict each other.
        if self.cleaned_data.get("alerts") and "email" not in self.errors:
            self.require("email", _("Enter the e-mail address to which we are to send this"))
        if self.cleaned_data.get("reach_by") == Client.ReachBy.TELEPHONE and "telephone" not in self.errors:
            self.require("telephone", _("Enter the number that we should call"))
        if self.cleaned_data.get("reach_by") == Client.ReachBy.LETTER and "postal_address" not in self.errors:
            self.require("postal_address", _("Enter the postal address that we should write to"))
        return self.cleaned_data
