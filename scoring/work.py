"""Hours of work in a window of time, and the days on which they reach a threshold.

A week counts at most `full_week_hours` (30), over all jobs held at once, and a
year is `year_hours` (1,560). Days are ordinals (`date.toordinal`), both ends
included; amounts are in thousandths of an hour a week times days, so that all
arithmetic is whole: a year at 30 hours is 364 days.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scoring.profile import Job, Leave
from scoring.table import Table

OPEN = 10**7  # the ordinal of a day that never comes: a job that goes on
SCALE = 1000
WEEK = 7


class Segment(NamedTuple):
    """Days, as ordinals with both ends included, on which `rate` thousandths of an hour a week were worked."""

    first: int
    last: int
    rate: int


class Measure(NamedTuple):
    """A full week (thousandths of an hour a week) and a year of work (an amount), in the units of this module."""

    full_week: int
    year: int

    @classmethod
    def from_table(cls, definitions: Table) -> "Measure":
        """Read both from the table `work/definitions`. Raises `RuleError` where it has no row for one."""
        return cls(definitions.points("full_week_hours") * SCALE, amount(definitions.points("year_hours")))


def amount(hours: int) -> int:
    """Hours as an amount in the units of this module: 1,560 hours are 364 days at 30 hours a week."""
    return hours * SCALE * WEEK


def in_canada(job: Job) -> bool:
    """The work was physically done in Canada."""
    return job.country == "CA"


def spells(job: Job, most: int) -> tuple[Segment, ...]:
    """When how much was worked in one job, at most `most` thousandths of an hour a week; nothing on days of leave."""
    last = job.end.toordinal() if job.end else OPEN
    # Rounded: in floats 16.1 hours come to a little more than 16,100 thousandths.
    whole = Segment(job.start.toordinal(), last, min(round(job.hours_per_week * SCALE), most))
    return tuple(_without(whole, job.unpaid_leave)) if job.unpaid_leave else (whole,)


def _without(whole: Segment, leaves: Iterable[Leave]) -> Iterator[Segment]:
    """The parts of a job outside its leaves, which may overlap."""
    first = whole.first
    for start, end in sorted((leave.start.toordinal(), leave.end.toordinal()) for leave in leaves):
        if first < start:
            yield whole._replace(first=first, last=start - 1)
        first = max(first, end + 1)
    if first <= whole.last:
        yield whole._replace(first=first)


def bridged(jobs: Sequence[tuple[Segment, ...]], idle: frozenset[int]) -> list[Segment]:
    """What was worked in several jobs; nothing but idle days of the week between two belongs to the week before.

    Whoever leaves a job on a Friday and begins another on Monday has worked
    every week of the time. A break inside a job, which is leave, stays one.
    """
    worked = [segment for own in jobs for segment in own]
    begins, ends = [own[0].first for own in jobs if own], [own[-1].last for own in jobs if own]
    # Few people begin a job within a week of another's end; for all others there is nothing to look for.
    if not any(1 < begin - end <= WEEK for begin in begins for end in ends):
        return worked
    return [_until_next(segment, begins, idle) if segment.last in ends else segment for segment in worked]


def _until_next(last: Segment, begins: Sequence[int], idle: frozenset[int]) -> Segment:
    """The last days of a job, and the idle ones after it, where another begins right after those."""
    after = [first for first in begins if last.last < first <= _next_day(last.last, idle)]
    return last._replace(last=min(after) - 1) if after else last


def _next_day(last: int, idle: frozenset[int]) -> int:
    """The first day after this one that is not idle; days of the week count from Sunday, 0."""
    # The first day of the calendar was a Monday, so that Sundays are the multiples of seven.
    return next((day for day in range(last + 1, last + 1 + WEEK) if day % WEEK not in idle), last + 1)


def segments(spells: Sequence[Segment], most: int) -> tuple[Segment, ...]:
    """When how much was worked in all these spells together, at most `most` thousandths of an hour a week.

    Returns segments in order that do not overlap.
    """
    if len(spells) < 2:  # noqa: PLR2004 - nothing to add up
        return tuple(spells)
    # The rate can change only where a job begins or has ended; between two edges it is one number.
    edges = sorted({edge for first, last, _ in spells for edge in (first, last + 1)})
    found = []
    for first, after in pairwise(edges):
        rate = sum([r for f, l, r in spells if f <= first and after <= l + 1])  # noqa: E741
        if rate:
            # IRPR 80(4): what exceeds 30 hours a week, in one job or several at
            # once, counts as one period of full-time work.
            found.append(Segment(first, after - 1, min(rate, most)))
    return tuple(found)


def worked(spells: Iterable[Segment], first: int, last: int) -> int:
    """The amount worked from `first` to `last`, ordinals that are both included."""
    total = 0
    for begin, end, rate in spells:
        # Spelled out, because this runs some ten times in every assessment and the calls were half of its cost.
        days = (end if end < last else last) - (begin if begin > first else first) + 1  # noqa: FURB136
        if days > 0:
            total += days * rate
    return total


def at_rate(spells: Iterable[Segment], rate: int) -> list[Segment]:
    """The segments with at least this rate, in thousandths of an hour a week."""
    return [segment for segment in spells if segment.rate >= rate]


def stretches(spells: Sequence[Segment], leaves: Sequence[Leave] = ()) -> Iterator[tuple[Segment, ...]]:
    """Groups of segments that follow each other without a day between: continuous work.

    Days of these leaves may lie between.
    """
    away = [(leave.start.toordinal(), leave.end.toordinal()) for leave in leaves]
    run: list[Segment] = []
    for segment in spells:
        if run and segment.first > _next_after(run[-1].last, away):
            yield tuple(run)
            run = []
        run.append(segment)
    if run:
        yield tuple(run)


def _next_after(last: int, away: Sequence[tuple[int, int]]) -> int:
    """The first day after this one that is not in one of these spans."""
    following = last + 1
    for first, until in sorted(away):
        if first <= following <= until:
            following = until + 1
    return following
