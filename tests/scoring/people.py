"""People whom tests of several rooms know, as the facts of a profile on one day."""

from datetime import date
from typing import Any

ON = date(2026, 11, 29)
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
