"""Anniversaries. The 29th of February falls on the 1st of March in other years."""

from datetime import date


def years_after(day: date, years: int) -> date:
    """The same day so many years later."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier."""
    return years_after(day, -years)


def age_on(born: date, on: date) -> int:
    """Full years of age: a year is reached on the birthday itself."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
