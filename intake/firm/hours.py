"""The hours in which the firm can be reached: those of the advisers' calendars that are open, taken together."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any, NamedTuple

from intake.models import OfficeHours

Span = tuple[time, time]


class OpeningDays(NamedTuple):
    """Days of the week that follow each other and have the same hours: the names of the first and the last."""

    first: Any
    last: Any
    spans: list[Span]


def list_days() -> list[OpeningDays]:
    """Every day of the week with hours, in order."""
    by_day: dict[int, list[Span]] = {}
    rows = OfficeHours.objects.filter(calendar__is_open=True).order_by("weekday", "begins")
    for weekday, begins, ends in rows.values_list("weekday", "begins", "ends"):
        by_day.setdefault(weekday, []).append((begins, ends))
    return list(group_days({day: list(merge_spans(spans)) for day, spans in by_day.items()}))


def merge_spans(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in the order of their beginnings, those that meet as one."""
    begun: Span | None = None
    for begins, ends in spans:
        if begun and begins <= begun[1]:
            begun = (begun[0], max(begun[1], ends))
        else:
            if begun:
                yield begun
            begun = (begins, ends)
    if begun:
        yield begun


def group_days(by_day: dict[int, list[Span]]) -> Iterator[OpeningDays]:
    """Days that follow each other and have the same hours, as one."""
    name = OfficeHours.Weekday
    first = None
    for day, spans in by_day.items():
        first = day if first is None else first
        if by_day.get(day + 1) != spans:
            yield OpeningDays(name(first).label, name(day).label, spans)
            first = None
