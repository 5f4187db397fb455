"""Lines of steps: a person's score over time, and rounds as marks around it.

Coordinates are those of the SVG's own view, in which a unit is about a pixel: each chart is drawn twice, for a phone
and for a wide page, and the style sheet shows the one that fits.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from intake.common.charts.labels import GAP, Label, format_label, keep_apart
from intake.common.charts.scales import make_day_scale, make_scale
from intake.common.charts.step_labels import DrawnStep, Drop, place_scores
from scoring.numbers import group_thousands
from scoring.timeline import Period

LEAST_SPREAD = 40  # points; a change of one point is not drawn as a cliff
ROW, MARK = 13, 8  # units: a row of marks under the line of days, and the height of a mark in it


class Frame(NamedTuple):
    """Where in the view the line may go, and `base`, the height of the line below it."""

    left: int
    right: int
    top: int
    bottom: int
    base: int
    width: int = 360
    height: int = 190

    def make_score_scale(self, scores: Iterable[int]) -> Callable[[float], int]:
        """A function from a score to its height, which puts all of these between bottom and top."""
        known = list(scores)
        low = min(known)
        return make_scale(low, max(*known, low + LEAST_SPREAD), self.bottom, self.top)


# Between the lowest step and the base there is room for its score.
SCORE_FRAME = Frame(left=8, right=352, top=26, bottom=142, base=162)
# The scores at the ends of the scale are written left of the line.
WIDE_SCORE_FRAME = SCORE_FRAME._replace(right=752, width=760, height=210, bottom=162, base=182)
ROUND_FRAME = Frame(left=40, right=350, top=14, bottom=160, base=168)
WIDE_ROUND_FRAME = ROUND_FRAME._replace(right=750, width=760, height=210, bottom=180, base=188)


# Paths around a point; filled or not, each is told from the others without its colour.
SHAPES = (
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "m-3.5-3.5h7v7h-7z",
    "m0-5.5l5 9h-10z",
    "m0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",
    "m0 5.5l5-9h-10z",
)


class Mark(NamedTuple):
    """A round at its cut-off; `met`: the person would have met it; `shape`: one of `SHAPES`."""

    x: int
    y: int
    met: bool
    shape: str


class DayMark(NamedTuple):
    """Days of one kind that are marked under the line: one day, or several that are too near each other to part."""

    kind: str
    x: int
    y: int
    width: int


# A chart of cut-offs has the scales in common and no more: its width is stretched, its words are not (record 0059).
class StepChart(NamedTuple):
    """A line of steps, as an SVG path, with labels of scores and days and the marks of rounds or of days.

    `drops` is the path that leads down from the line at each marked day.
    """

    frame: Frame
    line: str
    scores: list[Label]
    days: list[Label]
    marks: list[Mark]
    day_marks: Sequence[DayMark] = ()
    drops: str = ""


class RoundPoint(NamedTuple):
    """A round that has a cut-off, and the person's score on its day; `shape` as its mark has it."""

    held_on: date
    cutoff: int
    crs: int
    met: bool
    shape: str = SHAPES[0]


Marked = Mapping[str, Sequence[date]]  # the days of each kind; each kind has a row of its own under the line


def build_score_chart(periods: Sequence[Period], frame: Frame = SCORE_FRAME, marked: Marked | None = None) -> StepChart:
    """The score over consecutive periods, with as many labels as there is room for, and a mark for each marked day."""
    rows = {kind: days for kind, days in (marked or {}).items() if days}
    frame = frame._replace(height=frame.height + ROW * len(rows))
    y = frame.make_score_scale(period.crs for period in periods)
    # To the right in every language, as on IRCC's own pages (record 0162).
    x = make_day_scale(periods[0].since, periods[-1].until, frame.left, frame.right)
    steps = [DrawnStep(x(one.since), x(one.until), y(one.crs), group_thousands(one.crs)) for one in periods]
    days = keep_apart(fit(frame, x(period.since), frame.height - 6, format_label(period.since)) for period in periods)
    line = f"M{frame.left} {steps[0].y}{''.join(f'V{step.y}H{step.right}' for step in steps)}"
    marks = [mark for row, (kind, on) in enumerate(rows.items()) for mark in build_row(kind, map(x, on), frame, row)]
    drops = list(list_drops(periods, sorted({day for on in rows.values() for day in on}), x, y))
    scores = place_scores(steps, drops, frame.width, frame.base)
    drawn = "".join(f"M{drop.x} {drop.top}V{frame.base}" for drop in drops)
    return StepChart(frame, line, scores, days, [], marks, drawn)


def build_row(kind: str, points: Iterable[int], frame: Frame, row: int) -> Iterator[DayMark]:
    """The marks of one kind in their row; those that would touch are one mark, from the first to the last."""
    spans: list[tuple[int, int]] = []
    for x in sorted(points):
        if spans and x - spans[-1][1] < MARK + 4:
            spans[-1] = spans[-1][0], x
        else:
            spans.append((x, x))
    for first, last in spans:
        yield DayMark(kind, first - MARK // 2, frame.base + ROW // 2 + ROW * row, last - first + MARK)


def list_drops(
    periods: Sequence[Period], days: Sequence[date], x: Callable[[date], int], y: Callable[[float], int]
) -> Iterator[Drop]:
    """A line down from the lower end of the step on each of these days."""
    ends = {after.since: max(y(before.crs), y(after.crs)) for before, after in pairwise(periods)}
    return (Drop(x(day), ends[day]) for day in days if day in ends)


def build_round_chart(rounds: Sequence[RoundPoint], frame: Frame = ROUND_FRAME) -> StepChart | None:
    """Rounds as marks around the line of the person's score, oldest first; None for fewer than two."""
    if len(rounds) < 2:
        return None
    known = [score for one in rounds for score in (one.cutoff, one.crs)]
    y = frame.make_score_scale(known)
    x = make_scale(0, len(rounds) - 1, frame.left + GAP, frame.right - GAP)
    steps = "".join(f"H{x(index)}V{y(one.crs)}" for index, one in enumerate(rounds))
    ends = (min(known), max(*known, min(known) + LEAST_SPREAD))
    return StepChart(
        frame,
        f"M{frame.left} {y(rounds[0].crs)}{steps}H{frame.right}",
        [Label(4, y(score), group_thousands(score)) for score in (*ends, *find_level(rounds, ends, y))],
        [
            Label(frame.left, frame.height - 6, format_label(rounds[0].held_on)),
            Label(frame.right, frame.height - 6, format_label(rounds[-1].held_on), "end"),
        ],
        [Mark(x(index), y(one.cutoff), one.met, one.shape) for index, one in enumerate(rounds)],
    )


def find_level(rounds: Sequence[RoundPoint], ends: Iterable[int], y: Callable[[float], int]) -> list[int]:
    """The score of a line that is level all along, where it has room beside those at the ends of the scale."""
    scores = {one.crs for one in rounds}
    return [score for score in scores if len(scores) == 1 and all(abs(y(score) - y(end)) > ROW for end in ends)]


def fit(frame: Frame, x: int, y: int, text: str) -> Label:
    """A label from x on; up to x where the frame would cut it off."""
    label = Label(x, y, text)
    return label if label.span[1] <= frame.right else label._replace(anchor="end")
