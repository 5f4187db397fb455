"""Where the marks of a chart stand. A template draws them; a table beside it says the same.

Across, a chart is as wide as its place: x runs from 0 to `WIDTH` and is
stretched, while y is in pixels and words keep their size.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from draws.history import Cutoff

WIDTH = 1000
LEFT, RIGHT = 90, 980  # the numbers of the scale stand before the first mark
TOP, BOTTOM = 22, 30
MOST_LINES = 6
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
LONG, SHORT = timedelta(days=1100), timedelta(days=190)


class Line(NamedTuple):
    """A line of the scale: its score, and where it stands."""

    score: int
    y: int


class Tick(NamedTuple):
    """A day under the chart, in percent of its width; every second one is `fine`, left out on a narrow screen."""

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


class Chart(NamedTuple):
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
        """Where the words under the chart stand."""
        return self.height - 8


def chart(groups: Mapping[Any, Sequence[Cutoff]], *, height: int = 320, days: tuple[date, date] | None = None) -> Chart:
    """A chart of groups of rounds (name -> rounds) over their days, or over the days given.

    Raises `ValueError` where no round has a cut-off.
    """
    known = [one for rounds in groups.values() for one in rounds if one.cutoff is not None]
    if not known:
        raise ValueError("no round has a cut-off")
    first, last = days or (min(one.held_on for one in known), max(one.held_on for one in known))
    scores = [one.cutoff for one in known if one.cutoff is not None]
    lines = scale(min(scores), max(scores), height)
    across, up = _across(first, last), _up(lines)
    unit, ticks = _ticks(first, last)
    return Chart(
        series=list(_series(groups, across, up)),
        lines=lines,
        ticks=[Tick(day, f"{across(day) / WIDTH:.1%}", index % 2 == 1) for index, day in enumerate(ticks)],
        unit=unit,
        height=height,
        first=first,
        last=last,
        lowest=min(scores),
        highest=max(scores),
        rounds=len(known),
    )


def scale(lowest: int, highest: int, height: int) -> list[Line]:
    """The lines of a scale that holds both scores, from the lowest up."""
    most = MOST_LINES if height > 200 else 3
    for step in STEPS:
        low, high = math.floor(lowest / step) * step, math.ceil(highest / step) * step
        high = max(high, low + step)
        if (high - low) // step < most:
            break
    deep = height - TOP - BOTTOM
    return [Line(s, TOP + round(deep * (high - s) / (high - low))) for s in range(low, high + 1, step)]


def _across(first: date, last: date) -> Callable[[date], int]:
    length = max((last - first).days, 1)
    return lambda day: LEFT + round((RIGHT - LEFT) * (day - first).days / length)


def _up(lines: list[Line]) -> Callable[[int], int]:
    low, high = lines[0], lines[-1]
    return lambda score: low.y - round((low.y - high.y) * (score - low.score) / (high.score - low.score))


def _series(
    groups: Mapping[Any, Sequence[Cutoff]], across: Callable[[date], int], up: Callable[[int], int]
) -> Iterator[Series]:
    for mark, (name, rounds) in zip(("round", "square", "ring"), groups.items(), strict=False):
        places = [(across(one.held_on), up(one.cutoff)) for one in reversed(rounds) if one.cutoff is not None]
        if places:
            yield Series(name, mark, _marks(places), _line(places), len(places))


def _marks(places: Iterable[tuple[int, int]]) -> str:
    """A dot is a line of no length with a thick round or square end."""
    return "".join(f"M{x} {y}h0" for x, y in places)


def _line(places: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in places)


def _ticks(first: date, last: date) -> tuple[str, list[date]]:
    """The date format, and the first days of the years, quarters or months between two days."""
    span = last - first
    if span > LONG:
        return "Y", [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    months = 3 if span > SHORT else 1
    starts = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13, months))
    return "M Y", [day for day in starts if first <= day <= last]
