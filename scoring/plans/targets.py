"""What takes a person to a score: the combinations after which a round could follow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import permutations

from scoring.advice import HELD, find_ladder
from scoring.education import LEVELS
from scoring.later_facts import GOES_ON, UNDER_WAY, YEAR, find_own_day
from scoring.plans.efforts import name_change
from scoring.plans.plan import LEVELLED, Plan, find_level
from scoring.reasons import Reason


def list_ways_to(target: int, plans: Sequence[Plan], cutoffs: Mapping[str, int] | None = None) -> list[Plan]:
    """The combinations that reach a score and open a round, the easiest first; none that only asks for more.

    `cutoffs`: the last cut-off by stream; a combination reaches one of them in a stream that it opens or leaves open.
    Without them it is enough that a program is met.
    """
    # A birthday, or a test that ends meanwhile, may take away again what a slow change gives.
    reaching = [plan for plan in plans if plan.lasting >= target and leads_to_round(plan, cutoffs)]
    # Plans with few changes first: most of the harder ones are then discarded on the first comparison.
    few = list(drop_harder(sorted(reaching, key=lambda plan: (len(plan.changes), plan.order))))
    easiest = [plan for plan in few if not any(is_easier(one, plan) for one in few)]
    return sorted(easiest, key=lambda plan: plan.ease)


def leads_to_round(plan: Plan, cutoffs: Mapping[str, int] | None) -> bool:
    """A round could invite afterwards: a score alone, without a program, leads nowhere."""
    if cutoffs is None:
        return any(map(plan.opens, plan.found.streams))
    return any(one in cutoffs and plan.reaches(one, cutoffs[one]) for one in plan.found.streams)


def drop_harder(plans: Iterable[Plan]) -> Iterator[Plan]:
    """Each plan that is no harder than one before it."""
    easier: list[Plan] = []
    for plan in plans:
        if not any(is_easier(one, plan) for one in easier):
            easier.append(plan)
            yield plan


def is_easier(one: Plan, other: Plan) -> bool:
    """The other plan has all changes of this one, or harder ones in their place."""
    if one is other:
        return False
    return any(
        all(is_no_harder(*pair) for pair in zip(one.changes, chosen, strict=True))
        for chosen in permutations(other.changes, len(one.changes))
    )


def is_no_harder(change: Reason, other: Reason) -> bool:
    """A change is the other one, a lower rung of its ladder, or a paper for what one holds in the place of a year."""
    if name_change(change) == name_change(other):
        return True
    if change.code == "ability_up" and other.code == "all_abilities":
        return find_rung(change) <= find_rung(other)
    if change.code in HELD and other.code in LONG:
        return True
    if change.code in UNDER_WAY and other.code in UNDER_WAY:
        return find_wait(change) <= find_wait(other)
    return find_ladder(change) == find_ladder(other) and change.code in RUNGS and find_rung(change) < find_rung(other)


RUNGS = LEVELLED | {"credential"}
# What takes a year or more, and does not come by itself: nobody is sent there where a paper will do.
LONG = (YEAR - GOES_ON) | {"credential"}


def find_wait(change: Reason) -> date:
    """The day until which work goes on."""
    return find_own_day(change) or date.max


def find_rung(change: Reason) -> int:
    """How far up its ladder a change is: the level of a test, or of education."""
    level = change.facts.get("level")
    return LEVELS.index(str(level)) if level else find_level(change)
