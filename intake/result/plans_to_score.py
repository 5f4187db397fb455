"""The combinations that reach a score, which was typed or is the next cut-off, beside the last cut-offs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from intake.guide.nominations import Minimum, list_minimums
from intake.result.nearest_round import NearestCutoff, find_nearest_cutoff
from intake.result.outlook import name_margins
from intake.result.way_display import ShownWay, find_closed_cutoff
from scoring.assess import ProfileAssessment
from scoring.plans.plan import Plan
from scoring.plans.targets import list_ways_to
from scoring.plans.ways import is_nominated

SHOWN_PLANS = 6
BIT = 20  # points


class ShownPlan(NamedTuple):
    """A combination that reaches a score, and the rounds whose last cut-off it reaches, in words.

    `nearest`: where it reaches none; None where no round of a kind that it opens is held; `minimums`: what open streams
    of the provinces ask for as a CRS score, and the score of today is below.
    """

    plan: Plan
    reaches: Sequence[Any]
    nearest: NearestCutoff | None = None
    minimums: Sequence[Minimum] = ()


def find_plans(
    basis: ProfileAssessment,
    plans: list[Plan],
    held: Mapping[str, int],
    ways: list[ShownWay],
    minimums: Sequence[Minimum],
    typed: int | None,
) -> tuple[int, list[ShownPlan]]:
    """The score to reach, which was typed or is the next cut-off, and the combinations that reach it.

    `minimums`: what the provinces ask for, as `find_minimums` has it.
    """
    aimed = find_open_cutoff(basis, held) or find_closed_cutoff(ways)
    target = typed or aimed or basis.crs.total + BIT
    if target <= basis.crs.total and basis.streams:
        return target, []
    # A score that somebody typed is no round's: there a program is enough.
    found = list_ways_to(target, plans, held if aimed and not typed else None)[:SHOWN_PLANS]
    return target, [show_plan(plan, held, minimums) for plan in found]


def find_minimums(basis: ProfileAssessment) -> list[Minimum]:
    """The CRS scores that open streams of the provinces ask for, and that are not reached; none for a nominee."""
    profile, rules = basis.profile, basis.rules
    if profile.nominated or not rules.get("guide/nominee_programs"):
        return []
    return [one for one in list_minimums(rules, profile.nomination_province) if one.least > basis.crs.total]


def show_plan(plan: Plan, held: Mapping[str, int], minimums: Iterable[Minimum]) -> ShownPlan:
    """A plan beside the last cut-offs, and beside what the provinces ask for."""
    reaches = name_reached(plan, held)
    nearest = None if reaches else find_nearest_cutoff(plan, held)
    return ShownPlan(plan, reaches, nearest, [one for one in minimums if reaches_minimum(plan, one)])


def reaches_minimum(plan: Plan, minimum: Minimum) -> bool:
    """The score is enough for the stream, and a program is met, without which there is no profile in the pool."""
    return not is_nominated(plan) and plan.lasting >= minimum.least and any(map(plan.opens, plan.found.streams))


def name_reached(plan: Plan, held: Mapping[str, int]) -> list[Any]:
    """The rounds of those held that a plan could be invited in, each with its last cut-off and the points above it."""
    return name_margins([one for one in held if plan.reaches(one, held[one])], held, plan.lasting)


def find_open_cutoff(basis: ProfileAssessment, held: Mapping[str, int]) -> int | None:
    """The next cut-off above the score, of the rounds that are open; None where none is missed."""
    return min((held[one] for one in basis.streams if one in held and held[one] > basis.crs.total), default=None)
