"""A person sees where they are signed in and ends it; a browser that is new is told to them."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from draws.outbox import worker
from intake.account.device_names import name_device, read_browser, read_system
from intake.account.devices import get_cookie_name
from intake.clients.retention import apply_retention
from intake.models import Client, Device, Intake, Letter
from tests.intake.answers import SINGLE
from tests.intake.files import signed_in

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "kim@example.org", "a long enough one"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1"
PAGE = "/en/my-file/data/devices/"


@pytest.fixture(autouse=True)
def _mail(settings, broker):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STAFF_SECOND_FACTOR = False


def browser_with(agent):
    return Browser(headers={"user-agent": agent})


def sign_in(browser, email=ADDRESS):
    """Sign a client in, as they do it: by the code from the message."""
    browser.post("/en/sign-in/", {"email": email})
    code = Letter.objects.filter(kind="sign_in_code", state="pending").latest("pk").secret
    answer = browser.post("/en/sign-in/code/", {"code": code})
    assert answer.status_code == 302, answer.content
    return browser


def sign_in_staff(browser):
    assert browser.post("/staff/login/", {"username": "rosa", "password": PASSWORD}).status_code == 302
    return browser


def told():
    """The letters about new devices, as they were sent."""
    rows = Letter.objects.filter(kind="new_device")
    worker.send(list(rows.values_list("pk", flat=True)), "letter")
    return [one for one in mail.outbox if "new device" in one.subject]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36 EdgA/140",
            "Edge on Android",
        ),
        ("curl/8", "Unknown browser"),
        ("\x00\udcff" * 5000, "Unknown browser"),
    ],
)
def test_a_browser_is_named_in_words(agent, name):
    assert name_device(read_browser(agent), read_system(agent)) == name


def test_the_first_browser_is_told_to_nobody_and_a_second_one_is():
    sign_in(browser_with(FIREFOX))
    assert told() == []
    phone = sign_in(browser_with(PHONE))
    (letter,) = told()
    assert letter.to == [ADDRESS]
    assert "Safari on iPhone" in letter.body
    assert PAGE in letter.body
    listed = phone.get(PAGE).content.decode()
    assert "Firefox on Windows" in listed
    assert "Safari on iPhone" in listed
    assert listed.index("this browser") < listed.index("Firefox on Windows"), "this browser stands first"


def test_a_browser_that_signs_in_again_is_known_and_gets_a_new_secret():
    browser = sign_in(browser_with(FIREFOX))
    secrets = {Device.objects.get().digest}
    for _time in range(2):
        browser.post("/en/sign-out/")
        sign_in(browser)
        secrets.add(Device.objects.get().digest)
    assert len(secrets) == 3
    assert told() == []


def test_a_cookie_planted_before_a_sign_in_makes_no_other_browser_known():
    """A secret that the attacker knows, put into the victim's browser: after the sign-in it is worth nothing."""
    sign_in(browser_with(FIREFOX))
    planted = {get_cookie_name(User.objects.get()): "a secret that the attacker knows"}
    victim, thief = browser_with(FIREFOX), browser_with(PHONE)
    for browser in (victim, thief):
        browser.cookies.load(planted)
        before = len(told())
        sign_in(browser)
        assert len(told()) == before + 1


def test_one_other_session_is_ended_and_that_browser_is_signed_out_at_once():
    old, new = sign_in(browser_with(FIREFOX)), sign_in(browser_with(PHONE))
    assert old.get(PAGE).status_code == 200
    other = Device.objects.get(browser="Firefox")
    assert new.post(PAGE, {"end": other.pk}).status_code == 302
    assert old.get(PAGE).status_code == 302
    assert new.get(PAGE).status_code == 200
    assert "Firefox" not in new.get(PAGE).content.decode()
    sign_in(browser_with(FIREFOX))
    assert len(told()) == 2, "a browser that was ended is known no more"


def test_all_others_are_ended_those_that_are_written_down_nowhere_too():
    here, there, unlisted = sign_in(browser_with(FIREFOX)), sign_in(browser_with(PHONE)), signed_in(ADDRESS)
    held = Intake.objects.create(client=Client.objects.get(), answers=SINGLE)
    assert here.post(PAGE, {"others": "1"}).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert [there.get(PAGE).status_code, unlisted.get(PAGE).status_code] == [302, 302]
    assert not Intake.objects.filter(token=held.token).exists(), "no cookie of another browser leads to the draft"
    assert Device.objects.count() == 1


@pytest.mark.parametrize("end", ["", "x", "-1", "\x00", "9" * 40, "\u0665", "1; drop"])
def test_nonsense_ends_nothing(end):
    browser = sign_in(browser_with(FIREFOX))
    refused_before_any_page = "\x00" in end
    assert browser.post(PAGE, {"end": end}).status_code == (400 if refused_before_any_page else 302)
    assert browser.get(PAGE).status_code == 200


def test_nobody_ends_a_session_of_another_account_nor_their_own_by_number():
    victim, mallory = sign_in(browser_with(FIREFOX)), sign_in(browser_with(PHONE), "mallory@example.org")
    for device in Device.objects.all():
        mallory.post(PAGE, {"end": device.pk})
    mallory.post(PAGE, {"others": "1"})
    assert victim.get(PAGE).status_code == 200
    assert mallory.get(PAGE).status_code == 200
    assert "Firefox" not in mallory.get(PAGE).content.decode()


def test_whoever_is_not_signed_in_sees_and_ends_nothing():
    for address in (PAGE, reverse("account_devices")):
        assert Browser().get(address).status_code == 302
        assert Browser().post(address, {"others": "1"}).status_code == 302


def test_staff_have_the_same_and_are_told_the_same():
    User.objects.create_user("rosa", email="rosa@example.org", password=PASSWORD, is_staff=True)
    old, new = sign_in_staff(browser_with(FIREFOX)), sign_in_staff(browser_with(PHONE))
    (letter,) = told()
    assert letter.to == ["rosa@example.org"]
    assert reverse("account_devices") in letter.body
    assert "change your password" in letter.body
    assert "Firefox on Windows" in new.get(reverse("account_devices")).content.decode()
    new.post(reverse("account_devices"), {"others": "1"})
    assert old.get("/staff/")["Location"].startswith("/staff/login/")
    assert new.get("/staff/").status_code == 200
    assert User.objects.get(username="rosa").check_password(PASSWORD)


def test_no_address_of_a_network_is_kept():
    sign_in(browser_with(FIREFOX))
    for row in Device.objects.values():
        assert "127.0.0.1" not in str(row)
    store = import_module(site.SESSION_ENGINE).SessionStore
    assert all("127.0.0.1" not in str(store(one.session_key).load()) for one in Session.objects.all())


def test_days_are_written_down_once_a_day_and_old_browsers_forgotten():
    browser = sign_in(browser_with(FIREFOX))
    yesterday = timezone.localdate() - timedelta(days=1)
    Device.objects.update(last_seen=yesterday, first_seen=yesterday)
    browser.get(PAGE)
    assert Device.objects.get().last_seen == yesterday, "already written down today"
    session = browser.session
    session["device"] = [session.session_key, yesterday.isoformat()]
    session.save()
    browser.get(PAGE)
    assert (Device.objects.get().first_seen, Device.objects.get().last_seen) == (yesterday, timezone.localdate())
    Device.objects.update(last_seen=timezone.localdate() - timedelta(days=181))
    apply_retention(timezone.now())
    assert not Device.objects.exists()


def test_a_deleted_account_takes_its_browsers_along():
    browser = sign_in(browser_with(FIREFOX))
    browser.post("/en/my-file/data/delete/", {"sure": "on"})
    assert not Client.objects.exists()
    assert not Device.objects.exists()
