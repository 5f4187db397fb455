"""A report as bars, one a line; the table beside it says the same."""

from collections.abc import Sequence
from typing import NamedTuple

from intake.common.charts import CHARACTER, GAP, make_scale
from intake.staff.reports.sheets import Row
from scoring.numbers import group_thousands

WIDTH, ROW, BAR = 760, 22, 14  # units
ROOM = 64  # for the number right of the longest bar
TEXT_DROP = 12
LONGEST_LABEL = 260


class Bar(NamedTuple):
    """A line: its label, its number, where its bar is and how long; `end` is where the number begins."""

    label: str
    number: str
    y: int
    text_y: int
    width: int
    end: int


class BarChart(NamedTuple):
    """Bars from the first line down, in a view of this size."""

    bars: list[Bar]
    left: int
    bar: int
    width: int
    height: int


def build_bar_chart(rows: Sequence[Row]) -> BarChart | None:
    """The first cell of each line as a bar; None where all are nothing."""
    most = max((row.cells[0] or 0 for row in rows), default=0)
    if not most:
        return None
    left = min(CHARACTER * max(len(row.text) for row in rows), LONGEST_LABEL) + GAP
    length = make_scale(0, most, 0, WIDTH - left - ROOM)
    bars = [build_bar(row, 1 + ROW * index, left, length(row.cells[0] or 0)) for index, row in enumerate(rows)]
    return BarChart(bars, left, BAR, WIDTH, ROW * len(bars))


def build_bar(row: Row, y: int, left: int, width: int) -> Bar:
    """One line; nothing has no bar, and one that would be too short to see is one unit long."""
    number = row.cells[0] or 0
    width = max(width, 1) if number else 0
    return Bar(row.text, group_thousands(number), y, y + TEXT_DROP, width, left + width + 6)
