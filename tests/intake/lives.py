"""Six lives as the facts of a profile: people who walked through the site, on the day on which they did."""

from copy import deepcopy
from datetime import date
from typing import Any

from intake.assessments import find
from intake.models import Assessment, Intake, new_reference
from scoring.apps import rulebook

WALKED_ON = date(2026, 11, 29)
ALONE: dict[str, Any] = {"marital_status": "never_married", "family_size": 1, "settlement_funds_cad": 12000}


def ielts(taken_on: str, *scores: float) -> dict[str, Any]:
    """A test of English: listening, reading, writing, speaking."""
    return {"test": "ielts_general", "taken_on": taken_on, **name_abilities(scores)}


def tef(taken_on: str, *scores: float) -> dict[str, Any]:
    """A test of French, in the same order."""
    return {"test": "tef_canada", "taken_on": taken_on, **name_abilities(scores)}


def name_abilities(scores: tuple[float, ...]) -> dict[str, float]:
    """Scores by ability."""
    return dict(zip(("listening", "reading", "writing", "speaking"), scores, strict=True))


NURSE = ALONE | {
    "date_of_birth": "1995-06-14",
    "credentials": [{"level": "bachelors", "country": "IN", "awarded_on": "2017-05-31"}],
    "language_tests": [ielts("2026-06-27", 7, 7, 6.5, 7)],
    "jobs": [{"noc": "31301", "country": "IN", "start": "2022-11-01", "hours_per_week": 48}],
}
STUDIED = {"country": "CA", "canadian_study_bonus": True}
COOK = ALONE | {
    "date_of_birth": "1999-03-03",
    "authorized_to_work_in_canada": True,
    "credentials": [STUDIED | {"level": "two_year", "awarded_on": "2025-04-30", "full_time_academic_years": 2}],
    "language_tests": [ielts("2024-12-21", 5.5, 5, 5.5, 5.5)],
    "jobs": [{"noc": "63200", "country": "CA", "start": "2025-12-29", "hours_per_week": 40}],
}
GRADUATE = ALONE | {
    "date_of_birth": "2001-09-20",
    "authorized_to_work_in_canada": True,
    "credentials": [STUDIED | {"level": "bachelors", "awarded_on": "2025-06-30", "full_time_academic_years": 4}],
    "language_tests": [ielts("2026-03-14", 8, 7, 7, 7)],
    "jobs": [{"noc": "21232", "country": "CA", "start": "2026-03-30", "hours_per_week": 37.5}],
}
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
    reference, facts = new_reference(), deepcopy(facts)
    result = find.score_facts(facts | {"id": reference}, WALKED_ON)
    return Assessment.objects.create(
        reference=reference,
        facts=facts,
        on=WALKED_ON,
        result=result,
        crs=result["crs"]["total"],
        edition=rulebook().on(WALKED_ON).edition,
        intake=Intake.objects.create(answers={}),
    )
