"""What of a received row waits for a person, and the words for it.

A doubt is kept in `Draw.not_understood` as `{"about": field, "received": words}`.
`about` is a field of the draw ("stream", "cutoff", ...), and "pool" for the
distribution; with `"ours"` the feed contradicts what the draw says. "extreme" is
a cut-off that can be read, and lies outside all that have ever been.
"""

from typing import NotRequired, TypedDict

from django.utils.translation import gettext_lazy as _

from draws.models import Draw

# What must be settled before anyone is told.
DECIDING = ("stream", "held_on", "cutoff", "extreme", "tie_break")

UNCLEAR = {
    "name": _("The name is longer than any name of a round: “%(received)s”."),
    "stream": _("No stream is known by this name: “%(received)s”."),
    "cutoff": _("The CRS cut-off is not a score: “%(received)s”."),
    "extreme": _(
        "The CRS cut-off %(received)s lies outside those of all rounds so far, %(lowest)s to %(highest)s: "
        "compare it with IRCC's page, then mark the round as looked at."
    ),
    "size": _("The number of invitations is not a number: “%(received)s”."),
    "tie_break": _("The tie-break is not a clear moment: “%(received)s”."),
    "pool": _("The pool distribution can't be read: %(received)s."),
    "pool_as_on": _("The day of the pool distribution can't be read: “%(received)s”."),
    "sums": _("The pool distribution does not add up: %(received)s."),
}
CONTRADICTED = {
    "stream": _("The feed says the stream is “%(received)s”; here it is “%(ours)s”."),
    "held_on": _("The feed says the round was on %(received)s; here it is %(ours)s."),
    "cutoff": _("The feed says the cut-off is %(received)s; here it is %(ours)s."),
    "size": _("The feed says %(received)s were invited; here it is %(ours)s."),
    "tie_break": _("The feed says the tie-break is %(received)s; here it is %(ours)s."),
}


class Doubt(TypedDict):
    """One thing that a person should look at."""

    about: str
    received: str
    ours: NotRequired[str]
    lowest: NotRequired[str]
    highest: NotRequired[str]


def describe_doubt(doubt: Doubt) -> str:
    """The doubt in words, in the active language."""
    words = CONTRADICTED if "ours" in doubt else UNCLEAR
    return str(words[doubt["about"]]) % doubt


def list_deciding(draw: Draw) -> list[Doubt]:
    """The doubts that stand in the way of publishing."""
    return [doubt for doubt in draw.not_understood if doubt["about"] in DECIDING]
