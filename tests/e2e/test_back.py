"""Back and forward: no page of questions is the answer to a POST, so that the browser never asks to send again."""

import re

import pytest
from playwright.sync_api import Page, expect

from intake.models import Intake
from tests.e2e.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)


def wrong_day(person) -> Page:
    """A person who has just typed a day that does not exist, and sees what is wrong."""
    page = person.page
    page.goto(f"{person.base}/en/intake/marital-status/")
    person.answer("marital status", "Never married")
    person.date("31", "February", "1996")
    press(page.get_by_role("button", name="Continue"))
    expect(page).to_have_title(re.compile("^Error:"))
    return page


def sees_the_mistake(page: Page) -> None:
    expect(page.get_by_role("alert")).to_contain_text("Enter a date that exists")
    expect(page.get_by_label("Day", exact=True)).to_have_value("31")
    expect(page.get_by_label("Year", exact=True)).to_have_value("1996")


@pytest.mark.parametrize("who", ["person", "plain_person"])
def test_an_error_and_then_back_and_forward_and_again_never_ask_to_send_again(who, request):
    person = request.getfixturevalue(who)
    page = wrong_day(person)
    sees_the_mistake(page)
    page.go_back()
    expect(page).to_have_title(re.compile("^What is your date of birth"))
    expect(page.get_by_label("Day", exact=True)).to_have_value("31")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.go_forward()
    sees_the_mistake(page)
    page.reload()
    sees_the_mistake(page)
    page.get_by_label("Day", exact=True).fill("27")
    press(page.get_by_role("button", name="Continue"))
    expect(page).to_have_title(re.compile("^Where in Canada"))
    page.go_back()
    expect(page.get_by_label("Day", exact=True)).to_have_value("27")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page).not_to_have_title(re.compile("^Error:"))
    assert Intake.objects.get().mistakes == {}


def test_the_summary_has_the_focus_each_time_and_no_trace_of_its_links_stays_in_the_address(person):
    page = wrong_day(person)
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    press(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.url.endswith("/date-of-birth/?wrong=1")


def test_without_scripts_the_next_page_does_not_jump_to_where_a_link_of_the_summary_led(plain_person):
    page = wrong_day(plain_person)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page).to_have_url(re.compile("#"))
    press(page.get_by_role("button", name="Continue"))
    assert page.url.endswith("/date-of-birth/?wrong=1")
