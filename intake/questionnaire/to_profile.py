"""From the cleaned answers to the facts, in the form of `scoring/contract/profile.schema.json`.

Answers to questions that no longer apply never come here: the flow replays
only what applies. So a person who goes from married to single and back finds
the partner's answers again, and a single person is scored without them.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from intake.questionnaire import job_days

Answers = Mapping[str, Any]
SAME = (
    "marital_status",
    "authorized_to_work_in_canada",
    "provincial_nomination",
    "sibling_in_canada",
    "settlement_funds_cad",
    "family_size",
)
END_OF_DAY = time(23, 59, 59)


def facts(known: Answers) -> dict[str, Any]:
    """The profile of a person whose every question is answered."""
    primary = known.get("primary")
    return {
        **{name: known.get(name) for name in SAME},
        "date_of_birth": iso(known["date_of_birth"]),
        "partner": partner(known),
        "relative_in_canada": relative(known),
        "credentials": credentials(known.get("credentials", ())),
        "language_tests": tests(known.get("tests", ())),
        "first_official_language": chosen(known.get("first_official_language"), "best"),
        "jobs": [job(item) | {"primary": item["noc"] == primary} for item in known.get("jobs", ())],
        "certificate_of_qualification": certificate(known),
        "job_offer": job_offer(known),
        "settlement_funds_cad": None if known.get("funds_unknown") else known.get("settlement_funds_cad"),
        "destination_quebec": known.get("destination") == "quebec",
        "foreign_military_years": known.get("foreign_military_years", 0),
        "profile_submitted_at": submitted_at(known),
    }


def relative(known: Answers) -> bool | None:
    """A relative in Canada for FSW: a brother or sister is one too (IRPR s. 83(5)(a)(v))."""
    return known.get("sibling_in_canada") or known.get("relative_in_canada")


def partner(known: Answers) -> dict[str, Any] | None:
    """The spouse or common-law partner, if there is one."""
    if "partner_accompanying" not in known:
        return None
    return {
        "accompanying": known["partner_accompanying"],
        "canadian": known["partner_canadian"],
        "date_of_birth": iso(known.get("partner_date_of_birth")),
        "credentials": credentials(known.get("partner_credentials", ())),
        "language_tests": tests(known.get("partner_tests", ())),
        "jobs": [job(item) for item in known.get("partner_jobs", ())],
    }


def credentials(items: list[Answers]) -> list[dict[str, Any]]:
    """Completed credentials."""
    return [
        {
            "level": item["level"],
            "country": item["country"],
            "awarded_on": iso(item["awarded_on"]),
            "eca_issued_on": iso(item.get("eca_issued_on")) if item.get("has_eca") else None,
            "canadian_study_bonus": item.get("canadian_study_bonus", False),
            "full_time_academic_years": item.get("full_time_academic_years", 0),
        }
        for item in items
    ]


def tests(items: list[Answers]) -> list[dict[str, Any]]:
    """Language tests, with the scores as on the report."""
    return [{**item, "taken_on": iso(item["taken_on"])} for item in items]


# Of a job, the answers that are facts as they stand.
JOB = (
    "noc",
    "country",
    "hours_per_week",
    "paid",
    "self_employed",
    "while_full_time_student",
    "qualified_for_trade",
)
EMPLOYERS = {"canada": "CA", "unknown": None}


def job(item: Answers) -> dict[str, Any]:
    """One job, with its fewest days; what was not asked is left to the profile's defaults."""
    start, end = job_days.find_fewest_days(item)
    return {name: item[name] for name in JOB if name in item} | {
        "start": iso(start),
        "end": iso(end),
        "employer_country": EMPLOYERS.get(item.get("employer", "unknown"), item.get("employer_country")),
        "unpaid_leave": [{"start": iso(begun), "end": iso(over)} for begun, over in job_days.find_leaves(item)],
        **papers(item),
    }


def papers(item: Answers) -> dict[str, bool]:
    """Of work in Canada: authorized, which wants status besides the permit, or a permit alone."""
    if "authorized" not in item:
        return {}
    without_status = item["authorized"] and item.get("had_status") is False
    return (
        {"authorized": False, "permit_without_status": True} if without_status else {"authorized": item["authorized"]}
    )


def certificate(known: Answers) -> dict[str, Any] | None:
    """The certificate of qualification in a trade, if there is one."""
    if not known.get("has_certificate"):
        return None
    noc = known.get("other_trade_noc") or known["certificate_noc"]
    return {"noc": noc, "province": known["certificate_province"]}


def job_offer(known: Answers) -> dict[str, Any] | None:
    """The job offer, if there is one."""
    if not known.get("has_job_offer"):
        return None
    return {
        "noc": known["job_offer_noc"],
        "qualifying": known["qualifying"],
        "canadian_armed_forces": known["canadian_armed_forces"],
    }


def submitted_at(known: Answers) -> str | None:
    """When the profile entered IRCC's pool, from the day and the time in Ottawa; without a time, the day's end."""
    if not known.get("submitted_on"):
        return None
    moment = datetime.combine(known["submitted_on"], known.get("submitted_time") or END_OF_DAY)
    return timezone.make_aware(moment).isoformat()


def chosen(value: str | None, open_choice: str) -> str | None:
    """The choice; None where it was left open or not asked."""
    return None if value == open_choice else value


def iso(day: date | None) -> str | None:
    """A day as JSON writes it."""
    return day.isoformat() if day else None


def contact(known: Answers) -> dict[str, Any]:
    """How to write to the person, and whether the box for alerts was ticked."""
    return {name: known[name] for name in ("name", "email", "language", "alerts")}


def taken_down(said: Answers, email: str) -> dict[str, Any]:
    """The same where staff took the answers down: the address is the file's, and nobody ticked a box."""
    return {**said, "email": email, "alerts": False}
