"""From cleaned answers to facts, as `scoring/contract/profile.schema.json`.

Answers to questions that no longer apply never come here: the flow replays only what applies. So a person who goes
from married to single and back finds the partner's answers again, and a single person is scored without them.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from intake.questionnaire import job_days
from intake.questionnaire.choices import OTHER
from intake.questionnaire.flow import BESIDE

Answers = Mapping[str, Any]
# What is asked of how somebody is reached.
CONTACT = ("name", "email", "telephone", "postal_address", "reach_by", "reach_when", "language", "alerts")
# In the score in a minute.
QUESTION_OF_LANGUAGE = {"en": "english", "fr": "french"}
SAME_NAMES = (
    "marital_status",
    "authorized_to_work_in_canada",
    "provincial_nomination",
    "sibling_in_canada",
    "settlement_funds_cad",
    "family_size",
)
# Answers that say nothing until the page of their details is answered.
DETAILS = {
    "has_certificate": "certificate_noc",
    "has_job_offer": "job_offer_noc",
    "provincial_nomination": "nomination_stream",
}
# Among equal scores the earlier profile is invited, so this is the least that a day without a time can mean.
END_OF_DAY = time(23, 59, 59)


def build_facts(known: Answers) -> dict[str, Any]:
    """The profile of a person who has answered every question."""
    primary = known.get("primary")
    return {
        **{name: known.get(name) for name in SAME_NAMES},
        "date_of_birth": format_day(known["date_of_birth"]),
        "partner": build_partner(known),
        "relative_in_canada": has_relative(known),
        "credentials": build_credentials(known.get("credentials", ())),
        "language_tests": build_tests(known.get("tests", ())),
        "first_official_language": drop_open_choice(known.get("first_official_language"), "best"),
        "jobs": [build_job(item) | {"primary": item["noc"] == primary} for item in known.get("jobs", ())],
        "certificate_of_qualification": build_certificate(known),
        "job_offer": build_job_offer(known),
        "destination_quebec": known.get("destination") == "quebec",
        **({"destination_undecided": True} if known.get("destination") == "undecided" else {}),
        "foreign_military_years": known.get("foreign_military_years", 0),
        "profile_submitted_at": build_submission_time(known),
        "study_in_canada": build_study(known, "studied_in_canada", "years_in_canada", "long_program_in_canada"),
        "sibling_of": find_whose(known, "sibling"),
        # A brother or sister is a relative too (IRPR 83(5)(a)(v)).
        "relative_of": find_whose(known, "relative") or find_whose(known, "sibling"),
        "nomination_stream": drop_open_choice(known.get("nomination_stream"), "unknown"),
        "nomination_province": known.get("nomination_province"),
        "stated_levels": build_stated_levels(known),
        "work_permit_until": format_day(known.get("work_permit_until")),
    }


def build_facts_so_far(known: Answers) -> dict[str, Any] | None:
    """The profile as far as it was answered; None before the answers without which there is no score."""
    if not {"marital_status", "date_of_birth"} <= known.keys():
        return None
    # What is said to be there counts with its details alone, so that no points are shown that these take away.
    unfinished = {name: False for name, detail in DETAILS.items() if detail not in known}
    if known.get("certificate_noc") == OTHER and "other_trade_noc" not in known:
        unfinished["has_certificate"] = False
    stated = build_facts({**known, **unfinished})
    return {name: value for name, value in stated.items() if value is not None}


def build_stated_levels(known: Answers) -> dict[str, int] | None:
    """The levels that are expected of tests still to be taken, by language; None without one."""
    told = known.get(BESIDE) or {}
    # Whoever lists tests is not asked for them: what they said before the questions is as it was.
    chosen = {
        language: known.get(f"expected_{name}", told.get(name, "")) for language, name in QUESTION_OF_LANGUAGE.items()
    }
    return {language: int(level) for language, level in chosen.items() if level.isdigit()} or None


def has_relative(known: Answers) -> bool | None:
    """A relative in Canada for FSW: a brother or sister is one too (IRPR s. 83(5)(a)(v))."""
    return known.get("sibling_in_canada") or known.get("relative_in_canada")


def find_whose(known: Answers, kind: str) -> str | None:
    """Whose brother, sister or relative it is; where each of a couple has one, the person has one too."""
    named = known.get(f"{kind}_of")
    return "self" if named == "both" else named or None


def build_study(known: Answers, asked: str, years: str, long: str) -> dict[str, Any] | None:
    """Full-time study in Canada besides the credentials, if there was any."""
    if not known.get(asked):
        return None
    return {"full_time_academic_years": known[years], "program_of_two_years_or_more": known[long]}


def build_partner(known: Answers) -> dict[str, Any] | None:
    """The spouse or common-law partner, if there is one."""
    if "partner_accompanying" not in known:
        return None
    return {
        "accompanying": known["partner_accompanying"],
        "canadian": known["partner_canadian"],
        "date_of_birth": format_day(known.get("partner_date_of_birth")),
        "credentials": build_credentials(known.get("partner_credentials", ())),
        "language_tests": build_tests(known.get("partner_tests", ())),
        "jobs": [build_job(item) for item in known.get("partner_jobs", ())],
        "study_in_canada": build_study(
            known, "partner_studied_in_canada", "partner_years_in_canada", "partner_long_program"
        ),
        "citizen": known.get("partner_citizen"),
        "resides_in_canada": known.get("partner_lives_in_canada"),
    }


def build_credentials(items: list[Answers]) -> list[dict[str, Any]]:
    """Completed credentials."""
    return [
        {
            "level": item["level"],
            "country": item["country"],
            "awarded_on": format_day(item["awarded_on"]),
            "eca_issued_on": format_day(item.get("eca_issued_on")),
            "eca_issuer": item.get("eca_issuer") or None,
            "canadian_study_bonus": bool(item.get("canadian_study_bonus")),
            "full_time_academic_years": item.get("full_time_academic_years", 0),
        }
        for item in items
    ]


def build_tests(items: list[Answers]) -> list[dict[str, Any]]:
    """Language tests, with the scores as on the report."""
    return [{**item, "taken_on": format_day(item["taken_on"])} for item in items]


# Of a job, the answers that are facts as they are.
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


def build_job(item: Answers) -> dict[str, Any]:
    """One job, with its fewest days; what was not asked is left to the profile's defaults."""
    start, end = job_days.find_fewest_days(item)
    return {name: item[name] for name in JOB if name in item} | {
        "start": format_day(start),
        "end": format_day(end),
        "employer_country": EMPLOYERS.get(item.get("employer", "unknown"), item.get("employer_country")),
        "unpaid_leave": [
            {"start": format_day(begun), "end": format_day(over)} for begun, over in job_days.find_leaves(item)
        ],
        **build_authorization(item),
    }


def build_authorization(item: Answers) -> dict[str, bool]:
    """Of work in Canada: authorized, which wants status besides the permit, or a permit alone."""
    if "authorized" not in item:
        return {}
    if item.get("had_status") is False:
        return {"authorized": False, "permit_without_status": True}
    return {"authorized": item["authorized"]}


def build_certificate(known: Answers) -> dict[str, Any] | None:
    """The certificate of qualification in a trade, if there is one."""
    if not known.get("has_certificate"):
        return None
    noc = known.get("other_trade_noc") or known["certificate_noc"]
    return {"noc": noc, "province": known["certificate_province"]}


def build_job_offer(known: Answers) -> dict[str, Any] | None:
    """The job offer, if there is one."""
    if not known.get("has_job_offer"):
        return None
    return {
        "noc": known["job_offer_noc"],
        "qualifying": known["qualifying"],
        "canadian_armed_forces": known["canadian_armed_forces"],
        "two_employers": bool(known.get("two_employers")),
        "basis": drop_open_choice(known["basis"], "unknown"),
    }


def build_submission_time(known: Answers) -> str | None:
    """When the profile entered IRCC's pool, from day and time in Ottawa; without a time, the end of the day."""
    if not known.get("submitted_on"):
        return None
    # By the clock of the site, which is Ottawa's (`TIME_ZONE`).
    moment = datetime.combine(known["submitted_on"], known.get("submitted_time") or END_OF_DAY)
    return timezone.make_aware(moment).isoformat()


def drop_open_choice(value: str | None, open_choice: str) -> str | None:
    """The choice; None where it was left open or not asked."""
    return None if value == open_choice else value


def format_day(day: date | None) -> str | None:
    """A day as JSON has it; None stays None."""
    return day.isoformat() if day else None


def build_contact(known: Answers) -> dict[str, Any]:
    """How to reach the person, and whether the box for alerts was ticked."""
    return {name: known[name] for name in CONTACT}


def build_staff_contact(known: Answers, email: str) -> dict[str, Any]:
    """The same where staff entered the answers: the address is the file's, and nobody ticked a box."""
    return {**known, "email": email, "alerts": False}
