"""Answers as posted, by address, and a way to walk the flow with them."""

from datetime import date

from intake.questionnaire.flow import Flow
from intake.questionnaire.steps import STEPS

TODAY = date(2026, 11, 23)


def day(name: str, on: date) -> dict[str, str]:
    """The three parts of a date."""
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def month(name: str, year: int, number: int) -> dict[str, str]:
    """The two parts of a month."""
    return {f"{name}_month": str(number), f"{name}_year": str(year)}


JOB = {
    "noc": "21232",
    "country": "CA",
    "ongoing": "yes",
    "hours_per_week": "40",
    **month("start", 2024, 1),
    **month("end", 0, 0),
} | {"end_month": "", "end_year": ""}
CONDITIONS = {
    "employer": "canada",
    "paid": "yes",
    "self_employed": "no",
    "while_full_time_student": "no",
    "authorized": "yes",
    "had_status": "yes",
    "away": "no",
}
IELTS = {"test": "ielts_general", **day("taken_on", date(2026, 2, 1))}
SCORES = {"listening": "8", "reading": "7", "writing": "7", "speaking": "7"}
DEGREE = {"level": "bachelors", "country": "IN", **month("awarded_on", 2017, 5)}
ECA = {"has_eca": "yes", **day("eca_issued_on", date(2025, 2, 1))}

SINGLE: dict[str, dict[str, str] | None] = {
    "marital-status": {"marital_status": "never_married"},
    "date-of-birth": day("date_of_birth", date(1996, 3, 27)),
    "destination": {"destination": "other"},
    "authorized-to-work": {"authorized_to_work_in_canada": "yes"},
    "credentials/1": DEGREE,
    "credentials/1/assessment": ECA,
    "credentials": {"more": "no"},
    "more-study-in-canada": {"studied_in_canada": "no"},
    "trade-certificate": {"has_certificate": "no"},
    "tests/1": IELTS,
    "tests/1/scores": SCORES,
    "tests": {"more": "no"},
    "jobs/1": JOB,
    "jobs/1/conditions": CONDITIONS,
    "jobs": {"more": "no"},
    "foreign-military": {"serves_in_military": "no"},
    "provincial-nomination": {"provincial_nomination": "no"},
    "sibling": {"sibling_in_canada": "no"},
    "relative": {"relative_in_canada": "no"},
    "job-offer": {"has_job_offer": "no"},
    "family-size": {"family_size": "1"},
    "funds": {"settlement_funds_cad": "20 000"},
    "express-entry-profile": {"in_pool": "no"},
    "contact": {"name": "", "email": "", "language": "en"},
}
PARTNER: dict[str, dict[str, str] | None] = {
    "marital-status": {"marital_status": "married"},
    "partner": {"partner_canadian": "no", "partner_accompanying": "yes"},
    "partner-date-of-birth": {},
    "partner-credentials/1": DEGREE | {"country": "CA"},
    "partner-credentials/1/study-in-canada": {"full_time_academic_years": "3"},
    "partner-credentials": {"more": "no"},
    "partner-tests": {"more": "no"},
    "partner-jobs/1": JOB,
    "partner-jobs/1/conditions": CONDITIONS,
    "partner-jobs": {"more": "no"},
    "family-size": {"family_size": "2"},
}
COUPLE = SINGLE | PARTNER


def flow(answers: dict) -> Flow:
    """The flow of these answers."""
    return Flow(answers, STEPS)


def without(answers: dict, *paths: str) -> dict:
    """The answers less some pages."""
    return {path: posted for path, posted in answers.items() if path not in paths}
