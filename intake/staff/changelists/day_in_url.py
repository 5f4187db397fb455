"""The day that the address of a staff's page asks for."""

from datetime import date

from django.utils.dateparse import parse_date

# The calendar ends in 1 and in 9999, and pages count weeks to either side of the day.
YEARS = range(1900, 3000)


def read_day(typed: str) -> date | None:
    """The day; None for what is none, and for one that is centuries off."""
    try:
        day = parse_date(typed)
    except ValueError:
        # `parse_date` raises for a day that no calendar has, as 2026-02-30.
        return None
    return day if day and day.year in YEARS else None
