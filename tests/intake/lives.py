"""Lives as facts of a profile and as answers: six people who walked through the site on one day, and some more."""

from copy import deepcopy
from typing import Any

from intake.assessments import find
from intake.models import Assessment, Intake, new_reference
from intake.questionnaire.profile_to_answers import build_answers
from intake.result.answers_of_result import NONE_STATED
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from tests.intake.answers import CONDITIONS, SINGLE
from tests.scoring.people import ALONE, COOK, GRADUATE, NURSE, ielts, tef
from tests.scoring.people import ON as WALKED_ON

WELDER = ALONE | {
    "date_of_birth": "1992-03-14",
    "authorized_to_work_in_canada": True,
    "credentials": [{"level": "secondary", "country": "PH"}],
    "language_tests": [ielts("2026-09-12", 5, 4, 5, 5)],
    "jobs": [
        {"noc": "72106", "country": "CA", "start": "2023-11-06", "end": "2025-05-30", "hours_per_week": 40},
        {"noc": "72106", "country": "CA", "start": "2025-06-02", "hours_per_week": 40},
    ],
    "certificate_of_qualification": {"noc": "72106", "province": "AB"},
    "job_offer": {"noc": "72106", "qualifying": True, "basis": "lmia_permit"},
}
ASSESSED = {"eca_issued_on": "2026-03-16", "eca_issuer": "wes"}
ENGINEER = ALONE | {
    "date_of_birth": "1997-09-21",
    "credentials": [ASSESSED | {"level": "masters", "country": "CM", "awarded_on": "2022-07-31"}],
    "language_tests": [tef("2026-10-10", 230, 190, 285, 250), ielts("2026-10-24", 6, 6, 5.5, 6)],
    "jobs": [{"noc": "21300", "country": "CM", "start": "2023-11-01", "hours_per_week": 40}],
}
HUSBAND = {
    "date_of_birth": "1988-02-19",
    "credentials": [ASSESSED | {"level": "bachelors", "country": "LB", "awarded_on": "2010-06-30"}],
    "language_tests": [ielts("2026-09-05", 7.5, 6.5, 6.5, 6.5)],
    "jobs": [{"noc": "11100", "country": "LB", "start": "2016-09-30", "hours_per_week": 40}],
}
PHYSICIAN = {
    "marital_status": "married",
    "family_size": 4,
    "settlement_funds_cad": 60000,
    "date_of_birth": "1990-05-08",
    "credentials": [{"level": "professional", "country": "LB", "awarded_on": "2015-06-30"}],
    "language_tests": [ielts("2026-09-05", 8, 7, 7, 7)],
    "jobs": [{"noc": "31102", "country": "LB", "start": "2018-09-03", "hours_per_week": 45}],
    "partner": HUSBAND | {"accompanying": True, "canadian": False},
}
# In the pool for ten months, with a test and an assessment that end in four: three things that cannot wait.
DEVELOPER = ALONE | {
    "date_of_birth": "1981-02-14",
    "authorized_to_work_in_canada": True,
    "work_permit_until": "2027-11-30",
    "profile_submitted_at": "2026-01-20T12:00:00-05:00",
    "credentials": [
        {"level": "masters", "country": "IN", "awarded_on": "2005-07-15", "eca_issued_on": "2022-03-28"},
    ],
    "language_tests": [ielts("2025-03-15", 8, 7.5, 7, 7)],
    "jobs": [
        {"noc": "21231", "country": "CA", "start": "2022-11-07", "hours_per_week": 40},
        {"noc": "21231", "country": "IN", "start": "2008-01-07", "end": "2022-09-30", "hours_per_week": 40},
    ],
}
# She fills in the answers and meets a program; with him as the principal applicant they have a hundred points more.
COUPLE = {
    "marital_status": "married",
    "family_size": 2,
    "settlement_funds_cad": 30000,
    "date_of_birth": "1988-04-11",
    "credentials": [ASSESSED | {"level": "bachelors", "country": "BR", "awarded_on": "2011-12-15"}],
    "language_tests": [ielts("2026-09-05", 7, 6.5, 6.5, 6.5)],
    "jobs": [{"noc": "11202", "country": "BR", "start": "2019-02-01", "hours_per_week": 40}],
    "partner": {
        "accompanying": True,
        "canadian": False,
        "date_of_birth": "1992-02-19",
        "credentials": [{"level": "masters", "country": "BR", "awarded_on": "2018-06-30"}],
        "language_tests": [ielts("2026-09-05", 8, 7, 7, 7)],
        "jobs": [{"noc": "21231", "country": "BR", "start": "2017-09-30", "hours_per_week": 40}],
    },
}
# Both work in Canada and he speaks French: only his profile would reach a last cut-off, and nothing is missing to it.
IN_CANADA = COUPLE | {
    "date_of_birth": "1994-05-20",
    "authorized_to_work_in_canada": True,
    "credentials": [COUPLE["credentials"][0] | {"awarded_on": "2016-12-01"}],
    "language_tests": [ielts("2026-04-12", 8, 7, 7, 7)],
    "jobs": [
        {"noc": "21231", "country": "CA", "start": "2024-10-07", "hours_per_week": 40},
        {"noc": "21232", "country": "BR", "start": "2018-02-28", "end": "2021-04-01", "hours_per_week": 40},
    ],
    "partner": COUPLE["partner"]
    | {
        "date_of_birth": "1993-11-02",
        "credentials": [COUPLE["credentials"][0] | {"awarded_on": "2015-12-01"}],
        "language_tests": [
            ielts("2026-06-20", 7.5, 6.5, 6.5, 6.5),
            {
                "test": "tef_canada",
                "taken_on": "2026-06-12",
                "listening": 255,
                "reading": 210,
                "writing": 320,
                "speaking": 315,
            },
        ],
        "jobs": [
            {"noc": "21232", "country": "CA", "start": "2024-11-04", "hours_per_week": 40},
            {"noc": "21232", "country": "BR", "start": "2018-01-31", "end": "2021-06-01", "hours_per_week": 40},
        ],
    },
}
# Somebody who came from the score in a minute, which asked for levels and for no test.
STATED = ALONE | {
    "date_of_birth": "1994-05-05",
    "credentials": [{"level": "masters", "country": "IN", "awarded_on": "2018-05-01"}],
    "jobs": [{"noc": "21231", "country": "IN", "start": "2020-01-01", "hours_per_week": 40}],
    "stated_levels": {"en": 6, "fr": 8},
    "settlement_funds_cad": 30000,
}
# She meets the Federal Skilled Worker Program alone, of which no round is held, and her test ends within half a year.
MASTER = ALONE | {
    "date_of_birth": "1994-05-05",
    "settlement_funds_cad": 30000,
    "credentials": [ASSESSED | {"level": "masters", "country": "IN", "awarded_on": "2018-05-01"}],
    "language_tests": [ielts("2025-02-10", 8, 7, 7, 7)],
    "jobs": [{"noc": "11202", "country": "IN", "start": "2020-01-01", "hours_per_week": 40}],
}
# Those who walked through the site.
LIVES = {
    "nurse": NURSE,
    "cook": COOK,
    "graduate": GRADUATE,
    "welder": WELDER,
    "engineer": ENGINEER,
    "physician": PHYSICIAN,
}


def save_result(facts: dict[str, Any]) -> Assessment:
    """The result of these facts on the day, held by the browser of a draft of its own."""
    reference = new_reference()
    made = find.build_unsaved(assess(decode(facts | {"id": reference}), WALKED_ON, rulebook()), reference)
    made.facts, made.intake = deepcopy(facts), Intake.objects.create(answers={})
    made.save()
    return made


def answer(facts: dict[str, Any]) -> dict[str, Any]:
    """Answers that these facts could have been made of: what they leave open is answered as most people would."""
    found = {path: posted for path, posted in SINGLE.items() if "/" not in path} | NONE_STATED | build_answers(facts)
    found.setdefault("first-official-language", {"first_official_language": "best"})
    if "job-offer-details" in found:
        found["job-offer-details"] |= {"canadian_armed_forces": "no"}
    for path, posted in [*found.items()]:
        found |= answer_item(path, posted, found)
    return found


def answer_item(path: str, posted: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """The further pages of a job, a credential or a test."""
    kind = path.rpartition("/")[0]
    if kind.endswith("jobs"):
        employer = {"employer": "canada" if posted["country"] == "CA" else "abroad", "qualified_for_trade": "yes"}
        return {f"{path}/conditions": CONDITIONS | employer | found.get(f"{path}/conditions", {})}
    if kind.endswith("credentials"):
        return {f"{path}/assessment": found.get(f"{path}/assessment", {"has_eca": "no"})}
    scale = posted.get("test") == "tef_canada"
    return {f"{path}/scores": {"scale": "old"} | found[f"{path}/scores"]} if scale else {}
