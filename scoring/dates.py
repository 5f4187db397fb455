"""Dates in words, as the language in use writes them: the one place, for Python and for the filter `date`."""

import re
from datetime import UTC, date, datetime, time

from django.utils.formats import date_format
from django.utils.translation import get_language

FIRST = re.compile(r"^1 (?=[^\W\d])")  # "1 janvier", and not "1 234" or "1:30"
FULL_HOUR = re.compile(r"(?<=\d\xa0h)\xa000$")  # "9 h 00"


def format_date(value: date | datetime | time, form: str = "DATE_FORMAT") -> str:
    """A day, a month or a time in the active language; `form` is the name of one of Django's formats."""
    return write_as_french(date_format(value, form))  # type: ignore[arg-type] # a time has formats too


def write_as_french(words: str) -> str:
    """Write the first of a month and the full hour as French does, "1er janvier", "9 h", which no format can."""
    if not (get_language() or "").startswith("fr"):
        return words
    return FULL_HOUR.sub("", FIRST.sub("1er ", words))


def format_utc(moment: datetime) -> str:
    """A moment as day and time in UTC; the sentence around it names the zone."""
    return f"{format_date(moment.astimezone(UTC).date())}, {format_utc_time(moment)}"


def format_utc_time(moment: datetime) -> str:
    """The time of a moment in UTC, to the second: "21:35:13", in French "21 h 35 min 13 s"."""
    at = moment.astimezone(UTC)
    if not (get_language() or "").startswith("fr"):
        return f"{at:%H:%M:%S}"
    return f"{at.hour} h {at:%M} min {at:%S} s".replace(" ", "\N{NO-BREAK SPACE}")
