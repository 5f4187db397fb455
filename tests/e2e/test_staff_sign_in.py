"""Staff at the browser: sign in, make a second factor, be warned before the session ends."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.e2e.pressing import press
from tests.e2e.test_intake import not_sideways

pytestmark = pytest.mark.django_db(transaction=True)
STAFF = {"username": "rosa", "password": "a long enough one"}


@pytest.fixture
def rosa(django_user_model):
    return django_user_model.objects.create_superuser(**STAFF)


def sign_in(page, base):
    """Name and password."""
    page.goto(f"{base}/staff/")
    page.get_by_label("Name").fill(STAFF["username"])
    page.get_by_label("Password").fill(STAFF["password"])
    press(page.get_by_role("button", name="Sign in"))


def test_a_second_factor_is_made_on_accessible_pages(page, live_server, settings, rosa, violations):
    settings.STAFF_SECOND_FACTOR = True
    page.set_viewport_size({"width": 320, "height": 640})
    found, refused = [], []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)

    def look():
        not_sideways(page)
        found.extend(violations(page))

    page.goto(f"{live_server.url}/staff/")
    look()
    sign_in(page, live_server.url)
    look()
    page.goto(f"{live_server.url}/staff/security/totp/activate/")
    look()
    page.get_by_label("Password").fill(STAFF["password"])
    press(page.get_by_role("button", name="Confirm"))
    look()
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(page.get_by_role("button", name="Activate"))
    look()
    page.goto(f"{live_server.url}/staff/security/webauthn/add/")
    look()
    page.goto(f"{live_server.url}/staff/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Site administration")
    assert found == []
    assert refused == []


def test_two_minutes_before_the_end_staff_are_asked_whether_they_stay(page, live_server, rosa, violations):
    page.clock.install()
    sign_in(page, live_server.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Site administration")
    page.wait_for_load_state("load")  # the script's timers begin with it
    warning = page.get_by_role("dialog", name="You are about to be signed out")
    page.clock.fast_forward("27:50")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("00:15")
    expect(warning).to_be_visible()
    stay = page.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    with page.expect_response(lambda answer: answer.url.endswith("/staff/alive/")) as answered:
        stay.press("Enter")
    assert answered.value.status == 204
    expect(warning).to_be_hidden()
    page.clock.fast_forward("27:50")
    expect(warning).to_be_hidden()
