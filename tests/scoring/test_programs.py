"""Federal Skilled Worker, Canadian Experience Class, Federal Skilled Trades."""

from datetime import date

import pytest

from tests.scoring.making import assess, celpip, credential, french, job, make_profile, partner

INDIA = {"country": "IN"}
SKILLED = {
    "credentials": [credential("masters")],
    "language_tests": [celpip(9)],
    "jobs": [job("2022-01-01", "2025-01-31", **INDIA)],
    "settlement_funds_cad": 20_000,
}
CANADIAN_YEAR = [job("2025-06-01", "2026-06-30")]


def met(profile, program, on=date(2026, 9, 15)):
    return {r.code: r.met for r in assess(profile, on).programs[program].requirements}


def grid(**facts):
    return assess(make_profile(**facts)).programs["fsw"].grid


# --- Federal Skilled Worker ---------------------------------------------------


def test_a_skilled_worker_meets_everything():
    found = assess(make_profile(**SKILLED))
    assert found.programs["fsw"].eligible
    assert found.streams[:2] == ["general", "fsw"]


@pytest.mark.parametrize(
    ("facts", "code", "value"),
    [
        pytest.param({"language_tests": [celpip((9, 9, 9, 6))]}, "fsw_language", False, id="one ability at CLB 6"),
        pytest.param({"language_tests": []}, "fsw_language", False, id="no test"),
        pytest.param({"credentials": [credential("masters", "IN")]}, "fsw_education", False, id="no ECA"),
        pytest.param({"destination_quebec": True}, "quebec", False, id="Quebec"),
        pytest.param({"settlement_funds_cad": 15_262}, "funds", False, id="a dollar short"),
        pytest.param({"settlement_funds_cad": 15_263}, "funds", True, id="funds for one"),
        pytest.param({"settlement_funds_cad": 15_263, "family_size": 2}, "funds", False, id="a family of two"),
        pytest.param({"settlement_funds_cad": 48_616, "family_size": 9}, "funds", True, id="seven and two more"),
        pytest.param({"settlement_funds_cad": None}, "funds", None, id="funds not stated"),
        pytest.param({"jobs": [job("2022-01-01", "2022-12-30", **INDIA)]}, "fsw_work", True, id="364 days"),
        pytest.param({"jobs": [job("2022-01-01", "2022-12-29", **INDIA)]}, "fsw_work", False, id="363 days"),
        pytest.param({"jobs": [job("2022-01-01", noc="65100", **INDIA)]}, "fsw_work", False, id="TEER 5"),
        pytest.param({"jobs": [job("2022-01-01", paid=False, **INDIA)]}, "fsw_work", False, id="unpaid"),
        pytest.param({"jobs": [job("2010-01-01", "2016-09-14", **INDIA)]}, "fsw_work", False, id="ten years ago"),
    ],
)
def test_each_minimum_of_the_skilled_worker_program(facts, code, value):
    assert met(make_profile(**{**SKILLED, **facts}), "fsw")[code] is value


def test_funds_are_not_asked_of_someone_authorised_to_work_with_an_offer():
    offer = {"noc": "21232", "qualifying": True}
    profile = make_profile(job_offer=offer, authorized_to_work_in_canada=True)
    assert met(profile, "fsw")["funds"] is True


def test_funds_before_the_first_known_table_are_not_known():
    assert met(make_profile(**SKILLED), "fsw", date(2022, 6, 8))["funds"] is None


@pytest.mark.parametrize(
    ("jobs", "value"),
    [
        pytest.param(
            [job("2022-01-01", "2022-07-31"), job("2022-08-01", "2023-01-31")], True, id="one after the other"
        ),
        pytest.param([job("2022-01-01", "2022-07-31"), job("2022-09-01", "2023-02-28")], False, id="a month between"),
        pytest.param(
            [job("2022-01-01", "2022-07-31"), job("2022-08-01", "2023-01-31", noc="21231")], False, id="two occupations"
        ),
        pytest.param([job("2022-01-01", "2023-12-31", hours_per_week=15)], True, id="two years at half time"),
    ],
)
def test_the_year_is_continuous_and_in_one_occupation(jobs, value):
    assert met(make_profile(jobs=jobs), "fsw")["fsw_work"] is value


def test_a_primary_occupation_that_was_named_must_be_the_one_that_qualifies():
    year, half = job("2022-01-01", "2023-06-30"), job("2024-01-01", "2024-06-30", noc="21231", primary=True)
    assert met(make_profile(jobs=[year, half]), "fsw")["fsw_work"] is False
    assert met(make_profile(jobs=[year, {**half, "primary": False}]), "fsw")["fsw_work"] is True


def test_a_primary_occupation_counts_as_named_although_its_own_job_does_not():
    unpaid = job("2025-02-01", "2025-06-30", noc="21231", paid=False, primary=True)
    assert met(make_profile(**{**SKILLED, "jobs": [*SKILLED["jobs"], unpaid]}), "fsw")["fsw_work"] is False


def test_the_level_is_asked_of_the_first_official_language_where_it_was_named():
    both = {**SKILLED, "language_tests": [celpip(9), french(6)]}
    assert met(make_profile(**both), "fsw")["fsw_language"] is True
    assert met(make_profile(**both, first_official_language="fr"), "fsw")["fsw_language"] is False


def test_a_first_language_under_the_level_gives_way_to_one_that_reaches_it():
    tests = [celpip((10, 10, 10, 6)), french(7)]
    facts = {"credentials": [credential("secondary")], "language_tests": tests}
    found = assess(make_profile(**facts))
    assert found.crs.first_official_language == "en"
    assert found.programs["fsw"].grid["language"] == 4 * 4 + 4


def test_self_employment_and_work_while_studying_count_for_the_skilled_worker_program():
    profile = make_profile(jobs=[job("2025-01-01", self_employed=True, while_full_time_student=True)])
    assert met(profile, "fsw")["fsw_work"] is True
    assert met(profile, "cec")["cec_work"] is False


@pytest.mark.parametrize(
    ("tests", "points"),
    [
        ([celpip(7)], 16),
        ([celpip(8)], 20),
        ([celpip(9)], 24),
        ([celpip(9), french(6)], 28),
        ([celpip((9, 9, 9, 6))], 18),
    ],
)
def test_grid_language(tests, points):
    assert grid(language_tests=tests)["language"] == points


@pytest.mark.parametrize(
    ("months", "points"),
    [(11, 0), (12, 9), (24, 11), (36, 11), (48, 13), (60, 13), (72, 15), (108, 15)],
)
def test_grid_experience(months, points):
    year, month = divmod(months, 12)
    end = date(2017 + year, month + 1, 1).toordinal() - 1
    assert grid(jobs=[job("2017-01-01", date.fromordinal(end).isoformat())])["experience"] == points


@pytest.mark.parametrize(
    ("born", "points"), [("1991-09-16", 12), ("1990-09-15", 11), ("1980-09-15", 1), ("1979-09-15", 0)]
)
def test_grid_age(born, points):
    assert grid(date_of_birth=born)["age"] == points


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        pytest.param({"relative_in_canada": True}, 5, id="relative"),
        pytest.param({"jobs": [job("2012-01-01", "2012-12-31")]}, 10, id="a year of work in Canada, long ago"),
        pytest.param({"jobs": [job("2012-01-01", "2012-12-31", authorized=False)]}, 0, id="not authorised"),
        pytest.param(
            {"credentials": [credential("bachelors", full_time_academic_years=2)]}, 5, id="two years of study"
        ),
        pytest.param({"credentials": [credential("bachelors", full_time_academic_years=1)]}, 0, id="one year of study"),
        pytest.param({"credentials": [credential("one_year", full_time_academic_years=2)]}, 0, id="a one-year program"),
        pytest.param({"partner": partner(language_tests=[celpip(4)])}, 5, id="partner's language"),
        pytest.param({"partner": partner(language_tests=[celpip((4, 4, 4, 3))])}, 0, id="one ability at CLB 3"),
        pytest.param({"partner": partner(jobs=[job("2020-01-01", "2020-12-31", noc="65100")])}, 5, id="partner's work"),
        pytest.param({"partner": partner(language_tests=[celpip(9)], accompanying=False)}, 0, id="partner stays"),
        pytest.param(
            {"relative_in_canada": True, "jobs": [job("2012-01-01", "2012-12-31")]}, 10, id="no more than ten"
        ),
    ],
)
def test_grid_adaptability(facts, points):
    assert grid(**({"marital_status": "married"} | facts))["adaptability"] == points


# --- Canadian Experience Class ------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "code", "value"),
    [
        pytest.param({}, "cec_work", True, id="a year"),
        pytest.param({"jobs": [job("2025-06-01", "2026-05-29")]}, "cec_work", False, id="363 days"),
        pytest.param({"jobs": [job("2021-01-01", "2023-09-14")]}, "cec_work", False, id="more than three years ago"),
        pytest.param({"jobs": [job("2025-06-01", authorized=False)]}, "cec_work", False, id="not authorised"),
        pytest.param({"jobs": [job("2025-06-01", self_employed=True)]}, "cec_work", False, id="self-employed"),
        pytest.param({"jobs": [job("2025-06-01", while_full_time_student=True)]}, "cec_work", False, id="student"),
        pytest.param({"jobs": [job("2025-06-01", noc="44101")]}, "cec_work", False, id="TEER 4"),
        pytest.param({"language_tests": [celpip(6)]}, "cec_language", False, id="TEER 1 at CLB 6"),
        pytest.param(
            {"language_tests": [celpip(5)], "jobs": [job("2025-06-01", noc="72310")]},
            "cec_language",
            True,
            id="TEER 2 at CLB 5",
        ),
        pytest.param({"jobs": []}, "cec_language", None, id="no occupation to look the level up by"),
        pytest.param({"destination_quebec": True}, "quebec", False, id="Quebec"),
    ],
)
def test_each_requirement_of_the_canadian_experience_class(facts, code, value):
    facts = {"jobs": CANADIAN_YEAR, "language_tests": [celpip(7)]} | facts
    assert met(make_profile(**facts), "cec")[code] is value


@pytest.mark.parametrize(("trade_months", "value"), [(13, True), (5, False)])
def test_the_occupation_of_most_experience_decides_the_level(trade_months, value):
    trade_end = date(2024 + (trade_months // 12), trade_months % 12 + 1, 1)
    jobs = [job("2024-01-01", trade_end.isoformat(), noc="72310"), job("2025-06-01", "2026-03-31")]
    assert met(make_profile(jobs=jobs, language_tests=[celpip(5)]), "cec")["cec_language"] is value


@pytest.mark.parametrize(("on", "value"), [(date(2023, 4, 24), False), (date(2023, 4, 25), True)])
def test_a_self_employed_physician_counts_since_the_public_policy(on, value):
    physician = make_profile(jobs=[job("2022-01-01", noc="31102", self_employed=True)])
    assert met(physician, "cec", on)["cec_work"] is value


# --- Federal Skilled Trades ---------------------------------------------------

TRADE = {
    "jobs": [job("2023-06-01", "2025-06-30", noc="72310", **INDIA)],
    "language_tests": [celpip((4, 4, 5, 5))],
    "certificate_of_qualification": {"noc": "72310"},
    "settlement_funds_cad": 20_000,
}


def test_a_carpenter_meets_everything():
    assert assess(make_profile(**TRADE)).streams[:2] == ["general", "fst"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param(
            {"jobs": [job("2023-06-01", "2025-05-27", noc="72310")]}, "fst_work", id="a day short of two years"
        ),
        pytest.param({"jobs": [job("2023-06-01", noc="21232")]}, "fst_work", id="no trade"),
        pytest.param(
            {"jobs": [job("2023-06-01", noc="72310", qualified_for_trade=False)]}, "fst_work", id="not qualified"
        ),
        pytest.param(
            {"jobs": [job("2023-06-01", noc="72310", while_full_time_student=True)]}, "fst_work", id="student"
        ),
        pytest.param({"jobs": [job("2019-01-01", "2021-09-14", noc="72310")]}, "fst_work", id="five years ago"),
        pytest.param({"language_tests": [celpip((4, 4, 5, 4))]}, "fst_language", id="speaking at CLB 4"),
        pytest.param({"language_tests": [celpip((3, 4, 5, 5))]}, "fst_language", id="reading at CLB 3"),
        pytest.param({"certificate_of_qualification": None}, "fst_offer_or_certificate", id="neither"),
        pytest.param({"settlement_funds_cad": 100}, "funds", id="funds"),
    ],
)
def test_each_requirement_of_the_skilled_trades_program(facts, code):
    assert met(make_profile(**TRADE), "fst")[code] is True
    assert met(make_profile(**{**TRADE, **facts}), "fst")[code] is False


def test_two_years_in_two_trades_are_not_two_years_in_one():
    jobs = [job("2023-06-01", "2024-06-30", noc="72310"), job("2024-07-01", "2025-07-31", noc="72106")]
    assert met(make_profile(**{**TRADE, "jobs": jobs}), "fst")["fst_work"] is False


def test_an_offer_in_a_trade_does_instead_of_a_certificate():
    offer = {"noc": "72310", "qualifying": True}
    profile = make_profile(**{**TRADE, "certificate_of_qualification": None, "job_offer": offer})
    assert met(profile, "fst")["fst_offer_or_certificate"] is True
