"""The days on which an amount of work reaches or loses a threshold inside its moving window.

As a function of the day the amount is piecewise linear: its slope changes only where a job begins or ends, where that
day enters or leaves the window, and around the 29th of February, where the window moves by two days or by none.
Between two such days the day of a crossing is a division.
"""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from scoring.days import years_after
from scoring.experience import Experience, canadian, window, windows
from scoring.work import Segment, worked

LAST = date.max.toordinal()
YEARS_LOOKED_AT = 2  # as far as a timeline reaches
Amount = Callable[[int], int]


class Ahead(NamedTuple):
    """The days that are looked at: after `start`, before `end`."""

    start: date
    end: date


def crossing_days(
    spells: Sequence[Segment], years: int | None, thresholds: Iterable[int], ahead: Ahead
) -> Iterator[date]:
    """The days on which the amount worked in the last `years` years crosses a threshold.

    Thresholds and amounts are in the units of `scoring.work`; `years` None: all work ever.
    """
    levels = sorted(thresholds)
    if spells and _may_cross(spells, years, levels, ahead):
        yield from _crossings(_amount(spells, years), _bends(spells, years, ahead), levels)


def list_year_days(work: Experience, on: date) -> list[tuple[int, date]]:
    """The full years that the work in Canada that goes on comes to for the CRS, each with its day, within two years.

    None where no such work goes on, or where the first of them takes a whole year: nothing of it is done.
    """
    if not any(job.end is None for job in work.chosen(canadian)):
        return []
    window_years, held = windows(work.rules).crs, work.years(canadian, on, windows(work.rules).crs)
    ahead = Ahead(on, years_after(on, YEARS_LOOKED_AT))
    spells, found = work.spells(canadian), list[tuple[int, date]]()
    for years in range(held + 1, held + 1 + YEARS_LOOKED_AT):
        days = crossing_days(spells, window_years, [years * work.measure.year], ahead)
        day = min((day for day in days if on < day < ahead.end), default=None)
        if day is None or (not found and day >= years_after(on, 1)):
            break
        found.append((years, day))
    return found


def _may_cross(spells: Sequence[Segment], years: int | None, levels: Sequence[int], ahead: Ahead) -> bool:
    """Whether the least and the most that the window can hold have a threshold between them."""
    # From the latest beginning to the earliest end, and the other way round: every window ahead lies between these two.
    least = worked(spells, window(ahead.end, years)[0], ahead.start.toordinal())
    most = worked(spells, window(ahead.start, years)[0], ahead.end.toordinal())
    return bisect_right(levels, least) != bisect_right(levels, most)


def overtaking_days(one: Sequence[Segment], other: Sequence[Segment], years: int, ahead: Ahead) -> Iterator[date]:
    """The days on which one of two amounts in a window of `years` years overtakes, equals or falls behind the other."""
    first, second = _amount(one, years), _amount(other, years)
    bends = sorted({*_bends(one, years, ahead), *_bends(other, years, ahead)})
    # Two levels, because equal amounts are a case of their own: then the TEER decides (`main_occupation`).
    yield from _crossings(lambda day: first(day) - second(day), bends, (0, 1))


def _amount(spells: Sequence[Segment], years: int | None) -> Amount:
    return lambda day: worked(spells, *window(date.fromordinal(day), years))


def _crossings(amount: Amount, bends: Sequence[int], levels: Sequence[int]) -> Iterator[date]:
    amounts = [(day, amount(day)) for day in bends]
    for (day, before), (next_day, after) in pairwise(amounts):
        reached, then = bisect_right(levels, before), bisect_right(levels, after)
        for threshold in levels[min(reached, then) : max(reached, then)]:
            yield date.fromordinal(_crossing(day, before, next_day, after, threshold))


def _crossing(day: int, before: int, next_day: int, after: int, threshold: int) -> int:
    """The first day on the line from `before` to `after` that is on the other side of the threshold."""
    # Exact, because between two bends the amount changes by the same whole number every day.
    slope = (after - before) // (next_day - day)
    if slope > 0:
        return day - (before - threshold) // slope
    return day + (before - threshold) // -slope + 1


def _bends(spells: Sequence[Segment], years: int | None, ahead: Ahead) -> list[int]:
    """The days between which the amount is a straight line, the first and the last day among them."""
    low, high = ahead.start.toordinal(), ahead.end.toordinal() - 1
    edges = {low, high}
    for segment in spells:
        edges.update((segment.first - 1, segment.last))
        if years is not None:
            edges.update((_leaving(segment.first, years), _leaving(segment.last + 1, years)))
    if years is not None:
        edges.update(_leap_days(ahead, years))
    return sorted([edge for edge in edges if low <= edge <= high])


def _leaving(day: int, years: int) -> int:
    """The day on which the window begins with this one, the last on which it counts."""
    # The end of a job that goes on lies beyond the calendar.
    return years_after(date.fromordinal(day), years).toordinal() if day < LAST else day


def _leap_days(ahead: Ahead, years: int) -> Iterator[int]:
    """The two days between which the window's edge stands still or takes two days at once.

    They are the 1st of March and the day before it, in years with a 29th of February at one end of the window only.
    """
    for year in range(ahead.start.year, ahead.end.year + 1):
        if isleap(year) != isleap(year - years):
            march = date(year, 3, 1).toordinal()
            yield from (march - 1, march)
