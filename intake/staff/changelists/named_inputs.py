"""Names for inputs that Django's admin leaves without one, for people who hear a page and do not see it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


def name_day_and_time(field: Any) -> None:
    """Name both inputs of a moment; where it is only read there are none."""
    inputs = getattr(field.widget, "widgets", ())
    for one, words in zip(inputs, (_("Day"), _("Time")), strict=False):
        one.attrs["aria-label"] = words


class NamedCellsForm(forms.ModelForm[Any]):
    """A row of a list with inputs in it: each is named by its column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(str(field.label)))
