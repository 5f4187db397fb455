"""A form without its token changes nothing; what a person typed on a page of ours is not lost."""

import re

import pytest
from django.test import Client as Browser

from intake.draft import COOKIE, ticket
from intake.models import Client, Intake
from tests.intake.answers import JOB

pytestmark = pytest.mark.django_db
AT = "/en/intake/jobs/1/"
CHANGED = JOB | {"hours_per_week": "33"}
OURS = {"origin": "http://testserver"}


@pytest.fixture
def strict():
    return Browser(enforce_csrf_checks=True)


def html(response):
    return response.content.decode()


def test_without_any_cookie_the_page_comes_back_as_it_was_typed(answered, strict):
    response = strict.post(AT, CHANGED | {"draft": ticket(answered.token)}, headers=OURS)
    assert response.status_code == 403
    assert 'value="33"' in html(response)
    assert "Press Continue once more" in html(response)
    assert Intake.objects.get().answers["jobs/1"] == JOB


def test_the_page_that_came_back_can_be_sent(answered, strict):
    shown = strict.post(AT, CHANGED | {"draft": ticket(answered.token)}, headers=OURS)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', html(shown))[1]
    sent = strict.post(AT, CHANGED | {"csrfmiddlewaretoken": token}, headers=OURS)
    assert sent["Location"] == "/en/intake/jobs/1/conditions/"
    assert Intake.objects.get().answers["jobs/1"]["hours_per_week"] == "33"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_a_form_that_another_site_sent_is_refused_and_shows_nothing(answered, browser_of, headers):
    browser = browser_of(answered)
    browser.handler.enforce_csrf_checks = True
    response = browser.post(AT, CHANGED | {"draft": ticket(answered.token)}, headers=headers)
    assert response.status_code == 403
    assert 'value="33"' not in html(response)
    assert COOKIE not in response.cookies
    assert Intake.objects.get().answers["jobs/1"] == JOB


def test_a_forged_ticket_opens_nothing(answered, strict):
    response = strict.post(AT, CHANGED | {"draft": f"{answered.token}:x:y"}, headers=OURS)
    assert response.status_code == 403
    assert 'value="33"' not in html(response)
    assert COOKIE not in response.cookies


def test_answers_in_a_file_are_kept_there_but_not_shown(answered, strict):
    answered.client = Client.objects.create(email="amara@example.org")
    answered.save()
    response = strict.post(AT, CHANGED | {"draft": ticket(answered.token)}, headers=OURS)
    assert response.status_code == 403
    assert "21232" not in html(response)
    assert "Sign in again" in html(response)
    assert COOKIE not in response.cookies
    assert Intake.objects.get().answers["jobs/1"]["hours_per_week"] == "33"


def test_a_page_that_is_no_question_is_plainly_refused(answered, strict):
    response = strict.post("/en/intake/check/", {"draft": ticket(answered.token)}, headers=OURS)
    assert response.status_code == 403
    assert "We could not check" in html(response)
