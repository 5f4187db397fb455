"""Django's filter `date`, which writes the first of a month as French does. A builtin: every template has it."""

from datetime import date
from typing import Any

from django import template
from django.template.defaultfilters import date as as_django

from scoring.dates import first_of_month

register = template.Library()


@register.filter(name="date", expects_localtime=True, is_safe=False)
def date_(value: date | Any, form: str | None = None) -> str:
    """A day by one of Django's formats."""
    return first_of_month(as_django(value, form))
