"""The pool's distribution at a round, as a reader sees it."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from draws.models import PoolBand


class Band(NamedTuple):
    """Scores from `low` to `high`: the candidates there, those there or higher, and the bar's length in percent."""

    low: int
    high: int
    candidates: int
    here_or_higher: int
    length: str


def build_bands(found: Sequence[PoolBand]) -> list[Band]:
    """The bands, highest first."""
    # Where nobody is in any band, every bar is of no length, and nothing is divided by zero.
    longest = max((band.candidates for band in found), default=0) or 1
    sums = accumulate(band.candidates for band in found)
    return [
        Band(band.low, band.high, band.candidates, total, f"{band.candidates / longest:.1%}")
        for band, total in zip(found, sums, strict=True)
    ]
