"""An honest estimate for people without a language test or an assessed credential: it names what it supposes."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from scoring import education
from scoring.advice import choose_test
from scoring.assess import Assessment, assess
from scoring.changed_facts import assess_credentials, raise_levels, replace_test, unassessed
from scoring.profile import ABILITIES, Profile
from scoring.reasons import Reason

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
    profile, lacking = now.profile, lacks_assessment(now)
    if clb:
        profile = suppose_test(now, clb)
    if lacking:
        profile = assess_profile(profile, now)
    found = assess(profile, now.on, now.book)
    return Estimate(clb, found, _describe(now, found, clb, lacking=lacking), tuple(_list_missing(clb, lacking=lacking)))


def lacks_assessment(now: Assessment) -> bool:
    """There are credentials, and not one of them counts, for want of an ECA."""
    return not now.candidate.me.credentials and unassessed(now.profile.credentials, now)


def suppose_test(now: Assessment, clb: int) -> Profile:
    """The facts with a test at this level in all abilities."""
    test = choose_test(now)
    return replace_test(now.profile, test, raise_levels(test, dict.fromkeys(ABILITIES, clb), now.rules))


def assess_profile(profile: Profile, now: Assessment) -> Profile:
    """The facts with an ECA of today for each foreign credential."""
    from_today = assess_credentials(profile.credentials, now.on)
    return replace(profile, credentials=from_today)


def _describe(now: Assessment, found: Assessment, clb: int | None, *, lacking: bool) -> Reason:
    facts: dict[str, int | str] = {"crs": found.crs.total}
    if clb:
        facts["clb"] = clb
    if lacking:
        highest = max(now.profile.credentials, key=lambda held: education.RANKS.get(held.level, 0))
        facts["credential"] = highest.level
    return Reason("estimate_both" if clb and lacking else "estimate_test" if clb else "estimate_eca", **facts)


def _list_missing(clb: int | None, *, lacking: bool) -> Iterator[Reason]:
    if clb:
        yield Reason("all_abilities", clb=clb)
    if lacking:
        yield Reason("first_eca")
