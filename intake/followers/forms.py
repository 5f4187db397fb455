"""The forms by which rounds are followed: all of them, or chosen kinds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import EmailAddressField, Radios, TickBoxes
from intake.forms.widgets import EmailBox
from intake.models.round_kinds import KINDS, list_choices

ALL, CHOSEN = "all", "chosen"


class KindsForm(ErrorSummaryMixin, forms.Form):
    """Which rounds are followed."""

    rounds = Radios(
        label=_("Which rounds do you want to hear about?"),
        choices=[(ALL, _("All rounds")), (CHOSEN, _("Only the kinds of round selected below"))],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        missing=_("Select which rounds you want to hear about"),
    )
    kinds = TickBoxes(label=_("Kinds of round"), choices=list_choices)

    def __init__(self, chosen: Sequence[str], data: Any = None) -> None:
        super().__init__(data, initial={"rounds": CHOSEN if chosen else ALL, "kinds": list(chosen)})

    def clean(self) -> dict[str, Any]:
        """Ask for at least one kind where only some are followed."""
        if self.cleaned_data.get("rounds") == CHOSEN and not self.cleaned_data.get("kinds"):
            self.add_error("kinds", _("Select at least one kind of round"))
        return self.cleaned_data

    @property
    def chosen(self) -> list[str]:
        """The kinds of a valid form; none where all rounds are followed."""
        return sorted(self.cleaned_data["kinds"]) if self.cleaned_data["rounds"] == CHOSEN else []


class FollowForm(KindsForm):
    """The same, with the address that is written to."""

    email = EmailAddressField(
        label=_("Your e-mail address"),
        help_text=_("We first ask you by a message to it to confirm that it is yours."),
        widget=EmailBox({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter the e-mail address that we should write to")},
    )
    field_order = ("email", "rounds", "kinds")

    def __init__(self, chosen: Sequence[str], email: str = "", data: Any = None) -> None:
        super().__init__(chosen, data)
        self.initial["email"] = email


def read_kind(query: Any) -> list[str]:
    """The kind of round that an address asks for, as a list; empty for none, and for an unknown one."""
    kind = query.get("kind", "")
    return [kind] if kind in KINDS else []
