"""The score in a minute in a real browser: at once where scripts run, by a button where they do not."""

import re

import pytest
from playwright.sync_api import expect

from intake.models import Intake
from tests.e2e.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)
CHOICES = {
    "How old are you?": "30",
    "What is your marital status, and who comes along?": "Never married, single",
    "What is the highest education that you have completed?": "Master's degree",
}


def choose(page):
    for question, answer in CHOICES.items():
        page.get_by_label(question).select_option(label=answer)
    page.get_by_label("How good is your English?").select_option(value="9")


def test_the_total_changes_with_each_choice_and_goes_on_into_the_intake(person, violations):
    page = person.page
    page.goto(f"{person.base}/en/score/")
    choose(page)
    expect(page.locator(".minute-total")).to_contain_text("414 points")
    page.get_by_label("Does a brother or sister of yours live in Canada?").select_option(label="Yes")
    expect(page.get_by_role("status")).to_have_text("429 points")
    expect(page).to_have_url(re.compile(r"/en/score/\?age=30&.*sibling=yes"))
    assert violations(page) == []
    press(page.get_by_role("link", name="Français"))
    expect(page.locator(".minute-total strong")).to_have_text("429")
    press(page.get_by_role("button", name="Obtenir une note exacte et la conserver"))
    assert "date de naissance" in person.heading


def test_on_a_phone_the_button_brings_the_score_into_sight(person):
    page = person.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{person.base}/en/score/")
    page.get_by_role("button", name="Show my score").click()
    expect(page.get_by_text("Still to be chosen:")).to_be_in_viewport()
    choose(page)
    page.get_by_role("button", name="Show my score").click()
    expect(page.locator(".minute-total")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Your score", exact=True)).to_be_focused()


def test_without_scripts_a_button_shows_the_total(plain_person):
    page = plain_person.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{plain_person.base}/en/score/")
    choose(page)
    press(page.get_by_role("button", name="Show my score"))
    expect(page.locator(".minute-total")).to_contain_text("414 points")
    expect(page.locator(".minute-total")).to_be_in_viewport()
    expect(page.get_by_label("How old are you?")).to_have_value("30")


def test_scores_that_were_converted_go_along_and_only_the_day_of_the_test_is_asked(person, violations):
    page = person.page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{person.base}/en/levels/")
    for ability, score in (("Listening", "8"), ("Reading", "6.5"), ("Writing", "7"), ("Speaking", "6")):
        person.type(ability, score)
    press(page.get_by_role("button", name="Show the levels"))
    expect(page.get_by_role("table", name="Your levels by IELTS")).to_contain_text("CLB 7")
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    press(page.get_by_role("button", name="See my score in a minute with them"))
    expect(page.get_by_label("How good is your English?")).to_have_value("7")
    choose(page)
    expect(page.locator(".minute-total")).to_contain_text("points")
    press(page.get_by_role("button", name="Make it exact and keep it"))
    kept = Intake.objects.get().answers
    assert (kept["tests/1"], kept["tests/1/scores"]["listening"]) == (None, "8")


def test_where_the_server_fails_no_old_total_stands_beside_new_choices(person):
    page = person.page
    page.goto(f"{person.base}/en/score/")
    choose(page)
    expect(page.locator(".minute-total")).to_contain_text("414 points")
    page.route("**/score/answer/**", lambda route: route.fulfill(status=503))
    page.get_by_label("Does a brother or sister of yours live in Canada?").select_option(label="Yes")
    expect(page.get_by_role("status")).to_contain_text("could not be worked out just now")
    expect(page.get_by_role("region", name="Your score")).to_contain_text("could not be worked out just now")
    expect(page.locator(".minute-total")).to_have_count(0)
    page.unroute_all()
    page.get_by_role("button", name="Show my score").click()
    expect(page.locator(".minute-total")).to_contain_text("429 points")
