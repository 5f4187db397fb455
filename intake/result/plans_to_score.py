"""The combinations that reach a score, which was typed or is the next cut-off, beside the last cut-offs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from intake.result.nearest_round import NearestCutoff, find_nearest_cutoff
from intake.result.outlook import name_margins
from intake.result.way_display import ShownWay, find_closed_cutoff
from scoring.assess import ProfileAssessment
from scoring.plans.plan import Plan
from scoring.plans.targets import list_ways_to

SHOWN_PLANS = 6
BIT = 20  # points


class ShownPlan(NamedTuple):
    """A combination that reaches a score, and the rounds whose last cut-off it reaches, in words.

    `nearest`: where it reaches none; None where no round of a kind that it opens is held.
    """

    plan: Plan
    reaches: Sequence[Any]
    nearest: NearestCutoff | None = None


def find_plans(
    basis: ProfileAssessment, plans: list[Plan], held: Mapping[str, int], ways: list[ShownWay], typed: int | None
) -> tuple[int, list[ShownPlan]]:
    """The score to reach, which was typed or is the next cut-off, and the combinations that reach it."""
    aimed = find_open_cutoff(basis, held) or find_closed_cutoff(ways)
    target = typed or aimed or basis.crs.total + BIT
    if target <= basis.crs.total and basis.streams:
        return target, []
    # A score that somebody typed is no round's: there a program is enough.
    found = list_ways_to(target, plans, held if aimed and not typed else None)[:SHOWN_PLANS]
    return target, [show_plan(plan, held) for plan in found]


def show_plan(plan: Plan, held: Mapping[str, int]) -> ShownPlan:
    """A plan beside the last cut-offs."""
    reaches = name_reached(plan, held)
    return ShownPlan(plan, reaches, None if reaches else find_nearest_cutoff(plan, held))


def name_reached(plan: Plan, held: Mapping[str, int]) -> list[Any]:
    """The rounds of those held that a plan could be invited in, each with its last cut-off and the points above it."""
    return name_margins([one for one in held if plan.reaches(one, held[one])], held, plan.lasting)


def find_open_cutoff(basis: ProfileAssessment, held: Mapping[str, int]) -> int | None:
    """The next cut-off above the score, of the rounds that are open; None where none is missed."""
    return min((held[one] for one in basis.streams if one in held and held[one] > basis.crs.total), default=None)
