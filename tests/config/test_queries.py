"""Of each page: that it is valid HTML, and how often it asks the database, the same for few rows and for many.

A new address: its line into `QUERIES`, or, where it shows no page, into `NO_PAGE`. The staff's pages are
counted beside their own tests.
"""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override
from tinyhtml5.parser import HTMLParser

from config.middleware.security_headers import HEADERS
from draws.models import Mailing
from draws.outbox import unsubscribe_links
from intake.account import confirm_email
from intake.clients import invitations
from intake.clients.invitations import Came
from intake.common.signed_links import Purpose
from intake.consultations import links
from intake.enquiries.links import make_link
from intake.firm.look import find_digest, forget_look
from intake.followers.links import build_link
from intake.models import (
    Assessment,
    Client,
    ClientExport,
    Consultation,
    DeletionRequest,
    Enquiry,
    FirmLook,
    FirmPicture,
    FollowedKind,
    Follower,
    Scenario,
    Share,
)
from intake.my_file import share_links
from intake.questionnaire.draft import COOKIE
from tests.draws.factories import AlertFactory, PublishedDrawFactory
from tests.hostile.desk import add_rows_of_nobody, make_world, sign_in
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.answers import TODAY
from tests.intake.files import sign_draft, signed_in, with_result
from tests.intake.firms import add_firm

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
# Address -> queries of a page that was seen before in this process, by somebody who is signed in.
# Four are theirs, and two ask whether the draft in the browser is in their file.
QUERIES = {
    "account_logout": 4,
    "draws:alerts": 6,
    "draws:categories": 6,
    "draws:category": 6,
    "draws:embed_rounds": 2,
    "draws:feed": 5,
    "draws:list": 5,
    "draws:occupations": 4,
    "draws:round": 7,
    "draws:rounds_json": 6,
    "draws:stream": 7,
    "draws:stream_card": 6,
    "draws:streams": 5,
    "firm:picture": 5,
    "firm:stylesheet": 5,
    "intake:about": 4,
    "intake:accessibility": 4,
    "intake:ask": 6,
    "intake:assessments": 4,
    "intake:asked": 4,
    "intake:book": 8,
    "intake:book_hour": 8,
    "intake:booking_sent": 4,
    "intake:calendar": 6,
    "intake:card": 4,
    "intake:call_back": 6,
    "intake:check": 7,
    "intake:clear": 4,
    "intake:confirm": 8,
    "intake:confirm_enquiry": 5,
    "intake:consultation": 6,
    "intake:consultation_feed": 6,
    "intake:documents": 4,
    "intake:embed_score": 0,
    "intake:example": 5,
    "intake:fees": 4,
    "intake:confirm_following": 5,
    "intake:follow": 7,
    "intake:follow_sent": 4,
    "intake:following": 5,
    "intake:following_data": 8,
    "intake:firm": 10,
    "intake:glossary": 4,
    "intake:home": 6,
    "intake:item": 7,
    "intake:levels": 4,
    "intake:one_minute_score": 4,
    "intake:one_minute_answer": 4,
    "intake:occupation_search": 4,
    "intake:page": 7,
    "intake:part": 7,
    "intake:move_consultation": 9,
    "intake:nominations": 4,
    "intake:points": 4,
    "intake:privacy": 4,
    "intake:processing_times": 4,
    "intake:programs": 4,
    "intake:questions": 5,
    "intake:remove": 7,
    "intake:result": 7,
    "intake:result_pdf": 9,
    "intake:points_so_far": 7,
    "intake:saved": 7,
    "intake:scenario": 9,
    "intake:scenario_delete": 7,
    "intake:scenarios": 8,
    "intake:start": 7,
    "intake:what_if": 9,
    "intake:what_if_item": 7,
    "intake:what_if_page": 7,
    "intake:worksheet": 6,
    "intake:worksheet_pdf": 7,
    "my_file:address": 6,
    "my_file:alerts": 7,
    "my_file:data": 7,
    "my_file:devices": 7,
    "my_file:download": 44,
    "my_file:download_pdf": 12,
    "my_file:home": 14,
    "my_file:in_pool": 6,
    "my_file:invitation": 10,
    "my_file:invitation_over": 7,
    "my_file:leave": 6,
    "my_file:share": 10,
    "my_file:shared": 6,
    "sitemap": 5,
}
# The pages that may stand in a frame; they know nobody, so that they ask nothing of a person.
FRAMED = {"draws:embed_rounds", "intake:embed_score"}
# Those that take a POST, send on or follow a POST, and the pages of signing in, which nobody who is signed in sees.
NO_PAGE = {
    "account_confirm_login_code",
    "account_login",
    "account_request_login_code",
    "intake:keep_one_minute_score",
    "intake:resend",
    "intake:scenario_go_on",
    "intake:use_scores",
    "my_file:address_code",
    "my_file:answers",
    "my_file:confirm_answers",
    "my_file:go_on",
    "my_file:invitation_step",
    "my_file:resend",
    "my_file:revoke",
    "set_language",
}


def names(patterns: list, space: str = "") -> Iterator[str]:
    """The names of all addresses but those for staff."""
    for one in patterns:
        if isinstance(one, URLResolver) and not str(one.pattern).startswith("staff/"):
            yield from names(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{space}{one.name}"


NOON = f"{TODAY}T15:00:00-05:00"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.EMBED_HOSTS = ["https://www.firm.example"]
    with time_machine.travel(NOON, tick=False):
        yield


def make_addressed(many: int = 1):
    """Somebody signed in, with this many of everything that an address names (`argument`): client, result, browser."""
    client, made = with_result("amara@example.org")
    browser = signed_in(client.email)
    browser.cookies[COOKIE] = sign_draft(made.intake.token)
    Scenario.objects.create(assessment=made, answers=made.intake.answers)
    PublishedDrawFactory(number="700", stream="french")
    calendar = make_calendar()
    follower = Follower.objects.create(email="f@example.org", language="en", confirmed_at=timezone.now())
    for number in range(many):
        FollowedKind.objects.create(follower=follower, stream=("french", "cec", "pnp")[number])
        add_firm()
        make_booked(calendar, client, number)
        Scenario.objects.create(assessment=made, name=f"Plan {number}", answers=made.intake.answers)
        Share.objects.create(client=client, assessment=made, until=timezone.localdate() + timedelta(days=number))
    return client, made, browser


@time_machine.travel(NOON, tick=False)
def make_many(many: int) -> Browser:
    """The browser of somebody signed in, with answers and a result, and this many of everything around."""
    client, made, browser = make_addressed(many)
    AlertFactory.create_batch(many, client=client)
    # Documents of an application are asked of it, with what the file has of them.
    for number in range(many):
        client.dated_items.create(kind="passport", expires_on=TODAY + timedelta(days=number))
    invitations.receive(client, Came(TODAY))
    for number in range(1, many):
        made.pk, made.reference = None, f"AAAA-BBBB-{number:04d}"
        made.save(force_insert=True)
    return browser


# On PostgreSQL, which answers the same questions, the larger world alone.
@pytest.fixture(
    scope="module", params=[pytest.param(1, id="few", marks=pytest.mark.one_database), pytest.param(3, id="many")]
)
def signed(request, kept_rows):
    """The browser in a world with one or three of everything, which stands for all tests."""
    with kept_rows(partial(make_many, request.param)) as browser:
        yield browser


@pytest.fixture
def world(signed):
    """A browser of its own for each test, signed in as that one, and the result."""
    forget_look()
    browser = Browser()
    browser.cookies = deepcopy(signed.cookies)
    return browser, Assessment.objects.earliest("pk")


def sign(purpose: Purpose, follower: Follower) -> str:
    """The signed part of a follower's link."""
    return build_link(purpose, follower).split("/")[-2]


def argument(name: str, made: Assessment) -> list[str | int]:
    """What stands in the address of a page."""
    share, kept = made.client.shares.earliest("pk"), Scenario.objects.named().earliest("pk")
    booked = Consultation.objects.earliest("pk")
    follower = Follower.objects.earliest("pk")
    fixed = {
        "draws:alerts": [unsubscribe_links.build_link(made.client).split("/")[-2]],
        "draws:category": ["french"],
        "draws:round": ["700"],
        "draws:stream": ["french"],
        "draws:stream_card": ["french"],
        "intake:card": ["score"],
        "intake:confirm": [confirm_email.make_link(made)],
        "intake:asked": ["confirm"],
        "intake:confirm_enquiry": [make_link(Enquiry.objects.create(email="a@example.org", language="en"))],
        "intake:confirm_following": [sign(Purpose.FOLLOW, follower)],
        "intake:follow_sent": ["confirm"],
        "intake:following": [sign(Purpose.FOLLOWING, follower)],
        "intake:following_data": [sign(Purpose.FOLLOWING, follower)],
        "firm:picture": [FirmPicture.objects.earliest("pk").digest],
        "firm:stylesheet": [find_digest(FirmLook.objects.earliest("pk"))],
        "intake:book_hour": [booked.adviser.calendar.pk, "20261201T1500Z"],
        "intake:booking_sent": ["confirm"],
        "intake:consultation": [links.make_link(booked)],
        "intake:consultation_feed": [booked.adviser.calendar.feed_key],
        "intake:move_consultation": [links.make_link(booked)],
        "intake:item": ["jobs", 1],
        "intake:page": ["date-of-birth"],
        "intake:part": ["jobs", 1, "conditions"],
        "intake:remove": ["jobs", 1],
        "intake:scenario": [made.reference, kept.pk],
        "intake:scenario_delete": [made.reference, kept.pk],
        "intake:what_if_item": [made.reference, "jobs", 1],
        "intake:what_if_page": [made.reference, "jobs"],
        "my_file:shared": [share_links.get_url(share).split("/")[-2]],
    }
    of_a_result = ("intake:result", "intake:worksheet", "intake:calendar", "intake:what_if", "intake:scenarios")
    return fixed.get(name) or ([made.reference] if name.startswith(of_a_result) else [])


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_asks_so_often(world, django_assert_num_queries, name):
    browser, made = world
    where = reverse(name, args=argument(name, made))
    browser.get(where)
    with django_assert_num_queries(QUERIES[name]):
        page = browser.get(where)
    assert page.status_code == 200
    # A mail program that runs in a browser shows the firm's logo (record 0196).
    shown = {"Cross-Origin-Resource-Policy": "cross-origin"} if name == "firm:picture" else {}
    assert (HEADERS | shown).items() <= dict(page.headers).items()
    assert ("X-Frame-Options" in page.headers) == (name not in FRAMED)
    # A picture has a policy of its own.
    refuses = "frame-ancestors 'none'" in page.headers["Content-Security-Policy"] or name == "firm:picture"
    assert refuses == (name not in FRAMED)


def faults(page):
    """What the rules for parsing HTML name as wrong in a page, and each id that stands there twice."""
    parser = HTMLParser()
    tree = parser.parse(page)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    return [error for _place, error, _about in parser.errors] + [name for name, times in ids.items() if times > 1]


@pytest.mark.one_database
@pytest.mark.parametrize("signed", [3], indirect=True, ids=["many"])
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_page_is_valid_html(world, name):
    browser, made = world
    for language in ("en", "fr"):
        with override(language):
            answer = browser.get(reverse(name, args=argument(name, made)))
        if answer["Content-Type"].startswith("text/html"):
            assert faults(answer.content.decode()) == [], language


def test_faults_of_a_page_are_found():
    assert faults("<!doctype html><title>x</title><p id=a><div id=a></p></div>") == ["unexpected-end-tag", "a"]


def test_every_address_is_counted():
    """An address that is missing here has to be added to one of the two."""
    assert set(names(get_resolver().url_patterns)) == set(QUERIES) | NO_PAGE


# Each list of the staff's tool -> queries of a look at it, with one row or with three of each kind.
LISTS = {
    "auth.Group": 10,
    "auth.User": 11,
    "draws.Alert": 12,
    "draws.Circular": 10,
    "draws.Correction": 10,
    "draws.CorrectionLetter": 12,
    "draws.Draw": 13,
    "draws.Feed": 10,
    "draws.FirmEdition": 10,
    "draws.FollowerNews": 11,
    "draws.Heartbeat": 10,
    "draws.Mailing": 10,
    "draws.MessageTemplate": 11,
    "draws.Notice": 12,
    "draws.Pause": 11,
    "draws.RuleChange": 10,
    "draws.StaffReminder": 11,
    "draws.WrittenMessage": 12,
    "intake.AdviserCalendar": 10,
    "intake.Assessment": 11,
    "intake.BreachRecord": 10,
    "intake.Client": 12,
    "intake.ClientExport": 10,
    "intake.ConsentProof": 10,
    "intake.Consultation": 12,
    "intake.DatedItem": 12,
    "intake.DayOff": 10,
    "intake.DeletionRequest": 12,
    "intake.Enquiry": 13,
    "intake.EventReceiver": 10,
    "intake.FirmLook": 10,
    "intake.FirmOffice": 10,
    "intake.FirmPerson": 10,
    "intake.FirmService": 10,
    "intake.FirmTestimonial": 10,
    "intake.FirmText": 10,
    "intake.Follower": 11,
    "intake.Intake": 11,
    "intake.Letter": 12,
    "intake.OwedEvent": 13,
    "intake.StageTodo": 10,
    "intake.Tag": 9,
    "intake.Todo": 12,
    "intake.VisitCount": 9,
    "mfa.Authenticator": 10,
}


@pytest.fixture
def desk(request, broker):
    """A superuser's browser, and this many rows on every list of clients, each with a colleague of its own."""
    add_rows_of_nobody()
    for number in range(request.param):
        world, member = make_world(f"amara{number}@example.org", f"43{number}"), User.objects.create_user(f"m{number}")
        Client.objects.filter(pk=world.client.pk).update(adviser=member)
        DeletionRequest.objects.create(client=world.client, way="letter", entered_by=member)
        Mailing.objects.create(about="draw", draw=world.rows["published"], recipients=3, asked_by=member)
        ClientExport.objects.create(by=member, kind="csv", number=number)
    return sign_in(User.objects.create_superuser("boss"))


@pytest.mark.parametrize("desk", [1, 3], indirect=True, ids=["one", "three"])
def test_every_list_of_the_desk_asks_as_often_for_one_row_as_for_three(desk):
    found = {}
    for model in admin.site._registry:
        where = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
        assert desk.get(where).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            desk.get(where)
        found[model._meta.label] = len(asked)
    assert found == LISTS


@pytest.mark.parametrize("desk", [1, 3], indirect=True, ids=["one", "three"])
def test_the_history_of_a_file_asks_so_often(desk, django_assert_num_queries):
    where = reverse("admin:intake_client_history", args=[Client.objects.get(email="amara0@example.org").pk])
    desk.get(where)
    with django_assert_num_queries(26):
        desk.get(where)
