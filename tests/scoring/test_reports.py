"""The rules reported for 3 November 2026: since when, what, by whom, where, and what it could mean for a person."""

from datetime import date

import pytest
from django.utils.translation import override

from scoring.assess import assess
from scoring.profile import decode
from scoring.result import as_json
from scoring.rulebook import load
from scoring.table import RuleError
from scoring.table_files import TableText
from tests.scoring.invented import load_edition

DAY = date(2026, 11, 28)
BOOK = load()
JOB = {"noc": "21232", "country": "CA", "start": "2025-01-01", "hours_per_week": 40, "employer_country": "CA"}
LINK = "https://glama.ai/mcp/connectors/com.celpass/celpip/tools/find_high_wage_occupation"


def caveats(language="en", on=DAY, book=BOOK, **facts):
    with override(language):
        profile = decode({"date_of_birth": "1990-01-01", "marital_status": "never_married", **facts})
        return as_json(assess(profile, on, book))["caveats"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Nov. 3, 2026", "186 listed high-wage occupations", "IRCC has not confirmed", "a public notebook"]),
        ("fr", ["3 novembre 2026", "186 professions à salaire élevé", "ne les a pas confirmées", "des notes publiées"]),
    ],
)
def test_it_is_said_since_when_what_and_by_whom(language, said):
    found = caveats(language)[0].replace("\xa0", " ")
    for words in said:
        assert words in found


def test_the_address_stands_in_no_sentence_and_goes_along_for_a_link():
    found = assess(decode({"date_of_birth": "1990-01-01", "marital_status": "never_married"}), DAY, BOOK).caveats[0]
    assert found.facts["url"] == LINK
    assert "http" not in str(found)


def test_the_work_is_named_by_its_occupation():
    assert "your Canadian work in NOC 21232" in caveats(jobs=[JOB])[1]


def test_work_that_is_no_canadian_work_is_not_named():
    assert "nothing, as you have stated no Canadian work that counts" in caveats(jobs=[JOB | {"authorized": False}])[1]


def test_the_offer_is_named_and_whether_it_would_need_an_assessment():
    (said,) = [one for one in caveats(job_offer={"noc": "00012", "qualifying": False}) if "NOC 00012" in one]
    assert "a labour market impact assessment would not be needed" in said


def test_it_is_said_of_no_day_before_and_not_once_an_edition_has_the_numbers():
    assert not [one for one in caveats(on=date(2026, 11, 2)) if "reported" in one]
    assert not [one for one in caveats(book=load_edition(DAY)) if "reported" in one]


def test_a_report_without_its_parts_is_refused():
    text = """
[[table]]
effective = 2027-01-01
pending = true
cite = "Invented for a test"
url = "https://example.org/invented"
verified_on = 2026-11-28
[table.report]
said = "something"
"""
    with pytest.raises(RuleError, match=r"crs/age\.toml, table 1: a report says"):
        load(released=[TableText("crs/age", text, "crs/age.toml")])
