"""Plans as facts to be tried out: all that they change is made today."""

from collections.abc import Sequence
from typing import NamedTuple

from scoring.assess import Assessment
from scoring.plans.combine import follow_changes
from scoring.plans.efforts import name_change
from scoring.plans.plan import Plan
from scoring.profile import Profile
from scoring.renewals import RENEWED, list_needed, renew
from scoring.waiting import take_tests_now


class Trial(NamedTuple):
    """A plan, and the facts to try it out with: all that was named is made today, work to come is in days gone by."""

    plan: Plan
    profile: Profile


def make_trial(now: Assessment, names: Sequence[str]) -> Trial | None:
    """The combination with these names and what is named of its renewals; None where one of them is not in it."""
    again = [name for name in names if name.partition("-")[0] in RENEWED]
    made = follow_changes(now, [name for name in names if name not in again])
    if made is None or not {*again} <= {name_change(one) for one in made[0].renewals}:
        return None
    plan, profile = made
    needed = list_needed(profile, now, plan.until)
    moved = take_tests_now(profile, now) if plan.until > now.on else profile
    return Trial(plan, renew(moved, now, [one for one in needed if name_change(one.because) in again]))
