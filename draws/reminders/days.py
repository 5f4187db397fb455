"""On which days before an end a reminder of it is due."""

from datetime import date

from django.conf import settings

# How many days late a reminder of a lapse may be; later, the next one is near enough.
# Clients who are imported at once would otherwise get the reminders of months in a day (record 0024).
LATE = 6


def find_nearest(on: date, ends: date) -> int | None:
    """Which of the days before the end has come, and not long ago."""
    left = (ends - on).days
    come = [days for days in settings.REMIND_BEFORE_LAPSE if left <= days]
    return min(come) if come and left > 0 and min(come) - left <= LATE else None
