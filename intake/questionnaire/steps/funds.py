"""The family, and its money to settle in Canada."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import (
    CheckboxField,
    MoneyField,
    NumberField,
)
from intake.questionnaire.hints.shortfalls import format_dollars, get_funds_since, get_money_needed
from intake.questionnaire.step import Step
from intake.questionnaire.steps.options import LAST
from scoring.dates import format_date
from scoring.profile import COUPLES


class FamilySize(Step):
    """How many the settlement funds must do for, whether they come along or not."""

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

    @property
    def of_couple(self) -> bool:
        """Whether there is a partner to count."""
        return self.known.get("marital_status") in COUPLES

    def adapt(self) -> None:
        """Somebody without a partner is not asked about one."""
        if not self.of_couple:
            hint = _("You and your dependent children, even those who do not come with you.")
            self.copy_field("family_size").help_text = hint

    def clean(self) -> dict[str, Any]:
        """A couple is two at least, whether the partner comes along or not."""
        # IRPR 76(1)(b)(i) counts all family members, whether they come along or not.
        if self.of_couple and self.cleaned_data.get("family_size") == 1:
            self.add_error("family_size", _("Enter 2 or more: your partner counts too, even if they do not come along"))
        return self.cleaned_data


class Funds(Step):
    """The money at hand, against the amount of the family's size."""

    slug, section = "funds", LAST
    needs = ("family_size",)
    longer_help = "intake/more/funds.html"
    settles = ("funds",)
    title = _("Money to settle in Canada")
    only_if = {"settlement_funds_cad": ("funds_unknown", False)}
    # IRPR 76(1)(b)(i): transferable and available, unencumbered by debts or other obligations.
    settlement_funds_cad = MoneyField(
        label=_("How much money do you have to settle, in Canadian dollars?"),
        help_text=_("Money you can use freely; borrowed money and the value of a house do not count."),
        wrong=_("Enter the amount as a number, for example 15000"),
        high=1e9,
    )
    funds_unknown = CheckboxField(label=_("I do not know"))

    def adapt(self) -> None:
        """The amount that the family needs, as the hint."""
        since = get_funds_since(timezone.localdate())
        if self.needed_cad is not None and since:
            self.copy_field("settlement_funds_cad").help_text = format_lazy(
                _(
                    "Where a program asks for money, a family of {family} needs {amount} dollars (IRCC's amount since "
                    "{since}: look for a newer one), at hand and not borrowed."
                ),
                since=format_date(since),
                family=self.known["family_size"],
                amount=format_dollars(self.needed_cad),
            )

    @property
    def needed_cad(self) -> int | None:
        """What the family needs today; None where its size or the amount is not known."""
        family = self.known.get("family_size")
        return get_money_needed(family, timezone.localdate()) if family else None

    def list_answers(self) -> Iterator[tuple[str, Any, Any]]:
        """The amount, or that it is not known, as the one answer to the one question."""
        field, box = self.fields["settlement_funds_cad"], self.fields["funds_unknown"]
        unknown = self.cleaned_data["funds_unknown"]
        yield "settlement_funds_cad", field.label, box.label if unknown else self.describe_amount()

    def describe_amount(self) -> Any:
        """The amount in words, with what is needed where it falls short of that."""
        stated, needed = self.cleaned_data["settlement_funds_cad"], self.needed_cad
        if needed is None or stated >= needed:
            return format_dollars(stated)
        words = _("{stated} ({needed} are needed for a family of {family}, where a program asks for money)")
        return format_lazy(
            words, stated=format_dollars(stated), needed=format_dollars(needed), family=self.known["family_size"]
        )

    def clean(self) -> dict[str, Any]:
        """An amount, or that it is not known."""
        if not self.cleaned_data.get("funds_unknown"):
            self.require("settlement_funds_cad", _("Enter an amount, or select “I do not know”"))
        return self.cleaned_data
