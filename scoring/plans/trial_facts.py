"""Plans as facts to be tried out: all that they change is made today."""

from collections.abc import Collection, Sequence
from itertools import product
from typing import NamedTuple

from scoring.advice import TESTS
from scoring.assess import ProfileAssessment
from scoring.later_facts import take_tests_now
from scoring.plans.combinations import follow_changes
from scoring.plans.efforts import name_booked, name_change
from scoring.plans.estimates import suppose
from scoring.plans.plan import Plan
from scoring.profile import HIGHEST_LEVEL, LOWEST_LEVEL, Profile
from scoring.renewals import RENEWED, list_needed, renew

# Every test that an estimate may suppose, by its name.
BOOKED = {name_booked(*one): one for one in product(TESTS, range(LOWEST_LEVEL, HIGHEST_LEVEL + 1))}


class Trial(NamedTuple):
    """A plan, and the facts to try it out with: all that was named is made today, work to come is in days gone by."""

    plan: Plan
    profile: Profile


def make_trial(now: ProfileAssessment, names: Sequence[str]) -> Trial | None:
    """The combination with these names, those of supposed tests among them, and what is named of its renewals.

    None where one of them is not in it.
    """
    booked = [name for name in names if name in BOOKED]
    renewed = [name for name in names if name.partition("-")[0] in RENEWED]
    changes = [name for name in names if name not in (*booked, *renewed)]
    basis = suppose_booked(now, booked)
    if basis is None:
        return None
    made = follow_changes(basis, changes) if changes else (Plan((), basis, basis), basis.profile)
    if made is None or not {*renewed} <= {name_change(one) for one in made[0].renewals}:
        return None
    return renew_named(*made, basis, renewed)


def suppose_booked(now: ProfileAssessment, names: Sequence[str]) -> ProfileAssessment | None:
    """The assessment with the tests of these names; None where one counts already, or two are of one language."""
    if not names:
        return now
    levels = dict(BOOKED[name] for name in names)
    return suppose(now, levels, None) if now.crs.first is None and len(levels) == len(names) else None


def renew_named(plan: Plan, profile: Profile, now: ProfileAssessment, renewals: Collection[str]) -> Trial:
    """The trial of a plan with what is named of its renewals had again."""
    needed = list_needed(profile, now, plan.kept_until)
    named = [one for one in needed if name_change(one.because) in renewals]
    return Trial(plan, renew(take_tests_now(profile, now), now, named))
