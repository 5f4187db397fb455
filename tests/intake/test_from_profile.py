"""A file that began with facts: its questions are filled in with what is stated, and ask the rest."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given

from intake.models import Client, Intake
from intake.questionnaire.answers_to_profile import build_facts
from intake.questionnaire.flow import Flow
from intake.questionnaire.profile_to_answers import build_answers
from intake.questionnaire.steps import STEPS
from tests.intake.answers import COUPLE, SINGLE, day
from tests.scoring.strategies import profiles

BORN = date(1992, 4, 5)
# Questions whose "no" the contract has no word for: `null` and an empty list say "not stated" too.
OPEN_IF_NONE = {
    "tests",
    "partner-tests",
    "trade-certificate",
    "more-study-in-canada",
    "job-offer",
    "express-entry-profile",
    "partner-date-of-birth",
    "contact",
}
MOVED = SINGLE | {
    "marital-status": {"marital_status": "common_law"},
    "partner": {"partner_canadian": "yes", "partner_accompanying": "yes"},
    "partner-status": {"partner_citizen": "no", "partner_lives_in_canada": "no"},
    "partner-date-of-birth": {},
    "partner-credentials": {"more": "no"},
    "partner-more-study-in-canada": {
        "partner_studied_in_canada": "yes",
        "partner_years_in_canada": "2",
        "partner_long_program": "yes",
    },
    "partner-tests": {"more": "no"},
    "partner-jobs": {"more": "no"},
    "destination": {"destination": "quebec"},
    "quebec": {},
    "authorized-to-work": {
        "authorized_to_work_in_canada": "yes",
        "work_permit_until_day": "1",
        "work_permit_until_month": "9",
        "work_permit_until_year": "2027",
    },
    "trade-certificate": {"has_certificate": "yes"},
    "trade-certificate-details": {"certificate_noc": "72310", "certificate_province": "ON"},
    "provincial-nomination": {"provincial_nomination": "yes"},
    "nomination-stream": {"nomination_province": "AB", "nomination_stream": "base"},
    "sibling": {"sibling_in_canada": "yes", "sibling_of": "partner"},
    "job-offer": {"has_job_offer": "yes"},
    "job-offer-details": {
        "job_offer_noc": "21232",
        "basis": "lmia",
        "qualifying": "yes",
        "two_employers": "on",
        "canadian_armed_forces": "no",
    },
    "foreign-military": {"serves_in_military": "yes"},
    "foreign-military-years": {"foreign_military_years": "4"},
    "family-size": {"family_size": "2"},
    "express-entry-profile": {"in_pool": "yes"},
    "express-entry-profile-date": {
        "submitted_on_day": "3",
        "submitted_on_month": "3",
        "submitted_on_year": "2026",
        "submitted_time": "16:05",
    },
}


def dict_of(page: str, typed: dict) -> dict:
    """The fields of a page as the long page names them."""
    return {f"{page}-{name}": value for name, value in typed.items()}


def flow(answers: dict) -> Flow:
    """Every page that applies."""
    return Flow(answers, STEPS, whole=True)


UNDECIDED = SINGLE | {"destination": {"destination": "undecided"}}


@pytest.mark.parametrize("answers", [SINGLE, COUPLE, MOVED, UNDECIDED], ids=["single", "couple", "moved", "undecided"])
def test_what_was_answered_comes_back_as_it_was(answers):
    asked = flow(answers)
    assert asked.next is None, asked.next
    facts = build_facts(asked.cleaned)
    again = flow(build_answers(facts))
    left = {page.path for page in again.route if not page.answered}
    assert left <= OPEN_IF_NONE | {"quebec", "partner-credentials", "partner-jobs", "partner-more-study-in-canada"}
    # Only what is open is taken from what was answered.
    filled = flow(build_answers(facts) | {path: answers[path] for path in left})
    assert build_facts(filled.cleaned) == facts


@given(profiles)
def test_no_stated_fact_is_refused_by_its_question(facts):
    for page in flow(build_answers(facts)).answered_pages():
        # A line may tell of a day to come, which no question takes.
        wrong = [error.code for errors in page.form.errors.as_data().values() for error in errors if page.posted]
        assert not {code for code in wrong if code} - {"required", "future"}, (page.path, page.posted, page.form.errors)


def test_leaves_beyond_the_page_are_asked_again_and_not_cut_off():
    days = [{"start": f"2025-0{month}-01", "end": f"2025-0{month}-20"} for month in range(1, 5)]
    job = {"noc": "21232", "country": "CA", "start": "2024-01-01", "hours_per_week": 40, "unpaid_leave": days}
    posted = build_answers({"jobs": [job]})
    assert "away" not in posted.get("jobs/1/conditions", {})
    assert "jobs/1/away" not in posted


@pytest.mark.django_db
def test_a_clients_facts_from_a_file_are_on_the_long_page_and_the_rest_is_asked(admin_client):
    facts = {
        "date_of_birth": "1991-04-05",
        "marital_status": "never_married",
        "jobs": [{"noc": "21232", "country": "IN", "start": "2020-02-03", "hours_per_week": 40, "paid": True}],
    }
    person = Client.objects.create(email="ana@example.org", name="Ana", language="fr", facts=facts)
    where = reverse("admin:intake_client_answers", args=[person.pk])
    page = admin_client.get(where).content.decode()
    assert 'value="1991"' in page
    assert "21232" in page
    # Looked at alone, nothing is begun.
    assert not Intake.objects.exists()
    admin_client.post(where, {"page": ["date-of-birth"]} | dict_of("date-of-birth", day("date_of_birth", BORN)))
    kept = Intake.objects.get()
    assert kept.answers["date-of-birth"] == day("date_of_birth", BORN)
    assert kept.answers["jobs/1"]["start_day"] == "3"
    assert kept.answers["contact"] == {"name": "Ana", "language": "fr"}
    assert "jobs/1/conditions" not in [page.path for page in flow(kept.answers).answered_pages() if page.answered]
