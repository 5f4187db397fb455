"""From scores, numbers and days to points in a chart, in whole units."""

from collections.abc import Callable
from datetime import date


def make_scale(first: float, last: float, start: int, end: int) -> Callable[[float], int]:
    """A function that puts `first` at `start`, `last` at `end`, and what lies between evenly between, in whole units.

    `start` may be the greater one, because the y of an SVG grows downwards. Where `first` and `last` are the same, the
    function raises `ZeroDivisionError`.
    """
    return lambda value: start + round((end - start) * (value - first) / (last - first))


def make_day_scale(first: date, last: date, start: int, end: int) -> Callable[[date], int]:
    """The same for days; where there is one day alone, it stands at the start."""
    scale = make_scale(0, max((last - first).days, 1), start, end)
    return lambda day: scale((day - first).days)
