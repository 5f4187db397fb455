"""Where a plan is lost within half a year, the least effort that is enough for longer stands beside it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings

from scoring.advice import SOON
from scoring.plans.combinations import list_plans
from scoring.plans.ways import find_outlasting, list_ways
from scoring.profile import decode
from tests.scoring.making import assess
from tests.scoring.people import ON, ielts
from tests.scoring.test_lasting_plans import ending
from tests.scoring.test_plans import ROUNDS

# One point below the pass mark of the selection grid, and a year older in ten weeks.
OLDER_SOON = {
    "id": "x",
    "marital_status": "married",
    "family_size": 2,
    "date_of_birth": "1981-02-09",
    "settlement_funds_cad": 30000,
    "provincial_nomination": True,
    "nomination_stream": "express_entry",
    "credentials": [
        {"level": "masters", "country": "NG", "awarded_on": "2006-07-15", "eca_issued_on": "2026-06-28"},
    ],
    "language_tests": [ielts("2026-06-04", 7, 7, 6.5, 7)],
    "jobs": [{"noc": "21231", "country": "NG", "start": "2015-11-01", "hours_per_week": 40}],
    "partner": {
        "accompanying": True,
        "canadian": False,
        "date_of_birth": "1985-01-01",
        "language_tests": [ielts("2026-06-04", 6.5, 6.5, 6.5, 6.5)],
    },
}

# An electrician who knows no French, and turns 39 in four months.
ELECTRICIAN = {
    "id": "x",
    "marital_status": "married",
    "family_size": 4,
    "date_of_birth": "1988-03-20",
    "authorized_to_work_in_canada": True,
    "work_permit_until": "2027-06-30",
    "credentials": [{"level": "one_year", "country": "PH", "awarded_on": "2009-03-15"}],
    "language_tests": [
        {"test": "celpip_general", "taken_on": "2026-05-02"}
        | {"listening": 6, "reading": 6, "writing": 5, "speaking": 6}
    ],
    "jobs": [{"noc": "72200", "country": "CA", "start": "2025-09-20", "hours_per_week": 40}],
    "partner": {
        "accompanying": True,
        "canadian": False,
        "date_of_birth": "1990-01-01",
        "credentials": [{"level": "secondary", "country": "PH", "awarded_on": "2007-03-15"}],
    },
}


def list_found(now):
    plans = list_plans(now)
    ways = list_ways(now, plans, ROUNDS)
    return [(way, find_outlasting(way, plans), plans) for way in ways]


def check_longer(way, found):
    """Enough on the day on which the plan of the way no longer is, and for more than half a year from today."""
    fall, now = way.falls, way.plan.now
    assert fall.since <= now.on + SOON
    assert found.plan.until <= fall.since, "no gap between the two"
    later = assess_on(found.plan, fall.since)
    assert way.stream in later.streams
    assert later.crs.total >= way.cutoff
    assert found.falls is None or found.falls.since > max(now.on + SOON, fall.since + SOON / 2)
    if found.falls:
        lost = assess_on(found.plan, found.falls.since)
        assert way.stream not in lost.streams or lost.crs.total < way.cutoff
        before = assess_on(found.plan, found.falls.since - timedelta(days=1))
        assert way.stream in before.streams
        assert before.crs.total >= way.cutoff


def assess_on(plan, day):
    return assess(plan.lasting_profile, day)


@pytest.mark.parametrize("born", ["1981-02-09", "1982-03-01", "1980-01-10", "1991-12-24"])
def test_somebody_who_turns_soon_reads_what_lasts(born):
    now = assess(decode(OLDER_SOON | {"date_of_birth": born}), ON)
    for way, found, plans in list_found(now):
        if found:
            check_longer(way, found)
            assert found.plan.order > way.plan.order
            cheaper = plans[: plans.index(found.plan)]
            assert way.plan in cheaper


def test_there_is_somebody_for_whom_more_is_enough_for_longer():
    now = assess(decode(OLDER_SOON), ON)
    assert any(found for _way, found, _plans in list_found(now))


@settings(max_examples=25)
@given(ending())
def test_what_is_said_to_last_longer_does(facts):
    now = assess(decode(facts | {"id": "x"}), ON)
    for way, found, _plans in list_found(now):
        if found:
            check_longer(way, found)
        elif way.plan and way.falls and way.falls.since > now.on + SOON:
            assert found is None


def test_french_from_nothing_that_would_be_enough_for_months_gives_way_to_what_lasts():
    """Nobody knows how long it takes: what would fall with the next birthday is none that anybody reaches."""
    now = assess(decode(ELECTRICIAN), ON)
    plans = list_plans(now)
    (way,) = [one for one in list_ways(now, plans, ROUNDS) if one.stream == "french"]
    soon = ON + SOON
    reaching = [one for one in plans if one.reaches("french", way.cutoff)]
    falls = [one.find_fall("french", way.cutoff) for one in reaching]
    assert falls[0] is not None
    assert falls[0].since < soon
    assert way.plan == next(one for one, fall in zip(reaching, falls, strict=True) if fall is None or fall.since > soon)
