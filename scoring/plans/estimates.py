"""An honest estimate for people without a language test or an assessed credential: it names what it supposes."""

from typing import NamedTuple

from scoring import education
from scoring.advice import assess_profile, choose_test, name_assessment
from scoring.assess import Assessment, assess
from scoring.changed_facts import raise_levels, replace_test, unassessed
from scoring.profile import ABILITIES, Profile
from scoring.reasons import Fact, Reason

# The minimum of FSW, where transferability gives its most, and where each ability does.
LEVELS = (7, 9, 10)  # a choice of levels of the test that is still to be taken
USUAL = 9


class Estimate(NamedTuple):
    """The assessment with what is missing supposed, and a sentence that names it; `clb` is None with a test at hand."""

    clb: int | None
    found: Assessment
    because: Reason
    missing: tuple[Reason, ...]


def list_estimates(now: Assessment) -> list[Estimate]:
    """One estimate a level where no test counts; one where only an ECA is missing; else none."""
    levels = () if now.crs.first else LEVELS
    if levels:
        return [estimate(now, clb) for clb in levels]
    # Whoever can be invited has a score that is no estimate: the ECA is one way to raise it.
    return [estimate(now, None)] if lacks_assessment(now) and not now.streams else []


def choose_estimate(found: list[Estimate], clb: int | None) -> Estimate | None:
    """The estimate with this level, else with the usual one; None where there is none."""
    by_level = {one.clb: one for one in found}
    return by_level.get(clb) or by_level.get(USUAL) or by_level.get(None)


def estimate(now: Assessment, clb: int | None) -> Estimate:
    """The same person with a test at this level, where none counts, and with all credentials assessed."""
    profile = suppose_test(now, clb) if clb else now.profile
    papers = name_assessment(now) if lacks_assessment(now) else None
    if papers:
        profile = assess_profile(profile, now, papers)
    found = assess(profile, now.on, now.book)
    test = Reason("all_abilities", clb=clb) if clb else None
    return Estimate(clb, found, _describe(now, found, clb, papers), tuple(filter(None, (test, papers))))


def lacks_assessment(now: Assessment) -> bool:
    """There are credentials, and not one of them counts, for want of an ECA."""
    return not now.candidate.me.credentials and unassessed(now.profile.credentials, now)


def suppose_test(now: Assessment, clb: int) -> Profile:
    """The facts with a test at this level in all abilities."""
    test = choose_test(now)
    return replace_test(now.profile, test, raise_levels(test, dict.fromkeys(ABILITIES, clb), now.rules))


def _describe(now: Assessment, found: Assessment, clb: int | None, papers: Reason | None) -> Reason:
    facts: dict[str, Fact] = {"crs": found.crs.total}
    if clb:
        facts["clb"] = clb
    if not papers:
        return Reason("estimate_test", **facts)
    highest = max(now.profile.credentials, key=lambda held: education.RANKS.get(held.level, 0))
    code = "estimate_both" if clb else "estimate_eca"
    body = papers.facts.get("body")
    by = {"body": body} if body else {}
    return Reason(f"{code}_body" if body else code, **facts, credential=highest.level, **by)
