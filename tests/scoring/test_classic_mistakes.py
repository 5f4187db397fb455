"""The fourteen mistakes that public calculators make; each is a test with its own name."""

from datetime import date

import pytest

from tests.scoring.making import (
    assess,
    book,
    celpip,
    credential,
    french,
    job,
    make_profile,
    partner,
    points,
)

FOREIGN_YEARS = job("2020-01-01", "2024-01-31", country="IN")


@pytest.mark.parametrize(
    ("credentials", "given"),
    [
        pytest.param([credential("one_year")], 25, id="one-year program"),
        pytest.param([credential("two_year")], 25, id="two-year program"),
        pytest.param([credential("bachelors")], 25, id="a single bachelor's degree"),
        pytest.param([credential("three_year_or_more")], 25, id="a three-year diploma"),
        pytest.param([credential("bachelors"), credential("one_year")], 50, id="two or more, one of three years"),
        pytest.param([credential("masters")], 50, id="master's"),
        pytest.param([credential("professional")], 50, id="professional degree"),
        pytest.param([credential("doctoral")], 50, id="doctorate"),
        pytest.param([credential("secondary")], 0, id="secondary school"),
    ],
)
def test_01_a_bachelors_degree_stands_in_the_lower_transferability_row(credentials, given):
    profile = make_profile(credentials=credentials, language_tests=[celpip(9)])
    assert points(profile)["education_language"] == given


def test_02_each_transferability_group_is_capped_at_50_before_the_section_at_100():
    everything = make_profile(
        credentials=[credential("masters")],
        language_tests=[celpip(9)],
        jobs=[job("2023-06-01"), FOREIGN_YEARS],
        certificate_of_qualification={"noc": "72310"},
    )
    rows = points(everything)
    assert rows["transferability_education_limit"] == -50
    assert rows["transferability_foreign_work_limit"] == -50
    assert rows["transferability_limit"] == -50
    assert assess(everything).crs.transferability == 100


def test_02_one_group_alone_gives_no_more_than_50():
    profile = make_profile(credentials=[credential("masters")], language_tests=[celpip(9)], jobs=[job("2023-06-01")])
    assert assess(profile).crs.transferability == 50


def test_03_additional_points_are_capped_at_600_with_french_study_and_sibling_included():
    profile = make_profile(
        provincial_nomination=True,
        sibling_in_canada=True,
        credentials=[credential("masters", canadian_study_bonus=True)],
        language_tests=[celpip(9), french(7)],
    )
    assert points(profile)["additional_limit"] == -(50 + 30 + 15)
    assert assess(profile).crs.additional == 600


@pytest.mark.parametrize(
    ("facts", "given"),
    [
        pytest.param({"marital_status": "married", "partner": partner()}, 22, id="with a partner"),
        pytest.param({}, 24, id="single"),
    ],
)
def test_04_the_second_language_is_capped_at_22_with_a_partner_and_24_without(facts, given):
    rows = points(make_profile(language_tests=[celpip(10), french(9)], **facts))
    assert sum(value for code, value in rows.items() if code.startswith("second_language")) == given


@pytest.mark.parametrize("clb", [4, 5])
def test_05_clb_4_and_5_give_6_points_as_first_language(clb):
    assert points(make_profile(language_tests=[celpip(clb)]))["first_language_reading"] == 6


@pytest.mark.parametrize(("clb", "given"), [(4, 0), (5, 1)])
def test_05_clb_4_gives_nothing_as_second_language_and_for_the_partner(clb, given):
    second = make_profile(language_tests=[french(10), celpip(clb)])
    couple = make_profile(marital_status="married", partner=partner(language_tests=[celpip(clb)]))
    assert points(second)["second_language_reading"] == given
    assert points(couple)["partner_language_reading"] == given


@pytest.mark.parametrize(
    ("levels", "given"),
    [((9, 9, 9, 9), 25), ((10, 10, 10, 8), 13), ((10, 10, 10, 7), 13), ((10, 10, 10, 6), 0)],
)
def test_06_transferability_looks_at_the_lowest_of_the_four_abilities(levels, given):
    profile = make_profile(credentials=[credential("bachelors")], language_tests=[celpip(levels)])
    assert points(profile)["education_language"] == given


@pytest.mark.parametrize(
    "who",
    [
        pytest.param({"accompanying": False}, id="does not come along"),
        pytest.param({"canadian": True}, id="citizen or permanent resident"),
    ],
)
def test_07_a_partner_who_does_not_count_means_the_single_column_and_no_partner_points(who):
    facts = {"credentials": [credential("doctoral")], "language_tests": [celpip(10)]}
    married = make_profile(marital_status="married", partner=partner(**facts, **who))
    assert assess(married).crs.total == assess(make_profile()).crs.total
    assert married.partner.credentials, "ignored, not lost"


def test_07_data_of_a_former_partner_is_ignored():
    divorced = make_profile(marital_status="divorced", partner=partner(credentials=[credential("doctoral")]))
    assert assess(divorced).crs.total == assess(make_profile()).crs.total


def test_08_twelve_months_at_30_hours_are_a_year():
    rows = points(make_profile(jobs=[job("2025-03-01", "2026-02-28", hours_per_week=30)]))
    assert rows["canadian_work"] == 40


def test_08_24_months_at_15_hours_are_a_year():
    rows = points(make_profile(jobs=[job("2024-03-01", "2026-02-28", hours_per_week=15)]))
    assert rows["canadian_work"] == 40


def test_08_concurrent_jobs_never_count_more_than_30_hours_a_week_together():
    two = [job("2025-03-01", "2026-02-28"), job("2025-03-01", "2026-02-28", noc="21231")]
    assert points(make_profile(jobs=two))["canadian_work"] == points(make_profile(jobs=two[:1]))["canadian_work"] == 40


def test_08_two_half_time_jobs_at_once_are_full_time():
    halves = [job("2025-03-01", "2026-02-28", hours_per_week=15, noc=noc) for noc in ("21231", "21232")]
    assert points(make_profile(jobs=halves))["canadian_work"] == 40


@pytest.mark.parametrize(
    ("born", "given"),
    [
        pytest.param("1996-09-16", 110, id="29, the day before turning 30"),
        pytest.param("1996-09-15", 105, id="30 today"),
        pytest.param("1996-09-01", 105, id="30 since the first of the month"),
    ],
)
def test_09_age_changes_on_the_birthday_not_in_the_birth_month(born, given):
    assert points(make_profile(date_of_birth=born))["age"] == given


@pytest.mark.parametrize(
    ("on", "given"),
    [
        pytest.param(date(2026, 2, 28), 110, id="28 February of a common year: still 29"),
        pytest.param(date(2026, 3, 1), 105, id="1 March: 30"),
    ],
)
def test_09_a_birthday_on_29_february_is_reached_on_1_march_of_common_years(on, given):
    assert points(make_profile(date_of_birth="1996-02-29"), on)["age"] == given


def test_10_the_two_score_columns_of_tef_canada_are_told_apart():
    old = {"test": "tef_canada", "taken_on": "2026-01-15", "reading": 207, "writing": 310, "listening": 249}
    new = {"test": "tef_canada", "taken_on": "2026-01-15", "reading": 434, "writing": 428, "listening": 434}
    level_7 = points(make_profile(language_tests=[{**old, "speaking": 310}]))
    also_7 = points(make_profile(language_tests=[{**new, "speaking": 456, "scale": "699"}]))
    assert level_7["first_language_reading"] == also_7["first_language_reading"] == 17


def test_11_arranged_employment_counts_10_in_the_grid_and_another_5_under_adaptability():
    grid = assess(make_profile(job_offer={"noc": "21232", "qualifying": True})).programs["fsw"].grid
    assert (grid["arranged_employment"], grid["adaptability"]) == (10, 5)


@pytest.mark.parametrize(
    ("on", "met"),
    [
        pytest.param(date(2028, 1, 14), True, id="one day under two years"),
        pytest.param(date(2028, 1, 15), False, id="two years"),
    ],
)
def test_12_a_celpip_two_years_takes_its_points_and_the_program_with_it(on, met):
    found = assess(make_profile(language_tests=[celpip(9, taken_on="2026-01-15")]), on)
    rows = {factor.code: factor.points for factor in found.crs.factors}
    assert (rows["first_language_reading"] > 0) is met
    assert {r.code: r.met for r in found.programs["fsw"].requirements}["fsw_language"] is met


@pytest.mark.parametrize(
    ("on", "given"),
    [
        pytest.param(date(2030, 2, 28), 120, id="one day under five years"),
        pytest.param(date(2030, 3, 1), 0, id="five years"),
    ],
)
def test_12_an_assessment_of_five_years_counts_for_nothing(on, given):
    profile = make_profile(credentials=[credential("bachelors", "IN", eca_issued_on="2025-03-01")])
    assert points(profile, on)["education"] == given


@pytest.mark.parametrize(
    ("english", "given"),
    [
        pytest.param([celpip((5, 5, 5, 4))], 25, id="English only partly at CLB 5"),
        pytest.param([celpip(5)], 50, id="CLB 5 in all four"),
        pytest.param([celpip(4)], 25, id="CLB 4"),
        pytest.param([], 25, id="no English test"),
    ],
)
def test_13_french_with_english_only_partly_at_clb_5_gives_the_lower_bonus(english, given):
    assert points(make_profile(language_tests=[french(7), *english]))["french"] == given


def test_13_french_below_nclc_7_in_one_ability_gives_no_bonus():
    almost = {**french(7), "speaking": 309}
    assert points(make_profile(language_tests=[almost, celpip(9)]))["french"] == 0


def test_14_a_high_score_without_a_program_fits_no_round():
    nominee = make_profile(provincial_nomination=True)
    assert assess(nominee).crs.total >= 600
    assert assess(nominee).streams == []


def test_14_a_score_means_something_only_in_the_streams_that_the_person_fits():
    worker = make_profile(language_tests=[celpip(9)], jobs=[job("2025-03-01")])
    assert assess(worker).streams == ["general", "cec"]
    assert book().on(date(2026, 9, 15)).get("categories/french") is not None
