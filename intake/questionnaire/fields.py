"""Form fields whose choices are long lists: countries, occupations, trades."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.forms.widgets import LongSelect, SearchBox
from intake.questionnaire.choices import (
    OTHER,
    OTHER_TRADE,
    find_country_code,
    find_occupation_code,
    get_country_name,
    is_certified_trade,
    label_occupation,
    name_other_trade,
    render_country_options,
)
from intake.questionnaire.occupation_search import TRADES, suggest, suggest_trades


class CountryField(forms.Field):
    """A country, as its ISO 3166-1 code."""

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        super().__init__(widget=LongSelect(render_country_options), **kwargs)
        self.error_messages["required"] = missing

    def to_python(self, value: str | None) -> str:
        """The code; empty for nothing. Raises `ValidationError` for a name that is no country's."""
        code = find_country_code(value or "")
        if value and not code:
            raise ValidationError(_("Choose a country from the list"), "unknown")
        return code

    def show(self, value: str) -> str:
        """The country's name."""
        return get_country_name(value)


def make_occupation_box() -> SearchBox:
    """The search of occupations."""
    # A function: no address is known yet when this module is loaded.
    return SearchBox(suggest, label_typed_occupation, lambda: reverse("intake:occupation_search"))


def make_trade_box() -> SearchBox:
    """The search of trades with certificates, whose last line is any other trade."""
    return SearchBox(suggest_trades, label_typed_trade, lambda: f"{reverse('intake:occupation_search')}?{TRADES}")


def label_typed_trade(value: str) -> str:
    """Title and code of the trade that was typed or chosen, or "Another trade"; empty where there is no such one."""
    if value.strip() in name_other_trade():
        return str(OTHER_TRADE)
    code = find_occupation_code(value)
    return label_occupation(code) if code and is_certified_trade(code) else ""


def label_typed_occupation(value: str) -> str:
    """Title and code of the occupation that was typed or chosen; empty where there is no such one."""
    return label_occupation(find_occupation_code(value))


class OccupationField(forms.Field):
    """An occupation among the unit groups of NOC 2021, as its five-figure code; found by what people call it."""

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        super().__init__(widget=kwargs.pop("widget", None) or make_occupation_box(), **kwargs)
        self.error_messages["required"] = missing

    def to_python(self, value: str | None) -> str:
        """The code; empty for nothing. Raises `ValidationError` for what is no occupation."""
        code = find_occupation_code(value or "")
        if value and not code:
            raise ValidationError(self.unknown(value), "unknown")
        return code

    def unknown(self, value: str) -> Any:
        """What to do about words that are no occupation."""
        if suggest(value):
            return _("Choose an occupation from the list")
        return _("No occupation is called that: try another or a more general word, or a NOC code")

    def show(self, value: str) -> Any:
        """The occupation's title and code."""
        return label_occupation(value)


class TradeField(OccupationField):
    """A trade with certificates of qualification, or "other"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=make_trade_box(), **kwargs)

    def unknown(self, value: str) -> Any:
        """What to do about words that are no trade with certificates."""
        return _("Choose a trade from the list, or “Another trade, which is not in this list”")

    def to_python(self, value: str | None) -> str:
        """The code, or "other". Raises `ValidationError` for an occupation without certificates."""
        # Kept as it was typed, in the language of that moment; it is read in the present one.
        if (value or "").strip() in name_other_trade():
            return OTHER
        code = super().to_python(value)
        if code and not is_certified_trade(code):
            raise ValidationError(_("Choose a trade from the list, or “Another trade, which is not in this list”"))
        return code

    def show(self, value: str) -> Any:
        """The trade's title and code, or "Another trade"."""
        return OTHER_TRADE if value == OTHER else super().show(value)
