"""Named days on which a score changes."""

from datetime import date
from itertools import pairwise

import pytest

from scoring.change_dates import find_turns
from scoring.experience import Experience
from scoring.threshold_days import Ahead
from scoring.timeline import next_change, timeline
from tests.scoring.making import TODAY, book, celpip, credential, job, make_profile


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        pytest.param({"date_of_birth": "1996-11-23"}, date(2026, 11, 23), id="the thirtieth birthday"),
        pytest.param(
            {"date_of_birth": "2000-10-01", "language_tests": [celpip(9, taken_on="2025-03-01")]},
            date(2027, 3, 1),
            id="a test of two years",
        ),
        pytest.param(
            {"date_of_birth": "2000-10-01", "credentials": [credential("masters", "IN", eca_issued_on="2022-05-06")]},
            date(2027, 5, 6),
            id="an assessment of five years",
        ),
        pytest.param(
            {"date_of_birth": "2000-10-01", "jobs": [job("2026-04-01")]},
            date(2027, 3, 30),
            id="a running job's 364th day is its 1,560th hour",
        ),
        pytest.param(
            {"date_of_birth": "2000-10-01", "jobs": [job("2015-10-01", "2017-11-30")]},
            date(2026, 12, 3),
            id="a year of work leaves the ten-year window",
        ),
        pytest.param({"date_of_birth": "2000-10-01"}, None, id="nothing changes between 25 and 28"),
    ],
)
def test_the_next_change(facts, changes):
    assert next_change(make_profile(**facts), TODAY, book()) == changes


def test_periods_follow_each_other_and_neighbours_differ():
    profile = make_profile(date_of_birth="1991-10-01", jobs=[job("2026-04-01")], language_tests=[celpip(9)])
    periods = timeline(profile, TODAY, date(2028, 9, 15), book())
    assert (periods[0].since, periods[-1].until) == (TODAY, date(2028, 9, 15))
    assert all(a.until == b.since and a[2:] != b[2:] for a, b in pairwise(periods))


def test_a_new_edition_begins_a_period():
    offer = {"noc": "00012", "qualifying": True}
    profile = make_profile(
        date_of_birth="2000-10-01", job_offer=offer, jobs=[job("2022-01-01")], language_tests=[celpip(9, "2024-06-01")]
    )
    periods = timeline(profile, date(2025, 3, 1), date(2025, 4, 1), book())
    assert [(p.since, p.crs) for p in periods][1][0] == date(2025, 3, 25)
    assert periods[0].crs - periods[1].crs == 200


@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        pytest.param({"date_of_birth": "1990-12-01"}, {date(2026, 12, 1): {"crs", "fsw"}}, id="a birthday"),
        pytest.param(
            {"date_of_birth": "1970-01-01", "language_tests": [celpip(9, "2025-03-01")]},
            {date(2027, 3, 1): {"papers", "crs", "fsw", "cec", "fst", "categories"}},
            id="a test, which may move everything",
        ),
        pytest.param(
            {"date_of_birth": "1970-01-01", "jobs": [job("2025-11-03", "2026-11-01")]},
            {date(2026, 11, 1): {"crs", "cec", "fsw"}},
            id="a year of work in Canada",
        ),
    ],
)
def test_a_day_is_worked_out_again_only_in_the_parts_that_it_can_move(facts, parts):
    assert find_parts(facts) == parts


def test_a_partners_papers_move_no_program_that_looks_at_no_partner():
    partner = {"accompanying": True, "canadian": False, "language_tests": [celpip(9, "2025-03-01")]}
    facts = {"date_of_birth": "1970-01-01", "marital_status": "married", "partner": partner}
    assert find_parts(facts) == {date(2027, 3, 1): {"papers", "crs", "fsw"}}


def find_parts(facts):
    """The turning days of half a year, each with what it moves."""
    profile, ahead = make_profile(**facts), Ahead(TODAY, date(2027, 9, 1))
    rules = book().on(TODAY)
    people = [person for person in (profile, profile.partner) if person]
    found = find_turns(profile, ahead, rules, {id(person): Experience(person.jobs, rules) for person in people})
    return {day: moved for day, moved in found.items() if day < date(2027, 4, 1)}
