"""Tables are dated, cited, complete; what is wrong with one is said with its place."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from scoring.assess import assess as assess_by
from scoring.occupations import occupations
from scoring.result import as_json
from scoring.rulebook import FIRST_DAY, load
from scoring.table import RuleError
from scoring.table_files import FIRMS_OWN
from tests.scoring.making import assess, book, celpip, credential, job, make_profile

DATA = Path(__file__).parent / "data"
GOOD = """
[[table]]
effective = 2027-01-01
cite = "An invented edition"
url = "https://example.org/rules"
verified_on = 2026-11-23
columns = ["points"]
rows = [["sibling", 40]]
"""


def firm_table(folder, text, name="crs/sibling"):
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(GOOD.replace('cite = "An invented edition"', 'cite = ""'), "'cite' is empty", id="no citation"),
        pytest.param(GOOD.replace('url = "https://example.org/rules"', ""), "'url' is missing", id="no address"),
        pytest.param(GOOD + "colour = 1\n", "nothing reads 'colour'", id="an unused key"),
        pytest.param(
            GOOD.replace("2027-01-01", "2017-06-06"),
            "has an edition of the same date, 2017-06-06",
            id="a repeated date",
        ),
        pytest.param(GOOD.replace('["sibling", 40]', '["sibling", 40], ["sibling", 41]'), "row 2", id="a repeated row"),
        pytest.param(
            GOOD.replace('["sibling", 40]', '["sibling", 40, 41]'),
            "row 1: 2 values for 1 columns",
            id="a cell too many",
        ),
        pytest.param(GOOD.replace('"points"', '"marks"'), "the columns are ['marks']", id="another column"),
        pytest.param(GOOD.replace("2027-01-01", '"soon"'), "'effective' is not a date", id="no date"),
        pytest.param(
            GOOD.replace('"sibling", 40', '"sister", 40'), "rows are missing: ['sibling']", id="a missing row"
        ),
        pytest.param(GOOD.replace('"sibling", 40', '"sibling", "40"'), "'points' has words", id="words for numbers"),
        pytest.param(GOOD + "[table.values]\nmaximum = 5\n", "the values are ['maximum']", id="a value nothing reads"),
        pytest.param("[[table]\n", "not a TOML file", id="no TOML"),
        pytest.param(GOOD.replace('rows = [["sibling", 40]]', ""), "rows are needed", id="no rows"),
    ],
)
def test_a_broken_table_is_an_error_that_names_its_place(tmp_path, text, said):
    with pytest.raises(RuleError, match=r"crs/sibling\.toml") as error:
        load(firm_table(tmp_path, text))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param('["0-17", 0, 0], ["19+", 1, 1]', "gap between the rows '0-17' and '19+'", id="gap"),
        pytest.param('["0-17", 0, 0], ["17+", 1, 1]', "'0-17' and '17+' overlap", id="overlap"),
        pytest.param('["0-17", 0, 0], ["18", 1, 1]', "the rows begin at", id="no open end"),
        pytest.param('["0-17", 0, 0], ["old", 1, 1]', "don't go together", id="words among numbers"),
    ],
)
def test_a_table_of_ranges_has_no_gap_and_no_overlap(tmp_path, rows, said):
    text = GOOD.replace('["points"]', '["with_partner", "single"]').replace('["sibling", 40]', rows)
    with pytest.raises(RuleError, match="age") as error:
        load(firm_table(tmp_path, text, "crs/age"))
    assert said in str(error.value)


def test_a_table_that_no_rule_reads_is_an_error(tmp_path):
    with pytest.raises(RuleError, match="there is no rule that reads"):
        load(firm_table(tmp_path, GOOD, "crs/eye_colour"))


HIGH_WAGE = GOOD.replace("2027-01-01", "2026-11-03").replace('["points"]', '["canadian_work", "job_offer"]')
HIGH_WAGE = HIGH_WAGE.replace('["sibling", 40]', '["1.3x", 20, 10], ["2x", 60, 30]')
TIERS = GOOD.replace("2027-01-01", "2026-11-03").replace('["points"]', '["tier"]')


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        pytest.param({"high_wage": HIGH_WAGE}, "needs crs/high_wage_occupations", id="points without occupations"),
        pytest.param(
            {"high_wage": HIGH_WAGE, "high_wage_occupations": TIERS.replace('["sibling", 40]', '["21232", "3x"]')},
            "row 1: crs/high_wage has no tier '3x'",
            id="a tier without points",
        ),
        pytest.param(
            {"high_wage": HIGH_WAGE, "high_wage_occupations": TIERS.replace('["sibling", 40]', '["99999", "2x"]')},
            "row 1: NOC 2021 has no unit group 99999",
            id="an occupation that does not exist",
        ),
        pytest.param({"high_wage": HIGH_WAGE.replace("job_offer", "offer")}, "rules read", id="another column"),
    ],
)
def test_the_high_wage_factor_is_checked_before_it_has_values(tmp_path, tables, said):
    for name, text in tables.items():
        firm_table(tmp_path, text, f"crs/{name}")
    with pytest.raises(RuleError, match="high_wage") as error:
        load(tmp_path)
    assert said in str(error.value)


def test_a_list_has_occupations_of_its_own_but_the_rule_of_every_list(tmp_path):
    text = GOOD.replace('["points"]', '["title"]').replace('["sibling", 40]', '["31301", "Registered nurses"]')
    rule = "[table.values]\nmonths = 12\nhours = 1560\nwindow_years = 3\ncontinuous = {}\nwhere = 'canada'\n"
    assert (
        "31301"
        in load(firm_table(tmp_path, text + rule.format("false"), "categories/stem")).on(date(2027, 1, 1))[
            "categories/stem"
        ]
    )
    with pytest.raises(RuleError, match="continuous is 'no'"):
        load(firm_table(tmp_path, text + rule.format("'no'"), "categories/stem"))


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(RuleError, match="RULES_DIR"):
        load(tmp_path / "nowhere")


def test_a_day_before_express_entry_is_an_error():
    with pytest.raises(RuleError, match="2014-12-31"):
        book().on(date(2014, 12, 31))
    assert book().on(FIRST_DAY)


def test_a_question_without_a_row_is_an_error_with_the_question_in_it():
    with pytest.raises(RuleError, match="'kindergarten'"):
        book().on(FIRST_DAY)["crs/education"].points("kindergarten", "single")


def test_the_drill_an_invented_edition_is_one_table(tmp_path):
    """Yesterday's results do not move, tomorrow's do, with the new citation."""
    ours = load(firm_table(tmp_path, GOOD))
    profile = make_profile(sibling_in_canada=True)
    before, after = (assess_by(profile, day, ours) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert before.crs.total == assess(profile, date(2026, 12, 31)).crs.total
    row = next(row for row in after.crs.factors if row.code == "sibling")
    assert (row.points, row.source.cite) == (40, "An invented edition")


def test_the_values_of_a_pending_edition_are_a_data_change(tmp_path):
    """The high-wage factor of 2026-11-03 takes effect with two tables, and its caveat goes."""
    points = GOOD.replace("2027-01-01", "2026-11-03").replace('["points"]', '["canadian_work", "job_offer"]')
    tiers = GOOD.replace("2027-01-01", "2026-11-03").replace('["points"]', '["tier"]')
    firm_table(tmp_path, points.replace('["sibling", 40]', '["1.3x", 20, 10], ["2x", 60, 30]'), "crs/high_wage")
    ours = load(firm_table(tmp_path, tiers.replace('["sibling", 40]', '["21232", "2x"]'), "crs/high_wage_occupations"))
    profile, day = make_profile(jobs=[job("2025-01-01", employer_country="CA")]), date(2026, 11, 3)
    assert assess_by(profile, day, ours).crs.total == assess(profile, day).crs.total + 60
    assert [c.code for c in assess(profile, day).caveats] == ["pending", "reported_work"]
    assert assess_by(profile, day, ours).caveats == []


def test_a_pending_edition_is_said_from_its_day_on():
    profile = make_profile()
    assert [c.code for c in assess(profile, date(2026, 11, 2)).caveats] == []
    assert [c.code for c in assess(profile, date(2026, 11, 3)).caveats] == ["pending", "reported_nothing"]


@pytest.mark.parametrize(
    ("on", "offer", "study", "sibling", "french"),
    [
        pytest.param(date(2016, 11, 18), 600, None, None, None, id="2015: arranged employment 600"),
        pytest.param(date(2016, 11, 19), 50, 15, None, None, id="2016-11-19: 50 or 200, Canadian study"),
        pytest.param(date(2017, 6, 6), 50, 15, 15, 30, id="2017-06-06: sibling, French 15 or 30"),
        pytest.param(date(2020, 10, 20), 50, 15, 15, 50, id="2020-10-20: French 25 or 50"),
        pytest.param(date(2025, 3, 24), 50, 15, 15, 50, id="the day before job offers ended"),
        pytest.param(date(2025, 3, 25), None, 15, 15, 50, id="2025-03-25: no points for job offers"),
    ],
)
def test_the_additional_points_of_every_edition(on, offer, study, sibling, french):
    tested = on.replace(day=1).isoformat()
    tef = {"test": "tef_canada", "taken_on": tested, "reading": 207, "writing": 310, "listening": 249, "speaking": 310}
    profile = make_profile(
        job_offer={"noc": "21232", "qualifying": True},
        credentials=[credential("two_year", canadian_study_bonus=True)],
        sibling_in_canada=True,
        language_tests=[celpip(7, tested), tef],
    )
    rows = {row.code: row.points for row in assess(profile, on).crs.factors}
    found = [rows.get(code) for code in ("job_offer", "canadian_study", "sibling", "french")]
    assert found == [offer, study, sibling, french]


def test_a_senior_managers_offer_gave_200():
    profile = make_profile(job_offer={"noc": "00012", "qualifying": True})
    rows = {row.code: row.points for row in assess(profile, date(2025, 3, 24)).crs.factors}
    assert rows["job_offer"] == 200


def test_every_citation_is_whole():
    tables = list(book().all())
    assert tables
    for table in tables:
        assert table.source.cite
        assert table.source.cite_fr, f"{table.name} {table.source.effective}: no French citation"
        own = table.name in FIRMS_OWN
        assert table.source.url == "" if own else table.source.url.startswith("https://"), table.name
        assert ("firm's own" in table.source.cite) is own, table.name
        assert table.source.effective >= FIRST_DAY


def test_a_result_cites_in_its_readers_language():
    found = assess(make_profile(), date(2026, 9, 15))
    english = as_json(found)["crs"]["factors"][0]["source"]["cite"]
    with translation.override("fr"):
        french = as_json(found)["crs"]["factors"][0]["source"]["cite"]
    assert english == "CRS criteria, A. Core / human capital factors: Age"
    assert french == "Critères du SCG, A. Facteurs de base / capital humain\u00a0: âge"


def test_a_result_leads_to_its_readers_page():
    found = assess(make_profile(), date(2026, 9, 15))
    english = as_json(found)["crs"]["factors"][0]["source"]["url"]
    with translation.override("fr"):
        french = as_json(found)["crs"]["factors"][0]["source"]["url"]
    assert english.endswith("/express-entry/check-score/crs-criteria.html")
    assert french.endswith("/entree-express/verifier-note/criteries-scg.html")


def test_an_english_page_has_one_french_page_of_the_same_site():
    # A table of the firm's own has no page.
    pairs = {(table.source.url, table.source.url_fr) for table in book().all() if table.source.url}
    assert len({url for url, _french in pairs}) == len(pairs)
    for url, french in pairs:
        assert not french or url.split("/")[2] == french.split("/")[2]
        assert not french or {"fr", "fra", "francais"} & set(french.split("/"))


def test_every_source_of_canada_leads_to_a_french_page():
    """Its own, or where that address is not known the one that leads to it, of the same site; never both."""
    sources = [table.source for table in book().all() if table.source.url]
    for source in (one for one in sources if one.url.split("/")[2].endswith(("canada.ca", ".gc.ca"))):
        with translation.override("fr"):
            address, cited = source.address, source.cited
        assert {"fr", "fra", "francais"} & set(address.split("/")), source.url
        assert bool(source.url_fr) != bool(source.parent_fr)
        assert cited.endswith("par la page qui y mène") == bool(source.parent_fr)
        assert address.split("/")[2] == source.url.split("/")[2]


def test_the_tables_hold_the_fact_bases_numbers():
    """Every cell of the CRS tables, compared to the fact base's own file."""
    facts = json.loads((DATA / "tables.json").read_text())["crs"]
    rules = book().on(date(2026, 9, 15))
    for key, (with_partner, single) in facts["age"].items():
        row = rules["crs/age"].cells[{"17-": "0-17"}.get(key, key)]
        assert (row["with_partner"], row["single"]) == (with_partner, single)
    for key, row in facts["canadian_work_years"].items():
        assert list(rules["crs/canadian_work"].cells[key].values()) == row
    ours = [list(row.values()) for row in rules["crs/education"].cells.values()]
    assert ours == list(facts["education"].values())
    ours = [list(row.values()) for row in rules["crs/first_language"].cells.values()]
    assert ours == list(facts["first_language_per_ability"].values())


def test_the_classification_has_516_unit_groups():
    assert len(occupations()) == 516
    assert sum(o.teer == 1 for o in occupations()) == 97
