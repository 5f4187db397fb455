"""Where the scores of a line of steps are written: each above or below its own step, over no line and no other score.

Where there is no room for all, the scores at both ends, the highest and the lowest come first, then longer steps.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from intake.common.charts.labels import GAP, Label, measure_text

FIGURES = 10  # units: how high figures are
ABOVE, BELOW = 6, 6 + FIGURES  # from a step to the foot of figures above it, and below it
CLEAR = 3  # around the middle of a line
SLIDE = 3  # how far a label is moved along its step to look for room


class DrawnStep(NamedTuple):
    """A step as it is drawn, and its score in words."""

    left: int
    right: int
    y: int
    text: str

    @property
    def width(self) -> int:
        """That of its score."""
        return measure_text(self.text, bold=True)


class Box(NamedTuple):
    """What something covers."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Box") -> bool:
        """Whether they cover a place in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Drop(NamedTuple):
    """A line down to the base."""

    x: int
    top: int


def place_scores(steps: Sequence[DrawnStep], drops: Iterable[Drop], width: int, base: int) -> list[Label]:
    """The scores that have room in a chart this wide above its base line, from left to right."""
    taken = [*cover_line(steps), *(Box(one.x - CLEAR, one.top, one.x + CLEAR, base) for one in drops)]
    labels: dict[int, Label] = {}
    for index in rank_steps(steps):
        label = find_room(steps[index], taken, width, base)
        if label:
            labels[index] = label
            taken.append(cover_label(label, GAP // 2))
    return [labels[index] for index in sorted(labels)]


def rank_steps(steps: Sequence[DrawnStep]) -> list[int]:
    """The steps by their numbers, those first whose score a reader needs most."""
    numbers = range(len(steps))
    by_length = sorted(numbers, key=lambda index: steps[index].left - steps[index].right)
    by_height = sorted(by_length, key=lambda index: steps[index].y)
    return list(dict.fromkeys([0, len(steps) - 1, by_height[0], by_height[-1], *by_length]))


def cover_line(steps: Sequence[DrawnStep]) -> Iterator[Box]:
    """What the line covers: its steps, and what joins two of them."""
    for step in steps:
        yield Box(step.left, step.y - CLEAR, step.right, step.y + CLEAR)
    for one, other in pairwise(steps):
        yield Box(one.right - CLEAR, min(one.y, other.y), one.right + CLEAR, max(one.y, other.y))


def cover_label(label: Label, gap: int = 0) -> Box:
    """What a score covers, with a gap at its sides."""
    first, last = label.span
    return Box(first - gap, label.y - FIGURES, last + gap, label.y + 1)


def find_room(step: DrawnStep, taken: Iterable[Box], width: int, base: int) -> Label | None:
    """The score of a step where nothing is in its way: above the step, else below; None where there is no room."""
    near = [box for box in taken if box.left < step.right + step.width and box.right > step.left - step.width]
    for y in (step.y - ABOVE, step.y + BELOW):
        for x in list_starts(step, width):
            label = Label(x, y, step.text, bold=True)
            box = cover_label(label)
            if FIGURES <= y < base - CLEAR and not any(box.meets(other) for other in near):
                return label
    return None


def list_starts(step: DrawnStep, width: int) -> list[int]:
    """Where a score may begin, the best place first: its middle is at its own step, or the step's at the score."""
    middle = (step.left + step.right) // 2
    # Beside the upright where the step is long enough, else in its middle.
    best = max(min(step.left + CLEAR, middle - step.width // 2), 0)
    lowest = min(step.left - step.width // 2, middle - step.width)
    highest = max(step.right - step.width // 2, middle)
    starts = {best, *range(lowest + 1, highest, SLIDE)}
    return sorted((x for x in starts if 0 <= x <= width - step.width), key=lambda x: abs(x - best))
