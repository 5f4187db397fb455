"""What holds for every profile, tried on random ones."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring.profile import decode
from scoring.timeline import next_change, timeline, two_years_from
from tests.scoring.making import TODAY, assess, book
from tests.scoring.strategies import (
    ABILITIES,
    certificates,
    credentials,
    jobs,
    language_tests,
    offers,
    partners,
    profiles,
)

ADDED = [
    st.tuples(st.just("jobs"), jobs()),
    st.tuples(st.just("language_tests"), language_tests()),
    st.tuples(st.just("credentials"), credentials()),
    st.tuples(st.just("job_offer"), offers),
    st.tuples(st.just("certificate_of_qualification"), certificates),
    st.tuples(st.just("partner"), partners),
]
DAYS = st.dates(date(2015, 1, 1), date(2028, 12, 31))


@given(facts=profiles, on=DAYS)
def test_sections_are_the_sum_of_their_rows_and_the_total_that_of_the_sections(facts, on):
    assume(date.fromisoformat(facts["date_of_birth"]) <= on)
    crs = assess(decode(facts), on).crs
    for section in ("core", "partner", "transferability", "additional"):
        assert getattr(crs, section) == sum(row.points for row in crs.factors if row.section == section)
    assert crs.total == crs.core + crs.partner + crs.transferability + crs.additional


@given(facts=profiles, on=DAYS)
def test_no_row_and_no_section_is_above_its_maximum(facts, on):
    assume(date.fromisoformat(facts["date_of_birth"]) <= on)
    profile = decode(facts)
    crs = assess(profile, on).crs
    assert all(row.points <= row.maximum for row in crs.factors)
    assert 0 <= crs.core <= (460 if profile.counted_partner else 500)
    assert 0 <= crs.partner <= (40 if profile.counted_partner else 0)
    assert 0 <= crs.transferability <= 100
    assert 0 <= crs.additional <= 600


@given(facts=profiles, ability=st.sampled_from(ABILITIES))
def test_a_better_english_score_costs_points_only_through_a_rule_that_says_so(facts, ability):
    """The one rule that does: none. More English never lowers a total."""
    english = {"test": "celpip_general", "taken_on": "2026-01-15", **dict.fromkeys(ABILITIES, 6)}
    better = {**english, ability: 10}
    without = [t for t in facts["language_tests"] if t["test"].startswith("t")]
    before = assess(decode({**facts, "language_tests": [*without, english]}))
    after = assess(decode({**facts, "language_tests": [*without, better]}))
    assert after.crs.total >= before.crs.total
    assert set(before.streams) <= set(after.streams)


@given(facts=profiles, funds=st.integers(0, 100_000))
def test_stating_a_fact_never_turns_met_into_not_known(facts, funds):
    silent = assess(decode({**facts, "settlement_funds_cad": None}))
    stated = assess(decode({**facts, "settlement_funds_cad": funds}))
    for name, program in silent.programs.items():
        for before, after in zip(program.requirements, stated.programs[name].requirements, strict=True):
            assert before.met is not True or after.met is not None


# What a further job can make another question of: the occupation that an application would name becomes another.
OF_THE_OCCUPATION = {"fsw_education", "fsw_grid", "fst_offer_or_certificate"}


@given(facts=profiles, more=st.one_of(*ADDED))
def test_a_further_fact_never_turns_met_into_not_known(facts, more):
    name, fact = more
    another = OF_THE_OCCUPATION if name == "jobs" else set()
    added = [*facts[name], fact] if isinstance(facts[name], list) else facts[name] or fact
    before, after = assess(decode(facts)), assess(decode({**facts, name: added}))
    for program, found in {**before.programs, **before.categories}.items():
        later = {**after.programs, **after.categories}[program].requirements
        for was, now in zip(found.requirements, later, strict=True):
            assert was.code in another or not (was.met is True and now.met is None), was.code


@pytest.mark.thorough
@settings(max_examples=25, deadline=None)
@given(facts=profiles, start=st.dates(date(2023, 1, 1), date(2027, 6, 1)))
def test_the_timeline_equals_the_assessment_of_every_day_of_two_years(facts, start):
    assume(date.fromisoformat(facts["date_of_birth"]) <= start)
    profile, end = decode(facts), two_years_from(start)
    periods = iter(timeline(profile, start, end, book()))
    period = next(periods)
    for ahead in range((end - start).days):
        day = start + timedelta(days=ahead)
        if day >= period.until:
            period = next(periods)
        found = assess(profile, day)
        assert (found.crs.total, tuple(found.streams)) == (period.crs, period.streams), day


@pytest.mark.thorough
@given(facts=profiles)
def test_the_next_change_is_the_first_day_that_differs(facts):
    profile = decode(facts)
    found, now = next_change(profile, TODAY, book()), assess(profile)
    if found:
        before, after = assess(profile, found - timedelta(days=1)), assess(profile, found)
        assert (before.crs.total, before.streams) == (now.crs.total, now.streams)
        assert (after.crs.total, after.streams) != (now.crs.total, now.streams)
