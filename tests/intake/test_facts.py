"""The answers become the facts of the contract, and only those that apply."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from intake.questionnaire.to_profile import facts
from scoring import profile
from scoring.profile import decode
from tests.intake.answers import CONDITIONS, COUPLE, DEGREE, IELTS, JOB, SCORES, SINGLE, day, flow, month
from tests.intake.test_steps import ALL

CONTRACT = Path(profile.__file__).parent / "contract" / "profile.schema.json"
BOTH_LANGUAGES = {
    "tests/2": IELTS | {"test": "tef_canada"},
    "tests/2/scores": dict.fromkeys(SCORES, "300") | {"scale": "699"},
    "first-official-language": {"first_official_language": "fr"},
}
TWO_JOBS = {
    "jobs/2": JOB | {"noc": "72300", "country": "FR", "ongoing": "no", **month("end", 2025, 3)},
    "jobs/2/conditions": CONDITIONS | {"qualified_for_trade": "no"},
    "primary-occupation": {"primary": "72300"},
}
CANADIAN = {
    "credentials/2": DEGREE | {"country": "CA"},
    "credentials/2/study-in-canada": {"canadian_study_bonus": "yes", "full_time_academic_years": "2"},
}
EVERYTHING = ALL | BOTH_LANGUAGES | TWO_JOBS | CANADIAN


def made(answers):
    found = flow(answers)
    assert found.next is None, found.next
    return facts(found.cleaned)


def test_a_single_applicants_facts():
    found = made(SINGLE)
    assert found["date_of_birth"] == "1996-03-27"
    assert found["partner"] is None
    assert found["credentials"] == [
        {
            "level": "bachelors",
            "country": "IN",
            "awarded_on": "2017-05-01",
            "eca_issued_on": "2025-02-01",
            "canadian_study_bonus": False,
            "full_time_academic_years": 0,
        }
    ]
    assert found["language_tests"] == [
        {"test": "ielts_general", "taken_on": "2026-02-01", "listening": 8, "reading": 7, "writing": 7, "speaking": 7}
    ]
    assert found["jobs"][0]["end"] is None
    assert found["settlement_funds_cad"] == 20000


def test_a_partner_has_facts_of_their_own():
    partner = made(COUPLE)["partner"]
    assert (partner["accompanying"], partner["canadian"]) == (True, False)
    assert partner["credentials"][0]["full_time_academic_years"] == 3
    assert len(partner["jobs"]) == 1


def test_a_hidden_partner_is_left_out_of_the_facts():
    assert made(COUPLE | {"marital-status": {"marital_status": "widowed"}})["partner"] is None
    staying = made(COUPLE | {"partner": {"partner_canadian": "no", "partner_accompanying": "no"}})["partner"]
    assert staying["jobs"] == []


def test_every_branch_comes_through():
    found = made(EVERYTHING)
    assert found["first_official_language"] == "fr"
    assert [job["primary"] for job in found["jobs"]] == [False, True]
    assert found["jobs"][1]["end"] == "2025-03-31"
    assert found["jobs"][1]["qualified_for_trade"] is False
    assert found["certificate_of_qualification"] == {"noc": "72300", "province": "ON"}
    assert found["job_offer"] == {"noc": "21232", "qualifying": True, "canadian_armed_forces": False}
    assert found["foreign_military_years"] == 12
    assert found["language_tests"][1]["scale"] == "699"
    assert found["credentials"][1]["canadian_study_bonus"] is True


@pytest.mark.parametrize(
    ("typed", "kept"), [("", "2026-10-01T23:59:59-04:00"), ("4:05 pm", "2026-10-01T16:05:00-04:00")]
)
def test_a_submission_time_is_in_ottawa_and_without_one_the_end_of_the_day(typed, kept):
    page = day("submitted_on", date(2026, 10, 1)) | {"submitted_time": typed}
    assert made(ALL | {"express-entry-profile-date": page})["profile_submitted_at"] == kept


def test_a_brother_or_sister_is_a_relative_although_there_is_no_other():
    found = made(SINGLE | {"sibling": {"sibling_in_canada": "yes"}, "relative": {"relative_in_canada": "no"}})
    assert found["sibling_in_canada"] is True
    assert found["relative_in_canada"] is True
    assert made(SINGLE)["relative_in_canada"] is False


def test_whichever_language_gives_more_is_left_open():
    best = BOTH_LANGUAGES | {"first-official-language": {"first_official_language": "best"}}
    assert made(SINGLE | best)["first_official_language"] is None


def test_unknown_funds_are_not_stated_even_with_an_amount_beside():
    assert (
        made(SINGLE | {"funds": {"settlement_funds_cad": "5", "funds_unknown": "on"}})["settlement_funds_cad"] is None
    )


@pytest.mark.parametrize("answers", [SINGLE, COUPLE, ALL, EVERYTHING])
def test_facts_keep_to_the_contract(answers):
    jsonschema.validate(made(answers), json.loads(CONTRACT.read_text()))
    decode(made(answers))


# Facts of the contract that no page asks yet.
UNASKED = {
    "profile": {"study_in_canada", "sibling_of", "relative_of", "nomination_stream"},
    "jobs": {"employer_country", "unpaid_leave", "permit_without_status"},
    "credentials": {"eca_issuer"},
}


def test_every_fact_of_the_contract_can_be_reached():
    contract = json.loads(CONTRACT.read_text())
    asked = made(EVERYTHING)
    assert set(asked) == set(contract["properties"]) - {"id"} - UNASKED["profile"]
    for kind in ("jobs", "credentials"):
        reached = {name for item in asked[kind] for name in item}
        assert reached == set(contract["$defs"][kind]["items"]["properties"]) - UNASKED[kind]
