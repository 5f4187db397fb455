"""The nearest kind of round, where none is open to somebody, and where a plan reaches no last cut-off."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from intake.result.outlook import name_cutoffs
from intake.result.way_display import Loss, ShownWay, list_reached
from scoring.advice import SOON
from scoring.later_facts import GOES_ON
from scoring.plans.plan import Plan
from scoring.plans.ways import Round
from scoring.streams import PROGRAMS


class Elsewhere(NamedTuple):
    """Where somebody stands to whom no kind of round that is held is open.

    `met` and `last`: a program that is met and of which no rounds are held, and its last one; `nearest`: of the ways,
    by its cut-off; `is_reached`: by the plan of that way; `coming`: the first way whose cut-off is reached by work that
    goes on and nothing else.
    """

    met: Any
    last: Round | None
    nearest: ShownWay
    is_reached: bool
    coming: ShownWay | None = None

    @property
    def closing(self) -> Loss | None:
        """When `coming` reaches its cut-off no more, where that is soon after the day from which it does."""
        plan, fall = (self.coming.way.plan, self.coming.fall) if self.coming else (None, None)
        return fall if plan and fall and fall.since <= (plan.counted_on or plan.now.on) + SOON else None


class NearestCutoff(NamedTuple):
    """The last cut-off that a plan comes nearest to, in words, the points that it leaves missing, and its score."""

    title: Any
    missing: int
    crs: int


def find_elsewhere(ways: Sequence[ShownWay], ended: Sequence[tuple[str, Round]]) -> Elsewhere | None:
    """Where somebody stands to whom none of the ways is open; None where one is, or where that is not known yet.

    The nearest way is the one with the lowest cut-off, of those that are within reach if there are any.
    """
    if any(shown.way.is_open for shown in ways):
        return None
    known = [shown for shown in ways if not shown.undecided]
    reached = list_reached(known)
    nearest = min(reached or known, key=lambda shown: shown.way.cutoff, default=None)
    coming = min(filter(comes_by_itself, reached), key=lambda shown: shown.way.plan.until, default=None)  # type: ignore[union-attr]
    met, last = next(((PROGRAMS[stream], last) for stream, last in ended if stream in PROGRAMS), (None, None))
    return Elsewhere(met, last, nearest, bool(reached), coming) if nearest else None


def comes_by_itself(shown: ShownWay) -> bool:
    """The plan is work that goes on until a day to come, and nothing else."""
    plan = shown.way.plan
    return bool(plan and plan.counted_on and not shown.supposed and all(one.code in GOES_ON for one in plan.parts))


def find_nearest_cutoff(plan: Plan, held: Mapping[str, int]) -> NearestCutoff | None:
    """The lowest last cut-off of the rounds that a plan opens, all of them missed; None where none is held."""
    nearest = min((one for one in held if plan.opens(one)), key=lambda one: held[one], default=None)
    if nearest is None:
        return None
    (title,) = name_cutoffs([nearest], held)
    return NearestCutoff(title, held[nearest] - plan.lasting, plan.lasting)
