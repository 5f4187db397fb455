"""Django's filters `date` and `time`, which write as French does. Builtins: every template has them."""

from datetime import date, time
from typing import Any

from django import template
from django.template.defaultfilters import date as date_of_django
from django.template.defaultfilters import time as time_of_django

from scoring.dates import write_as_french

register = template.Library()


@register.filter(name="date", expects_localtime=True, is_safe=False)
def date_(value: date | Any, form: str | None = None) -> str:
    """A day by one of Django's formats."""
    return write_as_french(date_of_django(value, form))


@register.filter(name="time", expects_localtime=True, is_safe=False)
def time_(value: time | Any, form: str | None = None) -> str:
    """A time of day by one of Django's formats."""
    return write_as_french(time_of_django(value, form))
