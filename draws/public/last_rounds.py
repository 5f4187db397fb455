"""The last rounds of each stream, as intake's pages show them next to a score."""

from collections import defaultdict
from datetime import date

from draws.models import Draw
from draws.public.history import find_as_of
from scoring.plans.ways import SHOWN_ROUNDS, Round, Rounds
from scoring.streams import STREAMS


def find_last_rounds(today: date) -> Rounds:
    """At most three rounds of each stream whose cut-off is known, newest first."""
    found: dict[str, list[Round]] = defaultdict(list)
    known = Draw.objects.with_cutoff_in(STREAMS).filter(held_on__lte=today)
    for number, stream, held_on, cutoff in known.values_list("number", "stream", "held_on", "cutoff"):
        if cutoff is not None and len(found[stream]) < SHOWN_ROUNDS:
            found[stream].append(Round(number, held_on, cutoff))
    return found


def find_version() -> str:
    """A word that changes with the rounds, and with the day until which they are known."""
    number, changed = Draw.objects.public().last_change()
    return f"{find_as_of()}:{number}:{changed.timestamp() if changed else 0}"
