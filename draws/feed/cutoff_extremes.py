"""The range of past rounds: first day, lowest and highest cut-off. A value outside it goes to a person for review."""

from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Max, Min

from draws.feed import parser
from draws.models import Draw
from draws.rounds.doubts import Doubt


class Extremes(NamedTuple):
    """The lowest and the highest of some cut-offs."""

    lowest: int
    highest: int


@cache
def read_shipped_rounds() -> tuple[parser.ReceivedRound, ...]:
    """The rounds that come with the project."""
    return tuple(map(parser.read_round, parser.read_shipped_rows()))


def find_first_day() -> date:
    """The day of the first round of all."""
    return min(found.held_on for found in read_shipped_rounds())


def find_shipped_extremes() -> Extremes:
    """Of the rounds that come with the project."""
    cutoffs = [found.cutoff for found in read_shipped_rounds() if found.cutoff is not None]
    return Extremes(min(cutoffs), max(cutoffs))


def find_extremes() -> Extremes:
    """Of those rounds, and of all that somebody of the firm looked at and published."""
    # 75 to 902 with what is shipped (902: round 91b); what the firm looked at and published widens it (record 0075).
    known, ours = find_shipped_extremes(), Draw.objects.published().aggregate(low=Min("cutoff"), high=Max("cutoff"))
    cutoffs = [*known, *(cutoff for cutoff in ours.values() if cutoff is not None)]
    return Extremes(min(cutoffs), max(cutoffs))


def doubt_cutoff(cutoff: int | None, known: Extremes) -> Doubt | None:
    """The doubt about a cut-off that lies outside all of them; None where it does not."""
    if cutoff is None or known.lowest <= cutoff <= known.highest:
        return None
    return {"about": "extreme", "received": str(cutoff), "lowest": str(known.lowest), "highest": str(known.highest)}


def list_doubts(draw: Draw) -> list[Doubt]:
    """What waits for a person in a draw whose cut-off somebody has just entered."""
    others = [known for known in draw.not_understood if known["about"] not in ("cutoff", "extreme")]
    extreme = doubt_cutoff(draw.cutoff, find_extremes())
    return [*others, extreme] if extreme else others
