"""The firm's own pages, as somebody who looks for a consultant reads them on a phone."""

import re

import pytest
from playwright.sync_api import expect

from intake.firm.example import add_example_firm
from intake.models import Enquiry
from tests.e2e.pressing import press
from tests.intake.advisers import make_calendar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser_context_args(browser_context_args):
    """A small phone."""
    return browser_context_args | {"viewport": {"width": 360, "height": 740}}


def test_a_visitor_finds_who_would_help_what_it_costs_and_the_way_to_ask(person, violations):
    add_example_firm()
    make_calendar()
    page = person.page
    page.goto(f"{person.base}/en/")
    press(page.locator("main .tasks").get_by_role("link", name="Our people, services and fees"))
    consultant = page.locator(".people li").filter(has=page.get_by_role("heading", name="Maya Lindqvist"))
    expect(consultant).to_contain_text("Licence R000001")
    register = consultant.get_by_role("link", name="check it in the public register")
    expect(register).to_have_attribute("href", re.compile("^https://"))
    service = page.locator(".services li").filter(has=page.get_by_role("heading", name="First consultation"))
    expect(service.locator(".price")).to_contain_text("$150")
    expect(page.get_by_role("link", name="+1 613 555 0100")).to_have_attribute("href", "tel:+16135550100")
    assert violations(page) == []
    press(page.get_by_role("main").get_by_role("link", name="Book a consultation"))
    expect(page.get_by_role("main")).to_contain_text("What it costs: $150")
    page.go_back()
    press(page.get_by_role("main").get_by_role("link", name="What people ask us"))
    page.get_by_role("link", name="Is 450 enough?").click()
    expect(page.get_by_role("heading", name="Is 450 enough?")).to_be_in_viewport()
    press(page.get_by_role("main").get_by_role("link", name="Ask us a question"))
    page.get_by_label("Your question").fill("Does my teaching diploma count?")
    page.get_by_label("Your e-mail address").fill("kim@example.org")
    press(page.get_by_role("button", name="Send the question"))
    assert Enquiry.objects.get().source == "questions"
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
