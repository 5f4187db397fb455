"""The step to begin a way with: what decides first, the money that it asks for beside it."""

from scoring.assess import Assessment
from scoring.plans.combine import ENABLING, Plan, make_changes
from scoring.plans.efforts import HARDEST, name_change
from scoring.plans.ways import NOMINATION, Way
from scoring.reasons import Reason

# A change, and the step that begins it.
STEPS = {
    "eca": "step_eca",
    "partner_eca": "step_partner_eca",
    "ability_up": "step_test",
    "second_ability_up": "step_test",
    "all_abilities": "step_test",
    "english": "step_test",
    "partner_test": "step_partner_test",
    "french_up": "step_french_up",
    "certificate": "step_certificate",
    "canadian_year": "step_canadian_year",
    "first_canadian_year": "step_first_canadian_year",
    "first_french": "step_french_up",
    "credential": "step_credential",
    "nomination_up": "step_nomination",
    "more_funds": "step_more_funds",
    "show_funds": "step_show_funds",
}


def find_next_step(way: Way, now: Assessment) -> Reason:
    """The one thing to do first."""
    if way.plan is None:
        reached = "step_in_pool" if now.profile.profile_submitted_at else "step_profile"
        return Reason(reached if way.reached else "step_open")
    return describe_step(find_decisive_change(way, way.plan))


def find_money_step(way: Way) -> Reason | None:
    """The money that the plan asks for beside its first step; None where it asks for none, or it is the first."""
    money = [change for change in way.plan.changes if change.code in ENABLING] if way.plan else []
    return describe_step(money[0]) if way.plan and money and find_decisive_change(way, way.plan) not in money else None


def find_decisive_change(way: Way, plan: Plan) -> Reason:
    """The change to begin with: the most points for the effort, where the stream is closed of those that open it.

    Money, and a nomination, which is another's to give, come first only where nothing else is needed to open it.
    """
    opening = [change for change in plan.changes if is_needed(way.stream, plan, change)]
    asked = plan.changes if way.is_open else opening or plan.changes
    earned = [change for change in asked if change.code not in ENABLING and name_change(change) != NOMINATION]
    return max(earned, key=lambda change: find_worth(plan, change)) if earned else asked[0]


def is_needed(stream: str, plan: Plan, change: Reason) -> bool:
    """Without this change the others of the plan do not open the stream."""
    rest = leave_out(plan, change)
    return rest is None or stream not in rest.found.streams


def find_worth(plan: Plan, change: Reason) -> float:
    """The points that the plan has by this change, for each step of its effort."""
    rest = leave_out(plan, change)
    effort = plan.efforts[plan.changes.index(change)]
    return (plan.crs - rest.crs if rest else plan.gain) / (effort.effort if effort else HARDEST)


def leave_out(plan: Plan, change: Reason) -> Plan | None:
    """The plan without one of its changes; None where that was all, or where the others need it."""
    return make_changes(plan.now, [name_change(other) for other in plan.changes if other != change])


def describe_step(change: Reason) -> Reason:
    """The step that begins a change."""
    facts = {name: change.facts[name] for name in ("needed_cad", "family") if name in change.facts}
    return Reason(STEPS.get(change.code) or STEPS[name_change(change).partition("-")[0]], **facts)
