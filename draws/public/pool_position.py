"""How many in the pool were at a score or higher, as far as the published bands tell."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from draws.models import PoolBand

# The share from which "nearly all" is said.
NEARLY_ALL = 0.95


class PoolPosition(NamedTuple):
    """Of `total` candidates on a day, at least `least` and at most `most` had the score or more.

    The bands do not tell how scores lie inside them, so the band that holds the
    score counts wholly or not at all; `low` and `high` are its ends.
    """

    on: date | None
    low: int
    high: int
    least: int
    most: int
    total: int

    @property
    def nearly_all(self) -> bool:
        """So many were at the score or higher that a range says less than a word."""
        return self.most > self.least >= NEARLY_ALL * self.total


def find_position(bands: Sequence[PoolBand], crs: int) -> PoolPosition | None:
    """Where a score stands among these bands of one day; None where no band holds it."""
    own = next((band for band in bands if band.low <= crs <= band.high), None)
    if own is None:
        return None
    above = sum(band.candidates for band in bands if band.low > crs)
    # At the band's lowest score everybody in it has that score or more.
    least = above + own.candidates if crs == own.low else above
    total = sum(band.candidates for band in bands)
    return PoolPosition(own.draw.pool_as_on, own.low, own.high, least, above + own.candidates, total)
