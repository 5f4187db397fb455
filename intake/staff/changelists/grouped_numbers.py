"""Numbers of the staff's tool with their thousands separated, wherever Django's admin shows a field or a count."""

from decimal import Decimal
from typing import Any

from django.contrib.admin import helpers, utils
from django.contrib.admin.templatetags import admin_list
from django.db.models import DecimalField, Field, FloatField, IntegerField
from django.utils.formats import number_format

NUMBERS = (IntegerField, FloatField, DecimalField)


def install() -> None:
    """Let every list and every page of the admin show numbers so, as it shows users by their names."""
    # Both modules hold Django's functions by name, and neither asks an admin class. The setting for all numbers would
    # group years and keys in addresses as well.
    for module in (admin_list, helpers):
        module.display_for_field = display_for_field  # type: ignore[attr-defined]
    admin_list.display_for_value = display_for_value  # type: ignore[attr-defined]


def display_for_field(value: Any, field: "Field[Any, Any]", empty: str, avoid_link: bool = False) -> str:
    """A field's value as Django's admin shows it; a number grouped, unless it is a key or stands for a choice."""
    if isinstance(field, NUMBERS) and not field.primary_key and not field.flatchoices and value is not None:
        return number_format(value, getattr(field, "decimal_places", None), force_grouping=True)
    return str(utils.display_for_field(value, field, empty, avoid_link=avoid_link))


def display_for_value(value: Any, empty: str, boolean: bool = False) -> str:
    """What a column works out, as Django's admin shows it; a number grouped."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and not boolean:
        return number_format(value, force_grouping=True)
    return utils.display_for_value(value, empty, boolean)
