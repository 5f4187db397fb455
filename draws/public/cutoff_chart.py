"""Charts of cut-offs over time, as numbers for an SVG; a template draws them, and a table beside says the same.

The scales are those of `intake.common.charts`. Unlike the small charts there, these
fill the width of their place: x runs from 0 to `WIDTH` and is stretched, while y is
in pixels and text keeps its size.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from draws.public.history import Cutoff
from intake.common.charts import make_day_scale, make_scale

WIDTH = 1000
LEFT, RIGHT = 90, 980  # the numbers of the scale are left of the first mark
TOP, BOTTOM = 22, 30
PIXELS_A_LINE = 45
STEPS = (5, 10, 20, 50, 100, 200, 500)
LEAST_SPAN, ROOM = 20, 0.08
LONG, SHORT, A_BREAK = timedelta(days=1100), timedelta(days=300), timedelta(days=366)
FEW = 5


class Line(NamedTuple):
    """A line of the scale: its score, and its height."""

    score: int
    y: int


class Scale(NamedTuple):
    """`y` gives the height of a score, in pixels from the top; `lines` are those at round numbers."""

    y: Callable[[float], int]
    lines: list[Line]


class Tick(NamedTuple):
    """A day under the chart, in percent of its width.

    Of many, every second one is `fine`: left out on a narrow screen.
    """

    on: date
    x: str
    fine: bool


class Series(NamedTuple):
    """One kind of round: its name, how it is marked, and the path of its marks and of the line through them."""

    name: Any
    mark: str
    marks: str
    line: str
    rounds: int


class CutoffChart(NamedTuple):
    """A chart of cut-offs; `unit` is the date format of its days."""

    series: list[Series]
    lines: list[Line]
    ticks: list[Tick]
    unit: str
    height: int
    first: date
    last: date
    lowest: int
    highest: int
    rounds: int

    @property
    def floor(self) -> int:
        """The height of the words under the chart."""
        return self.height - 8


def build_cutoff_chart(
    groups: Mapping[Any, Sequence[Cutoff]], *, height: int = 320, days: tuple[date, date] | None = None
) -> CutoffChart:
    """A chart of groups of rounds (name -> rounds) over their days, or over the days given.

    Raises `ValueError` where no round has a cut-off.
    """
    known = [one for rounds in groups.values() for one in rounds if one.cutoff is not None]
    if not known:
        raise ValueError("no round has a cut-off")
    first, last = days or (min(one.held_on for one in known), max(one.held_on for one in known))
    scores = [one.cutoff for one in known if one.cutoff is not None]
    across, up = make_day_scale(first, last, LEFT, RIGHT), build_scale(min(scores), max(scores), height)
    unit, ticks = _choose_ticks(first, last)
    return CutoffChart(
        series=list(_build_series(groups, across, up.y)),
        lines=up.lines,
        ticks=list(_place_ticks(ticks, across)),
        unit=unit,
        height=height,
        first=first,
        last=last,
        lowest=min(scores),
        highest=max(scores),
        rounds=len(known),
    )


def build_scale(lowest: int, highest: int, height: int) -> Scale:
    """A scale that holds both scores with some room, and few lines at round numbers."""
    span = highest - lowest
    # A single cut-off, or the same one over and over, needs a scale too.
    room = max(span * ROOM, (LEAST_SPAN - span) / 2)
    low, high = lowest - room, highest + room
    most = height // PIXELS_A_LINE
    step = next((s for s in STEPS if high // s - low // s <= most), STEPS[-1])
    # The room below may reach under 0, where there is no score.
    first = math.ceil(max(low, 0) / step) * step
    y = make_scale(low, high, height - BOTTOM, TOP)
    return Scale(y, [Line(score, y(score)) for score in range(first, int(high) + 1, step)])


def _build_series(
    groups: Mapping[Any, Sequence[Cutoff]], across: Callable[[date], int], up: Callable[[float], int]
) -> Iterator[Series]:
    # By shape and not by colour alone (record 0023).
    for mark, (name, rounds) in zip(("round", "square", "ring"), groups.items(), strict=False):
        known = [(one.held_on, one.cutoff) for one in reversed(rounds) if one.cutoff is not None]
        places = [(across(day), up(score)) for day, score in known]
        if places:
            joined = [False, *(after - before <= A_BREAK for (before, _), (after, _) in pairwise(known))]
            yield Series(name, mark, _draw_marks(places), _draw_line(places, joined), len(places))


def _draw_marks(places: Iterable[tuple[int, int]]) -> str:
    """A dot is a line of no length with a thick round or square end."""
    return "".join(f"M{x} {y}h0" for x, y in places)


def _draw_line(places: Iterable[tuple[int, int]], joined: Iterable[bool]) -> str:
    """Through the places, with a gap where for over a year there was no round."""
    return "".join(f"{'L' if on else 'M'}{x} {y}" for (x, y), on in zip(places, joined, strict=True))


def _place_ticks(days: Sequence[date], across: Callable[[date], int]) -> Iterator[Tick]:
    for index, day in enumerate(days):
        # In percent: the drawing is stretched to its place, and the words under it are not (record 0023).
        yield Tick(day, f"{across(day) / WIDTH:.1%}", len(days) > FEW and index % 2 == 1)


def _choose_ticks(first: date, last: date) -> tuple[str, list[date]]:
    """The date format, and the first days of the years, quarters or months between two days."""
    span = last - first
    if span > LONG:
        return "Y", [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    months = 3 if span > SHORT else 1
    starts = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13, months))
    return "M Y", [day for day in starts if first <= day <= last]
