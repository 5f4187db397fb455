"""Bars, one a line, each with its words before it and its number behind it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from intake.common.charts.scales import make_scale
from scoring.numbers import group_thousands

ROOM = 64  # units, for the number behind the longest bar
APART = 6


class BarStyle(NamedTuple):
    """Sizes in units: the view, where bars begin, a line, the bar in it, and how deep in the line its words stand."""

    width: int
    left: int
    line: int
    bar: int
    words: int


class Bar(NamedTuple):
    """A line: what it is about, its number, where its bar is and how long.

    `text_y` is the line that its words stand on, `end` where the number begins.
    """

    item: Any
    number: int
    y: int
    text_y: int
    width: int
    end: int

    @property
    def figures(self) -> str:
        """The number as it is written."""
        return group_thousands(self.number)


class BarChart(NamedTuple):
    """Bars from the first line down, in a view of this size."""

    bars: list[Bar]
    left: int
    bar: int
    width: int
    height: int


def build_bar_chart(lines: Sequence[tuple[Any, int]], style: BarStyle) -> BarChart | None:
    """What each line is about, and its number, as a bar; None where all are nothing."""
    most = max((number for _item, number in lines), default=0)
    if not most:
        return None
    length = make_scale(0, most, 0, style.width - style.left - ROOM)
    bars = [build_bar(line, index, length(line[1]), style) for index, line in enumerate(lines)]
    return BarChart(bars, style.left, style.bar, style.width, style.line * len(bars))


def build_bar(line: tuple[Any, int], index: int, width: int, style: BarStyle) -> Bar:
    """One line; nothing has no bar, and one that would be too short to see is one unit long."""
    item, number = line
    width, y = max(width, 1) if number else 0, 1 + style.line * index
    return Bar(item, number, y, y + style.words, width, style.left + width + APART)
