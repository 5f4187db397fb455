"""The pool as bars, one a band, with the band that holds a person's score filled; the sentence above says the place."""

from collections.abc import Sequence
from typing import NamedTuple

from draws.models import PoolBand
from intake.common.charts import make_scale

ROW, BAR = 20, 12  # units
LEFT = 96  # the scores of a band are written left of its bar, the number of candidates right of it
ROOM = 64
TEXT_DROP = 10


class Bar(NamedTuple):
    """A band of the pool: its scores, its candidates, where its bar is and how long; `own`: it holds the score.

    `text_y` is the line that its words stand on, `end` where the number of candidates begins.
    """

    low: int
    high: int
    candidates: int
    y: int
    text_y: int
    width: int
    end: int
    own: bool


class PoolChart(NamedTuple):
    """Bars from the highest band down, in a view of this size."""

    bars: list[Bar]
    left: int
    bar: int
    width: int
    height: int


def build_pool_chart(bands: Sequence[PoolBand], crs: int, width: int = 360) -> PoolChart | None:
    """The bands of one day as bars, the highest first; None where nobody is in any."""
    most = max((band.candidates for band in bands), default=0)
    if not most:
        return None
    length = make_scale(0, most, 0, width - LEFT - ROOM)
    ordered = sorted(bands, key=lambda band: -band.high)
    bars = [build_bar(band, 1 + ROW * index, length(band.candidates), crs) for index, band in enumerate(ordered)]
    return PoolChart(bars, LEFT, BAR, width, ROW * len(bars))


def build_bar(band: PoolBand, y: int, width: int, crs: int) -> Bar:
    """One band; a bar that would be too short to see is one unit long."""
    # An empty band has no bar at all, so that nobody is drawn where nobody is.
    width = max(width, 1) if band.candidates else 0
    own = band.low <= crs <= band.high
    return Bar(band.low, band.high, band.candidates, y, y + TEXT_DROP, width, LEFT + width + 6, own)
