"""Anniversaries and months. The 29th of February falls on the 1st of March in other years."""

import calendar
from datetime import MAXYEAR, MINYEAR, date

from scoring.memory import remember


@remember
def years_after(day: date, years: int) -> date:
    """The same day this many years later; `date.max` or `date.min` where the calendar has no such year."""
    year = day.year + years
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if years > 0 else date.min
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def years_before(day: date, years: int) -> date:
    """The same day this many years earlier; see `years_after` for the ends of the calendar."""
    return years_after(day, -years)


def age_on(born: date, on: date) -> int:
    """Full years of age: a year is reached on the birthday itself. Negative before the birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months_after(day: date, months: int) -> date:
    """The same day this many months later, or the last day of a month that is too short.

    Raises `ValueError` after the last year of the calendar.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
