"""A form sent with mistakes: another request shows it, judges nothing anew, and shows it to nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from tests.intake.files import FILE, signed_in, with_result

pytestmark = pytest.mark.django_db
SIGN_IN, ME = "/en/sign-in/", "amara@example.org"
DATA, POOL = f"{FILE}data/", f"{FILE}pool/"
WRONG_DAY = {
    "submitted_on_day": "31",
    "submitted_on_month": "2",
    "submitted_on_year": "2026",
    "submitted_time": "16:05",
}
SAID = "Enter a date that exists"


@pytest.fixture
def mine(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with_result(ME)
    return signed_in(ME)


def html(answer):
    return answer.content.decode()


def test_the_page_that_is_led_to_shows_what_was_typed_and_what_is_wrong_as_often_as_it_is_looked_at(mine):
    answer = mine.post(POOL, WRONG_DAY)
    assert (answer.status_code, answer["Location"]) == (302, f"{POOL}?wrong=1")
    for _ in range(2):
        page = html(mine.get(f"{POOL}?wrong=1"))
        assert "<title>Error: " in page
        assert SAID in page
        assert 'value="31"' in page
        assert 'value="16:05"' in page


def test_the_plain_page_shows_no_mistake(mine):
    mine.post(POOL, WRONG_DAY)
    assert SAID not in html(mine.get(POOL))


def test_what_is_mended_is_forgotten(mine):
    mine.post(POOL, WRONG_DAY)
    mine.post(f"{POOL}?wrong=1", {**WRONG_DAY, "submitted_on_day": "3"})
    assert SAID not in html(mine.get(f"{POOL}?wrong=1"))


def test_what_is_kept_is_said_and_no_longer_with_the_next_mistake(mine):
    answer = mine.post(POOL, {**WRONG_DAY, "submitted_on_day": "3"}, follow=True)
    assert answer.redirect_chain == [(f"{POOL}?done=1", 302)]
    assert "Saved." in html(answer)
    answer = mine.post(f"{POOL}?done=1", WRONG_DAY, follow=True)
    assert SAID in html(answer)
    assert "Saved." not in html(answer)


def test_the_cookie_is_that_of_the_address_alone_for_ten_minutes_and_no_script_reads_it(mine, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = mine.post(POOL, WRONG_DAY).cookies["mistakes_in_pool"]
    assert (cookie["path"], cookie["max-age"], cookie["samesite"]) == (POOL, 600, "Lax")
    assert cookie["httponly"]
    assert cookie["secure"]


def test_mistakes_are_old_after_ten_minutes(mine):
    mine.post(POOL, WRONG_DAY)
    kept = mine.cookies["mistakes_in_pool"].value
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        mine.cookies["mistakes_in_pool"] = kept
        assert SAID not in html(mine.get(f"{POOL}?wrong=1"))


def test_the_next_person_in_the_same_browser_sees_nothing_of_them(mine):
    mine.post(DATA, {"name": "x" * 500})
    with_result("other@example.org")
    other = signed_in("other@example.org")
    other.cookies["mistakes_data"] = mine.cookies["mistakes_data"].value
    page = html(other.get(f"{DATA}?wrong=1"))
    assert "xxx" not in page
    assert "There is a problem" not in page


def test_what_somebody_made_up_is_not_shown(mine):
    mine.cookies["mistakes_in_pool"] = "made:up"
    assert "There is a problem" not in html(mine.get(f"{POOL}?wrong=1"))


def test_looking_again_sends_no_code_and_changes_nothing(mine):
    browser = Browser()
    browser.post(SIGN_IN, {"email": "not an address"})
    mail.outbox.clear()
    page = html(browser.get(f"{SIGN_IN}?wrong=1"))
    assert "Enter an e-mail address like" in page
    assert 'value="not an address"' in page
    assert mail.outbox == []


def test_the_way_onward_is_kept_through_a_mistake():
    where = f"{SIGN_IN}?next=/en/my-file/pool/"
    answer = Browser().post(where, {"email": "amara@"})
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fen%2Fmy-file%2Fpool%2F&wrong=1"


def test_what_is_too_long_for_a_cookie_is_answered_by_the_page_itself():
    long = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(900))
    answer = Browser().post(SIGN_IN, {"email": long})
    assert answer.status_code == 200
    assert "Enter an e-mail address like" in html(answer)
