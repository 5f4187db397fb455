"""The steps of a way: every change of its plan once, what takes longest first, and what comes by itself beside it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from scoring.advice import HELD, SOON
from scoring.assess import ProfileAssessment
from scoring.later_facts import GOES_ON, NEEDS_PERMIT, UNDER_WAY, WITH_PERMIT, find_own_day
from scoring.merging import merge
from scoring.plans.combinations import ENABLING, make_changes
from scoring.plans.efforts import expects, name_change
from scoring.plans.plan import Plan
from scoring.plans.ways import NOMINATION, Way
from scoring.pool import is_stated_in_pool
from scoring.reasons import Reason
from scoring.table_checks import HARDEST

LICENSED = WITH_PERMIT["first_canadian_year_licensed"]
# A change, and the step that begins it.
STEPS = merge(
    {
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
        "first_canadian_job": "step_first_canadian_job",
        "first_canadian_year": "step_first_canadian_year",
        "first_canadian_year_licensed": "step_first_canadian_year_licensed",
        LICENSED: "step_first_canadian_year_licensed_permit",
        "first_french": "step_french_up",
        "credential": "step_credential",
        "nomination_up": "step_nomination",
        "test_again": "step_test_again",
        "eca_again": "step_eca_again",
        "partner_test_again": "step_partner_test_again",
        "partner_eca_again": "step_partner_eca_again",
        "more_funds": "step_more_funds",
        "show_funds": "step_show_funds",
    },
    dict.fromkeys(NEEDS_PERMIT - {LICENSED}, "step_new_permit"),
)
# A first test of a language beside the other, by the change.
FIRST_TESTS = {"first_french": "fr", "english": "en"}
SHOWN_FACTS = ("first_teer", "teer", "needed_cad", "family", "since", "months", "body", "noc", "test", "ends", "permit")
# A test to be taken beside another step, with the level in the sentence.
AIMS = {
    "ability_up": "aim_ability",
    "second_ability_up": "aim_second_ability",
    "all_abilities": "aim_all",
    "all_abilities_and_one": "aim_all_and_one",
    "english": "aim_english",
    "partner_test": "aim_partner",
    "french_up": "aim_french",
    "french_up_and_one": "aim_french_and_one",
}
LEVEL = ("ability", "clb", "above")
# The steps that cost nothing and may be begun whatever comes of them.
FREE = ENABLING | GOES_ON | {"canadian_year", "first_canadian_job"}
# What is cheap, and sure to count: to have assessed what one holds.
SURE = HELD - ENABLING
# The steps of these, with the points that each gives by itself.
GAINS = {step: f"{step}_gain" for step in ("step_eca", "step_eca_body", "step_partner_eca")}

# What an assessment is for is said once on a page, in the ladder.
IN_SHORT = {
    "eca": "eca_in_short",
    "first_eca": "eca_in_short",
    "eca_body": "eca_body_in_short",
    "partner_eca": "partner_eca_in_short",
}
FUNDS = frozenset({"more_funds", "show_funds"})


class NextStep(NamedTuple):
    """What to begin a way with; the change that it begins, and all that the way asks for beside it, in order."""

    because: Reason
    change: Reason | None = None
    beside: tuple[Reason, ...] = ()


def find_next_step(way: Way, now: ProfileAssessment) -> NextStep:
    """What to begin a way with."""
    if way.reached:
        stated = is_stated_in_pool(now.profile, now.on, now.rules)
        return NextStep(Reason("step_in_pool" if stated else "step_profile"))
    if way.plan is None:
        return NextStep(Reason("step_short" if way.left_out else "step_open"))
    if way.still_missing:
        return renew_first(find_free_step(way), way.opening, now)
    return renew_first(build_step(order_changes(way, way.plan)), way.plan, now)


def build_step(changes: Sequence[Reason]) -> NextStep:
    """What begins the first of these changes, with what the others ask for beside it; none is said twice."""
    first, *others = changes
    return NextStep(describe_step(first), first, tuple(dict.fromkeys(map(describe_beside, others))))


def renew_first(step: NextStep, plan: Plan | None, now: ProfileAssessment) -> NextStep:
    """The step, after what ends within half a year, where the plan is not true only later: that cannot wait."""
    soon = list_soon(plan, now) if plan and step.change else []
    if step.change is None or not soon:
        return step
    first, *others = map(describe_step, soon)
    then = describe_beside(step.change)
    return NextStep(first, None, (*others, then, *step.beside))


def list_soon(plan: Plan, now: ProfileAssessment) -> list[Reason]:
    """What ends within half a year, the next first, where the plan or a year of work in it may be true in that time."""
    complete = (find_own_day(change) for change in plan.changes if change.code in UNDER_WAY)
    if min([plan.until, *filter(None, complete)]) > now.on + SOON:
        return []
    ending = [renewal for renewal in plan.renewals if _find_end(renewal) <= now.on + SOON]
    return sorted(ending, key=_find_end)


def _find_end(renewal: Reason) -> date:
    ends = renewal.facts["ends"]
    return ends if isinstance(ends, date) else date.max


def find_free_step(way: Way) -> NextStep:
    """What opens the stream, where the cut-off is not reached: nobody pays for what leads nowhere.

    All of it or nothing: a part of what opens it opens nothing.
    """
    if way.opening and all(change.code in FREE | SURE for change in way.opening.changes):
        return build_step(order_changes(way, way.opening))
    return NextStep(Reason("step_short" if way.left_out else "step_short_of_all"))


def order_changes(way: Way, plan: Plan) -> list[Reason]:
    """The changes of a plan in the order in which they must be begun: the longest first, of those that open the stream.

    A permit that ends soon is first. Money and a nomination, which is another's to give, come after what opens it; a
    year that completes by itself is last.
    """
    rests = {change: leave_out(plan, change) for change in plan.changes}
    efforts = dict(zip(plan.changes, plan.efforts, strict=True))

    def rank(change: Reason) -> tuple[bool, bool, bool, bool, bool, int, float]:
        rest, effort = rests[change], efforts[change]
        hard = effort.effort if effort else HARDEST
        adds_only = not way.is_open and rest is not None and way.stream in rest.found.streams
        return (
            not is_due(change, plan.now),
            change.code in GOES_ON,
            name_change(change) == NOMINATION,
            adds_only,
            change.code in ENABLING,
            -hard,
            # The points that the plan has by it, for each step of its effort.
            -(plan.crs - rest.crs if rest else plan.gain) / hard,
        )

    return sorted(plan.changes, key=rank)


def is_due(change: Reason, now: ProfileAssessment) -> bool:
    """It needs another work permit, and the one that was stated ends within half a year, or has ended."""
    last = change.facts.get("permit")
    return isinstance(last, date) and last <= now.on + SOON


def leave_out(plan: Plan, change: Reason) -> Plan | None:
    """The plan without one of its changes; None where that was all, or where the others need it."""
    return make_changes(plan.now, [name_change(other) for other in plan.changes if other != change])


def describe_beside(change: Reason) -> Reason:
    """What is done beside another step, or comes by itself meanwhile."""
    if change.code in AIMS and not expects(change):
        return Reason(AIMS[change.code], **{name: change.facts[name] for name in LEVEL if name in change.facts})
    if change.code not in GOES_ON:
        return describe_step(change)
    facts = {name: change.facts[name] for name in ("day", "years") if name in change.facts}
    return Reason("step_years_by_themselves" if "years" in facts else "step_year_by_itself", **facts)


def describe_step(change: Reason) -> Reason:
    """The step that begins a change; of a test that an estimate supposes with its language and level."""
    if "booked" in change.facts:
        return Reason("aim_all_in", clb=change.facts["clb"], booked_test=change.facts["booked"])
    if expects(change):
        return Reason("step_expected_test", clb=change.facts["clb"], booked_test=FIRST_TESTS[change.code])
    facts = {name: change.facts[name] for name in SHOWN_FACTS if name in change.facts}
    if change.code == "more_funds":
        facts["missing_cad"] = int(str(change.facts["needed_cad"])) - int(str(change.facts["stated_cad"]))
    return Reason(STEPS.get(change.code) or STEPS[name_change(change).partition("-")[0]], **facts)


def shorten(change: Reason) -> Reason:
    """A change as a plan names it: of an assessment without what it is for."""
    if change.code not in IN_SHORT:
        return change
    return Reason(IN_SHORT[change.code], **{name: change.facts[name] for name in ("body",) if name in change.facts})


def shorten_beside(change: Reason) -> Reason:
    """The same beside a first step, which has no room for the money that was stated and for whom it is asked."""
    if change.code not in FUNDS:
        return shorten(change)
    return Reason("funds_in_short", needed_cad=change.facts["needed_cad"])


def list_papers(plans: Sequence[Plan]) -> list[Plan]:
    """The plans of one paper that raises the score by itself, the most points first.

    `plans`: of `scoring.plans.combinations`; a paper that gives anything by itself is one of them.
    """
    alone = [plan for plan in plans if len(plan.changes) == 1 and plan.changes[0].code in SURE and plan.gain > 0]
    return sorted(alone, key=lambda plan: -plan.gain)


def list_gains(plans: Sequence[Plan]) -> dict[Reason, Reason]:
    """The steps of papers that raise the score by themselves, the most points first, and the same with the points."""
    found = [(describe_step(plan.changes[0]), plan.gain) for plan in list_papers(plans)]
    return {step: Reason(GAINS[step.code], **step.facts, more=gain) for step, gain in found}
