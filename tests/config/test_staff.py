"""Staff sign in with a password and, on a live site, a second factor; nobody else gets in."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Permission, User
from django.test import Client as Browser
from django.utils import timezone

from intake.account.adapter import get_or_create_account
from intake.permissions import MODEL_BACKEND

pytestmark = pytest.mark.django_db
LOGIN, SECURITY, APP = "/staff/login/", "/staff/security/", "/staff/security/totp/activate/"
STAFF = {"username": "rosa", "password": "a long enough one"}


@pytest.fixture
def rosa(django_user_model):
    return django_user_model.objects.create_superuser(**STAFF)


@pytest.fixture
def live(settings):
    settings.STAFF_SECOND_FACTOR = True


def code(secret, later=0):
    """What an authenticator app shows, this many periods from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def enrolled(browser):
    """Give the signed-in person an authenticator app; its secret."""
    asked_again = browser.get(APP)["Location"]
    browser.post(asked_again, {"password": STAFF["password"]})
    secret = browser.get(APP).context["form"].secret
    browser.post(APP, {"code": code(secret)})
    return secret


def test_without_the_setting_the_password_is_enough(rosa):
    browser = Browser()
    assert browser.post(LOGIN, STAFF)["Location"] == "/staff/"
    assert browser.get("/staff/").status_code == 200
    assert browser.cookies["sessionid"]["max-age"] == 30 * 60


def test_on_a_live_site_the_password_alone_opens_nothing_but_the_making_of_a_second_factor(rosa, live):
    browser = Browser()
    browser.post(LOGIN, STAFF)
    where = browser.get("/staff/intake/client/")["Location"]
    assert where.startswith(LOGIN)
    assert browser.get(where)["Location"] == SECURITY
    assert browser.get(SECURITY).status_code == 200
    enrolled(browser)
    assert browser.get("/staff/intake/client/").status_code == 200


def test_who_is_late_with_the_code_begins_again_at_the_staffs_door(rosa, live):
    browser = Browser()
    browser.post(LOGIN, STAFF)
    secret = enrolled(browser)
    browser.post("/staff/logout/")
    page = browser.post(LOGIN, STAFF)["Location"]
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert browser.get(page)["Location"] == LOGIN
        assert browser.post(page, {"code": code(secret)})["Location"] == LOGIN


def test_back_to_the_page_of_the_code_after_it_leads_into_the_staffs_pages(rosa, live):
    browser = Browser()
    browser.post(LOGIN, STAFF)
    secret = enrolled(browser)
    browser.post("/staff/logout/")
    page = browser.post(LOGIN, STAFF)["Location"]
    browser.post(page, {"code": code(secret, 1)})
    assert browser.get(page)["Location"] == LOGIN
    assert browser.get(LOGIN)["Location"] == "/staff/"


def test_with_an_authenticator_app_the_code_is_asked_for_at_each_sign_in(rosa, live):
    browser = Browser()
    browser.post(LOGIN, STAFF)
    secret = enrolled(browser)
    other = Browser()
    where = other.post(f"{LOGIN}?next=/staff/intake/client/", STAFF)["Location"]
    assert where == "/staff/security/authenticate/"
    assert other.get("/staff/")["Location"].startswith(LOGIN)
    assert other.post(where, {"code": f"{(int(code(secret)) + 1) % 1_000_000:06d}"}).status_code == 200
    assert other.get("/staff/")["Location"].startswith(LOGIN)
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()  # the app's code of this half minute was used to enrol
    assert other.post(where, {"code": code(secret)})["Location"] == "/staff/intake/client/"
    assert other.get("/staff/intake/client/").status_code == 200


def test_a_person_without_the_setting_who_has_an_app_is_asked_too(rosa):
    browser = Browser()
    browser.post(LOGIN, STAFF)
    enrolled(browser)
    assert Browser().post(LOGIN, STAFF)["Location"] == "/staff/security/authenticate/"


def test_recovery_codes_come_with_the_app_and_replace_it_once(rosa, live):
    browser = Browser()
    browser.post(LOGIN, STAFF)
    enrolled(browser)
    (spare, *_rest) = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for opens in (True, False):
        other = Browser()
        other.post(LOGIN, STAFF)
        other.post("/staff/security/authenticate/", {"code": spare})
        assert ("_auth_user_id" in other.session) is opens


@pytest.mark.parametrize("wrong", [{"password": "x"}, {"username": "nobody"}])
def test_a_wrong_name_and_a_wrong_password_look_the_same(rosa, wrong):
    page = Browser().post(LOGIN, STAFF | wrong).content.decode()
    assert "The name or the password is not right." in page


def test_an_applicants_account_does_not_open_the_staffs_pages(rosa):
    browser = Browser()
    browser.force_login(get_or_create_account("a@example.org"), backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/staff/")["Location"].startswith(LOGIN)
    assert browser.get(LOGIN).status_code == 200
    for path in (SECURITY, APP, "/staff/security/recovery-codes/", "/staff/security/password/"):
        assert browser.get(path)["Location"].startswith(LOGIN)


def test_five_wrong_passwords_lock_a_name_for_a_while(rosa, broker):
    browser = Browser()
    for _ in range(5):
        browser.post(LOGIN, STAFF | {"password": "x"})
    assert "Too many failed login attempts" in browser.post(LOGIN, STAFF).content.decode()
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/"])
def test_signing_in_leads_nowhere_else(rosa, onward):
    assert Browser().post(f"{LOGIN}?next={onward}", STAFF)["Location"] == "/staff/"


@pytest.mark.parametrize("path", [LOGIN, SECURITY, APP, "/staff/security/webauthn/add/", "/staff/"])
def test_the_pages_run_no_script_of_their_own(rosa, path):
    browser = Browser()
    if path != LOGIN:
        browser.post(LOGIN, STAFF)
    page = browser.get(path).content.decode()
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes
    assert " style=" not in page


def test_a_page_of_staff_warns_before_the_session_ends(rosa):
    browser = Browser()
    browser.post(LOGIN, STAFF)
    page = browser.get("/staff/").content.decode()
    assert 'data-warns="1680" data-ends="1800"' in page
    assert "Nothing was done here for 28 minutes. In 2 minutes you are signed out" in page
    assert browser.get("/staff/alive/").status_code == 204
    assert Browser().get("/staff/alive/")["Location"].startswith(LOGIN)


def test_the_minutes_of_a_session_are_those_of_the_setting(rosa, settings):
    settings.SESSION_COOKIE_AGE = 20 * 60
    browser = Browser()
    assert "signed out after 20 minutes of inactivity" in browser.get(LOGIN).content.decode()
    browser.post(LOGIN, STAFF)
    assert "Nothing was done here for 18 minutes. In 2 minutes" in browser.get("/staff/").content.decode()


def find_menu(browser, where="/staff/intake/client/"):
    """The addresses in the menu beside a page, and those that it marks as this one."""
    page = browser.get(where).content.decode()
    menu = page.partition('id="nav-sidebar"')[2].partition("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)"( aria-current="page")?', menu)
    return {link for link, _mark in links}, [link for link, mark in links if mark]


def make_member(*rights):
    """A member of staff with these permissions, and their browser."""
    user = User.objects.create_user("_".join(("m", *rights)), is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    browser = Browser()
    browser.force_login(user, backend=MODEL_BACKEND)
    return user, browser


def test_the_menu_that_is_kept_is_that_of_ones_rights_and_changes_with_them(rosa):
    _user, reader = make_member("view_client")
    user, other = make_member("view_client", "view_todo")
    superuser = Browser()
    superuser.force_login(rosa, backend=MODEL_BACKEND)
    assert "/staff/auth/user/" in find_menu(superuser)[0]
    assert find_menu(reader)[0] == {"/staff/intake/", "/staff/intake/client/"}
    assert find_menu(other)[0] == find_menu(reader)[0] | {"/staff/intake/todo/"}
    user.user_permissions.remove(Permission.objects.get(codename="view_todo"))
    user.user_permissions.add(Permission.objects.get(codename="view_dateditem"))
    assert find_menu(other)[0] == find_menu(reader)[0] | {"/staff/intake/dateditem/"}


def list_first(browser, where="/staff/"):
    """The lists that the first page, or the page of one app, offers below the work to do."""
    page = browser.get(where).content.decode()
    return set(
        re.findall(r'<a href="(/staff/\w+/\w+/)"', page.partition('id="content-main"')[2].partition("<aside")[0])
    )


def test_the_lists_that_the_first_page_keeps_are_those_of_ones_rights(rosa):
    _user, reader = make_member("view_client")
    user, other = make_member("view_client", "view_todo", "view_draw")
    superuser = Browser()
    superuser.force_login(rosa, backend=MODEL_BACKEND)
    assert "/staff/auth/user/" in list_first(superuser)
    own = {"/staff/intake/client/", "/staff/intake/todo/"}
    assert list_first(reader) == {"/staff/intake/client/"}
    assert list_first(other) == own | {"/staff/draws/draw/"}
    assert list_first(other, "/staff/intake/") == own
    user.user_permissions.remove(Permission.objects.get(codename="view_todo"))
    assert list_first(other) == {"/staff/intake/client/", "/staff/draws/draw/"}


def test_the_menu_that_is_kept_marks_the_list_one_is_in_and_speaks_ones_language(rosa):
    browser = Browser()
    browser.force_login(rosa, backend=MODEL_BACKEND)
    for model in ("client", "todo", "client"):
        assert find_menu(browser, f"/staff/intake/{model}/")[1] == [f"/staff/intake/{model}/"]
    assert find_menu(browser, "/staff/search/")[1] == []
    browser.cookies["django_language"] = "fr"
    assert ">Alertes<" in browser.get("/staff/intake/client/").content.decode()
    browser.cookies["django_language"] = "en"
    assert ">Alertes<" not in browser.get("/staff/intake/client/").content.decode()
