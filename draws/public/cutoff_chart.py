"""Charts of cut-offs over time, as numbers for an SVG; a template draws them, and a table beside says the same.

Scales and widths of words are those of `intake.common.charts`. Unlike the charts there, these
fill the width of their place: x runs from 0 to `WIDTH` and is stretched, while y is
in pixels and text keeps its size.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from draws.public.round_list import Cutoff
from intake.common.charts.labels import measure_text, stand_apart
from intake.common.charts.scales import make_day_scale, make_scale
from scoring.dates import format_date

WIDTH = 1000
LEFT, RIGHT = 90, 980  # the numbers of the scale are left of the first mark
TOP, BOTTOM = 22, 30
PIXELS_A_LINE = 45
STEPS = (5, 10, 20, 50, 100, 200, 500)
LEAST_SPAN, ROOM = 20, 0.08
LONG, SHORT, A_BREAK = timedelta(days=1100), timedelta(days=300), timedelta(days=366)
NARROWEST, NARROW = 288, 560  # pixels: the least width of a chart on a phone, and on a page wider than 40rem
APART = 6  # pixels, between the words of two days, which are set in 0.8rem


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

    Where the chart is narrow, those are left out that are `fine`; `anchor` is the end of the words that is at x.
    """

    on: date
    words: str
    x: str
    anchor: str
    fine: bool


class Series(NamedTuple):
    """One kind of round: its name, how it is marked, and the path of its marks and of the line through them."""

    name: Any
    mark: str
    marks: str
    line: str
    rounds: int


class CutoffChart(NamedTuple):
    """A chart of cut-offs."""

    series: list[Series]
    lines: list[Line]
    ticks: list[Tick]
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
    return CutoffChart(
        series=list(_build_series(groups, across, up.y)),
        lines=up.lines,
        ticks=list(_place_ticks(first, last, across)),
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
        points = [(across(day), up(score)) for day, score in known]
        if points:
            joined = [False, *(after - before <= A_BREAK for (before, _), (after, _) in pairwise(known))]
            yield Series(name, mark, _draw_marks(points), _draw_line(points, joined), len(points))


def _draw_marks(points: Iterable[tuple[int, int]]) -> str:
    """A dot is a line of no length with a thick round or square end."""
    return "".join(f"M{x} {y}h0" for x, y in points)


def _draw_line(points: Iterable[tuple[int, int]], joined: Iterable[bool]) -> str:
    """Through the points, with a gap where for over a year there was no round."""
    return "".join(f"{'L' if on else 'M'}{x} {y}" for (x, y), on in zip(points, joined, strict=True))


class _Words(NamedTuple):
    """A day as it is written, and its x between 0 and `WIDTH`."""

    on: date
    words: str
    x: int

    @property
    def anchor(self) -> str:
        """The middle; at an edge of the narrowest chart, the end that stands there."""
        half, x = measure_text(self.words) / 2, self.x * NARROWEST / WIDTH
        return "start" if x < half else "end" if x + half > NARROWEST else "middle"

    @property
    def anchored_at(self) -> int:
        """Where the words are anchored: at their day, or at the edge that they would cross."""
        return {"start": 0, "middle": self.x, "end": WIDTH}[self.anchor]

    def span(self, width: int) -> tuple[float, float]:
        """From where to where it reaches in a chart of this width."""
        long = measure_text(self.words)
        begins = self.anchored_at * width / WIDTH - {"start": 0, "middle": long / 2, "end": long}[self.anchor]
        return begins, begins + long


def _place_ticks(first: date, last: date, across: Callable[[date], int]) -> Iterator[Tick]:
    """As many days as have room: those of a narrow chart are some of those of a wide one."""
    form, days = _choose_days(first, last)
    written = [_Words(day, format_date(day, form), across(day)) for day in days]
    wide = _choose_stride(written, NARROW, 1)
    narrow = _choose_stride(written, NARROWEST, wide)
    for index, one in enumerate(written):
        if index % wide == 0:
            # In percent: the drawing is stretched to its place, and the words under it are not (record 0023).
            yield Tick(one.on, one.words, f"{one.anchored_at / WIDTH:.1%}", one.anchor, index % narrow != 0)


def _choose_stride(written: Sequence[_Words], width: int, step: int) -> int:
    """The first multiple of a step by which these days stand apart in a chart of this width."""
    return next(
        stride
        for stride in range(step, step * len(written) + step + 1, step)
        if stand_apart([one.span(width) for one in written[::stride]], APART)
    )


def _choose_days(first: date, last: date) -> tuple[str, list[date]]:
    """The date format, and the first days of the years, quarters or months between two days."""
    span = last - first
    if span > LONG:
        return "Y", [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    months = 3 if span > SHORT else 1
    starts = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13, months))
    return "N Y", [day for day in starts if first <= day <= last]
