"""What the words about ways and plans promise, compared with the engine over a few hundred people."""

import json
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from intake.clients.samples import NOCS, make_profile
from scoring.advice import advice
from scoring.plans.combinations import list_plans, make_changes
from scoring.plans.estimates import find_estimate
from scoring.plans.steps import FREE, SURE, find_next_step
from scoring.plans.targets import list_ways_to
from scoring.plans.ways import FAR, LEFT_OUT, NOMINATION, is_nominated, list_cutoffs, list_ways
from scoring.profile import decode
from tests.scoring import making, test_plans
from tests.scoring.making import assess, celpip, credential, job
from tests.scoring.strategies import profiles
from tests.scoring.test_plans import ON, ROUNDS

SAMPLES = Path(__file__).parents[2] / "intake" / "data" / "sample_clients.jsonl"
PEOPLE = {"strangers": 150, "samples": 100}


def make_strangers(number):
    chance = Random(2026)  # noqa: S311 - made-up people, not secrets
    return [make_profile(chance, chance.choice([*NOCS])) for _ in range(number)]


def list_people(whose):
    if whose == "strangers":
        return make_strangers(PEOPLE[whose])
    lines = SAMPLES.read_text(encoding="utf-8").splitlines()[: PEOPLE[whose]]
    return [json.loads(line)["profile"] for line in lines]


def look(facts):
    """The basis of the page, its plans and its ways."""
    now = assess(decode(facts), ON)
    chosen = find_estimate(now, None)
    basis = chosen.found if chosen else now
    plans = list_plans(basis)
    return basis, plans, list_ways(basis, plans, ROUNDS)


def check_conditions(basis, plans, ways):
    """N in “N points if you meet the missing conditions” is the score with those alone, and each is missing."""
    for way in ways:
        if way.opening is None:
            assert way.is_open
            continue
        made = make_changes(basis, way.opening.names)
        assert way.stream in made.found.streams
        assert made.crs == way.opening.crs
        assert len(way.opening.names) <= len(way.plan.names)
        assert way.goes_further or way.opening.crs == way.plan.crs
        lower = [plan for plan in plans if way.stream in plan.found.streams and is_part(plan, way.opening)]
        assert lower == [], "the same at a lower level opens it too"
        for name in way.opening.names:
            fewer = make_changes(basis, [one for one in way.opening.names if one != name])
            assert fewer is None or way.stream not in fewer.found.streams, (way.opening.names, name)
    return sum(way.opening is not None for way in ways)


def check_steps(basis, plans, ways):
    """No step costs money and does not reach; what is said to be out of reach is, but for what is named."""
    for way in ways:
        step = find_next_step(way, basis)
        if not way.still_missing:
            assert step.because.code not in {"step_short", "step_short_of_all"}
            continue
        assert step.change is None or step.change.code in FREE
        assert step.change is None or {change.code for change in way.opening.changes} <= FREE | SURE
        reaching = [plan for plan in plans if plan.reaches(way.stream, way.cutoff)]
        assert all(is_long(plan) for plan in reaching)
        assert bool(way.left_out) == bool(reaching)
        kinds = {LEFT_OUT.get(change.code, change.code) for plan in reaching for change in plan.changes}
        assert {one.code for one in way.left_out} <= kinds
        own = {LEFT_OUT.get(c.code) for c, e in zip(way.plan.changes, way.plan.efforts, strict=True) if e.effort >= FAR}
        assert own <= {LEFT_OUT[NOMINATION]}, "beside “without what takes years” there is nothing that does"
        assert not is_nominated(way.plan) or way.stream == "pnp"


def is_long(plan):
    return is_nominated(plan) or any(effort.effort >= FAR for effort in plan.efforts)


def is_less(name, other):
    """By the names alone: the same change, or the same at a lower level."""
    code, _, level = name.partition("-")
    other_code, _, other_level = other.partition("-")
    levels = ("one_year", "two_year", "three_year_or_bachelors", "masters_or_professional", "doctoral")
    if name == other or code != other_code or code in {"ability_up", "second_ability_up"}:
        return name == other
    if code == "credential":
        return levels.index(level) < levels.index(other_level)
    # The next year of work that goes on has no number.
    return [int(part) for part in level.split("-") if part] < [int(part) for part in other_level.split("-") if part]


def is_part(one, other):
    """All of one plan, or the same at higher levels, is in the other one."""
    pairings = [zip(one.names, chosen, strict=True) for chosen in permutations(other.names, len(one.names))]
    return one.names != other.names and any(all(is_less(*pair) for pair in pairing) for pairing in pairings)


def check_lists(plans, targets):
    """No plan of a list has all of another one, or the same at higher levels."""
    cutoffs = list_cutoffs(ROUNDS, ON)
    for target in targets:
        found = list_ways_to(target, plans, cutoffs)
        for one, other in permutations(found, 2):
            assert not is_part(one, other), (one.names, other.names)


@pytest.mark.parametrize("whose", PEOPLE)
def test_the_words_of_ways_and_plans_are_true(whose):
    closed = 0
    for facts in list_people(whose):
        basis, plans, ways = look(facts)
        closed += check_conditions(basis, plans, ways)
        check_steps(basis, plans, ways)
        check_lists(plans, (382, 475, 518, basis.crs.total + 20))
    assert closed > 30


@settings(max_examples=60, deadline=None)
@given(facts=profiles)
def test_the_words_are_true_of_anybody(facts):
    basis, plans, ways = look(facts)
    check_conditions(basis, plans, ways)
    check_steps(basis, plans, ways)
    check_lists(plans, (382, 518))


# --- Lives ----------------------------------------------------------------------

WELDER = making.make_profile(
    date_of_birth="1985-08-15",
    marital_status="married",
    family_size=3,
    settlement_funds_cad=25_000,
    partner=making.partner(date_of_birth="1988-05-03", credentials=[credential("bachelors", "PH")]),
    credentials=[credential("one_year", "PH", eca_issued_on="2026-02-10", eca_issuer="wes")],
    language_tests=[celpip((5, 5, 6, 6))],
    jobs=[job("2014-11-30", country="PH", noc="72106", hours_per_week=48)],
    certificate_of_qualification={"noc": "72106", "province": "AB"},
    job_offer={"noc": "72106", "qualifying": True},
)
ACCOUNTANT = making.make_profile(
    date_of_birth="1993-01-20",
    settlement_funds_cad=30_000,
    family_size=1,
    credentials=[credential("masters", "NG", eca_issued_on="2026-03-05", eca_issuer="wes")],
    language_tests=[celpip(9)],
    jobs=[job("2020-11-30", country="NG", noc="11100")],
)


def find_way_of(profile, stream):
    now = assess(profile, ON)
    return next(way for way in list_ways(now, list_plans(now), ROUNDS) if way.stream == stream), now


def test_one_language_at_a_higher_level_is_seen_before_two_at_lower_ones():
    way, now = find_way_of(WELDER, "french")
    assert way.plan.names == ("french_up-9",)
    assert way.opening.names == ("french_up-7",), "the round asks for NCLC 7"
    assert way.opening.crs < 382 <= way.plan.crs
    found = list_ways_to(382, list_plans(now), list_cutoffs(ROUNDS, ON))
    assert ("all_abilities-9", "french_up-7") in [plan.names for plan in found]
    assert ("all_abilities-10", "french_up-7") not in [plan.names for plan in found]


def test_a_trade_out_of_reach_begins_with_no_test():
    way, now = find_way_of(WELDER, "trades")
    assert way.still_missing
    assert find_next_step(way, now).because.code == "step_short"
    assert [str(one) for one in way.left_out] == ["a nomination"]


def test_what_only_adds_points_is_not_called_a_condition():
    way, _now = find_way_of(ACCOUNTANT, "cec")
    assert way.opening.names == ("canadian_year",)
    assert way.goes_further
    assert way.opening.crs < 518 <= way.plan.crs


def test_work_of_a_licensed_profession_comes_after_the_licence_and_takes_nobody_knows_how_long():
    doctor = making.make_profile(
        credentials=[credential("professional", "NG", eca_issued_on="2026-06-01", eca_issuer="mcc")],
        language_tests=[celpip(9)],
        jobs=[job("2016-03-01", country="NG", noc="31102")],
    )
    (year,) = [one.because for one in advice(assess(doctor, ON)) if "physicians" in one.opens]
    assert str(year) == "A year of skilled work in Canada, after a licence to practise (NOC 31102)"
    plan = make_changes(assess(doctor, ON), ["canadian_year"])
    assert (plan.weeks, plan.day) == (None, ON + timedelta(weeks=52, days=1)), "a year at the least"
    working = making.make_profile(language_tests=[celpip(9)], jobs=[job("2024-03-01", "2025-05-01", noc="31102")])
    assert {one.because.code for one in advice(assess(working, ON))} & {"canadian_year"}


def test_a_year_under_way_is_waited_for_and_the_language_is_begun():
    graduate = making.make_profile(
        credentials=[credential("two_year")], language_tests=[celpip(8)], jobs=[job("2026-04-01")]
    )
    way, now = find_way_of(graduate, "french")
    step = find_next_step(way, now)
    assert (step.change.code, [one.code for one in step.beside]) == ("first_french", ["step_year_by_itself"])
    pnp, now = find_way_of(graduate, "pnp")
    assert find_next_step(pnp, now).because.code == "step_nomination"


def test_weeks_that_must_pass_are_full_ones():
    plan = make_changes(assess(test_plans.COOK, ON), ["canadian_year"])
    day = plan.changes[0].facts["day"]
    assert plan.least_weeks == (day - ON).days // 7
