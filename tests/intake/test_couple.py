"""Which partner should apply: both orders, coming along or not, by the same rules."""

from datetime import date

import pytest
from msgspec.structs import replace

from intake.result.couple_options import find_partner_entry, list_options
from intake.result.leading import Leading, find_leading
from scoring.advice_partner import swap_partners
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
    return list_options(Leading(assess(decode(FACTS | facts), ON, rulebook()), None))


def test_each_order_is_scored_by_the_rules():
    found = {(order.you_apply, order.together): order.found.crs.total for order in of()}
    stated = decode(FACTS)
    other = swap_partners(stated, stated.partner, date(1998, 3, 2))
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


def total(found, *, you, together):
    return next(order.found.crs.additional for order in found if (order.you_apply, order.together) == (you, together))


@pytest.mark.parametrize(("whose", "rows"), [("self", (15, 15, 15, 0)), ("partner", (15, 0, 15, 15))])
def test_a_brother_counts_where_his_sister_applies_or_comes_along(whose, rows):
    found = of(sibling_in_canada=True, sibling_of=whose)
    ways = ((True, True), (True, False), (False, True), (False, False))
    assert tuple(total(found, you=you, together=together) for you, together in ways) == rows


def test_a_brother_of_whom_nobody_said_whose_he_is_claims_nothing_where_it_matters():
    found = of(sibling_in_canada=True)
    assert total(found, you=True, together=True) == 15
    assert total(found, you=False, together=False) == 0
    apart = [order for order in found if not order.together]
    assert all("whose brother, sister or relative in Canada it is" in map(str, order.missing) for order in apart)


def test_the_other_way_round_says_what_was_not_asked():
    study = {"level": "bachelors", "country": "CA"}
    found = of(partner=PARTNER | {"credentials": [study]})
    for order in found:
        missing = [str(one) for one in order.missing]
        assert ("a nomination" in missing) is not order.you_apply
        assert ("the conditions of your partner's study in Canada" in missing) is not order.you_apply
    answered = of(partner=PARTNER | {"credentials": [study | {"canadian_study_bonus": True}]})
    assert total(answered, you=False, together=True) == 30


def test_study_in_canada_goes_with_the_person():
    study = {"full_time_academic_years": 2, "program_of_two_years_or_more": True}
    found = of(study_in_canada=study)
    other = next(order for order in found if not order.you_apply and order.together)
    assert other.found.profile.study_in_canada is None
    assert other.found.profile.partner.study_in_canada is not None


def test_the_other_order_needs_the_partners_date_of_birth():
    assert [order.you_apply for order in of(partner=PARTNER | {"date_of_birth": None})] == [True, True]


@pytest.mark.parametrize(
    "facts",
    [{"partner": None}, {"partner": PARTNER | {"canadian": True}}, {"marital_status": "divorced"}],
    ids=["no partner", "a Canadian partner", "not a couple"],
)
def test_where_there_is_no_choice_there_is_no_table(facts):
    assert of(**facts) == []


# A physician whose degree nobody assessed, and a partner in accounting with everything at hand.
DEGREE = {"level": "bachelors", "country": "NG", "awarded_on": "2015-06-01"}
ASSESSED = DEGREE | {"eca_issued_on": "2026-01-10", "eca_issuer": "wes"}
ABROAD = {"country": "NG", "start": "2018-01-01", "hours_per_week": 40, "authorized": True}
PHYSICIAN = FACTS | {
    "date_of_birth": "1990-11-10",
    "language_tests": [TEST],
    "credentials": [DEGREE],
    "jobs": [ABROAD | {"noc": "31102"}],
    "settlement_funds_cad": 60000,
    "family_size": 2,
    "partner": PARTNER | {"credentials": [ASSESSED], "jobs": [ABROAD | {"noc": "11100"}]},
}


def find(facts):
    """What is said of the partner, and the page's figures."""
    leading = find_leading(assess(decode(facts), ON, rulebook()))
    return find_partner_entry(leading), leading


def test_a_partner_who_meets_a_program_today_is_said_with_the_points_of_today():
    entry, leading = find(PHYSICIAN)
    profile = leading.now.profile
    other = assess(swap_partners(profile, profile.partner, date(1998, 3, 2)), ON, rulebook())
    assert list(leading.now.streams) == []
    assert (entry.today, entry.crs) == (True, other.crs.total)
    assert [str(name) for name in entry.programs] == ["Federal Skilled Worker Program"]


def test_both_orders_of_an_estimate_suppose_the_same():
    _entry, leading = find(PHYSICIAN)
    found = {(one.you_apply, one.together): one.found for one in list_options(leading)}
    assert found[True, True].crs.total == leading.crs
    assert found[False, True].profile.partner.credentials == leading.basis.profile.credentials
    assert leading.basis.profile.credentials != leading.now.profile.credentials


def test_a_partner_who_scores_less_is_not_named_where_the_applicant_qualifies():
    qualified = PHYSICIAN | {"credentials": [ASSESSED], "jobs": [ABROAD | {"noc": "21231"}]}
    entry, leading = find(qualified)
    assert leading.estimate is None
    other = next(one for one in list_options(leading) if one.together and not one.you_apply)
    assert (entry is None) is (other.found.crs.total <= leading.crs)
    older = qualified | {"partner": qualified["partner"] | {"date_of_birth": "1979-03-02"}}
    assert find(older)[0] is None


def test_a_partner_who_scores_more_is_named_with_the_difference():
    engineer = {"credentials": [ASSESSED], "jobs": [ABROAD | {"noc": "21231"}]}
    older = PHYSICIAN | engineer | {"date_of_birth": "1986-11-10"}
    entry, leading = find(older)
    other = next(one for one in list_options(leading) if one.together and not one.you_apply)
    assert (entry.today, entry.crs, entry.more) == (False, other.found.crs.total, other.found.crs.total - leading.crs)
    assert entry.more > 0


@pytest.mark.parametrize("partner", [PARTNER | {"canadian": True}, PARTNER | {"date_of_birth": None}])
def test_nothing_is_said_of_a_partner_who_cannot_apply_or_whose_age_is_not_known(partner):
    assert find(PHYSICIAN | {"partner": partner})[0] is None
