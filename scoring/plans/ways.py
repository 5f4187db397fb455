"""The realistic ways: the kinds of round that are open to a person or could be, and what closes the distance."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from scoring.assess import Assessment
from scoring.days import years_before
from scoring.plans.combine import Plan
from scoring.plans.efforts import name_change
from scoring.streams import PROGRAMS, STREAMS

MOST_WAYS = 4
SHOWN_ROUNDS = 3
# Whoever is above a cut-off already is not sent a long way round.
LITTLE = 6
# A language that one does not speak, a degree, a first permit: no way that is near while there is another.
FAR = 9
NOMINATION = "nomination_up"


class Round(NamedTuple):
    """A past round: its number, its day and its cut-off."""

    number: str
    on: date
    cutoff: int


Rounds = Mapping[str, Sequence[Round]]  # by stream, newest first


class Way(NamedTuple):
    """One kind of round, its last rounds, and how one comes in.

    `distance`: points above the newest cut-off today, negative below it. `plan`: the least effort that opens the stream
    and reaches the cut-off, or what comes nearest to it; None where nothing is missing. `old`: there
    has been no such round for over a year.
    """

    stream: str
    is_open: bool
    rounds: tuple[Round, ...]
    distance: int
    plan: Plan | None
    old: bool

    @property
    def cutoff(self) -> int:
        """The newest cut-off."""
        return self.rounds[0].cutoff

    @property
    def still_missing(self) -> int:
        """The points that the plan leaves missing; 0 where it reaches the cut-off, or nothing is planned."""
        return max(self.cutoff - self.plan.crs, 0) if self.plan else 0

    @property
    def is_closed_later(self) -> bool:
        """What the plan opens has closed again by the day on which all of it is true."""
        return bool(self.plan and self.plan.later and self.stream not in self.plan.later.streams)

    @property
    def reached(self) -> bool:
        """The stream is open, and the score at or above its newest cut-off."""
        return self.is_open and self.distance >= 0


def list_ways(now: Assessment, plans: Sequence[Plan], rounds: Rounds) -> list[Way]:
    """Two to four ways where there are as many, the nearest first; a way without recent rounds comes last.

    `plans`: of `scoring.plans.combine`, smallest effort first. Streams without a round are no way.
    """
    found = [find_way(stream, now, plans, rounds[stream][:SHOWN_ROUNDS]) for stream in STREAMS if rounds.get(stream)]
    ways = sorted((way for way in found if is_realistic(way)), key=_rank)
    alive = [way for way in ways if not way.old]
    if any(way.reached for way in alive):
        alive = [way for way in alive if way.is_open or (way.plan and way.plan.effort <= LITTLE)]
    # One old way is enough to say that such rounds are no longer held.
    return [*alive[:MOST_WAYS], *[way for way in ways if way.old][:1]][:MOST_WAYS]


def find_way(stream: str, now: Assessment, plans: Sequence[Plan], rounds: Sequence[Round]) -> Way:
    """How one comes into one kind of round."""
    distance, is_open = now.crs.total - rounds[0].cutoff, stream in now.streams
    old = is_old(rounds, now.on)
    plan = None if old or (is_open and distance >= 0) else find_plan(stream, rounds[0].cutoff, plans)
    return Way(stream, is_open, tuple(rounds), distance, plan, old)


def list_cutoffs(rounds: Rounds, on: date) -> dict[str, int]:
    """The last cut-off of each kind of round that is still held."""
    return {stream: found[0].cutoff for stream, found in rounds.items() if found and not is_old(found, on)}


def is_old(rounds: Sequence[Round], on: date) -> bool:
    """There has been no such round for over a year."""
    return rounds[0].on < years_before(on, 1)


def find_plan(stream: str, cutoff: int, plans: Sequence[Plan]) -> Plan | None:
    """The least effort that reaches a cut-off in a stream, else what comes nearest to it.

    What takes years is looked at only where nothing nearer opens the stream.
    """
    # A nomination carries over every cut-off, and into a round of its own: it is no way into another.
    into = [plan for plan in plans if stream in plan.found.streams and is_nominated(plan) == (stream == "pnp")]
    near = [plan for plan in into if not is_far(plan)]
    reaching = next((plan for plan in (*near, *into) if plan.crs >= cutoff and (plan in near or not near)), None)
    return reaching or max(near, key=lambda plan: (plan.crs, -plan.effort), default=None)


def is_nominated(plan: Plan) -> bool:
    """One of its changes is a nomination."""
    return NOMINATION in plan.names


def is_far(plan: Plan) -> bool:
    """One of its changes takes years; a nomination is another's to give, and no question of years."""
    return any(
        effort is not None and effort.effort >= FAR and name_change(change) != NOMINATION
        for change, effort in zip(plan.changes, plan.efforts, strict=True)
    )


def is_realistic(way: Way) -> bool:
    """It is open, or something opens it; an old one only where it is open, to say that it leads nowhere now."""
    return way.is_open or (way.plan is not None and not way.old)


def _rank(way: Way) -> tuple[bool, int, int, bool, int]:
    """What is reached, then the least effort, then what is open and too far; nominees' own rounds before others."""
    # A hundred is more than all the efforts of one plan: what reaches the cut-off comes before what falls short.
    effort = 0 if way.reached else way.plan.effort + 100 * bool(way.still_missing) if way.plan else 200
    effort += 150 * bool(way.plan and is_far(way.plan))
    return way.old, effort, way.stream != "pnp" if way.reached else 0, way.stream in PROGRAMS, -way.distance
