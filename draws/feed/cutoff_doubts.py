"""Whether a cut-off is one that its own stream could have: measured by the rounds of that stream so far."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from draws.feed import cutoff_extremes
from draws.models import Draw
from scoring.dates import format_date
from scoring.numbers import group_thousands

# A doubt by what it is, and its numbers by name; a day is written in the ISO form. So it is kept with a mass mail.
CutoffDoubt = dict[str, int | str]
# What a doubt is about -> the sentence that says it.
DOUBTS = {
    "unknown": _("No round of this stream is known to compare the cut-off with."),
    "outside": _("The cut-off %(cutoff)s lies outside those of this stream so far, %(lowest)s to %(highest)s."),
    "far": _(
        "The cut-off %(cutoff)s is far from the last one of this stream, %(last)s on %(day)s: by %(points)s, where "
        "nine of ten steps between its rounds were %(usual)s or less."
    ),
}
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


def find_doubts(draw: Draw) -> Iterator[CutoffDoubt]:
    """What is unusual about the draw's cut-off; nothing where nothing is."""
    past = list_past(draw) if draw.stream else []
    if draw.cutoff is None or not past:
        # Nothing to measure by is a doubt of its own, so that somebody types the figure again (record 0089).
        yield {"about": "unknown"}
        return
    lowest, highest = min(one.cutoff for one in past), max(one.cutoff for one in past)
    if not lowest <= draw.cutoff <= highest:
        yield {"about": "outside", "cutoff": draw.cutoff, "lowest": lowest, "highest": highest}
    last, usual = past[-1], find_usual_step(past)
    if usual is not None and (points := abs(draw.cutoff - last.cutoff)) > usual:
        step = {"cutoff": draw.cutoff, "points": points, "last": last.cutoff, "usual": usual}
        yield {"about": "far", **step, "day": last.held_on.isoformat()}


def say_doubt(doubt: CutoffDoubt | str) -> str:
    """A doubt as a whole sentence, in the language in use; what was kept in words before stays as it was kept."""
    if isinstance(doubt, str):
        return doubt
    numbers = {name: group_thousands(value) for name, value in doubt.items() if isinstance(value, int)}
    day = {"day": format_date(date.fromisoformat(str(doubt["day"])))} if "day" in doubt else {}
    return str(DOUBTS[str(doubt["about"])]) % (numbers | day)
