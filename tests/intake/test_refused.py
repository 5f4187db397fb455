"""A form without its token changes nothing; what a person typed on a page of ours is not lost."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

from intake.models import Client, Intake
from intake.questionnaire.draft import COOKIE, sign_token
from tests.intake.answers import JOB

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = "/en/intake/jobs/1/"
CHANGED = JOB | {"hours_per_week": "33"}
OURS = {"origin": "http://testserver"}


@pytest.fixture
def strict():
    return Browser(enforce_csrf_checks=True)


def html(response):
    return response.content.decode()


def test_without_any_cookie_the_page_comes_back_as_it_was_typed(answered, strict):
    response = strict.post(AT, CHANGED | {"draft": sign_token(answered.token)}, headers=OURS)
    assert (response.status_code, response["Location"]) == (302, AT + "?lost=1")
    page = html(strict.get(response["Location"]))
    assert 'value="33"' in page
    assert "Press “Continue” once more" in page
    assert "There is a problem" not in page
    assert Intake.objects.get().answers["jobs/1"] == JOB


def test_a_browser_that_keeps_no_cookies_is_told_so(answered):
    without_cookies = Browser(enforce_csrf_checks=True)
    again = without_cookies.post(AT, CHANGED | {"draft": sign_token(answered.token)}, headers=OURS)["Location"]
    page = html(Browser().get(again))
    assert "Allow cookies for this site" in page
    assert 'value="33"' not in page


def test_the_page_that_came_back_can_be_sent(answered, strict):
    again = strict.post(AT, CHANGED | {"draft": sign_token(answered.token)}, headers=OURS)["Location"]
    shown = strict.get(again)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', html(shown))[1]
    sent = strict.post(AT, CHANGED | {"csrfmiddlewaretoken": token}, headers=OURS)
    assert sent["Location"] == "/en/intake/jobs/1/conditions/"
    assert Intake.objects.get().answers["jobs/1"]["hours_per_week"] == "33"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_a_form_that_another_site_sent_is_refused_and_shows_nothing(answered, browser_of, headers):
    browser = browser_of(answered)
    browser.handler.enforce_csrf_checks = True
    response = browser.post(AT, CHANGED | {"draft": sign_token(answered.token)}, headers=headers)
    assert response.status_code == 403
    assert 'value="33"' not in html(response)
    assert COOKIE not in response.cookies
    assert Intake.objects.get().answers["jobs/1"] == JOB


def test_a_forged_ticket_opens_nothing(answered, strict):
    response = strict.post(AT, CHANGED | {"draft": f"{answered.token}:x:y"}, headers=OURS)
    assert response.status_code == 403
    assert 'value="33"' not in html(response)
    assert COOKIE not in response.cookies


@pytest.mark.parametrize("at", [AT, "/en/intake/jobs/9/"], ids=["a page that is there", "one that is not"])
def test_without_its_owners_session_a_file_takes_and_shows_nothing(answered, strict, at):
    answered.client = Client.objects.create(email="amara@example.org")
    answered.save()
    response = strict.post(at, CHANGED | {"draft": sign_token(answered.token)}, headers=OURS)
    assert response["Location"] == f"/en/sign-in/?{urlencode({'next': at, 'lost': 1})}"
    assert COOKIE not in response.cookies
    page = html(strict.get(response["Location"]))
    assert "what you typed on it last is not saved" in page
    assert "21232" not in page
    assert (Intake.objects.get().answers["jobs/1"], Intake.objects.get().mistakes) == (JOB, {})


def test_a_page_that_is_no_question_is_plainly_refused(answered, strict):
    response = strict.post("/en/intake/check/", {"draft": sign_token(answered.token)}, headers=OURS)
    assert response.status_code == 403
    assert "We could not check" in html(response)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Press “Continue” once more"), ("fr", "Appuyez encore une fois")],
)
def test_a_page_whose_draft_alone_the_browser_forgot_comes_back_as_it_was_typed(answered, language, said):
    browser, at = Browser(), f"/{language}/intake/jobs/1/"
    response = browser.post(at, CHANGED | {"draft": sign_token(answered.token)})
    assert response["Location"] == f"{at}?lost=1"
    page = html(browser.get(response["Location"]))
    assert 'value="33"' in page
    assert said in page
    assert Intake.objects.get().answers["jobs/1"] == JOB


def test_a_page_of_answers_that_are_nowhere_leads_to_the_start_which_says_so(client):
    response = client.post("/en/intake/funds/", {"settlement_funds_cad": "6000"})
    page = html(client.get(response["Location"]))
    assert "This browser has no answers of yours any more" in page
    assert 'href="/en/sign-in/"' in page
