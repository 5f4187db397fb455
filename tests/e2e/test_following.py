"""Following the rounds by an address alone, in a real browser: asked, confirmed by the message, changed and ended."""

import re

import pytest
from playwright.sync_api import expect

from intake.models import ConsentProof, Follower
from tests.e2e.pressing import press
from tests.letters import send_letters

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http\S+/follow/confirm/\S+")


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def browser_context_args(browser_context_args):
    """A phone."""
    return browser_context_args | {"viewport": {"width": 360, "height": 740}}


def test_a_visitor_follows_one_kind_of_round_changes_to_all_and_ends_it(person, violations):
    page = person.page
    page.goto(f"{person.base}/en/follow/?kind=french")
    press(page.locator("main").get_by_role("button"))
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert violations(page) == []
    page.get_by_label("Your e-mail address").fill("kim@example.org")
    assert page.get_by_label("French-language proficiency").first.is_checked()
    press(page.locator("main").get_by_role("button"))
    assert person.heading.startswith("One more step")
    (asked,) = send_letters()
    page.goto(LINK.search(asked.body)[0])
    assert violations(page) == []
    press(page.get_by_role("button", name="Yes, write to me"))
    assert person.heading == "You follow the rounds"
    press(page.get_by_role("link", name="Change or end this"))
    assert violations(page) == []
    page.get_by_label("All rounds").check()
    press(page.get_by_role("button", name=re.compile("Save|Keep|Change")))
    assert not Follower.objects.get().chosen_only
    press(page.get_by_role("button", name=re.compile("Stop|End|no more", re.IGNORECASE)))
    assert person.heading == "You hear no more of the rounds from us"
    assert not Follower.objects.exists()
    assert [proof.given for proof in ConsentProof.objects.order_by("pk")] == [True, True, False]
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
