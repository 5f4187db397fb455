"""The family and its money, the pool, and how we may write."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.common.names import LONGEST
from intake.consents.wording import CONSENT
from intake.forms.fields import (
    CheckboxField,
    DayField,
    EmailAddressField,
    NumberField,
    PersonNameField,
    Radios,
    TimeField,
    YesNo,
)
from intake.forms.widgets import EmailBox, TextBox
from intake.questionnaire.hints.shortfalls import format_dollars, get_money_needed
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import LANGUAGES, LAST
from scoring.profile import COUPLES


class FamilySize(Step):
    slug, section = "family-size", LAST
    longer_help = "intake/more/family.html"
    settles = ("family_too_small",)
    needs = ("marital_status",)
    family_size = NumberField(
        label=_("How many people are in your family?"),
        help_text=_("You, your partner and the dependent children of both, even those who do not come with you."),
        missing=_("Enter the number of people in your family"),
        wrong=_("Enter the number of people as a whole number, 1 or more"),
        low=1,
        high=30,
        whole=True,
    )

    def clean(self) -> dict[str, Any]:
        """A couple is two at least, whether the partner comes along or not."""
        if self.known.get("marital_status") in COUPLES and self.cleaned_data.get("family_size") == 1:
            self.add_error("family_size", _("Enter 2 or more: your partner counts too, even if they do not come along"))
        return self.cleaned_data


class Funds(Step):
    slug, section = "funds", LAST
    needs = ("family_size",)
    longer_help = "intake/more/funds.html"
    settles = ("funds",)
    title = _("Money to settle in Canada")
    only_if = {"settlement_funds_cad": ("funds_unknown", False), "funds_unknown": ("funds_unknown", True)}
    settlement_funds_cad = NumberField(
        label=_("How much money do you have to settle, in Canadian dollars?"),
        help_text=_("Money you can use freely; borrowed money and the value of a house do not count."),
        wrong=_("Enter the amount as a number, for example 15000"),
        high=1e9,
    )
    funds_unknown = CheckboxField(label=_("I do not know"))

    def adapt(self) -> None:
        """The amount that the family needs, as the hint."""
        if self.needed_cad is not None:
            self.copy_field("settlement_funds_cad").help_text = format_lazy(
                _(
                    "Where a program asks for money, a family of {family} needs {amount} dollars, "
                    "at hand and not borrowed."
                ),
                family=self.known["family_size"],
                amount=format_dollars(self.needed_cad),
            )

    @property
    def needed_cad(self) -> int | None:
        """What the family needs today; None where its size or the amount is not known."""
        family = self.known.get("family_size")
        return get_money_needed(family, timezone.localdate()) if family else None

    def list_answers(self) -> Iterator[tuple[str, Any, Any]]:
        """The amount, and beside it that it is not enough."""
        for name, label, answer in super().list_answers():
            yield name, label, self.beside() if name == "settlement_funds_cad" else answer

    def beside(self) -> Any:
        """The amount in words, with what is needed where it falls short of that."""
        stated, needed = self.cleaned_data["settlement_funds_cad"], self.needed_cad
        if needed is None or stated >= needed:
            return format_dollars(stated)
        words = _("{stated} ({needed} are needed for a family of {family}, where a program asks for money)")
        return format_lazy(
            words, stated=format_dollars(stated), needed=format_dollars(needed), family=self.known["family_size"]
        )

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("funds_unknown"):
            self.require("settlement_funds_cad", _("Enter an amount, or select “I do not know”"))
        return self.cleaned_data


class InPool(Step):
    slug, section = "express-entry-profile", LAST
    in_pool = YesNo(
        label=_("Have you already submitted an Express Entry profile to IRCC?"),
        missing=_("Select yes if you have submitted a profile to IRCC"),
    )


class PoolTime(Step):
    slug, section = "express-entry-profile-date", LAST
    title = _("When you submitted your Express Entry profile")
    submitted_on = DayField(
        label=_("On which day? (optional)"),
        help_text=_("IRCC uses it to decide between people with the same score. For example, 27 March 2026."),
    )
    submitted_time = TimeField(
        label=_("At what time, in Ottawa? (optional)"),
        help_text=_("For example, 16:05. Without it we count the end of the day."),
        required=False,
    )

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        return bool(known.get("in_pool"))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("submitted_time"):
            self.require("submitted_on", _("Enter the day too"))
        return self.cleaned_data


class Contact(Step):
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
        label=_("In which language should we write to you?"), choices=LANGUAGES, missing=_("Select a language")
    )
    alerts = CheckboxField(label=CONSENT)

    @classmethod
    def prefill(cls, data: Mapping[str, str] | None, known: Mapping[str, Any], prefix: str | None = None) -> "Contact":
        """The language of the page is chosen already; not on the staff's long page, which another person answers."""
        page = cast("Contact", super().prefill(data, known, prefix))
        if prefix is None:
            page.initial["language"] = page.initial["language"] or get_language()
        return page

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("alerts") and "email" not in self.errors:
            self.require("email", _("Enter your e-mail address to get draw alerts"))
        return self.cleaned_data
