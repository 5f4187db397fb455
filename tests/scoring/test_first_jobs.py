"""Whoever may work in Canada and has no skilled job there is told to look for one, in any occupation that counts."""

from datetime import date

import pytest

from scoring.advice import list_changes
from scoring.apps import rulebook
from scoring.assess import assess as assess_with
from scoring.categories import find_unlisted_occupation, list_tables
from scoring.later_facts import YEAR
from scoring.occupations import teer
from scoring.plans.combinations import list_plans
from scoring.plans.steps import find_next_step
from scoring.plans.ways import list_ways
from scoring.profile import decode
from tests.scoring.making import assess, make_book
from tests.scoring.people import ALONE, ON, ielts
from tests.scoring.test_plans import ROUNDS

# She has just finished a master's degree in Canada; her work was abroad, and she has too little money for it to count.
GRADUATE = ALONE | {
    "date_of_birth": "1996-10-10",
    "authorized_to_work_in_canada": True,
    "work_permit_until": "2029-10-30",
    "credentials": [
        {
            "level": "masters",
            "country": "CA",
            "canadian_study_bonus": True,
            "awarded_on": "2026-08-31",
            "full_time_academic_years": 2,
        }
    ],
    "language_tests": [ielts("2026-09-10", 8, 7, 7, 7)],
    "jobs": [{"noc": "21232", "country": "IN", "start": "2019-01-01", "end": "2024-06-30", "hours_per_week": 40}],
}
CLERK = {"noc": "65201", "country": "CA", "start": "2025-01-06", "hours_per_week": 40}


def look(facts):
    now = assess(decode(facts | {"id": "x"}), ON)
    return now, list_plans(now)


def list_years(facts):
    now, _plans = look(facts)
    return [because for because, _profile in list_changes(now) if because.code in YEAR]


@pytest.mark.parametrize(
    ("jobs", "scores", "first"),
    [
        pytest.param(GRADUATE["jobs"], (8, 7, 7, 7), 0, id="skilled work abroad alone"),
        pytest.param([], (8, 7, 7, 7), 0, id="no work at all"),
        pytest.param([CLERK], (5.5, 5, 5.5, 5.5), 2, id="work in Canada that does not count, CLB 6"),
    ],
)
def test_the_year_is_one_in_a_job_to_be_found(jobs, scores, first):
    (year,) = list_years(GRADUATE | {"jobs": jobs, "language_tests": [ielts("2026-09-10", *scores)]})
    assert (year.code, year.facts["first_teer"], year.facts["teer"]) == ("first_canadian_job", first, 3)


def test_it_is_the_first_step_of_a_graduate():
    now, plans = look(GRADUATE | {"settlement_funds_cad": 12000})
    assert not now.streams
    first = list_ways(now, plans, ROUNDS)[0]
    assert (first.stream, first.plan.names, first.still_missing) == ("cec", ("canadian_year",), 0)
    assert str(find_next_step(first, now).because) == (
        "Look for paid work for an employer in Canada, in an occupation of TEER 0 to 3: at your language level only "
        "such work counts for the Canadian Experience Class."
    )


def test_before_the_end_of_a_year_another_permit_is_a_part_of_it():
    (year,) = list_years(GRADUATE | {"work_permit_until": "2027-03-30"})
    assert (year.code, year.facts["permit"]) == ("first_canadian_job_permit", date(2027, 3, 30))


def test_who_may_not_work_in_canada_is_asked_for_a_permit_and_without_skilled_work_for_no_year():
    abroad = GRADUATE | {"authorized_to_work_in_canada": False, "work_permit_until": None}
    assert [year.code for year in list_years(abroad)] == ["first_canadian_year"]
    assert list_years(abroad | {"jobs": []}) == []


def test_an_occupation_that_nobody_named_is_on_no_list_in_any_edition():
    for day in rulebook().days:
        rules = rulebook().on(day)
        code = find_unlisted_occupation(rules)
        assert teer(code) <= 3
        assert code not in list_tables(rules).listing


def test_a_year_in_any_occupation_opens_no_category():
    now, plans = look(GRADUATE | {"jobs": []})
    (year,) = [plan for plan in plans if plan.names == ("canadian_year",)]
    assert set(year.found.streams) <= {"cec", "general"}
    assert not now.streams


def test_a_year_with_a_leap_day_is_complete_on_its_last_day_and_not_the_day_before():
    # 14 weeks for another permit, and then the year from March 7, 2027 on.
    profile = decode(GRADUATE | {"id": "x", "work_permit_until": "2026-09-01"})
    now = assess_with(profile, ON, make_book({"new_permit": 14}))
    (year,) = [plan for plan in list_plans(now) if plan.names == ("canadian_year",)]
    assert year.day == date(2028, 3, 7)
