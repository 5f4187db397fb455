"""The score of the next two years as a line: numbers for an SVG, no drawing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from scoring.timeline import Period

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 8, 352, 34, 150
LABEL = 30  # the width of a score
LEAST_SPREAD = 40  # a change of one point is not drawn as a cliff


class Label(NamedTuple):
    """A word at a place."""

    x: int
    y: int
    text: int | date
    anchor: str


class Chart(NamedTuple):
    """A line of steps with the scores on it and the days under it."""

    line: str
    scores: list[Label]
    days: list[Label]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    base: int = BOTTOM + 12


def chart(periods: Sequence[Period]) -> Chart:
    """The line of these periods, which follow each other."""
    begin, end = periods[0].since, periods[-1].until
    low = min(period.crs for period in periods)
    spread = max(max(period.crs for period in periods) - low, LEAST_SPREAD)

    def x(day: date) -> int:
        return LEFT + (day - begin).days * (RIGHT - LEFT) // (end - begin).days

    def y(crs: int) -> int:
        return BOTTOM - (crs - low) * (BOTTOM - TOP) // spread

    def above(period: Period) -> int:
        """Over every step that the label's width covers."""
        right = x(period.since) + LABEL
        return min(y(other.crs) for other in periods if x(other.until) > x(period.since) and x(other.since) < right) - 6

    steps = [f"V{y(period.crs)}H{x(period.until)}" for period in periods]
    scores = [Label(x(p.since), above(p), p.crs, anchor(x(p.since))) for p in apart(periods, x)]
    days = [Label(x(p.since), HEIGHT - 6, p.since, anchor(x(p.since))) for p in apart(periods, x, 90)]
    return Chart(f"M{LEFT} {y(periods[0].crs)}" + "".join(steps), scores, days)


def apart(periods: Sequence[Period], x: Callable[[date], int], least: int = LABEL + 4) -> list[Period]:
    """Those whose labels do not run into each other; the table has them all."""
    found: list[Period] = []
    for period in periods:
        if not found or x(period.since) - x(found[-1].since) >= least:
            found.append(period)
    return found


def anchor(x: int) -> str:
    """Labels near the right edge end where they stand."""
    return "end" if x > RIGHT - 60 else "start"
