"""Every address is tried with what nobody types: the answer is a page, a 4xx or a message, never a 5xx.

NUL, halves of surrogate pairs, marks of direction, endless and impossible numbers and dates: in the path, in the query,
in each field of each form, in headers and cookies. On PostgreSQL, which takes no NUL, as on SQLite, which takes all;
the hundreds of addresses, the questions and the staff's forms on PostgreSQL alone, which refuses more.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.middleware.security_headers import HEADERS
from intake.models import Intake, Letter, Licence
from intake.questionnaire.draft import COOKIE
from tests.config.test_queries import QUERIES, argument, make_addressed
from tests.hostile.desk import add_rows_of_nobody, make_world, sign_in
from tests.intake.answers import PARTNER, SINGLE, TODAY

pytestmark = pytest.mark.django_db
VALUES = {
    "NUL": b"a\x00b",
    "half a surrogate pair": "a\ud800b".encode("utf-8", "surrogatepass"),
    "no UTF-8": b"\xff\xfe",
    "direction and lines": "\u202ea\u2028\r\nSet-Cookie: x=1".encode(),
    "endless number": b"9" * 5000,
    "no number": b"NaN",
    "infinite": b"-1e999",
    "other digits": "\u0665\u0b67\u00b2".encode(),
    "first year": b"0001-01-01",
    "last year": b"9999-12-31",
    "SQL and a template": b"' OR 1=1;--{{ 7*7 }}{% debug %}%s%(x)s",
}
# Where each request costs a page of the admin, those that came through somewhere.
FEW = [VALUES[name] for name in ("NUL", "half a surrogate pair", "endless number", "other digits")]
# In a query beside those that the page's own forms have.
PARAMETERS = ("q", "on", "page", "year", "stream", "p", "o", "all", "next", "wrong", "change", "lost", "done", "keep")
FIELD = re.compile(r'name="([^"]+)"')
HARMLESS = {"csrfmiddlewaretoken"}
# Signing out ends the browser with which the others are tried; a file's deletion and download are tried elsewhere.
LEFT_OUT = {"account_logout", "intake:clear", "my_file:leave"}


@pytest.fixture(autouse=True)
def _today(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(f"{TODAY}T15:00:00-05:00", tick=False):
        yield


def expect_headers(address, status):
    """What each answer has; a firm's picture may be shown by other sites, as mail programs are (record 0196)."""
    is_picture = status == 200 and address.partition("?")[0].endswith(".webp")
    return HEADERS | ({"Cross-Origin-Resource-Policy": "cross-origin"} if is_picture else {})


@pytest.fixture
def failing(count):
    """Try an address in a browser; what answered with 5xx, or without the headers that each answer has."""
    found, tried = [], []

    def attempt(browser, method, address, body=b"", **headers):
        browser.raise_request_exception = False
        kind = {"content_type": "application/x-www-form-urlencoded"} if method == "post" else {}
        answer = (
            getattr(browser, method)(address, data=body, **kind, **headers) if body else browser.get(address, **headers)
        )
        tried.append(address)
        expected = expect_headers(address, answer.status_code)
        if answer.status_code >= 500 or not expected.items() <= dict(answer.headers).items():
            found.append((method, address[:120], body[:120], answer.status_code))
        return answer

    yield attempt
    count(inputs=len(tried), inputs_failing=len(found))
    assert found == []


def fields_of(browser, address):
    """The names of all controls of a page."""
    return sorted(set(FIELD.findall(browser.get(address).content.decode(errors="replace"))) - HARMLESS)


def encode(names, value):
    """These fields, each with the value, as a browser would send them."""
    return "&".join(f"{quote(name)}={quote(value)}" for name in names)


def attack(failing, browser, address):
    """A page with each of the values in every parameter, then in every field of its forms."""
    names = fields_of(browser, address)
    for value in VALUES.values():
        failing(browser, "post", address, encode([*names, "later", "more"], value).encode())
    for value in FEW:
        failing(browser, "get", f"{address}?{encode([*PARAMETERS, *names], value)}")


@pytest.mark.parametrize("name", sorted({*QUERIES, "account_login"} - LEFT_OUT))
def test_a_public_page_takes_anything(failing, name):
    _client, made, browser = make_addressed()
    attack(failing, browser, reverse(name, args=argument(name, made)))


@pytest.mark.one_database("postgresql")
@pytest.mark.parametrize("path", sorted({*SINGLE, *PARTNER}))
def test_a_page_of_questions_takes_anything(failing, browser_of, path):
    intake = Intake.objects.create(answers=SINGLE | PARTNER)
    browser, address = browser_of(intake), f"/en/intake/{path}/"
    names = fields_of(browser, address)
    for value in VALUES.values():
        failing(browser, "post", address, encode(names, value).encode())
        failing(browser, "post", address, encode([*names, "later"], value).encode())
        failing(browser, "get", f"{address}?wrong=1")
        Intake.objects.filter(pk=intake.pk).update(answers=intake.answers, mistakes={})


def routes(patterns: list, before: str = "") -> Iterator[str]:
    """Every address there is, as its route is written."""
    for one in patterns:
        route = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def fill(route: str, text: str, number: str = "1") -> str:
    """A route with a text in each of its texts."""
    numbered = re.sub(r"<int:\w+>", number, route)
    named = re.sub(r"<slug:\w+>", "x-y", numbered)
    return "/" + re.sub(r"<\w+:\w+>|<\w+>|\(\?P.*", text, named).replace("$", "").replace("\\", "")


@pytest.mark.one_database("postgresql")
def test_every_address_takes_anything_in_its_path(failing):
    found = sorted({route for route in routes(get_resolver().url_patterns) if "<" in route or "(?P" in route})
    assert len(found) > 60
    boss = User.objects.create_superuser("boss")
    browser = sign_in(boss)
    for route in found:
        for value in FEW:
            failing(browser, "get", fill(route, quote(value[:300])))
        failing(browser, "get", fill(route, "1", "9" * 40))
        failing(browser, "post", fill(route, "1", "9" * 18), b"end=1")


@pytest.fixture
def desk(broker):
    """A superuser's browser, and something on every list."""
    make_world()
    add_rows_of_nobody()
    boss = User.objects.create_superuser("boss", email="boss@example.org")
    Licence.objects.create(user=boss, number="R1")
    return sign_in(boss)


def list_desk() -> Iterator[str]:
    """Every address of the staff's pages that names no row."""
    for route in routes(get_resolver().url_patterns):
        if route.startswith("staff/") and "<" not in route and "(?P" not in route and "logout" not in route:
            yield "/" + route.replace("$", "").replace("\\Z", "")


@pytest.mark.one_database("postgresql")
def test_the_staffs_lists_and_forms_take_anything(failing, desk):
    addresses = sorted(set(list_desk()))
    assert len(addresses) > 30
    for address in addresses:
        names = fields_of(desk, address)[:80]
        for value in FEW:
            failing(desk, "get", f"{address}?{encode([*PARAMETERS, *names[:20]], value)}")
            failing(desk, "post", address, encode(names, value).encode())


def test_headers_and_cookies_take_anything(failing):
    _client, _made, browser = make_addressed()
    for value in VALUES.values():
        text = value[:2000].decode("latin-1").replace("\r\n", " ")
        told = {"user-agent": text, "accept-language": text, "referer": text, "x-forwarded-for": text, "origin": text}
        failing(browser, "get", "/en/my-file/", headers=told)
        failing(Browser(headers=told), "post", "/en/sign-in/", b"email=kim%40example.org")
        bare = Browser()
        for name in ("sessionid", COOKIE, "csrftoken", "django_language", "messages", "mistakes_account_login"):
            bare.cookies[name] = text
        for address in ("/", "/en/my-file/", "/en/intake/contact/", "/en/sign-in/?wrong=1", "/staff/"):
            failing(bare, "get", address)
    failing(browser, "get", "/en/?" + urlencode([(f"k{number}", "v") for number in range(1500)]))


@pytest.mark.parametrize(
    "onward", ["abc", "\u202e", "admin:index", "https://evil.example/", "//evil.example", "javascript:1"]
)
def test_a_way_back_that_is_no_page_leads_to_the_first_page(broker, count, onward):
    """By the name of a page nothing is looked up, and no other site is reached."""
    User.objects.create_user("rosa", password="a long enough one", is_staff=True)
    staff, client = Browser(), Browser()
    typed = {"username": "rosa", "password": "a long enough one", "next": onward}
    assert staff.post(f"/staff/login/?{urlencode({'next': onward})}", typed)["Location"] == "/staff/"
    assert staff.get(f"/staff/login/?{urlencode({'next': onward})}")["Location"] == "/staff/"
    client.post(f"/en/sign-in/?{urlencode({'next': onward})}", {"email": "kim@example.org", "next": onward})
    code = Letter.objects.get().secret
    where = client.post(f"/en/sign-in/code/?{urlencode({'next': onward})}", {"code": code, "next": onward})
    assert where.status_code == 302
    assert "evil" not in where["Location"]
    count(inputs=3, inputs_failing=0)
