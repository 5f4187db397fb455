"""Where the newest cut-off is reached and others of the last three are not, what reaches all of them stands beside."""

from hypothesis import given, settings

from scoring.plans.combinations import list_plans
from scoring.plans.ways import list_ways
from scoring.profile import decode
from tests.scoring.making import assess
from tests.scoring.people import ALONE, ON
from tests.scoring.test_lasting_plans import ending
from tests.scoring.test_plans import ROUNDS

# French at NCLC 8 and no English: 390 points, eight above the last French round and one below the one before.
ACCOUNTANT = ALONE | {
    "date_of_birth": "1995-04-14",
    "settlement_funds_cad": 20000,
    "credentials": [
        {"level": "bachelors", "country": "SN", "awarded_on": "2018-07-15", "eca_issued_on": "2026-03-28"},
    ],
    "language_tests": [
        {
            "test": "tcf_canada",
            "taken_on": "2026-06-15",
            "listening": 503,
            "reading": 499,
            "writing": 14,
            "speaking": 14,
        },
    ],
    "jobs": [{"noc": "11100", "country": "SN", "start": "2021-06-01", "hours_per_week": 40}],
}


def list_found(facts):
    """The ways of a person, and the plans that they are of."""
    now = assess(decode(facts | {"id": "x"}), ON)
    plans = list_plans(now)
    return now, list_ways(now, plans, ROUNDS), plans


def test_the_least_that_reaches_all_of_the_last_rounds_stands_beside_the_way():
    now, ways, plans = list_found(ACCOUNTANT)
    (way,) = [one for one in ways if one.stream == "french"]
    assert (now.crs.total, way.cutoff, [one.cutoff for one in way.missed]) == (390, 382, [391])
    assert way.plan is None
    assert [change.code for change in way.surer.changes] == ["ability_up"]
    assert way.surer.lasting >= way.highest == 391
    cheaper = plans[: plans.index(way.surer)]
    assert not any(one.reaches("french", 391) for one in cheaper if "nomination_up" not in one.names)


def test_nobody_above_all_of_them_or_below_the_newest_is_told_so():
    above = ACCOUNTANT | {"date_of_birth": "1997-04-14"}
    for facts in (above, ACCOUNTANT | {"jobs": []}):
        now, ways, _plans = list_found(facts)
        found = [one for one in ways if one.stream == "french"]
        assert all(now.crs.total >= one.highest or not one.reached for one in found)
        assert not any(one.missed or one.surer for one in found)


@settings(max_examples=25)
@given(ending())
def test_what_is_surer_reaches_every_one_of_the_last_rounds(facts):
    now, ways, _plans = list_found(facts)
    for way in ways:
        assert all(way.cutoff <= now.crs.total < one.cutoff for one in way.missed)
        if way.surer:
            assert way.missed
            assert all(way.surer.reaches(way.stream, one.cutoff) for one in way.rounds)
