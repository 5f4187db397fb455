"""The rounds that a person could be in, as marks around the line of their score: numbers for an SVG."""

from collections.abc import Sequence
from typing import NamedTuple

from draws.public.backtest import RoundResult, Verdict

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 350, 14, 160
LEAST_SPREAD = 40


class Mark(NamedTuple):
    """One round: filled where it would have been met."""

    x: int
    y: int
    met: bool


class Tick(NamedTuple):
    """A number of points beside its height."""

    y: int
    points: int


class Chart(NamedTuple):
    """The marks of the rounds, oldest first, the line of the score, and the lowest and highest points."""

    marks: list[Mark]
    line: str
    ticks: list[Tick]
    first: RoundResult
    last: RoundResult
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    base: int = BOTTOM + 8


def chart(places: Sequence[RoundResult]) -> Chart | None:
    """The chart of these rounds, which come newest first; one alone needs none."""
    if len(places) < 2:
        return None
    rounds = list(reversed(places))
    points = [number for place in rounds for number in (place.draw.cutoff or 0, place.crs)]
    low, spread = min(points), max(max(points) - min(points), LEAST_SPREAD)

    def x(index: int) -> int:
        return LEFT + 8 + index * (RIGHT - LEFT - 16) // (len(rounds) - 1)

    def y(number: int) -> int:
        return BOTTOM - (number - low) * (BOTTOM - TOP) // spread

    marks = [Mark(x(i), y(place.draw.cutoff or 0), place.verdict == Verdict.MET) for i, place in enumerate(rounds)]
    steps = "".join(f"H{x(i)}V{y(place.crs)}" for i, place in enumerate(rounds))
    ticks = [Tick(y(number), number) for number in (low, low + spread)]
    return Chart(marks, f"M{LEFT} {y(rounds[0].crs)}{steps}H{RIGHT}", ticks, rounds[0], rounds[-1])
