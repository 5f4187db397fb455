"""What would raise a score, and facts that do not go together."""

from datetime import date

import pytest
from hypothesis import given, settings

from scoring.advice import advice, is_at_hand, list_changes
from scoring.advice_partner import swap_partners
from scoring.contradictions import contradictions
from scoring.profile import ABILITIES, decode
from scoring.renewals import list_renewals, renew
from tests.scoring.making import TODAY, assess, book, celpip, credential, french, job, make_profile, partner
from tests.scoring.strategies import profiles


def options(profile):
    return {str(o.because.code): o for o in advice(assess(profile))}


def see_on_own_day(option, now):
    """Today with the facts of an option; on its own day as if nothing changed, but for what ends, which is renewed."""
    if option.on is None:
        return assess(option.profile)
    return assess(renew(now.profile, now, list_renewals(now, option.on)), option.on)


@settings(max_examples=40, deadline=None)
@given(facts=profiles)
def test_every_option_is_what_the_rules_give_for_its_facts_and_changes_something(facts):
    now = assess(decode(facts))
    for option in advice(now):
        then = see_on_own_day(option, now)
        assert option.crs == then.crs.total == now.crs.total + option.gain
        assert option.gain > 0 or option.opens or option.because.code == "test_again"
        assert set(option.opens) == set(then.streams) - set(now.streams)
        assert str(option.because)


def test_what_opens_the_pool_stands_before_points_and_then_the_greatest_gain():
    found = advice(assess(make_profile(language_tests=[celpip(6)], jobs=[job("2023-01-01")])))
    ranks = [("general" in option.opens, option.gain) for option in found]
    assert ranks == sorted(ranks, reverse=True)
    assert {opens for opens, _gain in ranks} == {True, False}


def test_an_ability_one_level_up_can_open_a_whole_tier():
    profile = make_profile(credentials=[credential("masters")], language_tests=[celpip((9, 9, 9, 8))])
    best = next(o for o in advice(assess(profile)) if o.because.code == "ability_up")
    assert (best.because.facts, best.gain) == ({"ability": "speaking", "clb": 9}, (31 - 23) + 25)


@pytest.mark.parametrize(
    ("abilities", "levels"),
    [
        pytest.param((6, 6, 6, 5), [7, 9, 10], id="6 is what one level up in speaking gives"),
        pytest.param((5, 5, 6, 6), [6, 7, 9, 10], id="one above the weakest, and what FSW asks for"),
        pytest.param((7, 7, 7, 7), [8, 9, 10], id="above 7"),
        pytest.param((8, 8, 8, 5), [7, 9, 10], id="one ability alone, two levels below what FSW asks for"),
        pytest.param((9, 9, 9, 9), [10], id="at 9"),
    ],
)
def test_the_whole_level_above_the_weakest_ability_is_looked_at(abilities, levels):
    welder = make_profile(
        language_tests=[celpip(abilities)], jobs=[job("2022-01-01", noc="72106")], credentials=[credential("one_year")]
    )
    found = {o.because.facts["clb"]: o for o in advice(assess(welder)) if o.because.code == "all_abilities"}
    assert sorted(found) == levels
    assert [found[level].gain for level in levels] == sorted(found[level].gain for level in levels)


def test_an_expired_assessment_is_advised_again():
    profile = make_profile(credentials=[credential("bachelors", "IN", eca_issued_on="2020-01-01")])
    assert options(profile)["first_eca"].gain == 120


def test_what_one_holds_already_stands_before_a_further_credential_that_gives_more():
    found = advice(assess(make_profile(credentials=[credential("bachelors", "IN", eca_issued_on="2020-01-01")])))
    assert found[0].because.code == "first_eca"
    assert found[0].gain < max(option.gain for option in found)


def test_the_money_is_named_for_the_program_that_asks_for_it_where_another_exempts():
    facts = {"authorized_to_work_in_canada": True, "settlement_funds_cad": 9_000}
    facts |= {"language_tests": [celpip(6)], "jobs": [job("2022-01-01", noc="72106", country="PL")]}
    facts["certificate_of_qualification"] = {"noc": "72106", "province": "AB"}
    # Skilled, so that FSW needs no money; and not in the trade, so that FST does.
    facts["job_offer"] = {"noc": "21232", "qualifying": True, "basis": "lmia"}
    now = assess(make_profile(**facts))
    rows = {code: row.met for code, one in now.programs.items() for row in one.requirements if row.code == "funds"}
    assert rows == {"fsw": True, "fst": False}
    assert options(make_profile(**facts))["more_funds"].opens == ("general", "fst", "trades")


def test_the_money_that_is_missing_is_named_where_it_opens_a_program():
    facts = {"credentials": [credential("masters")], "jobs": [job("2020-01-01", country="IN")]}
    facts |= {"language_tests": [celpip(9)], "family_size": 2}
    option = options(make_profile(**facts, settlement_funds_cad=19_000))["more_funds"]
    assert option.because.facts == {
        "stated_cad": 19_000,
        "needed_cad": 19_001,
        "family": 2,
        "since": date(2025, 7, 7),
        "months": 6,
    }
    assert (option.gain, option.opens) == (0, ("general", "fsw"))
    assert "19,001 dollars to settle, which a family of 2 needs, instead of 19,000" in str(option.because)
    assert "more_funds" not in options(make_profile(**facts, settlement_funds_cad=19_001))
    assert "more_funds" not in options(make_profile(**facts)), "not stated is not too little"
    assert options(make_profile(**facts))["show_funds"].opens == ("general", "fsw"), "and may be all that is missing"


def test_an_assessment_is_said_to_decide_fsw_only_where_nothing_else_counts():
    foreign = credential("masters", "IN")
    assert "neither for points nor for the Federal Skilled Worker Program" in str(
        options(make_profile(credentials=[foreign]))["first_eca"].because
    )
    both = options(make_profile(credentials=[foreign, credential("one_year")]))
    assert "first_eca" not in both
    assert "counts for nothing" in str(both["eca"].because)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({}, "Your authorized work in Canada, if it goes on", id="in Canada"),
        pytest.param({"end": "2026-06-30"}, "Another year of skilled work in Canada", id="in Canada until June"),
        pytest.param({"country": "IN"}, "A year of skilled work in Canada", id="abroad"),
        pytest.param({"employer_country": "US"}, "A year of skilled work in Canada", id="for an employer elsewhere"),
        pytest.param(
            {"authorized": False, "permit_without_status": True},
            "A year of skilled work in Canada",
            id="without status",
        ),
    ],
)
def test_a_year_in_canada_is_another_one_only_for_who_has_canadian_work(facts, words):
    found = advice(assess(make_profile(jobs=[job("2025-01-01", **facts)])))
    years = [option for option in found if str(option.because).startswith(words)]
    longer = [option.because.facts["years"] for option in years if option.because.code == "canadian_years_go_on"]
    assert (len(years) - len(longer), longer) == (1, [3] if facts == {} else [])
    assert all(option.gain > 0 for option in years)


def test_the_gain_of_work_that_goes_on_is_that_of_its_own_day():
    """With the birthday until then, and a test of which the results end before taken again."""
    worker = make_profile(
        date_of_birth="1993-12-10", language_tests=[celpip(9, "2024-12-20")], jobs=[job("2026-03-01")]
    )
    year = options(worker)["canadian_year_goes_on"]
    again = make_profile(date_of_birth="1993-12-10", language_tests=[celpip(9)], jobs=[job("2026-03-01")])
    then = assess(again, year.on)
    assert (year.crs, set(year.opens)) == (then.crs.total, set(then.streams))


def test_the_year_advised_beside_work_for_an_employer_elsewhere_opens_the_program():
    """It is the year up to today, not one before work that does not count."""
    remote = job("2019-01-01", employer_country="US")
    found = options(make_profile(jobs=[remote], language_tests=[celpip(9)]))
    assert "cec" in found["first_canadian_year"].opens


@pytest.mark.parametrize("name", ["pte_core", "ielts_general", "celpip_general", "tef_canada", "tcf_canada"])
def test_a_lapsed_test_of_any_kind_is_advised_again(name):
    high = {"pte_core": 80, "tcf_canada": 12}.get(name, 9)
    lapsed = {"test": name, "taken_on": "2020-01-01", **dict.fromkeys(ABILITIES, high)}
    assert options(make_profile(language_tests=[lapsed]))["all_abilities"].gain > 100


def test_who_has_french_alone_is_told_what_english_would_give():
    profile = make_profile(language_tests=[french(7)])
    found = {o.because.facts["clb"]: o.gain for o in advice(assess(profile)) if o.because.code == "english"}
    assert (found[5], found[7]) == (4 * 1 + 25, 4 * 3 + 25), "the second language, and the bonus from 25 to 50"
    assert found[9] > found[7], "English becomes the first language"
    better = advice(assess(make_profile(language_tests=[french(9), celpip(6)])))
    assert 9 in {o.because.facts["clb"] for o in better if o.because.code == "english"}, "of a second language too"
    assert "english" not in options(make_profile(language_tests=[french(7), celpip(10)]))
    assert "english" not in options(make_profile())


def test_a_nominee_is_not_told_to_get_a_nomination():
    assert "nomination_up" not in options(make_profile(provincial_nomination=True))
    assert options(make_profile())["nomination_up"].gain == 600


def test_a_base_nominee_is_told_of_one_through_express_entry():
    profile = make_profile(provincial_nomination=True, nomination_stream="base")
    assert options(profile)["nomination_up"].gain == 600


def test_a_certificate_outside_the_trades_does_not_stand_in_the_way_of_one_in_a_trade():
    cook = job("2024-01-01", noc="63200")
    profile = make_profile(jobs=[cook], language_tests=[celpip(7)], certificate_of_qualification={"noc": "21232"})
    assert options(profile)["certificate"].gain == 50


def test_nobody_is_told_to_get_a_certificate_in_a_trade_that_has_none():
    driver, electrician = job("2024-01-01", noc="73300"), job("2024-01-01", noc="72200")
    assert "certificate" in options(make_profile(jobs=[electrician, driver], language_tests=[celpip(7)]))
    assert "certificate" not in options(make_profile(jobs=[driver], language_tests=[celpip(7)]))


def test_applying_the_other_way_round_takes_each_fact_to_the_person_whose_it_is():
    study = {"full_time_academic_years": 2, "program_of_two_years_or_more": True}
    other = partner(date_of_birth="1998-01-01", study_in_canada=study)
    facts = {"sibling_in_canada": True, "sibling_of": "partner", "relative_in_canada": True, "relative_of": "self"}
    stated = make_profile(marital_status="married", partner=other, **facts)
    turned = swap_partners(stated, stated.partner, stated.partner.date_of_birth)
    assert (turned.sibling_of, turned.relative_of) == ("self", "partner")
    assert turned.study_in_canada == stated.partner.study_in_canada
    assert turned.partner.study_in_canada is None


def test_a_nomination_fills_additional_points_up_to_their_limit():
    option = options(make_profile(sibling_in_canada=True))["nomination_rest"]
    assert option.gain == 585
    assert "additional points are capped at 600, and you have 15" in str(option.because)


def test_the_stronger_partner_as_principal_applicant():
    strong = partner(date_of_birth="1998-01-01", credentials=[credential("doctoral")], language_tests=[celpip(10)])
    profile = make_profile(marital_status="married", partner=strong, language_tests=[celpip(5)])
    option = options(profile)["partner_first"]
    assert option.profile.partner.language_tests == profile.language_tests
    assert option.gain > 100


def test_the_partner_as_applicant_is_at_hand_unless_that_closes_a_round():
    strong = partner(date_of_birth="1998-01-01", credentials=[credential("doctoral")], language_tests=[celpip(10)])
    profile = make_profile(marital_status="married", partner=strong, language_tests=[celpip(5)])
    option = options(profile)["partner_first"]
    assert is_at_hand(option._replace(closes=()))
    assert not is_at_hand(option._replace(closes=("general",)))
    staying = options(make_profile(marital_status="married", partner=partner()))["partner_stays"]
    assert not is_at_hand(staying._replace(closes=()))


def test_the_partner_who_stays_comes_with_a_warning():
    option = options(make_profile(marital_status="married", partner=partner()))["partner_stays"]
    assert "must be true" in str(option.because)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"jobs": [job("2025-01-01", hours_per_week=60), job("2025-01-01", hours_per_week=40)]}, "too_many_hours"),
        ({"jobs": [job("2025-01-01"), job("2025-03-01")]}, "same_job_twice"),
        ({"jobs": [job("2025-01-01"), job("2025-03-01", country="IN")]}, "two_countries"),
        ({"jobs": [job("2025-01-01", while_full_time_student=True)]}, "study_and_work"),
        ({"jobs": [job("2025-01-01", authorized=False)]}, "unauthorized_work"),
        ({"jobs": [job("2005-01-01", "2006-01-01")]}, "job_too_young"),
        (
            {"jobs": [job("2025-01-01", primary=True), job("2023-01-01", "2024-01-01", noc="21231", primary=True)]},
            "several_primary",
        ),
        ({"jobs": [job("2025-01-01", noc="65100", primary=True)]}, "primary_not_skilled"),
        ({"language_tests": [celpip(9, taken_on="2024-12-01")]}, "test_lapses"),
        ({"language_tests": [celpip(9, taken_on="2024-09-15")]}, "test_over"),
        ({"credentials": [credential("masters", "IN", eca_issued_on="2021-12-01")]}, "eca_lapses"),
        (
            {"credentials": [credential("masters", "IN", awarded_on="2025-06-01", eca_issued_on="2025-05-31")]},
            "eca_too_early",
        ),
        (
            {"credentials": [credential("doctoral", "IN", eca_issued_on="2026-01-05", eca_issuer="mcc")]},
            "doctorate_of_medicine",
        ),
        (
            {"credentials": [credential("doctoral", "IN", eca_issued_on="2026-01-05", eca_issuer="pebc")]},
            "doctorate_of_pharmacy",
        ),
        ({"language_tests": [{**french(7), "scale": "699"}]}, "tef_699"),
        ({"credentials": [credential("masters", "IN", canadian_study_bonus=True)]}, "study_bonus_abroad"),
        ({"marital_status": "married", "partner": partner()}, "family_too_small"),
        ({"certificate_of_qualification": {"noc": "72310"}}, "trade_elsewhere"),
    ],
)
def test_a_contradiction_is_found_and_said(facts, code):
    facts = {"family_size": 1, **facts}
    found = contradictions(make_profile(**facts), TODAY, book().on(TODAY))
    assert code in [reason.code for reason in found]
    assert all(str(reason) for reason in found)


def test_plain_facts_have_no_contradiction():
    profile = make_profile(
        jobs=[job("2023-01-01", "2024-12-31"), job("2025-01-01", noc="21231")],
        language_tests=[celpip(9)],
        credentials=[
            credential("masters", "IN", awarded_on="2025-12-01", eca_issued_on="2025-12-01"),
            credential("professional", "IN", eca_issued_on="2026-01-05", eca_issuer="mcc"),
            credential("doctoral", "IN", eca_issued_on="2026-01-05", eca_issuer="wes"),
        ],
    )
    assert contradictions(profile, TODAY, book().on(TODAY)) == []


def test_every_row_says_the_smallest_change_that_gives_more():
    crs = assess(make_profile(language_tests=[celpip(8)], credentials=[credential("bachelors")])).crs
    assert str(crs.gain("first_language_reading")) == "CLB or NCLC 9 here would give 8 points more"
    assert crs.gain("education").facts == {"level": "two_or_more", "more": 8}
    assert crs.gain("education_language").facts == {"to": 9, "more": 12}
    assert crs.gain("age") is None
    assert str(crs.gain("french")) == "NCLC 7 in all four French abilities would give 50 points"
    assert str(crs.gain("canadian_study")) == (
        "A Canadian credential (one-year program) that meets the conditions would give 15 points more"
    )


def test_a_combination_at_its_last_column_gains_by_its_other_fact():
    abroad = job("2024-01-01", "2026-06-30", country="IN")
    crs = assess(make_profile(language_tests=[celpip(9)], credentials=[credential("bachelors")], jobs=[abroad])).crs
    assert crs.gain("education_language").facts == {"level": "two_or_more", "more": 25}
    assert str(crs.gain("foreign_work_language")) == (
        "3 full years of foreign work in one occupation would give 25 points more"
    )


def test_who_is_younger_than_20_gains_by_a_birthday():
    crs = assess(make_profile(date_of_birth="2008-01-10")).crs
    assert str(crs.gain("age")) == "From the age of 19 on it gives 6 points more"


def test_with_french_at_nclc_7_english_at_clb_5_gives_the_higher_bonus():
    crs = assess(make_profile(language_tests=[french(7), celpip(4)])).crs
    assert str(crs.gain("french")) == "CLB 5 in all four English abilities would give 25 points more"


def test_before_2025_a_job_offer_would_have_given_more():
    crs = assess(make_profile(), date(2025, 3, 24)).crs
    assert crs.gain("job_offer").facts == {"more": 50, "lowest_teer": 3}


@pytest.mark.parametrize("taken_on", [None, "2024-01-15"])
def test_who_has_no_valid_test_is_told_what_one_at_clb_9_would_give(taken_on):
    tests = [celpip(6, taken_on)] if taken_on else []
    found = [o for o in advice(assess(make_profile(language_tests=tests))) if o.because.code == "all_abilities"]
    assert [(o.because.facts, o.gain) for o in found] == [({"clb": 10}, 4 * 34), ({"clb": 9}, 4 * 31)]


def test_a_row_at_its_maximum_has_nothing_more_to_give():
    crs = assess(make_profile(language_tests=[celpip(10)], credentials=[credential("doctoral")]), date(2026, 9, 15)).crs
    assert crs.gain("first_language_reading") is None
    assert crs.gain("education") is None


@pytest.mark.parametrize(
    ("held", "degrees"),
    [
        ("secondary", set()),
        ("two_year", set()),
        ("bachelors", {"masters_or_professional", "doctoral"}),
        ("masters", {"doctoral"}),
    ],
)
def test_a_degree_that_asks_for_one_before_it_is_offered_only_to_who_has_that(held, degrees):
    now = assess(make_profile(credentials=[credential(held)], language_tests=[celpip(7)]), date(2026, 9, 15))
    levels = {because.facts.get("level") for because, _profile in list_changes(now)}
    assert levels & {"masters_or_professional", "doctoral"} == degrees
    assert "one_year" in levels


@pytest.mark.parametrize(
    ("nocs", "more"),
    [
        pytest.param(["31301"], False, id="a nurse: no certificate is issued in it"),
        pytest.param(["72310"], True, id="a carpenter"),
        pytest.param(["31301", "72310"], True, id="one job in a trade"),
        pytest.param([], True, id="no occupation named"),
    ],
)
def test_the_row_of_the_certificate_names_one_where_an_occupation_may_have_it(nocs, more):
    jobs = [job(f"{2020 + index}-01-01", f"{2020 + index}-12-31", noc=noc) for index, noc in enumerate(nocs)]
    found = assess(make_profile(jobs=jobs, language_tests=[celpip(7)])).crs.gain("certificate_language")
    assert (found is not None) is more
