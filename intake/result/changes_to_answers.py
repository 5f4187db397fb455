"""From changes of facts to answers: a plan is tried out with its answers filled in, and nobody types an invented date.

The facts before and after the changes are compared; each answer that differs is put on its page, in the form in which
it would have been posted. The rest of the answers stay.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from intake.questionnaire.flow import list_item_numbers
from intake.result.assumed_answers import NOT_CHOSEN, mark_planned, mark_until
from scoring.days import years_before
from scoring.profile import ABILITIES, Credential, Job, LanguageTest, Partner, Profile
from scoring.reasons import Reason

Answers = dict[str, Any]
ANY_PROVINCE = "ON"  # of a nomination or a certificate that nobody has yet: it changes no point


def fill_answers(
    answers: Answers, before: Profile, after: Profile, changes: Sequence[Reason] = (), until: date | None = None
) -> Answers:
    """The answers with what is different in the facts after the changes; what nobody chose is marked as that.

    `until`: the day by which the changes can be true; None: today.
    """
    # Tests hold that the answers filled in come to the very score of the plan (record 0087).
    filled = dict(answers)
    fill_person(filled, "", before, after, until)
    if before.partner and after.partner:
        fill_partner(filled, before.partner, after.partner)
    if len({test.language for test in after.language_tests}) > 1:
        # Two languages bring this question, and the comparison waits for every answer.
        filled.setdefault("first-official-language", {"first_official_language": "best"})
    for job in [job for job in after.jobs if job not in before.jobs]:
        add_item(filled, "jobs", describe_job(job) | mark_planned(changes, until), {"conditions": CONDITIONS})
    if after.provincial_nomination and after.nomination_stream != before.nomination_stream:
        held = before.certificate_of_qualification
        known = held.province if held else None
        stream = {"nomination_province": known or ANY_PROVINCE, "nomination_stream": "express_entry"}
        stream |= {NOT_CHOSEN: "nomination_province"}
        filled |= {"provincial-nomination": {"provincial_nomination": "yes"}, "nomination-stream": stream}
    if after.certificate_of_qualification and after.certificate_of_qualification != before.certificate_of_qualification:
        details = {"certificate_noc": after.certificate_of_qualification.noc, "certificate_province": ANY_PROVINCE}
        details |= {NOT_CHOSEN: "certificate_province"}
        filled |= {"trade-certificate": {"has_certificate": "yes"}, "trade-certificate-details": details}
    if after.settlement_funds_cad != before.settlement_funds_cad:
        filled["funds"] = {"settlement_funds_cad": str(after.settlement_funds_cad)}
    return filled


def fill_person(
    filled: Answers, whose: str, before: Profile | Partner, after: Profile | Partner, until: date | None = None
) -> None:
    """The tests and credentials of one person; `whose` begins the paths of a partner's pages."""
    fill_tests(filled, f"{whose}tests", before.language_tests, after.language_tests)
    fill_credentials(filled, f"{whose}credentials", before.credentials, after.credentials, until)


def fill_partner(filled: Answers, before: Partner, after: Partner) -> None:
    """The tests and credentials of the partner, and whether they come along."""
    fill_person(filled, "partner-", before, after)
    if after.accompanying != before.accompanying:
        comes = "yes" if after.accompanying else "no"
        filled["partner"] = {**(filled.get("partner") or {}), "partner_accompanying": comes}


def fill_tests(filled: Answers, slug: str, before: Sequence[LanguageTest], after: Sequence[LanguageTest]) -> None:
    """A test that has become another one is changed in its place; a new one is added."""
    numbers = list_item_numbers(filled, slug)
    # Not strict: an item that was opened and never posted to has a number and is no fact.
    gone = [number for number, test in zip(numbers, before, strict=False) if test not in after]
    for test in [test for test in after if test not in before]:
        same = next((n for n in gone if (filled.get(f"{slug}/{n}") or {}).get("test") == test.test), None)
        # As it would be typed: "7", and not "7.0".
        scores = {ability: f"{getattr(test, ability):g}" for ability in ABILITIES}
        if test.test == "tef_canada":
            scores["scale"] = test.scale
        page = {"test": test.test, **split_day("taken_on", test.taken_on)}
        if same is None:
            add_item(filled, slug, page, {"scores": scores})
        else:
            filled |= {f"{slug}/{same}": page, f"{slug}/{same}/scores": scores}


def fill_credentials(
    filled: Answers, slug: str, before: Sequence[Credential], after: Sequence[Credential], until: date | None
) -> None:
    """Assessments on their pages, further credentials after the others."""
    # Not strict: what the changes add comes after these.
    for number, old, new in zip(list_item_numbers(filled, slug), before, after, strict=False):
        if new.eca_issued_on and (new.eca_issued_on, new.eca_issuer) != (old.eca_issued_on, old.eca_issuer):
            filled[f"{slug}/{number}/assessment"] = describe_assessment(new)
    for new in after[len(before) :]:
        if new.country != "CA":
            page = {"level": new.level, "country": new.country, NOT_CHOSEN: "country"}
            add_item(filled, slug, page, {"assessment": describe_assessment(new)})
            continue
        bonus = "yes" if new.canadian_study_bonus else "no"
        study = {"full_time_academic_years": f"{new.full_time_academic_years:g}", "canadian_study_bonus": bonus}
        page = {"level": new.level, "country": "CA", "awarded_on_month": "", "awarded_on_year": ""}
        page |= mark_until(until)
        add_item(filled, slug, page, {"study-in-canada": study})


def describe_assessment(held: Credential) -> dict[str, str]:
    """The assessment (ECA) of a credential as it is asked for."""
    issued = split_day("eca_issued_on", held.eca_issued_on) if held.eca_issued_on else {}
    return {"has_eca": "yes", **issued} | ({"eca_issuer": held.eca_issuer} if held.eca_issuer else {})


def add_item(filled: Answers, slug: str, page: dict[str, str], parts: dict[str, dict[str, str]]) -> None:
    """One more item of a list, with all its pages, and no more after it."""
    number = max(list_item_numbers(filled, slug), default=0) + 1
    filled[f"{slug}/{number}"] = page
    for part, posted in parts.items():
        filled[f"{slug}/{number}/{part}"] = posted
    filled[slug] = {"more": "no"}


# Every question about a job: the comparison waits for every answer.
CONDITIONS = {
    "employer": "canada",
    "paid": "yes",
    "self_employed": "no",
    "while_full_time_student": "no",
    "authorized": "yes",
    "had_status": "yes",
    "away": "no",
    "qualified_for_trade": "yes",  # asked of a skilled trade alone
}


def describe_job(job: Job) -> dict[str, str]:
    """Work that is to be added as it is asked for, to the day."""
    end = job.end or years_before(job.start, -1)
    return {
        "noc": job.noc,
        "country": job.country,
        "ongoing": "no",
        "hours_per_week": f"{job.hours_per_week:g}",
        **split_day("start", job.start),
        **split_day("end", end),
    }


def split_day(name: str, on: date) -> dict[str, str]:
    """A day as its three boxes."""
    return {f"{name}_day": str(on.day), **split_month(name, on)}


def split_month(name: str, on: date) -> dict[str, str]:
    """A month as its two boxes."""
    return {f"{name}_month": str(on.month), f"{name}_year": str(on.year)}
