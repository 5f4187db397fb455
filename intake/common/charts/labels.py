"""The words of a chart: how wide they are, and which of them have room beside each other."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from django.utils.translation import get_language_bidi

from scoring.dates import format_date

CHARACTER = 8  # units, about a pixel each; labels are set in 13 units, and some words of French are wide
BOLD = 9.1  # figures in bold, in the widest of the fonts that the page and the PDF are set in
GAP = 8
Span = tuple[float, float]


def measure_text(text: str, *, bold: bool = False) -> int:
    """How wide these words are at most, on the average."""
    return ceil((BOLD if bold else CHARACTER) * len(text))


def stand_apart(spans: Iterable[Span], gap: float = GAP) -> bool:
    """Whether each of these spans, from left to right, ends at least this long before the next begins."""
    return all(one[1] + gap <= other[0] for one, other in pairwise(spans))


def format_label(day: date) -> str:
    """A day as it stands in a chart; in figures alone where words run from right to left."""
    # A PDF has the words of a drawing letter by letter, from the left: no Arabic word could be read there.
    return day.isoformat() if get_language_bidi() else format_date(day)


class Label(NamedTuple):
    """A text that starts, or with `anchor` "end" ends, at x."""

    x: int
    y: int
    text: str
    anchor: str = "start"
    bold: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last unit that it covers."""
        width = measure_text(self.text, bold=self.bold)
        return (self.x - width, self.x) if self.anchor == "end" else (self.x, self.x + width)


def keep_apart(labels: Iterable[Label]) -> list[Label]:
    """Those of these labels, from left to right, that do not run into the one before."""
    fitting: list[Label] = []
    for label in labels:
        if not fitting or stand_apart([fitting[-1].span, label.span]):
            fitting.append(label)
    return fitting
