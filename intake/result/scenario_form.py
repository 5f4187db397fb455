"""The form that names a scenario."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from intake.forms.error_summary import ErrorSummaryMixin
from intake.models import Scenario
from intake.querysets import ScenarioQuerySet


def describe_full(number: int) -> str:
    """The message that no further scenario can be saved."""
    words = ngettext(
        "You keep %(number)d scenario, which is as many as there can be. Delete one first",
        "You keep %(number)d scenarios, which is as many as there can be. Delete one first",
        number,
    )
    return words % {"number": number}


class NameForm(ErrorSummaryMixin, forms.Form):
    """The name of a scenario; no two of one person's are alike."""

    name = forms.CharField(
        label=_("Name of the scenario"),
        help_text=_("For example, “French at NCLC 7”. Only you see it."),
        max_length=Scenario.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter a name for the scenario"),
            "max_length": ngettext_lazy(
                "Enter a name of at most %(limit_value)d character",
                "Enter a name of at most %(limit_value)d characters",
                "limit_value",
            ),
        },
    )

    def __init__(self, others: ScenarioQuerySet[Scenario], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others

    def clean_name(self) -> str:
        """Another name than the others'."""
        name: str = self.cleaned_data["name"]
        if self.others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("You keep a scenario of this name already. Enter another name"))
        return name
