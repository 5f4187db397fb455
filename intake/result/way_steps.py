"""The steps of a way in order: what opens a program first, a nomination after it, and each with the day that counts."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from scoring.assess import ProfileAssessment
from scoring.later_facts import GOES_ON, find_own_day
from scoring.plans.combinations import ENABLING, make_changes
from scoring.plans.plan import Plan
from scoring.plans.prevented_by_expiry import find_prevented
from scoring.plans.steps import STEPS, describe_beside, describe_step
from scoring.plans.targets import is_easier
from scoring.plans.ways import NOMINATION, Round, Way, is_nominated
from scoring.reasons import Reason
from scoring.streams import PROGRAMS

FUNDS_STEPS = frozenset(STEPS[code] for code in ENABLING)
# The changes of the test that an estimate supposes, as the estimate and as a plan have them.
BETTER = frozenset({"ability_up", "all_abilities", "all_abilities_and_one"})
NOMINATION_STEP = STEPS[NOMINATION]
# Renewals due before a day, as a step and as a part of a plan; a partner's renewal opens no stream.
AGAIN = frozenset({"step_test_again", "step_eca_again"})
AGAIN_BY = {"test_again": "test_again_by", "eca_again": "eca_again_by"}
# The sentence of the day, by what has to be had again until then.
OPENS = {"test_again": "step_year_opens_test", "eca_again": "step_year_opens_eca"}


class Coming(NamedTuple):
    """The day on which work that goes on opens a program by itself, the score of that day, and what is renewed."""

    on: date
    crs: int
    streams: tuple[str, ...]
    renewals: tuple[Reason, ...]

    @property
    def program(self) -> str:
        """The program that is met then: the one for work in Canada, where it is among them."""
        found = [stream for stream in self.streams if stream in PROGRAMS]
        return "cec" if "cec" in found else found[0]

    @property
    def because(self) -> Reason:
        """The day in a sentence."""
        codes = [OPENS[one.code] for one in self.renewals if one.code in OPENS]
        code = codes[0] if codes else "step_year_opens"
        return Reason(code, day=self.on, crs=self.crs, stream=self.program)


def find_coming(basis: ProfileAssessment, plans: Sequence[Plan]) -> Coming | None:
    """The first day on which work that goes on opens a program; None where one is met already, or none opens so."""
    if basis.streams:
        return None
    alone = (plan for plan in list_opening(plans) if len(plan.changes) == 1 and plan.changes[0].code in GOES_ON)
    days = [(day, plan) for plan in alone if (day := find_own_day(plan.changes[0]))]
    if not days:
        return None
    day, plan = min(days, key=lambda pair: pair[0])
    before = tuple(one.because for one in plan.needed if one.ends <= day)
    return Coming(day, plan.crs, tuple(plan.found.streams), before)


def list_opening(plans: Sequence[Plan]) -> Iterator[Plan]:
    """The plans that open a program, without a nomination, which needs one."""
    return (plan for plan in plans if not is_nominated(plan) and any(one in PROGRAMS for one in plan.found.streams))


def find_way_in(basis: ProfileAssessment, plans: Sequence[Plan], toward: Plan | None = None) -> Way | None:
    """The least that opens a program, whatever the cut-off; None where one is met already, or nothing opens one.

    `toward`: a plan of which it is to be a part, where a part opens one: nobody begins with a test that the best way
    does not ask for, nor with a lower level of the same test.
    """
    opening = [] if basis.streams else list(list_opening(plans))
    parts = [plan for plan in opening if toward and (plan is toward or is_easier(plan, toward))]
    plan = min(parts or opening, key=lambda plan: plan.order, default=None)
    if plan is None:
        return None
    if toward and takes_same_steps(plan, toward):
        plan = toward
    stream = next(one for one in plan.found.streams if one in PROGRAMS)
    return Way(stream, False, (Round("", basis.on, 0),), basis.crs.total, plan, plan)


def takes_same_steps(plan: Plan, toward: Plan) -> bool:
    """The other plan begins with the same steps, of a test to a higher level."""
    codes, wanted = (sorted(describe_step(change).code for change in one.changes) for one in (plan, toward))
    return codes == wanted


def order_steps(
    steps: Sequence[Reason], way: Way, basis: ProfileAssessment, coming: Coming | None
) -> tuple[Reason, ...]:
    """The steps of a way, the day of a program named, and a nomination after all that opens one."""
    found = list(name_coming(steps, coming) if coming else steps)
    if not basis.streams and way.plan and is_nominated(way.plan):
        later = Reason("step_nomination_from", day=coming.on) if coming else Reason("step_nomination_later")
        before = [one for one in found if one.code != NOMINATION_STEP]
        if coming and before and before[0] == coming.because:
            before.insert(0, Reason("step_canadian_year"))
        found = [*before, later]
    return tuple(found)


def name_coming(steps: Sequence[Reason], coming: Coming) -> Iterator[Reason]:
    """The steps with the day and the score in the place of what only says when a year is complete."""
    for step in steps:
        if step.code == "step_year_by_itself" and step.facts.get("day") == coming.on:
            yield coming.because
        else:
            yield step
    if steps and steps[0].code == "step_canadian_year":
        yield coming.because


def suppose_first(supposed: Sequence[Reason], steps: Sequence[Reason]) -> tuple[Reason, ...]:
    """What an estimate supposes before all, then the money of a program, then the rest."""
    funds = [one for one in steps if one.code in FUNDS_STEPS]
    return (*supposed, *funds, *[one for one in steps if one not in funds])


def add_supposed(
    supposed: Sequence[Reason], steps: Sequence[Reason], way: Way, now: ProfileAssessment
) -> tuple[Reason, ...]:
    """The steps of a way with those of what an estimate supposes, where the way needs it.

    `now`: the assessment without what is supposed.
    """
    alone = make_changes(now, way.plan.names) if way.plan else None
    # Where no test is supposed, the one that the plan asks for stays as it is.
    changes = way.plan.changes if way.plan and any(one.code in BETTER for one in supposed) else ()
    better = next((change for change in changes if change.code in BETTER), None)
    if alone is None or way.stream not in alone.found.streams:
        # One test is taken, at the higher level.
        own = (describe_step(better), describe_beside(better)) if better else ()
        first = [raise_test(one, better) if better and one.code in BETTER else describe_step(one) for one in supposed]
        return suppose_first(first, [step for step in steps if step not in own])
    if way.still_missing or alone.reaches(way.stream, way.cutoff):
        return tuple(steps)
    return (*steps, *map(describe_step, supposed))


def raise_test(supposed: Reason, better: Reason) -> Reason:
    """The step of a supposed test at the level that a way needs, with the language that is supposed."""
    aim = describe_beside(better)
    return Reason(f"{aim.code}_in", **aim.facts, booked_test=supposed.facts["booked"])


def find_deadlines(now: ProfileAssessment) -> dict[date, date]:
    """By the day on which a paper ends, the day for which it is needed where nothing that is open closes."""
    return {} if now.streams else {ends: opening.on for ends, opening in find_prevented(now).items()}


def date_again(step: Reason, deadlines: dict[date, date]) -> Reason:
    """A step or a part of a plan that is had again, with the day for which it is needed."""
    ends = step.facts.get("ends")
    needed = deadlines.get(ends) if isinstance(ends, date) else None
    if needed is None or step.code not in AGAIN | AGAIN_BY.keys():
        return step
    return Reason(AGAIN_BY.get(step.code, step.code), **{**step.facts, "ends": needed})
