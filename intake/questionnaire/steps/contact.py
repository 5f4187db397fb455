"""Who the person is, and how we may write to them."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from intake.common.languages import choose_letter_language, list_letter_languages
from intake.common.names import LONGEST
from intake.consents.wording import CONSENT
from intake.forms.fields import (
    CheckboxField,
    EmailAddressField,
    PersonNameField,
    Radios,
)
from intake.forms.widgets import EmailBox, TextBox
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
        help_text=_("We ask you by a message to it to confirm that it is yours."),
        required=False,
        widget=EmailBox({"autocomplete": "email", "spellcheck": "false"}),
    )
    language = Radios(
        label=_("In which language should we write to you?"),
        choices=list_letter_languages,
        missing=_("Select a language"),
    )
    alerts = CheckboxField(label=CONSENT)

    @classmethod
    def prefill(cls, data: Mapping[str, str] | None, known: Mapping[str, Any], prefix: str | None = None) -> "Contact":
        """The language of the page is chosen already; not on the staff's long page, which another person answers."""
        page = cast("Contact", super().prefill(data, known, prefix))
        if prefix is None:
            page.initial["language"] = page.initial["language"] or choose_letter_language()
        return page

    def clean(self) -> dict[str, Any]:
        """Alerts need an address."""
        if self.cleaned_data.get("alerts") and "email" not in self.errors:
            self.require("email", _("Enter your e-mail address to get draw alerts"))
        return self.cleaned_data
