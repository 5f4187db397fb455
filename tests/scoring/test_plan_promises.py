"""No plan promises a day, a score or a limit that the rules do not give: three people who read the page closely."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from msgspec import to_builtins
from msgspec.structs import replace

from scoring.plans.combinations import list_plans, make_changes
from scoring.plans.efforts import find_least_weeks
from scoring.plans.estimates import find_estimate
from scoring.plans.plan import FAR
from scoring.plans.single_changes import list_rungs
from scoring.plans.targets import list_ways_to
from scoring.plans.trial_facts import make_trial
from scoring.plans.waivers import find_waived
from scoring.plans.ways import NOMINATION, Round, describe_left, find_way, is_nominated, list_cutoffs, list_ways
from scoring.profile import JobOffer, decode
from tests.scoring import people
from tests.scoring.making import assess, credential, job, make_profile, partner
from tests.scoring.strategies import profiles
from tests.scoring.test_plan_words import list_people
from tests.scoring.test_plans import ROUNDS

ON = people.ON
NEXT_YEAR = date(2027, 11, 29)


def ielts(scores, taken_on):
    """IELTS General Training: reading, writing, listening, speaking."""
    reading, writing, listening, speaking = scores
    marks = {"reading": reading, "writing": writing, "listening": listening, "speaking": speaking}
    return {"test": "ielts_general", "taken_on": taken_on, **marks}


NURSE = make_profile(**people.NURSE)
# The years of the program were not said.
COOK = make_profile(**people.COOK | {"credentials": [people.COOK["credentials"][0] | {"full_time_academic_years": 0}]})
GRADUATE = make_profile(**people.GRADUATE)
ACCOUNTANT_FACTS = {
    "date_of_birth": "1989-02-10",
    "credentials": [credential("bachelors", "EG", awarded_on="2011-06-30", eca_issued_on="2025-06-01")],
    "language_tests": [ielts((6.5, 6.5, 7.5, 6.5), "2026-03-14")],
    "jobs": [job("2018-09-01", "2025-09-01", country="EG", noc="11100"), job("2025-10-06", noc="11100")],
}
ACCOUNTANT = make_profile(**ACCOUNTANT_FACTS, authorized_to_work_in_canada=True, settlement_funds_cad=25_000)
PHYSICIAN = make_profile(
    date_of_birth="1990-05-10",
    marital_status="married",
    family_size=2,
    credentials=[credential("professional", "EG", awarded_on="2013-06-30")],
    language_tests=[ielts((7, 7, 8, 7), "2026-03-14")],
    jobs=[job("2018-01-01", country="EG", noc="31102")],
    settlement_funds_cad=25_000,
    partner=partner(**ACCOUNTANT_FACTS),
)
WELDER = make_profile(
    date_of_birth="1992-08-15",
    authorized_to_work_in_canada=True,
    credentials=[credential("one_year", "PH", awarded_on="2012-05-01")],
    language_tests=[ielts((6, 6, 6.5, 6.5), "2026-03-14")],
    jobs=[job("2016-01-01", "2023-01-01", noc="72106", country="PH"), job("2024-06-01", noc="72106")],
    settlement_funds_cad=30_000,
)


def look(profile):
    """The basis of the page, and its plans."""
    now = assess(profile, ON)
    chosen = find_estimate(now, None)
    basis = chosen.found if chosen else now
    return basis, list_plans(basis)


def way_of(profile, stream):
    basis, plans = look(profile)
    return next(way for way in list_ways(basis, plans, ROUNDS) if way.stream == stream), plans


# --- Days -------------------------------------------------------------------------


def test_a_certificate_of_qualification_is_anothers_to_give():
    way, plans = way_of(COOK, "cec")
    assert [plan for plan in plans if "certificate" in plan.names], "it is looked at"
    assert "certificate" not in way.plan.names
    assert "a certificate of qualification in a trade" in map(str, way.without)
    plan = make_changes(look(COOK)[0], ["certificate"])
    assert plan.efforts[0].effort >= FAR


@pytest.mark.parametrize(
    "names", [("all_abilities-10", "certificate", "canadian_year"), ("all_abilities-7", "canadian_year")]
)
def test_no_day_is_named_for_a_plan_where_the_time_of_one_part_is_not_known(names):
    plan = make_changes(look(COOK)[0], names)
    assert plan.day == date(2026, 12, 27), "it is counted on the day of the part that has one"
    assert (plan.weeks, plan.least_weeks, plan.is_dated) == (None, None, False)
    assert make_changes(look(COOK)[0], ["canadian_year"]).is_dated


@settings(max_examples=30, deadline=None)
@given(facts=profiles)
def test_the_weeks_of_a_plan_end_on_the_day_that_it_is_counted_on(facts):
    now = assess(decode(facts), ON)
    plans = list_plans(now)
    said = [(plan.names, weeks, plan.day) for plan in plans for weeks in (plan.weeks, plan.least_weeks)]
    said += [(rung.option.because, rung.effort.weeks, rung.option.on) for rung in list_rungs(now)]
    known = [(names, weeks, day) for names, weeks, day in said if weeks is not None]
    assert [one for one in known if abs((one[2] - ON).days - 7 * one[1]) > 7] == []


def test_a_year_of_work_and_one_of_study_take_both_times():
    studied = [plan for plan in look(GRADUATE)[1] if {"credential-one_year", "canadian_year"} == {*plan.names}]
    assert studied
    assert all(plan.least_weeks == (plan.counted_on - ON).days // 7 > 52 for plan in studied)


# --- Scores -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "today", "then"),
    [
        (("canadian_year",), 437, 432),
        (("canadian_year", "french_up-9"), 539, 534),
        (("canadian_year", "nomination_up"), 1037, 1032),
    ],
)
def test_a_first_year_of_work_has_the_score_of_the_day_on_which_it_can_be_complete(names, today, then):
    basis, plans = look(NURSE)
    (plan,) = [one for one in plans if set(one.names) == set(names)]
    assert (plan.crs, plan.lasting, plan.counted_on) == (today, then, NEXT_YEAR), "her birthday is in June"
    assert plan.later.candidate.age == basis.candidate.age + 1


def test_work_stops_for_a_program_of_study_and_its_score_is_that_of_its_day():
    basis, _plans = look(GRADUATE)
    studies = make_changes(basis, ["credential-one_year"])
    assert (studies.counted_on, studies.lasting) == (NEXT_YEAR, 442)
    assert studies.stops_work
    going = make_trial(basis, ["credential-one_year"]).profile
    assert assess(going, NEXT_YEAR).crs.total > 442, "with the year of work that nobody does beside full-time studies"
    after = make_changes(basis, ["credential-one_year", "canadian_year"])
    assert after.day == date(2027, 3, 28) + (NEXT_YEAR - ON), "the year of work first, then the program"


def test_a_year_after_a_licence_takes_a_year_at_the_least_and_has_its_birthday():
    basis, plans = look(PHYSICIAN)
    plan = make_changes(basis, ["partner_test-9", "canadian_year"])
    assert (plan.day, plan.weeks, plan.is_dated) == (NEXT_YEAR, None, False)
    assert (plan.crs, plan.lasting) == (475, 472)
    assert plan.names not in [one.names for one in list_ways_to(475, plans, list_cutoffs(ROUNDS, ON))]


def stop(going, day):
    """A job that ends on a day, or on its first one where it is still to begin, with its leave until then."""
    end = max(day, going.start)
    leave = tuple(replace(one, end=min(one.end, end)) for one in going.unpaid_leave if one.start <= end)
    return replace(going, end=end, unpaid_leave=leave)


def build_facts_of(plan, now):
    """The facts with a plan made, as they are on its day: a year of work last, and no work beside studies."""
    names = {name.partition("-")[0] for name in plan.names}
    goes_on = any("day" in change.facts for change in plan.changes)
    worked = max((change.facts["day"] for change in plan.changes if "day" in change.facts), default=ON)
    jobs = []
    for one in make_trial(now, plan.all_names).profile.jobs:
        added = one not in now.profile.jobs
        if added and goes_on:
            continue
        if added:
            end = min(plan.day, find_last_day(plan, now.profile))
            start = max(end - (one.end - one.start), ON + timedelta(days=1))
            jobs.append(replace(one, start=start, end=end))
        elif one.end is None and worked < plan.day and "credential" in names:
            jobs.append(stop(one, worked))
        elif one.end is None and one.country != "CA" and "canadian_year" in names and not goes_on:
            jobs.append(stop(one, ON))
        else:
            jobs.append(one)
    made = replace(make_trial(now, plan.all_names).profile, jobs=tuple(jobs))
    return made if any("permit" in change.facts for change in plan.changes) else keep_to_permit(made)


def find_last_day(plan, profile):
    """The last day of a year of work that the permit which was stated has room for."""
    until = profile.work_permit_until if profile.authorized_to_work_in_canada else None
    new = any("permit" in change.facts for change in plan.changes)
    return until if until and until >= date(ON.year + 1, ON.month, ON.day) and not new else date.max


def keep_to_permit(profile):
    """The facts without work in Canada on days to come that the permit which was stated does not cover."""
    if not (profile.authorized_to_work_in_canada and profile.work_permit_until):
        return profile
    last = max(profile.work_permit_until, ON)
    inside = [one for one in profile.jobs if one.country != "CA" or one.start <= last]
    past = [one.country == "CA" and (one.end or date.max) > last for one in inside]
    kept = (stop(one, last) if over else one for one, over in zip(inside, past, strict=True))
    return replace(profile, jobs=tuple(kept))


@pytest.mark.parametrize("whose", ["physician", "accountant", "welder", "nurse", "graduate", "cook", "samples"])
def test_every_plan_has_the_score_of_its_own_day(whose):
    lives = {"physician": PHYSICIAN, "accountant": ACCOUNTANT, "welder": WELDER}
    lives |= {"nurse": NURSE, "graduate": GRADUATE, "cook": COOK}
    people = [lives[whose]] if whose in lives else [decode(facts) for facts in list_people(whose)[:15]]
    dated = 0
    for profile in people:
        basis, plans = look(profile)
        for plan in plans:
            if plan.day is None:
                assert all(find_least_weeks(change, basis.rules) is None for change in plan.changes)
                assert (plan.lasting, plan.counted_on) == (plan.crs, None)
                continue
            dated += 1
            assert plan.lasting == assess(build_facts_of(plan, basis), plan.day).crs.total, plan.names
    assert dated > 5


def test_what_would_reach_a_cutoff_is_what_is_said_to_reach_it():
    way, _plans = way_of(WELDER, "cec")
    assert way.still_missing
    assert {str(one) for one in way.left_out} == {"French as a further language"}
    assert "french_up-7" in way.beyond.names


def test_the_funds_are_waived_only_where_an_offer_opens_what_they_keep_closed():
    engineer = make_profile(
        credentials=[credential("bachelors", "IN", eca_issued_on="2025-06-01")],
        language_tests=[ielts((7, 7, 8, 7), "2026-03-14")],
        jobs=[job("2017-01-01", country="IN", noc="21301")],
        settlement_funds_cad=15_000,
        family_size=3,
    )
    assert find_waived(assess(engineer, ON)) == ["fsw"]
    offered = replace(engineer, job_offer=JobOffer(noc="21301", qualifying=True), authorized_to_work_in_canada=True)
    assert assess(offered, ON).programs["fsw"].eligible
    assert find_waived(assess(replace(engineer, settlement_funds_cad=50_000), ON)) == []
    assert find_waived(assess(replace(engineer, language_tests=()), ON)) == [], "the money is not all that is missing"


def test_no_credential_is_offered_that_gives_no_more_than_the_assessment_of_the_one_held():
    basis, _plans = look(WELDER)
    rows = {rung.option.because: rung.option for rung in list_rungs(basis)}
    paper = next(option for because, option in rows.items() if because.code == "first_eca")
    studies = [option for because, option in rows.items() if because.code == "credential"]
    assert studies
    assert all(option.crs > paper.crs for option in studies)


@settings(max_examples=40, deadline=None)
@given(facts=profiles)
def test_a_change_has_one_figure_alone_and_in_a_plan(facts):
    now = assess(decode(facts), ON)
    plans = {plan.changes[0]: plan for plan in list_plans(now) if len(plan.changes) == 1}
    for rung in list_rungs(now):
        plan = plans.get(rung.option.because)
        if plan:
            assert rung.option.crs == plan.lasting
            assert rung.option.gain == plan.lasting - now.crs.total
            assert all(plan.opens(stream) for stream in rung.option.opens)


def test_a_line_of_one_change_says_the_day_that_it_is_counted_on():
    basis, _plans = look(NURSE)
    rows = {rung.option.because.code: rung.option for rung in list_rungs(basis)}
    assert (rows["first_canadian_year"].crs, rows["first_canadian_year"].on) == (432, NEXT_YEAR)
    assert (rows["credential"].on, rows["nomination_up"].on) == (None, None), "the last of these is a doctorate"


# --- Limits -----------------------------------------------------------------------


@pytest.mark.parametrize("profile", [NURSE, COOK, GRADUATE], ids=["nurse", "cook", "graduate"])
def test_what_brings_more_than_the_nearer_changes_is_named_as_left_out(profile):
    check_left_out(*look(profile))


@pytest.mark.parametrize("whose", ["strangers", "samples"])
def test_what_brings_more_is_named_for_everybody(whose):
    found = [check_left_out(*look(decode(facts))) for facts in list_people(whose)[:60]]
    assert sum(found) > 10


def check_left_out(basis, plans):
    """Of each way that falls short: what brings more has a part of a kind that is named, and the easiest reaches."""
    short = [way for way in list_ways(basis, plans, ROUNDS) if way.still_missing]
    for way in short:
        for plan in plans:
            if plan.opens(way.stream) and plan.lasting > way.plan.lasting:
                assert {describe_left(change) for change in plan.changes} & {*way.without}, plan.names
        reaching = [
            plan
            for plan in plans
            if plan.reaches(way.stream, way.cutoff) and is_nominated(plan) == (way.stream == "pnp")
        ]
        assert (way.beyond is None) == (not reaching)
        assert not reaching or way.beyond.ease == min(plan.ease for plan in reaching)
    return len(short)


def test_the_nurse_and_the_graduate_read_what_reaches_the_cutoff():
    healthcare, _plans = way_of(NURSE, "healthcare")
    assert (healthcare.plan.lasting, healthcare.beyond.lasting) == (473, 478)
    assert healthcare.beyond.names == ("all_abilities-10", "canadian_year")
    cec, _plans = way_of(GRADUATE, "cec")
    assert (cec.plan.lasting, cec.beyond.lasting) == (499, 524)
    assert cec.beyond.names == ("french_up-7", "canadian_year")
    assert NOMINATION not in cec.beyond.names
    assert {"French as a further language", "a nomination"} <= {str(one) for one in cec.without}


# --- Ends -------------------------------------------------------------------------


def test_the_graduate_reads_what_two_years_of_work_bring():
    way, plans = way_of(GRADUATE, "cec")
    assert set(way.plan.names) == {"all_abilities-10", "canadian_year-2"}
    assert (way.plan.lasting, way.still_missing) == (499, 518 - 499)
    longer = next(
        plan for plan in plans if {*plan.names} == {"all_abilities-10", "credential-one_year", "canadian_year-2"}
    )
    assert longer.day == way.plan.day + (NEXT_YEAR - ON), "the program after the work"
    assert longer.weeks is None, "nobody knows which of them is first"


def test_the_end_of_a_test_that_nobody_has_taken_is_no_day_of_a_plan():
    way, _plans = way_of(GRADUATE, "french")
    assert way.plan.names == ("french_up-7", "canadian_year")
    assert way.falls is None
    assert (way.drops.since, way.drops.crs) == (date(2028, 3, 14), 419), "the test that she has ends"
    assert way_of(COOK, "french")[0].falls is None


def test_a_round_that_closes_while_the_points_are_still_enough_is_a_fall():
    way, _plans = way_of(GRADUATE, "pnp")
    assert (way.falls.since, way.drops) == (date(2028, 3, 14), None)
    assert way.falls.crs > way.cutoff
    assert "pnp" not in way.falls.streams


def test_a_birthday_alone_is_no_drop():
    basis, _plans = look(GRADUATE)
    older = decode({**to_builtins(GRADUATE), "date_of_birth": "1997-09-20"})
    plan = make_changes(assess(older, ON), ["canadian_year"])
    way = find_way("cec", basis, [plan], [Round("1", date(2026, 9, 1), plan.crs - 30)])
    assert plan.find_drop(1).since == date(2027, 9, 20)
    assert way.drops is None or way.drops.since == date(2028, 3, 14)


# --- Order ------------------------------------------------------------------------


def test_the_plan_with_the_least_of_the_hardest_change_stands_first():
    _basis, plans = look(GRADUATE)
    names = [plan.names for plan in list_ways_to(470, plans, None)]
    assert names[:2] == [("all_abilities-10", "canadian_year"), ("canadian_year-2",)]
    nurse = list_ways_to(475, look(NURSE)[1], list_cutoffs(ROUNDS, ON))
    hardest = [max(effort.effort for effort in plan.efforts) for plan in nurse]
    assert hardest == sorted(hardest)
    names = [plan.names for plan in nurse]
    assert names.index(("all_abilities-10", "canadian_year")) < names.index(("more_funds", "french_up-9")), "effort 10"


def test_of_one_effort_the_known_time_stands_before_the_unknown_one_and_the_shorter_first():
    _basis, plans = look(NURSE)
    ladder = sorted((plan for plan in plans if len(plan.names) == 1), key=lambda plan: plan.ease)
    same = [plan.weeks for plan in ladder if plan.effort == FAR]
    assert same[0] == 52, "a first year of work"
    assert len(same) > 1
    assert set(same[1:]) == {None}, "a nomination"
