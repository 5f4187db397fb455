"""One answer of a file whose facts leave questions open is corrected, and nothing else: the rest stays as stated."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given

from intake.models import Assessment, Client, DocumentSeen
from intake.questionnaire.answers_to_profile import CONTACT
from intake.questionnaire.change_facts import change_facts, find_page_to_answer
from intake.questionnaire.profile_to_answers import build_answers
from intake.questionnaire.steps.contact import Contact
from intake.verification.proofs import find_marks, list_facts
from scoring.profile import decode
from tests.draws.staff import staff
from tests.intake.answers import CONDITIONS, day
from tests.intake.filled_forms import read_form
from tests.running.environment import ROOT
from tests.scoring.strategies import profiles

SAMPLES = ROOT / "intake" / "data" / "sample_clients.jsonl"
FACTS = {
    "date_of_birth": "1991-04-05",
    "marital_status": "married",
    "partner": {"accompanying": True, "jobs": [{"noc": "31301", "country": "IN", "start": "2019-02-03"}]},
    "credentials": [{"level": "bachelors", "country": "IN", "awarded_on": "2013-05-01"}],
    "language_tests": [
        {"test": "ielts_general", "taken_on": "2026-02-01", "listening": 8, "reading": 7, "writing": 7, "speaking": 7}
    ],
    "jobs": [
        {"noc": "21232", "country": "IN", "start": "2020-02-03", "end": "2022-02-02", "hours_per_week": 37.5},
        {"noc": "21232", "country": "CA", "start": "2023-02-03", "hours_per_week": 40, "paid": True, "primary": True},
    ],
}


@pytest.fixture
def imported(tmp_path, admin_user):
    """A file as it comes with a list of clients: what the contract's form states, and no answers."""
    line = tmp_path / "one.jsonl"
    line.write_text(SAMPLES.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    call_command("import_clients", str(line), by=admin_user.username)
    return Client.objects.get()


def pages_of(browser, client):
    """The file's page, and the addresses at which its sections are corrected."""
    html = browser.get(reverse("admin:intake_client_change", args=[client.pk])).content.decode()
    return html, re.findall(r'<a class="correct" href="([^"]+)"', html)


@pytest.mark.django_db
def test_one_test_result_of_an_imported_file_is_corrected_in_three_clicks(admin_client, admin_user, imported):
    facts = imported.facts
    seen = next(fact for fact in list_facts(decode(facts)) if fact.code == "language_tests")
    DocumentSeen.objects.create(
        client=imported, part=seen.code, value=seen.value, print=seen.print, document="report", author=admin_user
    )
    assert seen.print in find_marks(imported)
    _html, ways = pages_of(admin_client, imported)
    [way] = [way for way in ways if way.endswith("?section=language")]
    page = admin_client.get(way).content.decode()
    assert "There is a problem" not in page
    typed = read_form(page, "page")
    assert typed["page"] == ["tests/1", "tests/1/scores", "tests"]
    assert typed["tests-1-scores-writing"] == ["5.5"]
    answer = admin_client.post(way, typed | {"tests-1-scores-writing": "7", "source": "papers", "score": "1"})
    made = Assessment.objects.get()
    assert answer["Location"] == reverse("admin:intake_client_result", args=[imported.pk, made.reference])
    # Nothing but this fact is another one: what was not stated is not stated still.
    [test] = facts["language_tests"]
    assert made.facts == facts | {"language_tests": [test | {"writing": 7}]}
    imported.refresh_from_db()
    assert imported.facts == made.facts
    assert imported.stood_until
    # The document was seen for another result.
    assert not {fact.print for fact in list_facts(decode(imported.facts))} & find_marks(imported).keys()
    history = admin_client.get(reverse("admin:intake_client_history", args=[imported.pk])).content.decode()
    assert "Answers entered and scored: From papers that were seen." in history
    assert str(admin_user) in history
    assert admin_client.get(answer["Location"]).status_code == 200
    # Another one right after it begins with what is there now.
    again = read_form(admin_client.get(way).content.decode(), "page")
    admin_client.post(way, again | {"tests-1-scores-reading": "8", "source": "papers", "score": "1"})
    imported.refresh_from_db()
    assert imported.facts == facts | {"language_tests": [test | {"writing": 7, "reading": 8}]}


@pytest.mark.quick
def test_what_is_asked_of_how_somebody_is_reached_is_what_a_result_keeps():
    assert {*CONTACT} == {*Contact.base_fields}


@pytest.mark.django_db
def test_everything_that_staff_type_of_how_a_client_is_reached_comes_into_the_file(admin_client, imported):
    where = reverse("admin:intake_client_answers", args=[imported.pk])
    said = {"name": "Ana Lee", "telephone": "+16135550100", "postal_address": "1 Main Street", "reach_by": "letter"}
    said |= {"reach_when": "after 5 p.m.", "language": "fr"}
    assert said.keys() == Contact.base_fields.keys() - set(Contact.own_hand)
    Client.objects.update(**dict.fromkeys(said.keys() - {"language"}, ""), email="ana@example.org")
    typed = read_form(admin_client.get(where).content.decode(), "page")
    admin_client.post(where, typed | {f"contact-{name}": one for name, one in said.items()} | {"score": "1"})
    assert Assessment.objects.get().contact == said | {"email": "ana@example.org", "alerts": False}
    imported.refresh_from_db()
    assert {name: getattr(imported, name) for name in said} == said


@pytest.mark.django_db
def test_who_may_only_read_is_led_to_no_correction(client, imported):
    staff(client, "view_client", "view_every_client")
    html, ways = pages_of(client, imported)
    assert "IELTS" in html
    assert not ways


@pytest.mark.django_db
def test_a_question_that_the_correction_brings_has_to_be_answered(admin_client, imported):
    where = reverse("admin:intake_client_answers", args=[imported.pk])
    way = f"{where}?section=about"
    typed = read_form(admin_client.get(way).content.decode(), "page")
    answer = admin_client.post(way, typed | {"marital-status-marital_status": "married", "score": "1"})
    assert answer["Location"] == f"{where}#problems"
    assert "your partner counts too" in admin_client.get(where).content.decode()
    assert not Assessment.objects.exists()
    # Saved, it waits; the file's facts are as they were.
    assert Client.objects.get().facts == imported.facts
    assert "Score and keep" not in admin_client.get(way).content.decode()


@pytest.mark.django_db
def test_a_section_that_is_none_shows_all_questions(admin_client, imported):
    page = admin_client.get(reverse("admin:intake_client_answers", args=[imported.pk]) + "?section=nonsense")
    assert 'value="family-size"' in page.content.decode()
    assert "All questions" not in page.content.decode()


@given(profiles)
def test_facts_that_nobody_changed_come_back_as_they_are_stated(facts):
    assert change_facts(facts, build_answers(facts)) == facts


def test_the_sample_clients_facts_come_back_as_they_are_stated():
    for line in Path(SAMPLES).read_text(encoding="utf-8").splitlines():
        facts = json.loads(line)["profile"]
        assert change_facts(facts, build_answers(facts)) == facts


@pytest.mark.parametrize(
    ("answers", "changed"),
    [
        pytest.param(
            {"date-of-birth": day("date_of_birth", date(1991, 4, 6))}, {"date_of_birth": "1991-04-06"}, id="a day"
        ),
        pytest.param(
            {"destination": {"destination": "other"}}, {"destination_quebec": False}, id="a no that was not stated"
        ),
        pytest.param(
            {"foreign-military": {"serves_in_military": "no"}}, {"foreign_military_years": 0}, id="none that was open"
        ),
        pytest.param(
            {"jobs/2/conditions": {"paid": "no"}},
            {"jobs": [FACTS["jobs"][0], FACTS["jobs"][1] | {"paid": False}]},
            id="one condition of one job",
        ),
        pytest.param(
            {"jobs/2/conditions": {"paid": "yes", "self_employed": "no"}},
            {"jobs": [FACTS["jobs"][0], FACTS["jobs"][1] | {"self_employed": False}]},
            id="a condition that was open",
        ),
        pytest.param(
            {"credentials/1/assessment": {"has_eca": "no"}},
            {"credentials": [FACTS["credentials"][0] | {"eca_issued_on": None, "eca_issuer": None}]},
            id="no assessment of a credential, which was open",
        ),
        pytest.param({"jobs/1": None}, {"jobs": FACTS["jobs"][1:]}, id="a job that is taken out"),
        pytest.param(
            {"sibling": {"sibling_in_canada": "yes", "sibling_of": "self"}},
            {"sibling_in_canada": True, "sibling_of": "self", "relative_in_canada": True, "relative_of": "self"},
            id="a brother or sister",
        ),
    ],
)
def test_a_correction_changes_what_it_says_and_nothing_else(answers, changed):
    posted = {path: said for path, said in (build_answers(FACTS) | answers).items() if said is not None}
    assert change_facts(FACTS, posted) == FACTS | changed


@pytest.mark.parametrize(
    ("answers", "page"),
    [
        pytest.param({"date-of-birth": {}}, "date-of-birth", id="an answer that was taken out"),
        pytest.param({"trade-certificate": {"has_certificate": "yes"}}, "trade-certificate-details", id="its details"),
        pytest.param({"jobs/3": {"noc": "21232"}}, "jobs/3", id="a job that is new"),
        pytest.param(
            {"jobs/2/conditions": CONDITIONS | {"away": "yes"}}, "jobs/2/away", id="when they were away from the job"
        ),
        pytest.param(
            {"jobs/2/conditions": {"employer": "elsewhere", "employer_country": "nowhere"}},
            "jobs/2/conditions",
            id="what is no answer",
        ),
    ],
)
def test_what_the_correction_opens_has_to_be_answered(answers, page):
    posted = build_answers(FACTS) | answers
    assert change_facts(FACTS, posted) is None
    assert find_page_to_answer(FACTS, posted).path == page


def test_nothing_stated_is_no_file_to_correct():
    assert change_facts({}, build_answers(FACTS)) is None
