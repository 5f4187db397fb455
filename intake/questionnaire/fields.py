"""Form fields whose choices are long lists: countries, occupations, trades."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.forms.widgets import LongSelect
from intake.questionnaire.choices import (
    OTHER,
    OTHER_TRADE,
    build_search_attributes,
    find_country_code,
    find_occupation_code,
    get_country_name,
    is_trade,
    label_occupation,
    render_country_options,
    render_occupation_options,
    render_trade_options,
)


class CountryField(forms.Field):
    """A country, as its ISO 3166-1 code."""

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        super().__init__(widget=LongSelect(render_country_options), **kwargs)
        self.error_messages["required"] = missing

    def to_python(self, value: str | None) -> str:
        code = find_country_code(value or "")
        if value and not code:
            raise ValidationError(_("Choose a country from the list"), "unknown")
        return code

    def show(self, value: str) -> str:
        """The country's name."""
        return get_country_name(value)


class OccupationField(forms.Field):
    """An occupation among the unit groups of NOC 2021, as its five-figure code; found by title in either language."""

    options: Callable[[str], str] = staticmethod(render_occupation_options)

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        super().__init__(widget=LongSelect(self.options, build_search_attributes), **kwargs)
        self.error_messages["required"] = missing

    def to_python(self, value: str | None) -> str:
        code = find_occupation_code(value or "")
        if value and not code:
            raise ValidationError(_("Choose an occupation from the list"), "unknown")
        return code

    def show(self, value: str) -> Any:
        """The occupation's title and code."""
        return label_occupation(value)


class TradeField(OccupationField):
    """A skilled trade of Express Entry, or "other"."""

    options = staticmethod(render_trade_options)

    def to_python(self, value: str | None) -> str:
        if value in (OTHER, OTHER_TRADE):
            return OTHER
        code = super().to_python(value)
        if code and not is_trade(code):
            raise ValidationError(_("Choose a trade from the list, or “Another trade, which is not in this list”"))
        return code

    def show(self, value: str) -> Any:
        return OTHER_TRADE if value == OTHER else super().show(value)
