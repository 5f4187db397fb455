"""The pool as bars, one a band, with the band that holds a person's score filled; the sentence above says the place."""

from collections.abc import Sequence
from typing import NamedTuple

from draws.models import PoolBand
from intake.common.charts.bar_chart import BarChart, BarStyle, build_bar_chart

# The scores of a band are written left of its bar, the number of candidates right of it.
STYLE = BarStyle(width=360, left=96, line=20, bar=12, words=10)


class DrawnBand(NamedTuple):
    """The scores of a band; `own`: it holds the person's."""

    low: int
    high: int
    own: bool


def build_pool_chart(bands: Sequence[PoolBand], crs: int, width: int = STYLE.width) -> BarChart | None:
    """The bands of one day as bars, the highest first; None where nobody is in any."""
    ordered = sorted(bands, key=lambda band: -band.high)
    lines = [(DrawnBand(band.low, band.high, band.low <= crs <= band.high), band.candidates) for band in ordered]
    return build_bar_chart(lines, STYLE._replace(width=width))
