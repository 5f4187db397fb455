"""No plan assumes work in Canada after the last day of the work permit, unless it names the permit."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from scoring.assess import assess as assess_with
from scoring.dates import format_date
from scoring.days import years_after
from scoring.later_facts import NEEDS_PERMIT, UNDER_WAY, YEAR, find_own_day, find_stop, stop_at_permit
from scoring.plans.combinations import list_plans, make_changes
from scoring.plans.prevented_by_expiry import find_prevented
from scoring.plans.single_changes import list_rungs
from scoring.plans.steps import find_next_step
from scoring.plans.targets import list_ways_to
from scoring.plans.ways import list_ways
from scoring.profile import decode
from tests.scoring.making import assess, celpip, credential, job, make_book, make_profile
from tests.scoring.people import GRADUATE
from tests.scoring.people import ON as WALKED_ON
from tests.scoring.strategies import profiles
from tests.scoring.test_plan_promises import build_facts_of
from tests.scoring.test_plans import ROUNDS

ON = WALKED_ON
YEAR_COMPLETE = date(2027, 3, 28)  # of the graduate, who began on 30 March 2026


@st.composite
def permitted(draw):
    """The facts of somebody with a work permit, and often with work in Canada that goes on."""
    facts = draw(profiles)
    facts["authorized_to_work_in_canada"] = True
    facts["work_permit_until"] = draw(st.dates(date(2026, 9, 1), date(2028, 6, 1))).isoformat()
    if draw(st.integers(0, 3)):
        start = draw(st.dates(date(2025, 1, 1), date(2026, 11, 1))).isoformat()
        facts["jobs"] = [*facts["jobs"], job(start)]
    return facts


def look(profile):
    """The assessment of today and every plan."""
    now = assess(profile, ON)
    return now, list_plans(now)


def graduate(until):
    """A graduate of eight months in Canada whose permit ends on a day."""
    return decode(GRADUATE | {"work_permit_until": until and until.isoformat()})


def list_later_work(profile, last):
    """The jobs in Canada that have days after the last one of the permit."""
    return [one for one in profile.jobs if one.country == "CA" and (one.end or date.max) > last]


@settings(max_examples=30, deadline=None)
@given(facts=permitted())
def test_no_plan_assumes_work_after_the_last_day_of_the_permit_without_naming_the_permit(facts):
    profile = decode(facts)
    now, plans = look(profile)
    last = max(profile.work_permit_until, ON)
    for plan in plans:
        if plan.needs_permit:
            assert format_date(profile.work_permit_until) in " ".join(map(str, plan.parts)), plan.names
            continue
        after = bool(plan.counted_on and plan.counted_on > last)
        seen = [plan.lasting_profile, *([plan.later.profile] if after else [])]
        assert [list_later_work(one, last) for one in seen] == [[]] * len(seen), plan.names
        if plan.day:
            assert plan.lasting == assess(build_facts_of(plan, now), plan.day).crs.total, plan.names


@settings(max_examples=30, deadline=None)
@given(facts=permitted())
def test_every_year_of_work_that_is_complete_later_names_the_permit(facts):
    profile = decode(facts)
    now, plans = look(profile)
    changes = {change for plan in plans for change in plan.changes} | {one.option.because for one in list_rungs(now)}
    years = [change for change in changes if change.code in YEAR]
    assume(years)
    for change in years:
        complete = find_own_day(change) or ON.replace(year=ON.year + 1)
        assert (change.code in NEEDS_PERMIT) == (complete > profile.work_permit_until), change
        assert (str(profile.work_permit_until.year) in str(change)) or change.code not in NEEDS_PERMIT


@settings(max_examples=30, deadline=None)
@given(facts=permitted())
def test_no_step_of_a_way_lets_a_year_complete_by_itself_after_the_permit(facts):
    profile = decode(facts)
    now, plans = look(profile)
    for way in list_ways(now, plans, ROUNDS):
        step = find_next_step(way, now)
        by_itself = [
            one for one in (step.because, *step.beside) if "by_itself" in one.code or "by_themselves" in one.code
        ]
        assert all(one.facts["day"] <= profile.work_permit_until for one in by_itself)


@settings(max_examples=30, deadline=None)
@given(facts=permitted())
def test_what_needs_a_permit_stands_after_what_does_not(facts):
    _now, plans = look(decode(facts))
    assert [plan.needs_permit for plan in plans] == sorted(plan.needs_permit for plan in plans)
    towards = [plan.needs_permit for plan in list_ways_to(450, plans)]
    assert towards == sorted(towards)


def test_a_year_that_is_complete_inside_the_permit_goes_on_as_before():
    without, inside, past = (
        look(graduate(until))[1] for until in (None, YEAR_COMPLETE, YEAR_COMPLETE - timedelta(days=1))
    )
    year = {plans is past: next(p for p in plans if p.names == ("canadian_year",)) for plans in (inside, past)}
    assert (year[False].changes[0].code, year[True].changes[0].code) == (
        "canadian_year_goes_on",
        "canadian_year_goes_on_permit",
    )
    assert (
        year[False].lasting == year[True].lasting == next(p for p in without if p.names == ("canadian_year",)).lasting
    )
    assert str(year[True].changes[0]) == (
        "Your work in Canada, if a new work permit lets it go on after March 27, 2027, the last day of yours: its next "
        "full year is complete by March 28, 2027"
    )
    second = next(p for p in inside if p.names == ("canadian_year-2",))
    assert second.changes[0].code == "canadian_years_go_on_permit", "the second year alone is too long"


def test_the_ladder_says_the_year_after_every_line_of_its_kind_without_a_permit():
    opening = [one for one in list_rungs(look(graduate(date(2027, 2, 15)))[0]) if "general" in one.option.opens]
    codes = [one.option.because.code for one in opening]
    assert codes == ["canadian_year_goes_on_permit", "canadian_years_go_on_permit"], "nothing else opens a program"
    open_already = make_profile(
        authorized_to_work_in_canada=True,
        work_permit_until="2027-02-15",
        language_tests=[celpip(9, "2026-03-14")],
        jobs=[job("2025-03-30")],
    )
    codes = [one.option.because.code for one in list_rungs(assess(open_already, ON))]
    year = codes.index("canadian_year_goes_on_permit")
    assert year > max(codes.index(one) for one in ("all_abilities", "first_french", "nomination_up"))


def test_the_first_step_of_a_permit_that_ends_soon_is_the_permit():
    now, plans = look(graduate(date(2027, 2, 15)))
    french = next(way for way in list_ways(now, plans, ROUNDS) if way.stream == "french")
    step = find_next_step(french, now)
    assert french.plan.names == ("french_up-7", "canadian_year")
    assert str(step.because) == (
        "Find out with us how you could have another work permit: work after Feb. 15, 2027, the last day of yours, "
        "counts only if it is authorized."
    )
    assert [one.code for one in step.beside] == ["step_french_up"]


def test_a_permit_that_has_ended_leaves_the_work_until_today():
    ended, without = (assess(graduate(until), ON) for until in (date(2026, 10, 15), None))
    assert ended.crs.total == without.crs.total, "what is stated of days gone by stays as it was stated"
    (worked,) = stop_at_permit(ended.profile, ON).jobs
    assert worked.end == ON
    codes = {plan.changes[0].code for plan in list_plans(ended) if plan.changes[0].code in UNDER_WAY}
    assert codes == {"canadian_year_goes_on_permit", "canadian_years_go_on_permit"}


@pytest.mark.parametrize("authorized", [True, False])
def test_the_day_of_a_permit_counts_only_of_who_may_work_now(authorized):
    profile = replace(graduate(date(2027, 2, 15)), authorized_to_work_in_canada=authorized)
    assert (find_stop(profile, ON) is not None) is authorized


def test_a_job_that_is_to_begin_after_the_permit_counts_for_nothing():
    later = replace(graduate(date(2027, 2, 15)).jobs[0], start=date(2027, 5, 1))
    profile = replace(graduate(date(2027, 2, 15)), jobs=(later,))
    assert stop_at_permit(profile, ON).jobs == ()
    abroad = replace(profile, jobs=(replace(later, country="IN"),))
    assert stop_at_permit(abroad, ON) is abroad


def test_a_year_of_work_after_studies_is_no_plan_where_the_permit_ends_before():
    """A permit of eighteen months holds a year of work, but not a year of study and one of work."""
    facts = {
        "authorized_to_work_in_canada": True,
        "credentials": [credential("bachelors", "IN", eca_issued_on="2026-05-01")],
        "language_tests": [celpip(8, "2026-05-01")],
        "jobs": [job("2022-01-01", "2024-01-01", country="IN")],
    }
    long, short = (
        {plan.names for plan in look(make_profile(**facts, work_permit_until=until))[1]}
        for until in ("2030-01-01", "2028-05-30")
    )
    both = {"credential-one_year", "canadian_year"}
    assert any(both <= {*names} for names in long)
    assert not any(both <= {*names} for names in short)
    assert ("canadian_year",) in short


def test_what_a_test_that_ends_prevents_says_whether_it_takes_a_new_permit_too():
    facts = GRADUATE | {"language_tests": [GRADUATE["language_tests"][0] | {"taken_on": "2025-03-14"}]}
    for until, needs_permit in ((None, False), ("2027-04-01", False), ("2027-02-15", True)):
        now = assess(decode(facts | {"work_permit_until": until}), ON)
        (opening,) = find_prevented(now).values()
        assert ("cec" in opening.streams, opening.on, opening.needs_permit) == (True, YEAR_COMPLETE, needs_permit)


def test_an_address_of_a_year_leads_to_the_same_plan_with_the_permit():
    now, plans = look(graduate(date(2027, 2, 15)))
    plan = make_changes(now, ["canadian_year"])
    assert (plan.needs_permit, plan.lasting) == (True, next(p for p in plans if p.names == plan.names).lasting)


# --- A firm's own weeks -----------------------------------------------------------

WEEKS = st.just("not known") | st.integers(1, 160)
TIMED = (
    "canadian_year",
    "first_canadian_job",
    "first_canadian_year",
    "first_canadian_year_licensed",
    "new_permit",
    "all_abilities",
    "first_french_7",
    "french_up_7",
    "eca",
)


@settings(max_examples=25, deadline=None)
@given(facts=permitted(), weeks=st.fixed_dictionaries(dict.fromkeys(TIMED, WEEKS)))
def test_no_year_is_complete_before_it_can_be_whatever_weeks_a_firm_states(facts, weeks):
    profile = decode(facts)
    now = assess_with(profile, ON, make_book(weeks))
    last, permit = profile.work_permit_until, weeks["new_permit"]
    for plan in list_plans(now):
        years = [change for change in plan.changes if change.code in YEAR - UNDER_WAY]
        for year in years:
            needed = year.code in NEEDS_PERMIT
            known = permit if needed and permit != "not known" else 0
            begins = max(ON + timedelta(weeks=known), last if needed else ON)
            ends = plan.day if needed else min(plan.day, last)
            assert years_after(begins, 1) <= ends, (plan.names, weeks)
            assert any(
                one.country == "CA" and one.end == ends and one.start >= begins and (ends - one.start).days >= 363
                for one in plan.later.profile.jobs
            ), (plan.names, weeks)
        if plan.day:
            assert plan.lasting == assess(build_facts_of(plan, now), plan.day).crs.total, plan.names


STOPPED = {
    "authorized_to_work_in_canada": True,
    "credentials": [credential("bachelors", "IN", eca_issued_on="2026-05-01")],
    "language_tests": [celpip(8, "2026-05-01")],
    "jobs": [job("2022-01-01", "2024-01-01")],
}


def plan_with(weeks, until, *names):
    """The plan of these changes by a firm's weeks, of somebody who has a permit until a day and does not work now."""
    now = assess_with(make_profile(**STOPPED, work_permit_until=until), ON, make_book(weeks))
    return next(plan for plan in list_plans(now) if {*plan.names} == {*names})


@pytest.mark.parametrize(("weeks", "code"), [(52, "canadian_year"), (78, "canadian_year_permit")])
def test_a_year_that_takes_a_firm_longer_than_the_permit_lasts_names_it(weeks, code):
    """The permit holds for sixty weeks: long enough for a year, not for a year that has to be found first."""
    plan = plan_with({"canadian_year": weeks}, "2028-01-23", "canadian_year")
    assert plan.changes[0].code == code
    assert plan.later.candidate.me.canadian_years == plan.found.candidate.me.canadian_years


def test_a_year_inside_the_permit_counts_whatever_takes_longer_beside_it():
    plan = plan_with({"first_french_7": 104}, "2028-01-23", "canadian_year", "french_up-7")
    assert plan.day == ON + timedelta(weeks=104, days=1)
    assert plan.later.candidate.me.canadian_years == plan.found.candidate.me.canadian_years
    assert plan.later.profile.jobs[-1].end == date(2028, 1, 23)


@pytest.mark.parametrize(
    ("permit", "year", "weeks"),
    [(10, 52, 83), (40, 52, 92), (10, 78, 88), ("not known", 52, 83), ("not known", 90, 90)],
)
def test_a_year_with_a_new_permit_begins_with_it_and_after_the_old_one(permit, year, weeks):
    """The old one lasts for thirty weeks."""
    plan = plan_with({"new_permit": permit, "canadian_year": year}, "2027-06-27", "canadian_year")
    # Its last fifty-two weeks have a 29 February in them.
    assert plan.day == years_after(ON + timedelta(weeks=weeks - 52), 1) == ON + timedelta(weeks=weeks, days=2)
    assert plan.weeks == (None if permit == "not known" else weeks)
    assert plan.later.profile.jobs[-1].start > date(2027, 6, 27)


def test_no_year_of_work_takes_less_than_a_year():
    plan = plan_with({"canadian_year": 8}, "2028-01-23", "canadian_year")
    assert (plan.weeks, plan.day) == (52, ON + timedelta(weeks=52, days=1))
