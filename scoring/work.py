"""Hours of work in a window of time, and the days on which they reach a threshold.

A week counts at most `full_week_hours` (30), over all jobs held at once, and a
year is `year_hours` (1,560). Days are ordinals (`date.toordinal`), both ends
included; amounts are in thousandths of an hour a week times days, so that all
arithmetic is whole: a year at 30 hours is 364 days.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scoring.profile import Job
from scoring.table import Table

OPEN = 10**7  # the ordinal of a day that never comes: a job that goes on
SCALE = 1000
WEEK = 7


class Segment(NamedTuple):
    """Days on which the same hours a week were worked."""

    first: int
    last: int
    rate: int


class Measure(NamedTuple):
    """What the definitions' hours are in our units."""

    full_week: int
    year: int

    @classmethod
    def of(cls, definitions: Table) -> "Measure":
        """From the table `work/definitions`."""
        return cls(definitions.points("full_week_hours") * SCALE, amount(definitions.points("year_hours")))


def amount(hours: int) -> int:
    """Hours in our units."""
    return hours * SCALE * WEEK


def in_canada(job: Job) -> bool:
    """The work was physically done in Canada."""
    return job.country == "CA"


def spell(job: Job, most: int) -> Segment:
    """When and how much was worked in one job, at most so much."""
    last = job.end.toordinal() if job.end else OPEN
    return Segment(job.start.toordinal(), last, min(round(job.hours_per_week * SCALE), most))


def segments(spells: Sequence[Segment], most: int) -> tuple[Segment, ...]:
    """When how much was worked over all these spells, never more than so much at once."""
    if len(spells) < 2:  # noqa: PLR2004 - nothing to add up
        return tuple(spells)
    edges = sorted({edge for first, last, _ in spells for edge in (first, last + 1)})
    found = []
    for first, after in pairwise(edges):
        rate = sum([r for f, l, r in spells if f <= first and after <= l + 1])  # noqa: E741
        if rate:
            found.append(Segment(first, after - 1, min(rate, most)))
    return tuple(found)


def worked(spells: Iterable[Segment], first: int, last: int) -> int:
    """How much was worked from `first` to `last`, both included."""
    total = 0
    for begin, end, rate in spells:
        days = (min(last, end)) - (max(first, begin)) + 1
        if days > 0:
            total += days * rate
    return total


def stretches(spells: Sequence[Segment]) -> Iterator[tuple[Segment, ...]]:
    """Segments that follow each other without a day between: continuous work."""
    run: list[Segment] = []
    for segment in spells:
        if run and segment.first > run[-1].last + 1:
            yield tuple(run)
            run = []
        run.append(segment)
    if run:
        yield tuple(run)
