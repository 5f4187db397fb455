"""A consultation in a real browser: found from the first page, booked, confirmed, moved and cancelled."""

import re

import pytest
from playwright.sync_api import expect

from intake.models import Consultation
from tests.e2e.pressing import press
from tests.intake.advisers import make_calendar
from tests.letters import send_letters

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http\S+/consultations/mine/\S+")


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def browser_context_args(browser_context_args):
    """Somebody in Kolkata, on a phone."""
    return browser_context_args | {"timezone_id": "Asia/Kolkata", "viewport": {"width": 360, "height": 740}}


def test_a_visitor_abroad_books_an_hour_moves_it_and_cancels_it(person, violations):
    make_calendar(in_person=True)
    page = person.page
    page.goto(f"{person.base}/en/")
    press(page.get_by_role("contentinfo").get_by_role("link", name="Book a consultation"))
    expect(page.get_by_label("Your time zone")).to_have_value("Asia/Kolkata")
    assert violations(page) == []
    hours = page.locator(".hours a")
    expect(hours.first).to_contain_text("(")
    press(hours.first)
    assert "Kolkata" in page.locator("main").inner_text()
    assert "$150" in page.locator("main").inner_text()
    press(page.get_by_role("button", name="Book this time"))
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert violations(page) == []
    page.get_by_label("In person").check()
    page.get_by_label("Your name").fill("Kim Lee")
    page.get_by_label("Your e-mail address").fill("kim@example.org")
    press(page.get_by_role("button", name="Book this time"))
    assert person.heading == "One more step: confirm the appointment"
    (asked,) = send_letters()
    page.goto(LINK.search(asked.body)[0])
    assert violations(page) == []
    press(page.get_by_role("button", name="Yes, book it"))
    expect(page.get_by_role("status")).to_contain_text("confirmed")
    was = Consultation.objects.get().starts_at
    press(page.get_by_role("link", name="Move it to another time"))
    assert violations(page) == []
    press(page.locator(".hours button").nth(2))
    expect(page.get_by_role("status")).to_contain_text("confirmed")
    assert Consultation.objects.get().starts_at > was
    press(page.get_by_role("button", name="Cancel the appointment"))
    expect(page.get_by_role("status")).to_contain_text("cancelled")
    assert [one.subject for one in send_letters() if one.to == ["kim@example.org"]] == [
        "Your appointment is cancelled"
    ], "what was said before is not true any more"
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
