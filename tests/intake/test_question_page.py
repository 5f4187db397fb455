"""A page that nobody has typed into is kept for all, and what is one person's own is never in it."""

import re
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client as Browser

from intake.common import rule_numbers
from intake.models import Intake
from intake.questionnaire import draft, page_cache
from tests.intake.answers import JOB, SINGLE, day, without

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = "/en/intake/sibling/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["template_fragments"].clear()


def unanswered():
    return Intake.objects.create(answers=without(SINGLE, "sibling"))


def hidden(response, name):
    return re.search(f'name="{name}" value="([^"]+)"', response.content.decode())[1]


def test_two_people_get_the_same_page_with_a_token_and_a_ticket_of_their_own(browser_of, rf):
    mine, theirs = unanswered(), unanswered()
    one, other = browser_of(mine).get(AT), browser_of(theirs).get(AT)
    assert hidden(one, "csrfmiddlewaretoken") != hidden(other, "csrfmiddlewaretoken")
    tickets = [draft.read_posted_token(rf.post(AT, {"draft": hidden(page, "draft")})) for page in (one, other)]
    assert tickets == [mine.token, theirs.token]
    assert [page.cookies[draft.COOKIE].value.split(":")[0] for page in (one, other)] == [
        str(mine.token),
        str(theirs.token),
    ]
    for mark in (page_cache.TOKEN, page_cache.TICKET):
        assert mark not in one.content.decode() + other.content.decode()


def test_a_page_somebody_typed_into_is_not_kept(browser_of, answered):
    browser_of(answered).get("/en/intake/contact/")
    answered.answers["contact"] = {"name": "Amara Okafor", "email": "", "language": "en"}
    answered.save()
    assert "Amara Okafor" in browser_of(answered).get("/en/intake/contact/").content.decode()
    stranger = Intake.objects.create(answers=without(SINGLE, "contact"))
    assert "Amara Okafor" not in browser_of(stranger).get("/en/intake/contact/").content.decode()


def test_the_page_of_an_age_without_points_says_the_ages_of_the_tables_and_the_months_of_the_timeline(
    browser_of, monkeypatch
):
    young = Intake.objects.create(answers=SINGLE | {"date-of-birth": day("date_of_birth", date(2010, 1, 1))})
    for years, months in ((2, 24), (3, 36)):
        monkeypatch.setattr(rule_numbers, "YEARS_AHEAD", years)
        caches["template_fragments"].clear()
        page = browser_of(young).get("/en/intake/under-18/").content.decode()
        assert "You are not 18 yet" in page
        assert "no points for an age under 18" in page
        assert f"what changes when you turn 18, if that is in the next {months} months." in page


def test_the_kept_page_is_another_one_in_french_and_for_another_way(browser_of):
    browser = browser_of(unanswered())
    english, french = browser.get(AT).content.decode(), browser.get(AT.replace("/en/", "/fr/")).content.decode()
    assert '<html lang="en">' in english
    assert '<html lang="fr">' in french
    assert 'action="/en/intake/sibling/"' in english
    changing = browser.get(f"{AT}?change=1").content.decode()
    assert 'action="/en/intake/sibling/?change=1"' in changing


def test_what_was_typed_is_there_in_the_other_language_right_or_wrong(browser_of):
    intake = Intake.objects.create(answers=without(SINGLE, "contact"))
    browser, there = browser_of(intake), "/fr/intake/contact/"
    assert 'form="question" name="in_language" value="fr"' in browser.get("/en/intake/contact/").content.decode()
    typed = {"name": "Amara Okafor", "email": "not an address", "in_language": "fr"}
    assert browser.post("/en/intake/contact/", typed).url == there
    page = browser.get(there).content.decode()
    assert 'value="Amara Okafor"' in page
    assert 'value="not an address"' in page
    assert '<html lang="fr">' in page


def test_who_typed_nothing_leaves_no_answer_by_changing_the_language(browser_of):
    intake = unanswered()
    assert browser_of(intake).post(f"{AT}?change=1", {"in_language": "fr"}).url == "/fr/intake/sibling/?change=1"
    intake.refresh_from_db()
    assert "sibling" not in intake.answers


def test_a_right_answer_outlives_what_was_typed_wrong_before_the_language_changed(browser_of, answered):
    kept = answered.answers["family-size"]
    browser_of(answered).post("/en/intake/family-size/?change=1", {"family_size": "many", "in_language": "fr"})
    answered.refresh_from_db()
    assert answered.answers["family-size"] == kept
    assert 'value="many"' in browser_of(answered).get("/fr/intake/family-size/?change=1").content.decode()


def test_what_is_typed_on_a_page_with_mistakes_is_there_with_its_mistakes_in_the_other_language(browser_of, answered):
    browser, where = browser_of(answered), "/en/intake/family-size/?change=1"
    wrong = browser.post(where, {"family_size": "many"}).url
    assert 'name="in_language" value="fr"' in browser.get(wrong).content.decode()
    there = browser.post(wrong, {"family_size": "lots", "in_language": "fr"}).url
    page = browser.get(there).content.decode()
    assert 'value="lots"' in page
    assert "data-error-summary" in page


def test_who_changes_the_language_of_the_first_question_has_not_begun():
    assert Browser().post("/en/intake/marital-status/", {"in_language": "fr"}).url == "/fr/intake/marital-status/"
    assert not Intake.objects.exists()


def test_no_other_language_is_gone_to(browser_of):
    answer = browser_of(unanswered()).post(AT, {"in_language": "https://evil.example"})
    assert answer.url.startswith("/en/intake/sibling/"), "a post like any other, with nothing chosen"


def test_a_second_job_says_that_it_is_the_second(browser_of):
    several = SINGLE | {"jobs/2": None, "jobs/3": None}
    browser = browser_of(Intake.objects.create(answers=several))
    titles = [re.search("<title>([^<]+)", browser.get(f"/en/intake/jobs/{n}/").content.decode())[1] for n in (2, 3)]
    assert [title[:11] for title in titles] == ["One job (2)", "One job (3)"]
    assert JOB["noc"] in browser.get("/en/intake/jobs/1/").content.decode()


def test_a_box_to_tick_stands_beside_its_words(browser_of, answered):
    page = browser_of(answered).get("/en/intake/contact/").content.decode()
    assert re.search(r'<div class="form-check">\s*<input[^>]* name="alerts"', page)


@pytest.mark.parametrize("path", ["jobs/", "jobs/1/conditions/", "funds/", "jobs/1/remove/"])
@pytest.mark.parametrize(("language", "said"), [("en", "comes later"), ("fr", "vient plus tard")])
def test_a_page_that_comes_later_leads_to_the_start_which_says_why(path, language, said):
    browser = Browser()
    sent = browser.get(f"/{language}/intake/{path}")
    assert (sent.status_code, sent["Location"]) == (302, f"/{language}/start/?early=1")
    assert said in browser.get(sent["Location"]).content.decode()
    assert said not in browser.get(f"/{language}/start/").content.decode()


def test_with_answers_a_page_that_is_not_asked_leads_to_the_next_one(browser_of):
    browser = browser_of(Intake.objects.create(answers={"marital-status": SINGLE["marital-status"]}))
    assert browser.get("/en/intake/funds/")["Location"] == "/en/intake/date-of-birth/"
