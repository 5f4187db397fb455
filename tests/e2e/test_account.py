"""Saved in one browser, gone on with in another: signing in by a code from the mail folder."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from intake.models import Assessment, Client, Share
from intake.my_file import share_links
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from tests.e2e.person import Person
from tests.e2e.pressing import press
from tests.e2e.test_intake import not_sideways
from tests.letters import send_letters

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "amara@example.org"
CONTACT = {"name": "", "email": ADDRESS, "language": "en"}
PAGES = ["", "answers/", "alerts/", "pool/", "invitation/", "share/", "data/", "data/address/", "data/delete/"]


@pytest.fixture
def post(settings, tmp_path) -> Path:
    """The folder into which the site writes its messages."""
    settings.EMAIL_BACKEND = "config.file_mail_backend.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


@pytest.fixture
def other_person(browser, live_server):
    """The same person with another device."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield Person(context.new_page(), live_server.url)
    context.close()


def newest_code(post: Path) -> str:
    """The code in the newest message, once the worker has sent it."""
    send_letters()
    newest = max(post.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return re.search(r"^(\d{6})\s*$", newest.read_text(), re.MULTILINE)[1]


def sign_in(person: Person, post: Path) -> None:
    """From the page that asks for the address to My file."""
    person.type("Your e-mail address", ADDRESS)
    person.look(person.page)
    press(person.page.get_by_role("button", name="Send me a code"))
    person.look(person.page)
    person.type("Code from the message", newest_code(post))
    press(person.page.get_by_role("button", name="Sign in"))


def test_saved_in_one_browser_and_gone_on_with_in_another(person, other_person, post):
    person.start()
    person.answer("marital status", "Never married")
    person.date("27", "March", "1996")
    press(person.page.get_by_role("button", name="Save and come back later"))
    press(person.page.get_by_role("link", name="Keep my answers in my file"))
    sign_in(person, post)
    expect(person.page.get_by_role("status")).to_contain_text("are in your file now")

    other_person.page.goto(f"{other_person.base}/en/my-file/")
    sign_in(other_person, post)
    assert other_person.heading == "My file"
    press(other_person.page.get_by_role("button", name="Go on with my answers"))
    assert "Where in Canada" in other_person.heading
    press(other_person.page.get_by_role("link", name="Back"))
    expect(other_person.page.get_by_label("Year", exact=True)).to_have_value("1996")


def test_whose_answers_they_are_is_asked_where_the_sign_in_did_not_say(person, post, violations):
    person.start()
    person.answer("marital status", "Never married")
    person.page.goto(f"{person.base}/en/my-file/")
    sign_in(person, post)
    assert person.heading == "Are these answers yours?"
    assert violations(person.page) == []
    press(person.page.get_by_role("button", name="Yes, add them to my file"))
    expect(person.page.get_by_role("status")).to_contain_text("are in your file now")


def test_a_signed_in_persons_score_is_in_the_file(answered, post):
    person = answered(contact=CONTACT)
    total = person.see_score()
    person.page.goto(f"{person.base}/en/my-file/")
    sign_in(person, post)
    assert person.heading == "My file"
    made = Assessment.objects.get()
    assert made.client == Client.objects.get()
    assert assess(decode(made.facts), made.on, rulebook()).crs.total == total
    expect(person.page.get_by_role("heading", level=3)).to_contain_text(f"{total} points")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_the_account_are_accessible_and_narrow(person, answered, post, violations, language):
    person.page.set_viewport_size({"width": 320, "height": 640})
    found = []

    def look(page):
        not_sideways(page)
        found.extend(violations(page, colours=language == "en"))

    answered(contact=CONTACT)
    person.see_score()
    person.page.goto(f"{person.base}/en/sign-in/")
    look(person.page)
    box = person.page.get_by_label("Your e-mail address")
    expect(box).to_have_value(ADDRESS)
    box.fill("")
    press(person.page.get_by_role("button", name="Send me a code"))
    assert person.problems() == ["Enter your e-mail address"]
    person.look = look
    sign_in(person, post)
    for path in PAGES:
        person.page.goto(f"{person.base}/{language}/my-file/{path}")
        look(person.page)
    made = Assessment.objects.get()
    share = Share.objects.create(client=made.client, assessment=made, until=timezone.localdate())
    for link in (share_links.get_url(share), f"{person.base}/{language}/my-file/shared/x/"):
        person.page.goto(link)
        look(person.page)
    person.page.goto(f"{person.base}/{language}/sign-out/")
    look(person.page)
    assert found == []


def test_the_address_of_a_file_is_changed_by_a_code_from_the_new_one(person, other_person, post, violations):
    person.page.set_viewport_size({"width": 320, "height": 640})
    for one in (person, other_person):
        one.page.goto(f"{one.base}/en/my-file/")
        sign_in(one, post)
    person.page.goto(f"{person.base}/en/my-file/data/")
    press(person.page.get_by_role("link", name="Change it"))
    press(person.page.get_by_role("button", name="Send me a code"))
    assert person.problems() == ["Enter your new e-mail address"]
    assert violations(person.page) == []
    person.type("Your new e-mail address", "new@example.org")
    press(person.page.get_by_role("button", name="Send me a code"))
    not_sideways(person.page)
    assert violations(person.page) == []
    person.type("Code from the message", newest_code(post))
    press(person.page.get_by_role("button", name="Change my address"))
    expect(person.page.get_by_role("status")).to_contain_text("Your address is now new@example.org")
    assert Client.objects.get().email == "new@example.org"
    other_person.page.reload()
    assert other_person.heading == "Sign in to your file"
