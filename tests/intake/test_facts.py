"""The answers become the facts of the contract, and only those that apply."""

import json
from datetime import date
from pathlib import Path

import pytest

from intake.questionnaire.answers_to_profile import build_facts
from scoring import profile
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from tests.intake.answers import CONDITIONS, COUPLE, DEGREE, ECA, IELTS, JOB, SCORES, SINGLE, TODAY, day, flow, month
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
REMOTE = {
    "jobs/3": JOB | {"start_day": "8"},
    "jobs/3/conditions": CONDITIONS
    | {"employer": "elsewhere", "employer_country": "US", "had_status": "no", "away": "yes"},
    "jobs/3/away": day("away_1_from", date(2024, 5, 1)) | day("away_1_until", date(2024, 7, 31)),
}
CANADIAN = {
    "credentials/2": DEGREE | {"country": "CA"},
    "credentials/2/study-in-canada": {"canadian_study_bonus": "yes", "full_time_academic_years": "2"},
}
EVERYTHING = ALL | BOTH_LANGUAGES | TWO_JOBS | REMOTE | CANADIAN


def made(answers):
    found = flow(answers)
    assert found.next is None, found.next
    return build_facts(found.cleaned)


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
            "eca_issuer": None,
            "canadian_study_bonus": False,
            "full_time_academic_years": 0,
        }
    ]
    assert found["language_tests"] == [
        {"test": "ielts_general", "taken_on": "2026-02-01", "listening": 8, "reading": 7, "writing": 7, "speaking": 7}
    ]
    assert found["jobs"][0]["end"] is None
    assert found["settlement_funds_cad"] == 20000


def test_a_work_permit_ends_on_a_day_to_come_and_is_asked_of_who_may_work_alone():
    permit = day("work_permit_until", date(2030, 5, 1))
    assert made(SINGLE)["work_permit_until"] is None
    assert made(SINGLE | {"authorized-to-work": {"authorized_to_work_in_canada": "yes"} | permit})[
        "work_permit_until"
    ] == ("2030-05-01")
    assert (
        made(SINGLE | {"authorized-to-work": {"authorized_to_work_in_canada": "no"} | permit})["work_permit_until"]
        is None
    )


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
    assert [job["primary"] for job in found["jobs"]] == [False, True, False]
    assert found["jobs"][1]["end"] == "2025-03-01", "of a month alone, the day with the least work"
    assert found["jobs"][2]["employer_country"] == "US"
    assert (found["jobs"][2]["authorized"], found["jobs"][2]["permit_without_status"]) == (False, True)
    assert found["jobs"][2]["unpaid_leave"] == [{"start": "2024-05-01", "end": "2024-07-31"}]
    assert found["jobs"][1]["qualified_for_trade"] is False
    assert found["certificate_of_qualification"] == {"noc": "72300", "province": "ON"}
    assert found["job_offer"] == {
        "noc": "21232",
        "qualifying": True,
        "canadian_armed_forces": False,
        "basis": "lmia",
        "two_employers": False,
    }
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
    import jsonschema  # noqa: PLC0415  It takes seconds, which every tester would wait for.

    jsonschema.validate(made(answers), json.loads(CONTRACT.read_text()))
    decode(made(answers))


PAPERS = {
    "provincial-nomination": {"provincial_nomination": "yes"},
    "nomination-stream": {"nomination_province": "ON", "nomination_stream": "base"},
    "sibling": {"sibling_in_canada": "yes", "sibling_of": "partner"},
    "relative": {"relative_in_canada": "yes", "relative_of": "both"},
    "more-study-in-canada": {
        "studied_in_canada": "yes",
        "years_in_canada": "2",
        "long_program_in_canada": "yes",
    },
    "credentials/1/assessment": ECA | {"eca_issuer": "wes"},
}


def test_the_facts_that_decide_come_from_their_own_questions():
    found = made(ALL | PAPERS)
    assert (found["nomination_stream"], found["nomination_province"]) == ("base", "ON")
    assert (found["sibling_of"], found["relative_of"]) == ("partner", "self")
    assert found["study_in_canada"] == {"full_time_academic_years": 2, "program_of_two_years_or_more": True}
    assert found["credentials"][0]["eca_issuer"] == "wes"


def test_what_a_person_does_not_know_is_not_stated():
    open_ = {"nomination-stream": {"nomination_province": "ON", "nomination_stream": "unknown"}}
    found = made(ALL | PAPERS | open_)
    assert (found["provincial_nomination"], found["nomination_stream"]) == (True, None)
    assert made(SINGLE)["study_in_canada"] is None
    assert made(SINGLE)["sibling_of"] is None


def test_a_brother_alone_is_the_relative_of_whose_brother_he_is():
    brother = PAPERS | {"relative": {"relative_in_canada": "no"}}
    assert made(ALL | brother)["relative_of"] == "partner"


def test_a_partner_who_is_a_permanent_resident_abroad_has_facts_of_their_own():
    status = {
        "partner": {"partner_canadian": "yes", "partner_accompanying": "yes"},
        "partner-status": {"partner_citizen": "no", "partner_lives_in_canada": "no"},
    }
    partner = made(COUPLE | status)["partner"]
    assert (partner["citizen"], partner["resides_in_canada"]) == (False, False)
    assert len(partner["credentials"]) == 1


def test_every_fact_of_the_contract_can_be_reached():
    contract = json.loads(CONTRACT.read_text())
    asked = made(EVERYTHING)
    # Said only of those who have not decided, so that the facts of everybody else are as they were.
    undecided = made(EVERYTHING | {"destination": {"destination": "undecided"}})
    assert set(undecided) == set(contract["properties"]) - {"id"}
    assert set(undecided) - set(asked) == {"destination_undecided"}
    for kind in ("jobs", "credentials"):
        reached = {name for item in asked[kind] for name in item}
        assert reached == set(contract["$defs"][kind]["items"]["properties"])
    assert set(asked["partner"]) == set(contract["properties"]["partner"]["oneOf"][1]["properties"])


def work(start, end, *, ongoing=False, **more):
    """The facts of one job, its days as parts: (2025, 1) or (2025, 1, 20)."""
    page = JOB | {"ongoing": "yes" if ongoing else "no"} | parts("start", *start) | parts("end", *end)
    found = made(SINGLE | {"jobs/1": page} | more)["jobs"][0]
    return found["start"], found["end"]


def parts(name, year=None, number=None, on=None):
    """A month with or without its day, as posted."""
    return {f"{name}_year": str(year or ""), f"{name}_month": str(number or ""), f"{name}_day": str(on or "")}


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        pytest.param((2025, 1), (2025, 12), ("2025-01-31", "2025-12-01"), id="months alone"),
        pytest.param((2025, 1, 20), (2025, 12, 5), ("2025-01-20", "2025-12-05"), id="both days"),
        pytest.param((2025, 1, 20), (2025, 12), ("2025-01-20", "2025-12-01"), id="the day of the start"),
        pytest.param((2025, 1), (2025, 1), ("2025-01-31", "2025-01-31"), id="one month: a day at least"),
        pytest.param((2025, 1, 20), (2025, 1), ("2025-01-20", "2025-01-20"), id="ended in the month of a known day"),
        pytest.param((2025, 1), (2025, 1, 5), ("2025-01-05", "2025-01-05"), id="began in the month of a known day"),
    ],
)
def test_of_a_month_alone_the_profile_takes_the_fewest_days(start, end, days):
    assert work(start, end) == days


def test_a_job_of_320_days_is_no_year_of_canadian_work():
    """From 20 January to 5 December 2025: months alone would have made it a year."""
    page = JOB | {"ongoing": "no"} | parts("start", 2025, 1, 20) | parts("end", 2025, 12, 5)
    found = assess(decode(made(SINGLE | {"jobs/1": page})), TODAY, rulebook())
    assert [row.because.facts["weeks"] for row in found.programs["cec"].requirements if row.code == "cec_work"] == [45]
    assert not found.programs["cec"].eligible


def test_leave_is_cut_to_the_fewest_days_of_its_job():
    page = JOB | {"ongoing": "no"} | parts("start", 2025, 1) | parts("end", 2025, 12)
    away = day("away_1_from", date(2025, 1, 15)) | day("away_1_until", date(2025, 2, 28))
    away |= day("away_2_from", date(2025, 12, 5)) | day("away_2_until", date(2025, 12, 20))
    found = made(SINGLE | {"jobs/1": page, "jobs/1/conditions": CONDITIONS | {"away": "yes"}, "jobs/1/away": away})
    assert found["jobs"][0]["unpaid_leave"] == [{"start": "2025-01-31", "end": "2025-02-28"}]
    decode(found)


@pytest.mark.parametrize(
    ("answers", "stated"),
    [
        ({"employer": "canada"}, "CA"),
        ({"employer": "unknown"}, None),
        ({"employer": "elsewhere", "employer_country": "US"}, "US"),
        ({"employer": "canada", "employer_country": "US"}, "CA"),
    ],
)
def test_the_employers_country_is_stated_as_far_as_it_is_known(answers, stated):
    found = made(SINGLE | {"jobs/1/conditions": CONDITIONS | answers})
    assert found["jobs"][0]["employer_country"] == stated


def test_status_is_no_question_of_work_that_was_not_authorized():
    found = made(SINGLE | {"jobs/1/conditions": CONDITIONS | {"authorized": "no", "had_status": ""}})
    assert found["jobs"][0]["authorized"] is False
    assert "permit_without_status" not in found["jobs"][0]
