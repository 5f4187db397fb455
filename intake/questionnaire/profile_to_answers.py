"""From facts back to answers as they are posted: the reverse of `answers_to_profile`, for a file that began with facts.

A fact that is not stated is a question that is still open. So `null`, an empty list and what is left out fill in
nothing: that there is none has to be said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from intake.models import Client
from intake.questionnaire.answers_to_profile import END_OF_DAY, QUESTION_OF_LANGUAGE
from intake.questionnaire.choices import OTHER, is_certified_trade
from intake.questionnaire.flow import BESIDE
from intake.questionnaire.job_days import TIMES_AWAY
from intake.questionnaire.steps.options import PROVINCES

Facts = Mapping[str, Any]
# What the page of contact asks of how somebody is reached.
REACHED = ("telephone", "postal_address", "reach_by", "reach_when")
Posted = dict[str, str]
Page = tuple[str, Posted]


def build_first_answers(client: Client) -> dict[str, Posted]:
    """What a file begins with that has facts and no answers yet, as one that came with a list of clients."""
    if not client.facts:
        return {}
    # Not the address, and no consent: those only the client fills in (record 0032).
    known = {name: getattr(client, name) for name in ("language", "name", *REACHED)}
    return build_answers(client.facts) | {"contact": {name: value for name, value in known.items() if value}}


def build_answers(facts: Facts) -> dict[str, Posted]:
    """What would have been posted to each page, by its path; `facts` as in the contract's form."""
    partner = facts.get("partner") or {}
    pages = [
        *list_pages_about_person(facts, partner),
        *list_credentials("credentials", facts),
        ("more-study-in-canada", build_study(facts, "studied_in_canada", "years_in_canada", "long_program_in_canada")),
        *list_certificate(facts.get("certificate_of_qualification") or {}),
        *list_items("tests", facts.get("language_tests"), list_test_pages),
        ("first-official-language", pick(facts, "first_official_language")),
        *list_items("jobs", facts.get("jobs"), list_job_pages),
        *list_pages_about_work(facts),
        *list_pages_about_partner(partner),
        *list_last_pages(facts),
    ]
    return {path: posted for path, posted in pages if posted}


def pick(facts: Facts, *names: str, **renamed: str) -> Posted:
    """The stated facts of these names as text; `renamed`: the name of the control, and that of its fact."""
    asked = {name: name for name in names} | renamed
    return {name: write(facts[fact]) for name, fact in asked.items() if facts.get(fact) is not None}


def write(value: Any) -> str:
    """A value as it is typed or chosen."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def split_day(name: str, day: str | None, parts: Sequence[str] = ("day", "month", "year")) -> Posted:
    """The parts of a day as they are typed; nothing of a day that is not stated."""
    if not day:
        return {}
    found = date.fromisoformat(day)
    return {f"{name}_{part}": str(getattr(found, part)) for part in parts}


def list_pages_about_person(facts: Facts, partner: Facts) -> list[Page]:
    """The first questions."""
    quebec = {True: "quebec", False: "other"}.get(facts.get("destination_quebec"), "")  # type: ignore[arg-type]
    if facts.get("destination_undecided") and quebec != "quebec":
        quebec = "undecided"
    permit = split_day("work_permit_until", facts.get("work_permit_until"))
    return [
        ("marital-status", pick(facts, "marital_status")),
        ("partner", pick(partner, partner_canadian="canadian", partner_accompanying="accompanying")),
        ("partner-status", pick(partner, partner_citizen="citizen", partner_lives_in_canada="resides_in_canada")),
        ("date-of-birth", split_day("date_of_birth", facts.get("date_of_birth"))),
        ("destination", {"destination": quebec} if quebec else {}),
        ("authorized-to-work", pick(facts, "authorized_to_work_in_canada") | permit),
    ]


def list_items(slug: str, items: Iterable[Facts] | None, list_pages: Any) -> Iterator[Page]:
    """The pages of a listing's items, and that there are no more of them."""
    for number, item in enumerate(items or (), start=1):
        for part, posted in list_pages(item):
            yield f"{slug}/{number}{part}", posted
    if items:
        yield slug, {"more": "no"}


def list_credentials(slug: str, facts: Facts) -> Iterator[Page]:
    """The pages of all credentials."""
    return list_items(slug, facts.get("credentials"), list_credential_pages)


def list_credential_pages(held: Facts) -> Iterator[Page]:
    """The pages of one credential; in the contract an assessment that is `null` says that there is none."""
    yield "", pick(held, "level", "country") | split_day("awarded_on", held.get("awarded_on"), ("month", "year"))
    if held.get("eca_issued_on"):
        issued = split_day("eca_issued_on", held["eca_issued_on"])
        yield "/assessment", {"has_eca": "yes"} | issued | pick(held, "eca_issuer")
    elif "eca_issued_on" in held:
        yield "/assessment", {"has_eca": "no"}
    yield "/study-in-canada", pick(held, "full_time_academic_years", "canadian_study_bonus")


def build_study(facts: Facts, asked: str, years: str, long: str) -> Posted:
    """Full-time study in Canada besides the credentials."""
    study = facts.get("study_in_canada")
    if not study:
        return {}
    stated = {years: "full_time_academic_years", long: "program_of_two_years_or_more"}
    return {asked: "yes"} | pick(study, **stated)


def list_certificate(certificate: Facts) -> Iterator[Page]:
    """The certificate of qualification, if one is stated."""
    if not certificate:
        return
    noc, province = certificate["noc"], certificate.get("province")
    listed = is_certified_trade(noc)
    # The contract takes any text; what is no choice of the page is asked anew.
    issued = {"certificate_province": province} if province in dict(PROVINCES) else {}
    yield "trade-certificate", {"has_certificate": "yes"}
    yield "trade-certificate-details", {"certificate_noc": noc if listed else OTHER} | issued
    yield "other-trade", {} if listed else {"other_trade_noc": noc}


def list_test_pages(test: Facts) -> Iterator[Page]:
    """The pages of one language test."""
    yield "", pick(test, "test") | split_day("taken_on", test["taken_on"])
    yield "/scores", pick(test, "listening", "reading", "writing", "speaking", "scale")


def list_job_pages(job: Facts) -> Iterator[Page]:
    """The pages of one job, with its exact days."""
    end = job.get("end")
    days = split_day("start", job["start"]) | split_day("end", end) | {"ongoing": write(not end)}
    yield "", pick(job, "noc", "country", "hours_per_week") | days
    stated = pick(job, "paid", "self_employed", "while_full_time_student", "qualified_for_trade")
    leaves = build_leaves(job)
    yield "/conditions", stated | build_employer(job) | build_authorization(job) | pick(leaves, "away")
    yield "/away", {name: typed for name, typed in leaves.items() if name != "away"}


def build_employer(job: Facts) -> Posted:
    """Where the employer is."""
    country = job.get("employer_country")
    if not country:
        return {}
    return {"employer": "canada"} if country == "CA" else {"employer": "elsewhere", "employer_country": country}


def build_authorization(job: Facts) -> Posted:
    """Whether work in Canada was authorized, and with status: the two together make what the contract calls so."""
    if job.get("permit_without_status"):
        return {"authorized": "yes", "had_status": "no"}
    return pick(job, "authorized") | ({"had_status": "yes"} if job.get("authorized") else {})


def build_leaves(job: Facts) -> Posted:
    """The times away. More than the page has room for are left to be asked: some of them alone would be too few."""
    leaves = job.get("unpaid_leave")
    if leaves is None or len(leaves) > len(TIMES_AWAY):
        return {}
    posted = {"away": write(bool(leaves))}
    for number, leave in zip(TIMES_AWAY, leaves, strict=False):
        posted |= split_day(f"away_{number}_from", leave["start"]) | split_day(f"away_{number}_until", leave["end"])
    return posted


def list_pages_about_work(facts: Facts) -> Iterator[Page]:
    """The main occupation, and service in the military."""
    primary = next((job["noc"] for job in facts.get("jobs") or () if job.get("primary")), None)
    yield "primary-occupation", {"primary": primary} if primary else {}
    years = facts.get("foreign_military_years")
    # 0 is the answer “no”; without a number nobody has answered.
    yield "foreign-military", {} if years is None else {"serves_in_military": write(years > 0)}
    yield "foreign-military-years", pick(facts, "foreign_military_years") if years else {}


def list_pages_about_partner(partner: Facts) -> Iterator[Page]:
    """The same questions about the partner."""
    yield "partner-date-of-birth", split_day("partner_date_of_birth", partner.get("date_of_birth"))
    yield from list_credentials("partner-credentials", partner)
    names = ("partner_studied_in_canada", "partner_years_in_canada", "partner_long_program")
    yield "partner-more-study-in-canada", build_study(partner, *names)
    yield from list_items("partner-tests", partner.get("language_tests"), list_test_pages)
    yield from list_items("partner-jobs", partner.get("jobs"), list_job_pages)


def list_last_pages(facts: Facts) -> Iterator[Page]:
    """What may be held besides, money, and the profile at IRCC."""
    yield "provincial-nomination", pick(facts, "provincial_nomination")
    yield "nomination-stream", pick(facts, "nomination_province", "nomination_stream")
    yield "sibling", pick(facts, "sibling_in_canada", "sibling_of")
    yield "relative", pick(facts, "relative_in_canada", "relative_of")
    levels = facts.get("stated_levels") or {}
    yield BESIDE, {name: str(levels[one]) for one, name in QUESTION_OF_LANGUAGE.items() if levels.get(one)}
    offer = facts.get("job_offer") or {}
    yield "job-offer", {"has_job_offer": "yes"} if offer else {}
    # A box that is not ticked is not sent at all.
    together = {"two_employers": "on"} if offer.get("two_employers") else {}
    yield (
        "job-offer-details",
        together | pick(offer, "basis", "qualifying", "canadian_armed_forces", job_offer_noc="noc"),
    )
    yield "family-size", pick(facts, "family_size")
    yield "funds", pick(facts, "settlement_funds_cad")
    yield from list_pool_pages(facts.get("profile_submitted_at"))


def list_pool_pages(submitted_at: str | None) -> Iterator[Page]:
    """Since when a profile is in the pool, in the zone in which the question asks it."""
    if not submitted_at:
        return
    moment = timezone.localtime(datetime.fromisoformat(submitted_at))
    # The end of the day stands for a time that nobody knew.
    at = {} if moment.time() == END_OF_DAY else {"submitted_time": moment.strftime("%H:%M")}
    yield "express-entry-profile", {"in_pool": "yes"}
    yield "express-entry-profile-date", split_day("submitted_on", moment.date().isoformat()) | at
