"""A level that a person states for a language without a test decides what that test asks of them."""

import pytest

from scoring.advice import list_changes
from scoring.plans.combinations import list_plans
from scoring.plans.efforts import estimate_effort, name_change
from scoring.plans.steps import find_next_step
from scoring.plans.ways import list_ways
from scoring.profile import decode
from tests.scoring.making import assess
from tests.scoring.people import ALONE, ON, ielts, tef
from tests.scoring.test_plans import ROUNDS

# A welder in Alberta, with English at CLB 5 and a diploma that is not assessed: 227 points.
WELDER = ALONE | {
    "date_of_birth": "1990-09-09",
    "authorized_to_work_in_canada": True,
    "certificate_of_qualification": {"noc": "72106", "province": "AB"},
    "credentials": [{"level": "one_year", "country": "TN", "awarded_on": "2010-06-30"}],
    "language_tests": [ielts("2026-02-14", 5.5, 4.5, 5, 5)],
    "jobs": [
        {"noc": "72106", "country": "CA", "start": "2024-10-07", "hours_per_week": 40},
        {"noc": "72106", "country": "TN", "start": "2012-01-01", "end": "2024-06-30", "hours_per_week": 40},
    ],
}
# The same with French and no English.
IN_FRENCH = WELDER | {"language_tests": [tef("2026-02-14", 320, 270, 330, 320)]}


def look(facts):
    now = assess(decode(facts | {"id": "x"}), ON)
    return now, list_plans(now)


def list_efforts(facts, code):
    """Level -> effort of the changes of a code."""
    now, _plans = look(facts)
    found = [because for because, _profile in list_changes(now) if because.code == code]
    return {because.facts["clb"]: estimate_effort(because, now.rules).effort for because in found}


@pytest.mark.parametrize(
    ("stated", "efforts"),
    [
        pytest.param({}, {5: 9, 7: 9, 9: 10}, id="nothing stated: from nothing"),
        pytest.param({"fr": 4}, {5: 5, 7: 6, 9: 7}, id="too low to give anything by itself"),
        pytest.param({"fr": 7}, {7: 3, 9: 7}, id="the level of the rounds"),
        pytest.param({"fr": 8}, {8: 3, 9: 7}, id="the level that was stated, and the one above it"),
        pytest.param({"fr": 10}, {10: 3}, id="above all that is wanted"),
        pytest.param({"en": 10}, {5: 9, 7: 9, 9: 10}, id="of the other language"),
    ],
)
def test_a_test_at_the_level_that_was_stated_asks_for_little(stated, efforts):
    assert list_efforts(WELDER | {"stated_levels": stated}, "first_french") == efforts


@pytest.mark.parametrize(
    ("stated", "efforts"),
    [({}, {5: 3, 7: 5, 9: 5}), ({"en": 6}, {6: 3, 7: 5, 9: 5}), ({"en": 9}, {9: 3})],
)
def test_so_does_english_beside_french(stated, efforts):
    assert list_efforts(IN_FRENCH | {"stated_levels": stated}, "english") == efforts


def test_whoever_speaks_french_and_meets_a_program_is_led_to_the_test_before_a_nomination():
    now, plans = look(WELDER | {"stated_levels": {"fr": 8}})
    assert now.streams
    first = list_ways(now, plans, ROUNDS)[0]
    assert (first.stream, first.still_missing) == ("french", 0)
    assert "french_up-8" in first.plan.names
    step = find_next_step(first, now)
    said = [str(one) for one in (step.because, *step.beside)]
    assert (
        "Book a test of French (TEF Canada or TCF Canada): by your answers you would have NCLC 8 in all four abilities."
    ) in said
    untold, plans = look(WELDER)
    assert list_ways(untold, plans, ROUNDS)[0].stream != "french"


def test_what_is_stated_of_a_language_with_a_test_changes_nothing():
    told, untold = (look(WELDER | {"stated_levels": {"en": level}} if level else WELDER) for level in (9, None))
    assert [plan.names for plan in told[1]] == [plan.names for plan in untold[1]]


def test_the_grid_is_passed_by_one_level_and_the_next_in_one_ability_from_any_level_on():
    # 65 of 67 points: CLB 8 in listening and 9 in one of the others give one each.
    facts = ALONE | {
        "date_of_birth": "1982-04-20",
        "marital_status": "married",
        "family_size": 2,
        "settlement_funds_cad": 40000,
        "credentials": [{"level": "masters", "country": "LB", "eca_issued_on": "2026-03-16"}],
        "language_tests": [ielts("2026-02-15", 7, 6.5, 6.5, 6.5)],
        "jobs": [{"noc": "21300", "country": "LB", "start": "2011-01-10", "hours_per_week": 40}],
        "partner": {
            "accompanying": True,
            "canadian": False,
            "language_tests": [ielts("2026-03-07", 6.5, 6.5, 6.5, 6.5)],
        },
    }
    now, plans = look(facts)
    grid = now.programs["fsw"].find("fsw_grid")
    assert grid.met is False
    assert not now.streams
    opening = next(plan for plan in plans if "fsw" in plan.found.streams)
    assert [name_change(change) for change in opening.changes] == ["all_abilities-8-9"]
