"""The free hours as a page shows them: by day of the office, each hour on both clocks."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from intake.consultations.times import describe_hour, differs, find_zone
from intake.models import AdviserCalendar

# In UTC: where the clocks go back, an hour of the office comes twice.
FORM = "%Y%m%dT%H%MZ"


class Hour(NamedTuple):
    """One free hour: `code` stands in addresses; `visitor` is empty where both clocks are the same."""

    code: str
    office: str
    visitor: str


class Day(NamedTuple):
    """A day of the office with its free hours."""

    day: date
    hours: list[Hour]


def list_days(free: Sequence[datetime], zone: str) -> Iterator[Day]:
    """The days on which something is free."""
    for day, found in groupby(free, key=timezone.localdate):
        yield Day(day, [describe_slot(at, zone) for at in found])


def describe_slot(at: datetime, zone: str) -> Hour:
    """An hour on both clocks."""
    visitor = describe_hour(at, zone) if differs(at, zone) else ""
    return Hour(at.astimezone(UTC).strftime(FORM), describe_hour(at, settings.TIME_ZONE), visitor)


def read_code(code: str) -> datetime | None:
    """The moment of a code; None where it is not one."""
    try:
        return datetime.strptime(code, FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def choose_zone(asked: str) -> str:
    """The zone that was asked for, where there is one of this name; else the office's."""
    return find_zone(asked) or settings.TIME_ZONE


def list_open() -> list[AdviserCalendar]:
    """The calendars that can be booked on the site, by name."""
    rows = AdviserCalendar.objects.filter(is_open=True, adviser__is_active=True)
    return sorted(rows.select_related("adviser__licence").prefetch_related("hours"), key=str)
