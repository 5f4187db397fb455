"""The step to begin a way with: what decides first, the money that it asks for beside it."""

from datetime import date
from typing import NamedTuple

from scoring.advice import SOON
from scoring.assess import Assessment
from scoring.plans.combine import ENABLING, make_changes
from scoring.plans.efforts import HARDEST, name_change
from scoring.plans.plan import Plan
from scoring.plans.ways import NOMINATION, Way
from scoring.reasons import Reason
from scoring.waiting import GOES_ON, find_own_day

# A change, and the step that begins it.
STEPS = {
    "eca": "step_eca",
    "eca_body": "step_eca_body",
    "eca_issuer": "step_eca_issuer",
    "partner_eca": "step_partner_eca",
    "ability_up": "step_test",
    "second_ability_up": "step_test",
    "all_abilities": "step_test",
    "all_abilities_and_one": "step_test",
    "english": "step_test",
    "partner_test": "step_partner_test",
    "french_up": "step_french_again",
    "french_up_and_one": "step_french_again",
    "certificate": "step_certificate",
    "canadian_year": "step_canadian_year",
    "first_canadian_year": "step_first_canadian_year",
    "first_canadian_year_licensed": "step_first_canadian_year_licensed",
    "first_french": "step_french_up",
    "credential": "step_credential",
    "nomination_up": "step_nomination",
    "test_again": "step_test_again",
    "eca_again": "step_eca_again",
    "partner_test_again": "step_partner_test_again",
    "partner_eca_again": "step_partner_eca_again",
    "more_funds": "step_more_funds",
    "show_funds": "step_show_funds",
}
SHOWN_FACTS = ("needed_cad", "family", "body", "noc", "test", "ends")
BESIDE = ENABLING | GOES_ON
# The steps that cost nothing and may be begun whatever comes of them.
FREE = BESIDE | {"canadian_year"}


class NextStep(NamedTuple):
    """The one thing to do first; the change that it begins, and what is brought, or comes by itself, beside it."""

    because: Reason
    change: Reason | None = None
    beside: tuple[Reason, ...] = ()


def find_next_step(way: Way, now: Assessment) -> NextStep:
    """What to begin a way with."""
    if way.plan is None:
        reached = "step_in_pool" if now.profile.profile_submitted_at else "step_profile"
        return NextStep(Reason(reached if way.reached else "step_open"))
    if way.still_missing:
        return renew_first(find_free_step(way), way.opening, now)
    first = find_decisive_change(way, way.plan)
    others = [change for change in way.plan.changes if change != first]
    beside = tuple(describe_beside(one) for one in others if one.code in BESIDE)
    return renew_first(NextStep(describe_step(first), first, beside), way.plan, now)


def renew_first(step: NextStep, plan: Plan | None, now: Assessment) -> NextStep:
    """The step, after what ends before a year is complete, where both are within half a year: that cannot wait."""
    soon = list_soon(plan, now) if plan and step.change else []
    if step.change is None or not soon:
        return step
    first, *others = map(describe_step, soon)
    then = describe_beside(step.change) if step.change.code in GOES_ON else step.because
    return NextStep(first, None, (*others, then, *step.beside))


def list_soon(plan: Plan, now: Assessment) -> list[Reason]:
    """What ends within half a year, the next first, where work that goes on completes its year in that time too."""
    complete = (find_own_day(change) for change in plan.changes if change.code in GOES_ON)
    if not any(day and day <= now.on + SOON for day in complete):
        return []
    ending = [renewal for renewal in plan.renewals if _find_end(renewal) <= now.on + SOON]
    return sorted(ending, key=_find_end)


def _find_end(renewal: Reason) -> date:
    ends = renewal.facts["ends"]
    return ends if isinstance(ends, date) else date.max


def find_free_step(way: Way) -> NextStep:
    """What opens the stream and costs nothing, where the cut-off is not reached: nobody pays for what leads nowhere."""
    opening = way.opening.changes if way.opening else ()
    free = next((change for change in opening if change.code in FREE), None)
    if free:
        return NextStep(describe_step(free), free)
    return NextStep(Reason("step_short" if way.left_out else "step_short_of_all"))


def find_decisive_change(way: Way, plan: Plan) -> Reason:
    """The change to begin with: the most points for the effort, where the stream is closed of those that open it.

    Money, and a nomination, which is another's to give, come first only where nothing else is needed to open it; a
    year that completes by itself where there is nothing else at all.
    """
    rests = {change: leave_out(plan, change) for change in plan.changes}
    opening = [change for change, rest in rests.items() if rest is None or way.stream not in rest.found.streams]
    asked = (
        [change for change in opening if change.code not in GOES_ON] if opening and not way.is_open else plan.changes
    )
    begun = [change for change in asked or plan.changes if change.code not in GOES_ON] or plan.changes
    earned = [change for change in begun if change.code not in ENABLING and name_change(change) != NOMINATION]
    return max(earned, key=lambda change: find_worth(plan, change, rests[change])) if earned else begun[0]


def leave_out(plan: Plan, change: Reason) -> Plan | None:
    """The plan without one of its changes; None where that was all, or where the others need it."""
    return make_changes(plan.now, [name_change(other) for other in plan.changes if other != change])


def find_worth(plan: Plan, change: Reason, rest: Plan | None) -> float:
    """The points that the plan has by this change, for each step of its effort; `rest`: the plan without it."""
    effort = plan.efforts[plan.changes.index(change)]
    return (plan.crs - rest.crs if rest else plan.gain) / (effort.effort if effort else HARDEST)


def describe_beside(change: Reason) -> Reason:
    """What is brought beside another step, or comes by itself meanwhile."""
    if change.code not in GOES_ON:
        return describe_step(change)
    facts = {name: change.facts[name] for name in ("day", "years") if name in change.facts}
    return Reason("step_years_by_themselves" if "years" in facts else "step_year_by_itself", **facts)


def describe_step(change: Reason) -> Reason:
    """The step that begins a change."""
    facts = {name: change.facts[name] for name in SHOWN_FACTS if name in change.facts}
    if change.code == "more_funds":
        facts["missing_cad"] = int(str(change.facts["needed_cad"])) - int(str(change.facts["stated_cad"]))
    return Reason(STEPS.get(change.code) or STEPS[name_change(change).partition("-")[0]], **facts)
