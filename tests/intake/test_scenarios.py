"""Scenarios kept under a name: side by side with the result, of their person alone, gone with the file."""

import json
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from intake.account.adapter import get_or_create_account
from intake.clients import delete_file, retention
from intake.models import Assessment, Client, Intake, Scenario
from intake.result import scenarios
from tests.intake.answers import COUPLE, SCORES, SINGLE

pytestmark = pytest.mark.django_db
BETTER = SCORES | {"reading": "8", "writing": "7.5", "speaking": "7.5", "listening": "8.5"}


@pytest.fixture
def begun(answered, browser_of):
    """A browser whose copy is begun and bettered, and the address of the comparison."""
    browser = browser_of(answered)
    where = browser.post("/en/intake/check/")["Location"] + "what-if/"
    browser.post(where)
    browser.post(where + "tests/1/scores/", BETTER)
    return browser, where


def html(response):
    return " ".join(response.content.decode().split())


def keep(begun, name):
    """Keep the copy under a name; the answer."""
    browser, where = begun
    return browser.post(where + "kept/", {"name": name}, follow=True)


def test_a_copy_is_kept_and_set_beside_the_result(begun):
    browser, where = begun
    assert keep(begun, "Better English").redirect_chain == [(where + "kept/", 302)]
    browser.post(where + "sibling/", {"sibling_in_canada": "yes"})
    keep(begun, "And a sister")
    page = browser.get(where + "kept/")
    result, better, sister = page.context["columns"]
    assert result.found.crs.total == Assessment.objects.get().crs
    assert better.more == better.found.crs.total - result.found.crs.total > 0
    assert sister.found.crs.total == better.found.crs.total + 15
    assert f"<strong>{better.found.crs.total}</strong> (+{better.more})" in html(page)
    assert "Better English" in html(page)
    assert Scenario.objects.working_copies().count() == 1, "the copy that is worked on stays"


def test_one_scenario_shows_what_was_changed_and_programs_and_rounds(begun):
    browser, where = begun
    keep(begun, "Better English")
    page = html(browser.get(f"{where}kept/{Scenario.objects.named().get().pk}/"))
    assert "points more." in page
    assert "What you changed" in page
    assert "Federal Skilled Worker Program" in page
    assert ">met</span>" in page


def test_what_is_not_known_in_a_scenario_is_not_said_to_be_none(begun):
    browser, where = begun
    browser.post(where + "funds/", {"funds_unknown": "on"})
    browser.post(where + "jobs/1/", {**SINGLE["jobs/1"], "country": "IN"})
    keep(begun, "From India")
    page = html(browser.get(where + "kept/"))
    assert 'data-label="Rounds">not known yet</td>' in page
    assert "state-unknown" in page


def test_a_scenario_is_renamed_gone_on_with_and_deleted(begun):
    browser, where = begun
    keep(begun, "First")
    one = f"{where}kept/{Scenario.objects.named().get().pk}/"
    browser.post(where)  # the copy is the person's own answers again
    assert browser.post(one, {"name": "Second"})["Location"] == where + "kept/"
    assert Scenario.objects.named().get().name == "Second"
    assert browser.post(one + "go-on/")["Location"] == where
    assert Scenario.objects.working_copies().get().answers["tests/1/scores"] == BETTER
    assert "Delete this scenario?" in html(browser.get(one + "delete/"))
    assert Scenario.objects.named().count() == 1, "asking deletes nothing"
    browser.post(one + "delete/")
    assert Scenario.objects.named().count() == 0
    assert browser.get(one).status_code == 404


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param(" ", "Enter a name for the scenario", id="none"),
        pytest.param("x" * 61, "Enter a name of at most 60 characters", id="long"),
        pytest.param("better ENGLISH", "You keep a scenario of this name already", id="twice"),
    ],
)
def test_a_name_that_will_not_do_is_told(begun, name, problem):
    keep(begun, "Better English")
    page = html(keep(begun, name))
    assert "There is a problem" in page
    assert problem in page
    assert Scenario.objects.named().count() == 1


def test_there_is_an_end_to_how_many_are_kept(begun):
    for number in range(scenarios.MOST):
        keep(begun, f"Number {number}")
    assert f"You keep {scenarios.MOST} scenarios, which is as many as there can be" in html(keep(begun, "Too many"))
    assert Scenario.objects.named().count() == scenarios.MOST


def test_a_copy_with_open_questions_is_not_kept(begun):
    browser, where = begun
    browser.post(where + "marital-status/", {"marital_status": "married"})
    assert "Name of the scenario" not in html(keep(begun, "Half"))
    assert Scenario.objects.named().count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["", "go-on/", "delete/"])
def test_nobody_reaches_the_scenario_of_another(begun, browser_of, path, method):
    _browser, where = begun
    keep(begun, "Secret plan")
    found = Scenario.objects.named().get()
    stranger = browser_of(Intake.objects.create(answers=json.loads(json.dumps(COUPLE))))
    theirs = stranger.post("/en/intake/check/")["Location"] + "what-if/"
    for other, base in ((stranger, where), (stranger, theirs), (Browser(), where)):
        refused = getattr(other, method)(f"{base}kept/{found.pk}/{path}", {"name": "Mine now"})
        assert refused.status_code in (404, 405)
        assert "Secret plan" not in html(refused)
    assert "Secret plan" not in html(stranger.get(theirs + "kept/"))
    assert list(Scenario.objects.named()) == [found]
    assert Scenario.objects.named().get().name == "Secret plan"


def test_a_browser_with_a_submission_does_not_see_the_scenarios_of_the_file_that_it_went_into(begun, browser_of):
    keep(begun, "Secret plan")
    client = Client.objects.create(email="a@example.org")
    Assessment.objects.update(client=client)
    typed = browser_of(Intake.objects.create(answers=json.loads(json.dumps(SINGLE))))
    result = typed.post("/en/intake/check/")["Location"]
    Assessment.objects.update(client=client)
    assert "Secret plan" not in html(typed.get(result + "what-if/kept/"))


def test_in_a_file_they_stand_beside_every_result_and_are_in_its_download(begun):
    _browser, where = begun
    keep(begun, "Better English")
    client = Client.objects.create(email="a@example.org")
    Intake.objects.update(client=client)
    Assessment.objects.update(client=client)
    person = Browser()
    person.force_login(get_or_create_account(client.email), backend="django.contrib.auth.backends.ModelBackend")
    assert "Better English" in html(person.get(where + "kept/"))
    given, worked_on = person.get("/en/my-file/data/download/").json()["scenarios"][::-1]
    assert (given["name"], worked_on["name"]) == ("Better English", "")
    assert given["answers"]["tests/1/scores"] == BETTER
    delete_file.request_deletion(client, language="en")
    assert Scenario.objects.count() == 0


def test_those_of_a_draft_go_with_it(begun, settings):
    keep(begun, "Better English")
    later = timezone.now() + timedelta(days=settings.RETENTION_DRAFT_DAYS + 1)
    retention.apply_retention(later)
    assert Scenario.objects.count() == 0


def test_names_are_in_no_address(begun):
    browser, where = begun
    keep(begun, "Divorce from Bob")
    page = browser.get(where + "kept/").content.decode()
    assert not [link for link in page.split('href="')[1:] if "Bob" in link.partition('"')[0]]


@pytest.mark.parametrize("number", [1, 3])
def test_side_by_side_takes_as_many_queries_for_three_as_for_one(begun, django_assert_num_queries, number):
    browser, where = begun
    for one in range(number):
        keep(begun, f"Number {one}")
    with django_assert_num_queries(3):
        browser.get(where + "kept/")
