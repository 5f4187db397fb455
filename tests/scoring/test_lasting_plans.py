"""What a plan says lasts past the papers that end soon, and no way is out of reach beside a plan that reaches it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring import language
from scoring.advice import FURTHER, SOON
from scoring.plans.combinations import make_changes
from scoring.plans.single_changes import list_rungs
from scoring.plans.steps import find_next_step
from scoring.plans.targets import list_ways_to
from scoring.plans.trial_facts import make_trial
from scoring.plans.ways import find_way, list_cutoffs, list_ways
from scoring.profile import Credential, decode
from scoring.reasons import Reason
from scoring.renewals import find_assessment_end, list_renewals
from tests.scoring.making import assess, celpip, credential, french, job, make_profile
from tests.scoring.strategies import profiles
from tests.scoring.test_plan_promises import NEXT_YEAR, NURSE, WELDER, build_facts_of, look
from tests.scoring.test_plan_words import list_people
from tests.scoring.test_plans import ROUNDS

ON = date(2026, 11, 29)
NOTHING_REACHES = frozenset({"step_short_of_all", "step_open"})
days_left = st.integers(1, SOON.days)


@st.composite
def ending(draw):
    """The facts of somebody who has a test of English that ends within half a year, and perhaps an assessment."""
    facts = draw(profiles)
    left = timedelta(days=draw(days_left))
    level = draw(st.integers(5, 9))
    facts["language_tests"] = [celpip(level, date(ON.year - 2, ON.month, ON.day).isoformat())]
    facts["language_tests"][0]["taken_on"] = (date(ON.year - 2, ON.month, ON.day) + left).isoformat()
    if draw(st.booleans()):
        facts["language_tests"].append(french(7, "2025-01-15"))
    if draw(st.booleans()):
        issued = date(ON.year - 5, ON.month, ON.day) + timedelta(days=draw(days_left))
        facts["credentials"].append(credential("bachelors", "IN", eca_issued_on=issued.isoformat()))
    return facts


def list_ends(profile, rules_of):
    """The days on which the papers of a person end, the partner's too."""
    for person in filter(None, (profile, profile.counted_partner)):
        yield from (language.expires(test, rules_of.rules) for test in person.language_tests)
        yield from filter(None, (find_assessment_end(held, rules_of) for held in person.credentials))


def check_lasting(basis, plans):
    """Each plan has the score that the facts of its parts come to, and none of what it rests on ends soon."""
    renewed = 0
    for plan in plans:
        trial = make_trial(basis, plan.all_names)
        assert trial is not None, plan.all_names
        renewed += bool(plan.renewals)
        facts = build_facts_of(plan, basis) if plan.day else trial.profile
        assert plan.lasting == assess(facts, plan.day or ON).crs.total, plan.names
        assert list_renewals(assess(trial.profile, ON), ON + SOON) == [], plan.all_names
        ends = {*list_ends(plan.lasting_profile, basis)}
        soon = [period for period in plan.ahead[1:] if period.since <= ON + SOON and period.since in ends]
        assert [one for one in soon if plan.lasting > one.crs] == [], plan.names
    return renewed


@settings(max_examples=25, deadline=None)
@given(facts=ending())
def test_what_a_plan_says_lasts_past_the_papers_that_end_soon(facts):
    basis, plans = look(decode(facts))
    check_lasting(basis, plans)


@pytest.mark.parametrize("whose", ["samples", "strangers"])
def test_everybody_with_a_test_that_ends_soon_has_it_again_in_their_plans(whose):
    renewed = 0
    for facts in list_people(whose)[:8]:
        tests = [dict(test, taken_on="2024-12-21") for test in facts["language_tests"]]
        basis, plans = look(decode(facts | {"language_tests": tests}))
        renewed += check_lasting(basis, plans)
    assert renewed > 20


COOK = make_profile(
    date_of_birth="1993-02-20",
    authorized_to_work_in_canada=True,
    settlement_funds_cad=6000,
    family_size=1,
    credentials=[credential("two_year", "IN", awarded_on="2013-05-01", eca_issued_on="2026-11-20")],
    language_tests=[celpip((5, 5, 5, 6), "2024-12-21")],
    jobs=[job("2024-03-01", noc="63200")],
)


@pytest.mark.parametrize("names", [("nomination_up",), ("french_up-7",)])
def test_a_plan_of_unknown_time_takes_a_test_again_that_ends_in_three_weeks(names):
    basis, plans = look(COOK)
    (plan,) = [one for one in plans if one.names == names]
    assert (plan.day, plan.all_names) == (None, (*names, "test_again-celpip_general"))
    stream = "pnp" if "nomination_up" in names else "french"
    assert plan.find_fall(stream, plan.lasting - 30) is None, "but for birthdays"
    as_it_is = make_changes(basis, names).found.profile
    assert assess(as_it_is, date(2026, 12, 21)).crs.total < plan.lasting, "without it the score would not last"
    step = find_next_step(find_way(stream, basis, plans, ROUNDS[stream]), basis)
    assert (step.because.code, step.because.facts["ends"]) == ("step_test_again", date(2026, 12, 21))
    assert len(step.beside) == 1, "and then what the way begins with"


def test_a_test_that_ends_later_is_not_taken_again_for_a_plan_of_unknown_time():
    later = replace(COOK, language_tests=(replace(COOK.language_tests[0], taken_on=date(2025, 6, 1)),))
    basis, plans = look(later)
    (plan,) = [one for one in plans if one.names == ("nomination_up",)]
    assert plan.renewals == []
    assert plan.find_fall("pnp", plan.lasting - 60).since == date(2027, 6, 1), "half a year and two days from now"
    assert basis.on + SOON < date(2027, 6, 1)


def test_a_better_test_in_a_trial_is_one_of_today():
    basis, _plans = look(COOK)
    trial = make_trial(basis, ["all_abilities-7", "nomination_up"])
    assert [test.taken_on for test in trial.profile.language_tests] == [ON]
    assert trial.plan.renewals == []


# --- Study in Canada --------------------------------------------------------------


def test_a_further_credential_is_studied_full_time_in_canada_and_has_the_points_of_it():
    assessed = replace(NURSE, credentials=(replace(NURSE.credentials[0], eca_issued_on=date(2026, 3, 10)),))
    basis, plans = look(replace(assessed, settlement_funds_cad=20_000))
    (plan,) = [one for one in plans if one.names == ("credential-one_year",)]
    studied = Credential(level="one_year", country="CA", canadian_study_bonus=True, full_time_academic_years=1)
    jobs = tuple(replace(one, end=ON) for one in basis.profile.jobs)
    then = assess(replace(basis.profile, credentials=(*basis.profile.credentials, studied), jobs=jobs), NEXT_YEAR)
    assert plan.lasting == then.crs.total
    points = {factor.code: factor.points for factor in plan.later.crs.factors}
    assert points["canadian_study"] == 15
    (rung,) = [one.option for one in list_rungs(basis) if one.option.because == Reason("credential", level="one_year")]
    assert (rung.crs, rung.on) == (plan.lasting, NEXT_YEAR)


@settings(max_examples=20, deadline=None)
@given(facts=profiles)
def test_every_further_credential_alone_is_what_the_same_facts_come_to(facts):
    now = assess(decode(facts), ON)
    for held, level, years in FURTHER:
        plan = make_changes(now, [f"credential-{level}"])
        if plan is None:
            continue
        held_in_canada = Credential(level=held, country="CA", canadian_study_bonus=True, full_time_academic_years=years)
        credentials = (*now.profile.credentials, held_in_canada)
        assert plan.crs == assess(replace(now.profile, credentials=credentials), ON).crs.total
        studied = max(factor.points for factor in plan.found.crs.factors if factor.code == "canadian_study")
        assert studied >= (15 if level in {"one_year", "two_year"} else 30)


# --- Out of reach -----------------------------------------------------------------


def check_reach(basis, plans):
    """Where a way says that nothing reaches its cut-off, no plan of the page does; nothing reached is out of reach."""
    said = 0
    listed = {id(plan): plan for target in (382, 475, 518) for plan in list_ways_to(target, plans, HELD)}
    for way in list_ways(basis, plans, ROUNDS):
        step = find_next_step(way, basis)
        assert "out of reach" not in str(step.because).lower()
        reaching = [plan for plan in plans if plan.reaches(way.stream, way.cutoff)]
        if step.because.code in NOTHING_REACHES:
            said += 1
            assert reaching == [], (way.stream, [plan.names for plan in reaching])
        if step.because.code == "step_short":
            assert way.left_out
            assert reaching
        if any(plan.reaches(way.stream, way.cutoff) for plan in listed.values()):
            assert step.because.code not in NOTHING_REACHES
    return said


HELD = list_cutoffs(ROUNDS, ON)


@pytest.mark.parametrize("whose", ["samples", "strangers"])
def test_no_way_is_out_of_reach_beside_a_plan_that_reaches_it(whose):
    for facts in list_people(whose)[:40]:
        check_reach(*look(decode(facts)))


@settings(max_examples=40, deadline=None)
@given(facts=profiles)
def test_no_way_of_anybody_is_out_of_reach_beside_a_plan_that_reaches_it(facts):
    check_reach(*look(decode(facts)))


def test_a_welder_reads_of_the_plan_that_reaches_the_cut_off_what_it_takes():
    basis, plans = look(WELDER)
    way = next(way for way in list_ways(basis, plans, ROUNDS) if way.still_missing)
    assert way.beyond.reaches(way.stream, way.cutoff)
    step = find_next_step(way, basis)
    assert str(step.because) == ("Reaching the last cut-off would take, for example:")
    assert {str(one) for one in way.left_out} == {"French as a further language"}


def test_where_only_a_nomination_reaches_an_open_round_that_is_named():
    """Nothing near helps somebody who has all of it: the step is no word on what nobody looked at."""
    basis, plans = look(WELDER)
    nominated = [plan for plan in plans if "nomination_up" in plan.names and "cec" in plan.found.streams]
    way = find_way("cec", basis, nominated, ROUNDS["cec"])
    assert (way.is_open, way.plan, way.reached) == (True, None, False)
    step = find_next_step(way, basis)
    assert (step.because.code, [str(one) for one in way.left_out]) == ("step_short", ["a nomination"])
    assert find_next_step(find_way("cec", basis, [], ROUNDS["cec"]), basis).because.code == "step_open"
