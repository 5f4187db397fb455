"""Whether a cut-off is one that its own stream could have: measured by the rounds of that stream so far."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from draws.feed import cutoff_extremes
from draws.models import Draw
from scoring.dates import format_date
from scoring.numbers import group_thousands

# A step between two rounds is usual where nine of ten before it were no longer.
USUAL = 0.9


class Past(NamedTuple):
    """A round of the same stream: its day and its cut-off."""

    held_on: date
    cutoff: int


def list_past(draw: Draw) -> list[Past]:
    """The rounds of the draw's stream up to its day, those that come with the project among them, oldest first."""
    shipped = {
        found.number: Past(found.held_on, found.cutoff)
        for found in cutoff_extremes.read_shipped_rounds()
        if found.stream == draw.stream and found.cutoff is not None
    }
    ours = Draw.objects.with_cutoff_in([draw.stream]).values_list("number", "held_on", "cutoff")
    # Of a round that we have both of, ours counts: it may have been corrected since the list was shipped.
    known = shipped | {number: Past(held_on, cutoff) for number, held_on, cutoff in ours if cutoff is not None}
    # A draw is not measured against itself.
    known.pop(draw.number, None)
    # Rounds are sometimes entered months late, and must not be measured by what came after them.
    return sorted(one for one in known.values() if one.held_on <= draw.held_on)


def find_usual_step(past: list[Past]) -> int | None:
    """The points that nine of ten steps between these rounds did not exceed; None without two rounds."""
    steps = sorted(abs(after.cutoff - before.cutoff) for before, after in pairwise(past))
    return steps[min(int(len(steps) * USUAL), len(steps) - 1)] if steps else None


def describe_cutoff(draw: Draw) -> Iterator[str]:
    """What is unusual about the draw's cut-off, in whole sentences; nothing where nothing is."""
    past = list_past(draw) if draw.stream else []
    if draw.cutoff is None or not past:
        # Nothing to measure by is a doubt of its own, so that somebody types the figure again (record 0089).
        yield _("No round of this stream is known to compare the cut-off with.")
        return
    lowest, highest = min(one.cutoff for one in past), max(one.cutoff for one in past)
    words = {
        "cutoff": group_thousands(draw.cutoff),
        "lowest": group_thousands(lowest),
        "highest": group_thousands(highest),
    }
    if not lowest <= draw.cutoff <= highest:
        yield _("The cut-off %(cutoff)s lies outside those of this stream so far, %(lowest)s to %(highest)s.") % words
    last, usual = past[-1], find_usual_step(past)
    if usual is not None and abs(draw.cutoff - last.cutoff) > usual:
        yield _(
            "The cut-off %(cutoff)s is far from the last one of this stream, %(last)s on %(day)s: by %(points)s, where "
            "nine of ten steps between its rounds were %(usual)s or less."
        ) % {
            "cutoff": group_thousands(draw.cutoff),
            "points": abs(draw.cutoff - last.cutoff),
            "last": group_thousands(last.cutoff),
            "day": format_date(last.held_on),
            "usual": usual,
        }
