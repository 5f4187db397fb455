"""The shipped tables against the fact base: every list, chart and grid, cell by cell."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from scoring.occupations import occupations
from tests.scoring.making import TODAY, book

DATA = Path(__file__).parent / "data"
FACTS = json.loads((DATA / "tables.json").read_text())
FSW_ROWS = {"bachelor_or_3yr": "three_year_or_bachelors", "two_or_more_one_3yr": "two_or_more"}
AGES = {"<18": "0-17"}
ADAPTABILITY = {
    "spouse_language_clb4_all": "partner_language",
    "own_study_canada_2yr": "study",
    "spouse_study_canada_2yr": "partner_study",
    "own_work_canada_1yr_teer0_3": "work",
    "spouse_work_canada_1yr": "partner_work",
    "arranged_employment": "arranged_employment",
    "relative_in_canada": "relative",
}
CATEGORIES = {
    "French": "french",
    "Healthcare": "healthcare",
    "STEM": "stem",
    "Trade": "trades",
    "Transport": "transport",
    "Agriculture": "agriculture",
    "Education": "education",
    "Physicians": "physicians",
    "Senior": "senior_managers",
    "Researchers": "researchers",
    "Skilled": "military",
}
WHERE = {"Canada or abroad": "anywhere", "Canada only": "canada"}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(name: str, column: str | None = None, on: date = TODAY) -> dict[str, object]:
    table = book().on(on)[name]
    return {key: row[column or table.column] for key, row in table.cells.items()}


def test_the_classification_is_the_one_of_the_fact_base():
    ours = [(o.code, o.title_en, o.title_fr, str(o.teer)) for o in occupations()]
    assert ours == [(r["code"], r["title_en"], r["title_fr"], r["teer"]) for r in rows("noc2021.csv")]
    assert len(ours) == 516


def test_the_skilled_trades_are_the_96_unit_groups():
    ours = cells("programs/fst_occupations")
    assert ours == {r["code"]: r["title_en"] for r in rows("fst_noc.csv")}
    assert len(ours) == 96


@pytest.mark.parametrize("rule", [r for r in rows("category_rules.csv") if r["category"][0] != "("], ids=str)
def test_each_category_has_its_own_rule_from_the_day_it_was_announced(rule):
    announced = date.fromisoformat(rule["announced"])
    table = book().on(announced)[f"categories/{CATEGORIES[rule['category'].split()[0].split('-')[0]]}"]
    assert table.source.effective == announced or rule["category"].startswith("French")
    if rule["min_experience_months"]:
        assert table.values == {
            "months": int(rule["min_experience_months"]),
            "hours": int(rule["min_experience_months"]) * 130,
            "window_years": int(rule["window_years"]),
            "continuous": rule["must_be_continuous"].startswith("yes"),
            "where": WHERE[rule["experience_where"]],
        }


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
def test_every_listed_occupation_stands_in_its_list(year):
    day = {"2023": date(2023, 6, 1), "2024": date(2024, 6, 1), "2025": date(2025, 12, 8)}.get(year, TODAY)
    listed = [r for r in rows("categories.csv") if r["year"] == year and r["noc"]]
    assert len(listed) > 0
    for row in listed:
        ours = cells(f"categories/{CATEGORIES[row['category'].split()[0]]}", on=day)
        assert row["noc"] in ours, row


def test_the_funds_of_every_edition():
    for day, (*by_size, each) in ((k, v) for k, v in FACTS["funds_cad"].items() if k[0] != "_"):
        table = book().on(date.fromisoformat(day))["programs/funds"]
        assert table.source.effective == date.fromisoformat(day)
        assert (table.column_values(), table.value("each_further_member")) == (by_size, each)


def test_the_selection_grid():
    fsw = FACTS["fsw"]
    assert cells("programs/fsw_age") == {AGES.get(key, key): points for key, points in fsw["age"].items()}
    education = {FSW_ROWS.get(key, key): points for key, points in fsw["education"].items()}
    assert cells("programs/fsw_education") == {"none": 0, **education}
    assert cells("programs/fsw_experience") == {"0": 0, **fsw["experience_years"]}
    assert cells("programs/fsw_language") == {"0-6": 0, "7": 4, "8": 5, "9+": 6}
    assert cells("programs/fsw_second_language") == {"0-4": 0, "5+": fsw["second_language_all4_clb5"]}
    assert cells("programs/fsw_arranged_employment") == {"offer": fsw["arranged_employment"]}
    ours = {theirs: cells("programs/fsw_adaptability")[name] for theirs, name in ADAPTABILITY.items()}
    assert {**ours, "_cap": book().on(TODAY)["programs/fsw_adaptability"].value("maximum")} == fsw["adaptability"]
    assert book().on(TODAY)["programs/fsw_minimum"].points("pass_mark") == fsw["pass_mark"]


def test_the_other_rows_of_the_ranking_system():
    crs, rules = FACTS["crs"], book().on(TODAY)
    assert list(cells("crs/partner_language").values()) == list(crs["spouse_language_per_ability"].values())
    second = [list(row.values()) for row in rules["crs/second_language"].cells.values()]
    assert second == list(crs["second_language_per_ability"].values())
    tiers = {"none": 0, "secondary": 0, "one_year": 1, "two_year": 1, "three_year_or_bachelors": 1}
    for name, columns in (("education_language", ("7", "9")), ("education_canadian_work", ("1", "2"))):
        wanted = list(crs["transferability"][name.replace("education_", "education_x_")].values())
        for level, row in rules[f"crs/{name}"].cells.items():
            tier = str(tiers.get(level, 2))
            assert [row[column] for column in columns] == [points[tier] for points in wanted], level


def test_the_additional_points():
    crs, rules = FACTS["crs"]["additional"], book().on(TODAY)
    assert rules["crs/nomination"].maximum() == crs["provincial_nomination"]
    assert list(cells("crs/french").values()) == [
        crs["french_nclc7_all_english_le_clb4_or_none"],
        crs["french_nclc7_all_english_clb5_all"],
    ]
    assert set(cells("crs/canadian_study").values()) == {0, 15, 30}
    assert rules["crs/sibling"].maximum() == crs["sibling"]
    assert rules.get("crs/job_offer") is None
    before = crs["arranged_employment_before_2025_03_25"]
    assert list(cells("crs/job_offer", on=date(2025, 3, 24)).values()) == list(before.values())
