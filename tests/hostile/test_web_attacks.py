"""What is tried first on any site: planted sessions, other hosts, posts from elsewhere, too much at once."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from draws.feed.parser import read_rows
from intake.account import confirm_email
from intake.account.change_email import move_file
from intake.clients.import_lines import LineError
from intake.clients.importing import read_line
from intake.common.client_ip import find_client_ip
from intake.consultations import links as booking_links
from intake.models import Assessment, Client, Intake
from intake.my_file import share_links
from scoring.table import RuleError
from scoring.table_files import TableText, read_table
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.answers import SINGLE
from tests.intake.files import sign_draft, signed_in, with_result
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
SCRIPT = '"><script>alert(1)</script>'
ADDRESS = "kim@example.org"
SIGN_IN = "/en/sign-in/"
CODE = "/en/sign-in/code/"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def ask_for_code(browser: Browser, address: str = ADDRESS) -> str:
    """The code of the message that this browser asked for."""
    mail.outbox.clear()
    browser.post(SIGN_IN, {"email": address})
    send_letters()
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]


# --- Sessions ---------------------------------------------------------------------


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(broker):
    browser = Browser()
    code = ask_for_code(browser)
    planted = browser.cookies["sessionid"].value
    assert browser.post(CODE, {"code": code})["Location"] == "/en/my-file/"
    assert browser.cookies["sessionid"].value != planted
    thief = Browser()
    thief.cookies["sessionid"] = planted
    assert thief.get("/en/my-file/").status_code == HTTPStatus.FOUND


def test_a_made_up_session_key_is_never_taken(broker):
    browser = Browser()
    browser.cookies["sessionid"] = "a" * 32
    code = ask_for_code(browser)
    browser.post(CODE, {"code": code})
    assert browser.cookies["sessionid"].value != "a" * 32


def test_a_code_of_before_a_move_opens_nothing_of_the_file(broker):
    """Whoever still reads the old mailbox asked for a code there, and types it after the move."""
    client, _made = with_result(ADDRESS)
    thief = Browser()
    code = ask_for_code(thief)
    move_file(client, "elsewhere@example.org")
    assert thief.post(CODE, {"code": code})["Location"] == f"{SIGN_IN}?over=1"
    shown = thief.get("/en/my-file/").content.decode()
    assert "Amara" not in shown
    assert "elsewhere" not in shown


def test_a_confirmation_of_before_a_move_changes_nothing_in_the_file(browser_of):
    client, _made = with_result(ADDRESS)
    contact = {"name": "Eve", "email": ADDRESS, "language": "en", "alerts": "on"}
    browser_of(Intake.objects.create(answers=SINGLE | {"contact": contact})).post("/en/intake/check/")
    pending = Assessment.objects.filter(client=None).get()
    signed = confirm_email.make_link(pending)
    move_file(client, "elsewhere@example.org")
    Browser().post(reverse("intake:confirm", args=[signed]))
    moved = Client.objects.get(pk=client.pk)
    assert (moved.email, moved.name, moved.assessments.count(), moved.intakes.count()) == (
        "elsewhere@example.org",
        "Amara Secret",
        1,
        1,
    )


def test_a_link_of_before_a_move_opens_no_appointment():
    """Whoever reads the old mailbox still has the link by which an appointment is moved and cancelled."""
    client, _made = with_result(ADDRESS)
    booked = make_booked(make_calendar(), client)
    address = reverse("intake:consultation", args=[booking_links.make_link(booked)])
    assert Browser().get(address).status_code == HTTPStatus.OK
    move_file(client, "elsewhere@example.org")
    assert Browser().get(address).status_code == HTTPStatus.GONE
    Browser().post(address, {"cancel": "1"})
    booked.refresh_from_db()
    assert (booked.state, booked.email) == ("confirmed", "elsewhere@example.org")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("keep_one_minute_score", {"age": "30", "family": "married", "nomination": "no", "sibling": "no"}),
        (
            "use_scores",
            {"test": "celpip_general", **dict.fromkeys(("listening", "reading", "writing", "speaking"), "9")},
        ),
    ],
)
def test_what_was_chosen_goes_into_no_file_by_an_old_cookie(name, typed):
    """The draft in the cookie came to be another's file: the choices begin a draft of their own."""
    client, _made = with_result(ADDRESS)
    theirs = client.intakes.get()
    attacker = Browser()
    attacker.cookies["draft"] = sign_draft(theirs.token)
    before = (theirs.answers, theirs.mistakes)
    answer = attacker.post(reverse(f"intake:{name}"), typed)
    assert answer.status_code == HTTPStatus.FOUND
    theirs.refresh_from_db()
    assert (theirs.answers, theirs.mistakes) == before
    assert str(theirs.token) not in attacker.cookies["draft"].value


# --- Other hosts, other places ------------------------------------------------------


def test_no_header_of_a_visitor_changes_a_link_of_ours(broker):
    odd = {
        "X-Forwarded-Host": EVIL,
        "X-Original-URL": "/staff/",
        "Forwarded": f"host={EVIL}",
        "Origin": f"https://{EVIL}",
    }
    browser = Browser(headers=odd)
    for address in ("/", "/en/", SIGN_IN, "/robots.txt", "/sitemap.xml", "/staff/login/"):
        answer = browser.get(address)
        assert EVIL not in answer.content.decode() + str(answer.headers), address
    ask_for_code(browser)
    assert EVIL not in mail.outbox[-1].message().as_string()
    assert Browser(headers={"Host": EVIL}).get("/en/").status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("proxies", "said", "found"),
    [
        pytest.param(0, "203.0.113.9", "192.0.2.1", id="nobody is believed"),
        pytest.param(1, "203.0.113.9, 198.51.100.7", "198.51.100.7", id="what the visitor says comes first"),
        pytest.param(1, "203.0.113.9", "203.0.113.9", id="one proxy"),
    ],
)
def test_a_visitor_chooses_no_address_for_the_limits(settings, proxies, said, found):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": said})
    assert find_client_ip(request) == found


def list_views(patterns, before=""):
    """Every address and what answers it."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from list_views(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern), one.callback


def test_only_what_programs_call_takes_posts_without_our_token():
    free = {route for route, view in list_views(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)}
    assert {re.sub(r"mail-events/.*", "mail-events/", route) for route in free} <= {
        "mail-events/",
        "en/alerts/<str:signed>/",
        "en/follow/<str:signed>/",
    }


def test_what_anybody_may_keep_is_the_same_for_everybody(broker):
    """A proxy keeps what is public: so it sets no cookie, and says nothing of who asked or in which language."""
    mine = signed_in("kim@example.org")
    for address in ("/robots.txt", "/sitemap.xml", "/en/occupations/search/?q=cook", "/en/", "/en/one-minute/"):
        answers = [browser.get(address, headers={"Accept-Language": "fr"}) for browser in (Browser(), mine)]
        if "public" in answers[0].get("Cache-Control", ""):
            assert answers[0].content == answers[1].content, address
            assert not answers[0].cookies
    assert "Accept-Language" in Browser().get("/")["Vary"]


# --- Too much at once ------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("name=" + "x" * 3_000_000, id="three megabytes"),
        pytest.param("&".join(f"f{number}=" for number in range(1500)), id="fields without end"),
    ],
)
def test_a_post_beyond_measure_is_refused(body):
    browser = Browser(raise_request_exception=False)
    answer = browser.post("/en/intake/contact/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@pytest.mark.parametrize("opened", ["[", '{"a":'])
def test_a_line_of_brackets_is_one_wrong_line(opened):
    with pytest.raises(LineError):
        read_line(opened.encode() * 150_000, timezone.localdate())


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "{b=" * 100_000, "a." * 100_000 + "a = 1"])
def test_a_table_of_brackets_is_one_wrong_table(text):
    with pytest.raises(RuleError):
        list(read_table(TableText("crs/age", text, "age.toml")))


def test_a_feed_of_brackets_is_one_failed_visit():
    with pytest.raises(ValueError, match="rounds"):
        read_rows(b'{"rounds": ' + b"[" * 200_000)


# --- Names that are more than a name ------------------------------------------------


def test_no_name_is_a_script_on_a_page_of_ours(admin_client):
    client, made = with_result(ADDRESS)
    Client.objects.filter(pk=client.pk).update(name=SCRIPT)
    made.contact["name"] = SCRIPT
    made.save()
    intake = client.intakes.get()
    intake.answers["contact"]["name"] = SCRIPT
    intake.save()
    mine = signed_in(ADDRESS)
    pages = [
        "/en/my-file/",
        reverse("intake:result", args=[made.reference]),
        reverse("intake:worksheet", args=[made.reference]),
    ]
    staff = [
        "/staff/",
        "/staff/intake/client/",
        f"/staff/intake/client/{client.pk}/change/",
        "/staff/intake/assessment/",
    ]
    staff = [*staff, f"/staff/intake/assessment/{made.pk}/change/", f"/staff/intake/intake/{intake.pk}/change/"]
    for browser, addresses in ((mine, pages), (admin_client, staff)):
        for address in addresses:
            answer = browser.get(address, follow=True)
            assert answer.status_code == HTTPStatus.OK, address
            assert "<script>alert" not in answer.content.decode(), address


def test_the_sign_in_asks_the_database_as_often_for_a_known_address(broker):
    """What takes longer for a client tells a stranger who is one."""
    with_result(ADDRESS)
    signed_in(ADDRESS)
    counts = []
    for address in (ADDRESS, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            Browser().post(SIGN_IN, {"email": address})
        counts.append(len(asked))
    assert counts[0] == counts[1], counts


def test_a_shared_result_names_nobody():
    client, made = with_result(ADDRESS)
    share = client.shares.create(assessment=made, until=timezone.localdate() + timedelta(days=7))
    signed = share_links.make_link(share)
    shown = Browser().get(reverse("my_file:shared", args=[signed])).content.decode()
    assert "Amara" not in shown
    assert ADDRESS not in shown
    assert made.reference not in shown
