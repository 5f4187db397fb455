"""Which partner should apply: both orders, coming along or not, by the same rules."""

from datetime import date

import pytest
from msgspec.structs import replace

from intake.result.couple_options import list_options
from scoring.advice_partner import swapped
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode

ON = date(2026, 9, 15)
TEST = {"test": "celpip_general", "taken_on": "2026-01-15", "reading": 9, "writing": 9, "listening": 9, "speaking": 9}
PARTNER = {"accompanying": True, "canadian": False, "date_of_birth": "1998-03-02", "language_tests": [TEST]}
FACTS = {
    "date_of_birth": "1980-11-10",
    "marital_status": "married",
    "jobs": [{"noc": "21232", "country": "CA", "start": "2022-01-01", "hours_per_week": 40}],
    "partner": PARTNER,
}


def of(**facts):
    """The orders of a couple with these facts."""
    return list_options(assess(decode(FACTS | facts), ON, rulebook()))


def test_each_order_is_scored_by_the_rules():
    found = {(order.you_apply, order.together): order.found.crs.total for order in of()}
    stated = decode(FACTS)
    other = swapped(stated, stated.partner, date(1998, 3, 2))
    for (you, together), total in found.items():
        way = stated if you else other
        way = replace(way, partner=replace(way.partner, accompanying=together))
        assert total == assess(way, ON, rulebook()).crs.total
    assert len(found) == 4
    assert found[False, True] > found[True, True], "the partner is younger and has a test"


@pytest.mark.parametrize("accompanying", [True, False])
def test_the_order_that_was_stated_is_marked(accompanying):
    stated = [
        (order.you_apply, order.together)
        for order in of(partner=PARTNER | {"accompanying": accompanying})
        if order.stated
    ]
    assert stated == [(True, accompanying)]


def test_the_partners_work_abroad_counts_the_other_way_round_and_only_there():
    abroad = {"noc": "21232", "country": "IN", "start": "2022-01-01", "hours_per_week": 40}
    plain, worked = (
        {(order.you_apply, order.together): order.found.crs.total for order in of(partner=partner)}
        for partner in (PARTNER, PARTNER | {"jobs": [abroad]})
    )
    assert worked[True, True] == plain[True, True]
    assert worked[False, True] > plain[False, True]


def test_the_other_order_needs_the_partners_date_of_birth():
    assert [order.you_apply for order in of(partner=PARTNER | {"date_of_birth": None})] == [True, True]


@pytest.mark.parametrize(
    "facts",
    [{"partner": None}, {"partner": PARTNER | {"canadian": True}}, {"marital_status": "divorced"}],
    ids=["no partner", "a Canadian partner", "not a couple"],
)
def test_where_there_is_no_choice_there_is_no_table(facts):
    assert of(**facts) == []
