"""Category-based selection: every list with its own rule, in force by date."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.scoring.making import assess, book, celpip, credential, french, job, make_profile

DATA = Path(__file__).parent / "data"
ON_2024, ON_2025, ON_2026 = date(2024, 6, 1), date(2025, 6, 1), date(2026, 9, 15)


def fits(profile, on=ON_2026):
    return [name for name, category in assess(profile, on).categories.items() if category.eligible]


@pytest.mark.parametrize(
    ("on", "names"),
    [
        (date(2023, 5, 30), []),
        (date(2023, 5, 31), ["french", "healthcare", "stem", "trades", "agriculture", "transport"]),
        (ON_2025, ["french", "healthcare", "stem", "trades", "agriculture", "education"]),
        (date(2025, 12, 8), ["french", "healthcare", "stem", "trades", "agriculture", "education", "physicians"]),
        (
            ON_2026,
            [
                "french",
                "healthcare",
                "stem",
                "trades",
                "education",
                "transport",
                "physicians",
                "senior_managers",
                "researchers",
                "military",
            ],
        ),
    ],
)
def test_the_categories_in_force(on, names):
    assert list(assess(make_profile(), on).categories) == names


def test_the_lists_are_those_of_the_fact_base():
    codes = {"Healthcare": "healthcare", "STEM": "stem", "Trade": "trades", "Transport": "transport"}
    codes |= {"Agriculture": "agriculture", "Education": "education", "Physicians": "physicians"}
    codes |= {"Senior": "senior_managers", "Researchers": "researchers", "Skilled": "military"}
    wanted: dict[tuple[str, str], set[str]] = {}
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["noc"]:
                wanted.setdefault((row["year"], codes[row["category"].split()[0]]), set()).add(row["noc"])
    days = {"2023": date(2023, 6, 1), "2024": ON_2024, "2025": ON_2025, "2026": ON_2026}
    for (year, code), nocs in wanted.items():
        assert set(book().on(days[year])[f"categories/{code}"].cells) == nocs, (year, code)


@pytest.mark.parametrize(
    ("on", "jobs", "fit"),
    [
        pytest.param(ON_2024, [job("2023-07-01", "2023-12-31", noc="72310")], True, id="2023 list: six months"),
        pytest.param(ON_2024, [job("2023-09-01", "2024-02-29", noc="72310")], True, id="six short months"),
        pytest.param(ON_2024, [job("2023-07-01", "2023-12-20", noc="72310")], False, id="ten days less"),
        pytest.param(
            ON_2024,
            [job("2023-01-01", "2023-05-31", noc="72310"), job("2023-07-01", "2023-11-30", noc="72310")],
            False,
            id="2023 list: not continuous",
        ),
        pytest.param(
            ON_2026, [job("2025-07-01", "2025-12-31", noc="72310")], False, id="2026 list: six months are too few"
        ),
        pytest.param(
            ON_2026,
            [job("2024-01-01", "2024-07-31", noc="72310"), job("2025-07-01", "2026-01-31", noc="72310")],
            True,
            id="2026 list: twelve months with a break",
        ),
        pytest.param(
            ON_2026,
            [job("2024-01-01", "2024-07-31", noc="72310"), job("2025-07-01", "2026-01-31", noc="72106")],
            False,
            id="two listed occupations do not add up",
        ),
        pytest.param(ON_2026, [job("2020-01-01", "2023-09-14", noc="72310")], False, id="more than three years ago"),
    ],
)
def test_work_in_one_listed_occupation(on, jobs, fit):
    assert ("trades" in fits(make_profile(jobs=jobs), on)) is fit


def test_the_listed_occupation_need_not_be_the_primary_one():
    jobs = [job("2020-01-01", primary=True), job("2025-01-01", noc="72310", hours_per_week=30)]
    profile = make_profile(jobs=jobs)
    assert "trades" in fits(profile)
    assert "NOC 21232, is not on the list" in str(assess(profile).categories["trades"].advice)


def test_there_is_no_advice_where_the_primary_occupation_is_listed_or_none_is_named():
    for primary in (True, False):
        profile = make_profile(jobs=[job("2025-01-01", noc="72310", primary=primary)])
        assert assess(profile).categories["trades"].advice is None


@pytest.mark.parametrize(("country", "fit"), [("CA", True), ("IN", False)])
def test_physicians_need_their_work_in_canada(country, fit):
    profile = make_profile(jobs=[job("2025-01-01", noc="31102", country=country)])
    assert ("physicians" in fits(profile)) is fit
    assert "healthcare" in fits(profile)


@pytest.mark.parametrize(("authorized", "fit"), [(True, ["senior_managers"]), (False, [])])
def test_work_that_must_be_canadian_must_be_authorised(authorized, fit):
    work = job("2025-01-01", "2026-01-31", noc="00012", authorized=authorized)
    assert fits(make_profile(jobs=[work])) == fit


@pytest.mark.parametrize(("end", "fit"), [("2025-07-01", ["healthcare"]), ("2025-06-30", [])])
def test_six_months_are_780_hours(end, fit):
    work = job("2025-01-01", end, noc="31301", hours_per_week=30)
    assert fits(make_profile(jobs=[work]), date(2025, 9, 15)) == fit


def test_cooks_left_and_butchers_joined_the_trades_in_2026():
    cook, butcher = (make_profile(jobs=[job("2024-01-01", noc=noc)]) for noc in ("63200", "63201"))
    assert ("trades" in fits(cook, ON_2025), "trades" in fits(cook)) == (True, False)
    assert ("trades" in fits(butcher, ON_2025), "trades" in fits(butcher)) == (False, True)


def test_french_asks_for_nclc_7_in_all_four():
    assert "french" in fits(make_profile(language_tests=[french(7)]))
    assert "french" not in fits(make_profile(language_tests=[{**french(7), "reading": 206}]))
    assert "french" not in fits(make_profile(language_tests=[celpip(10)]))


SOLDIER = {
    "foreign_military_years": 10,
    "job_offer": {"noc": "42102", "qualifying": True, "canadian_armed_forces": True},
    "credentials": [credential("two_year")],
}


def test_a_recruit_meets_the_military_conditions():
    assert fits(make_profile(**SOLDIER)) == ["military"]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"foreign_military_years": 9.5}, id="nine and a half years"),
        pytest.param({"job_offer": {**SOLDIER["job_offer"], "canadian_armed_forces": False}}, id="a civil offer"),
        pytest.param({"job_offer": {**SOLDIER["job_offer"], "noc": "21232"}}, id="another occupation"),
        pytest.param({"credentials": [credential("one_year")]}, id="a one-year program"),
        pytest.param({"credentials": [credential("two_year", "US")]}, id="no assessment of a foreign credential"),
    ],
)
def test_each_military_condition(facts):
    assert fits(make_profile(**{**SOLDIER, **facts})) == []


def test_a_category_is_a_stream_only_with_a_program():
    profile = make_profile(language_tests=[french(7)])
    assert fits(profile) == ["french"]
    assert assess(profile).streams == []
