"""An honest estimate for people without a language test or an assessed credential: it names what it supposes."""

from typing import NamedTuple

from scoring import education
from scoring.advice import TESTS, assess_profile, choose_test, get_stated, name_assessment
from scoring.assess import ProfileAssessment, assess
from scoring.changed_facts import find_highest, list_unassessed, make_test, raise_levels, replace_test, unassessed
from scoring.profile import ABILITIES, Profile
from scoring.reasons import Fact, Reason

# The minimum of FSW, where transferability gives its most, and where each ability does.
LEVELS = (7, 9, 10)  # a choice of levels of the test that is still to be taken
USUAL = 9
TEST_CHANGES = frozenset({"all_abilities", "english", "first_french"})


class Estimate(NamedTuple):
    """The assessment with what is missing supposed, and a sentence that names it.

    `clb`: the level that was chosen; None with a test at hand, or where it supposes the levels that were stated.
    `language`: of the test with that level; `alone`: what the better of two supposed tests comes to without the other.
    """

    clb: int | None
    found: ProfileAssessment
    because: Reason
    missing: tuple[Reason, ...]
    language: str = ""
    alone: Reason | None = None

    @property
    def supposes_test(self) -> bool:
        """A test is supposed, or two."""
        return any(one.code in TEST_CHANGES for one in self.missing)

    @property
    def supposes_assessment(self) -> bool:
        """An assessment of credentials (ECA) is supposed."""
        return any(one.code not in TEST_CHANGES for one in self.missing)


def list_levels(now: ProfileAssessment) -> tuple[int, ...]:
    """The levels that may be chosen of a test that is still to be taken; none where one counts."""
    return LEVELS if now.crs.first is None else ()


def find_estimate(now: ProfileAssessment, clb: int | None = None) -> Estimate | None:
    """What is missing supposed: where no test counts, one, and an assessment (ECA) beside it that gives more.

    Where a test counts and no program is met: an assessment, if without it no credential counts; and a test of the
    other language, if a level was stated for it and it gives more.

    `clb`: the level that was chosen of the test; without it those that were stated, else the usual one.
    """
    if now.crs.first is None:
        stated = get_stated(now.profile)
        return estimate(now, clb if clb in LEVELS else None if stated else USUAL, stated)
    # Whoever can be invited has a score that is no estimate: the ECA is one way to raise it.
    return None if now.streams else estimate_beside_test(now)


def estimate_beside_test(now: ProfileAssessment) -> Estimate | None:
    """The assessment (ECA) supposed that is missing beside a test, and the level stated for the other language."""
    tested = {one.test.language for one in (now.crs.first, now.crs.second) if one}
    stated = {language: clb for language, clb in get_stated(now.profile).items() if language not in tested}
    if lacks_assessment(now):
        return estimate(now, None, stated)
    found = estimate(now, None, stated) if stated else None
    return found if found and is_more(found.found, now) else None


def estimate(now: ProfileAssessment, clb: int | None, stated: dict[str, int] | None = None) -> Estimate:
    """The same person with tests at these levels, where none counts, and with the credentials assessed that lack it.

    `clb`: the level of the first language, in the place of the one that was `stated` for it.
    """
    language = choose_test(now).language
    levels = (stated or {}) | ({language: clb} if clb else {})
    papers, found = suppose_papers(now, levels)
    tests = [name_test(found, one, level) for one, level in sorted(levels.items())]
    missing = (*tests, *([papers] if papers else []))
    because = _describe(now, found, levels, papers)
    return Estimate(clb, found, because, missing, language, find_alone(now, found, levels, papers))


def suppose_papers(now: ProfileAssessment, levels: dict[str, int]) -> tuple[Reason | None, ProfileAssessment]:
    """The assessment (ECA) that is supposed beside tests at these levels, if one is, and what all of it comes to.

    Where some credential counts already it is supposed only if it gives more: without it a degree would stay at 0.
    """
    papers = name_assessment(now) if unassessed(now.profile.credentials, now) else None
    found = suppose(now, levels, papers)
    if papers is None or lacks_assessment(now):
        return papers, found
    without = suppose(now, levels, None)
    return (papers, found) if is_more(found, without) else (None, without)


def is_more(found: ProfileAssessment, without: ProfileAssessment) -> bool:
    """It has more points, or a stream more."""
    return found.crs.total > without.crs.total or not {*found.streams} <= {*without.streams}


def suppose(now: ProfileAssessment, levels: dict[str, int], papers: Reason | None) -> ProfileAssessment:
    """The assessment with tests at these levels (by language), and with all credentials assessed where they lack it."""
    profile = now.profile
    for language, clb in levels.items():
        profile = suppose_test(profile, now, language, clb)
    return assess(assess_profile(profile, now, papers) if papers else profile, now.on, now.book)


def name_test(found: ProfileAssessment, language: str, clb: int) -> Reason:
    """A supposed test as a change, by what its language is in the estimate."""
    if found.crs.first is None or found.crs.first.test.language == language:
        return Reason("all_abilities", clb=clb, booked=language)
    return Reason("first_french" if language == "fr" else "english", clb=clb, booked=language)


def find_alone(
    now: ProfileAssessment, found: ProfileAssessment, levels: dict[str, int], papers: Reason | None
) -> Reason | None:
    """What the better of two tests gives without the other, where it then does not pass the grid; else None."""
    first = found.crs.first.test.language if found.crs.first else ""
    other = next((one for one in levels if one != first), None)
    if first not in levels or other is None:
        return None
    alone = suppose(now, {first: levels[first]}, papers)
    row = alone.programs["fsw"].find("fsw_grid")
    if row is None or row.met is not False:
        return None
    facts = {name: row.because.facts[name] for name in ("total", "needed") if name in row.because.facts}
    return Reason("estimate_alone", booked=other, official=first, crs=alone.crs.total, **facts)


def lacks_assessment(now: ProfileAssessment) -> bool:
    """There are credentials, and not one of them counts, for want of an ECA."""
    return not now.candidate.me.credentials and unassessed(now.profile.credentials, now)


def suppose_test(profile: Profile, now: ProfileAssessment, language: str, clb: int) -> Profile:
    """The facts with a test of a language at this level in all abilities."""
    first = choose_test(now)
    test = first if first.language == language else make_test(TESTS[language], now.on)
    return replace_test(profile, test, raise_levels(test, dict.fromkeys(ABILITIES, clb), now.rules))


def _describe(
    now: ProfileAssessment, found: ProfileAssessment, levels: dict[str, int], papers: Reason | None
) -> Reason:
    facts: dict[str, Fact] = {"crs": found.crs.total}
    if len(levels) > 1:
        facts |= {"english": levels["en"], "french": levels["fr"]}
    elif levels:
        ((facts["booked"], facts["clb"]),) = levels.items()
    both = "_two" if len(levels) > 1 else ""
    if not papers:
        return Reason(f"estimate_test{both}", **facts)
    code = f"estimate_both{both}" if levels else "estimate_eca"
    body = papers.facts.get("body")
    lacking = list_unassessed(now.profile.credentials, now)
    own = find_highest(now.profile.credentials, now) if body else None
    highest = own or max(lacking, key=lambda held: education.RANKS.get(held.level, 0))
    by = {"body": body} if body else {}
    return Reason(f"{code}_body" if body else code, **facts, credential=highest.level, **by)
