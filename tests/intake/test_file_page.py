"""The page of a file: what is told of a client, in one order, and asked for once."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from intake.clients import household
from intake.models import Client, Enquiry, Note, StageMove
from intake.permissions import VIEW_CLIENT
from intake.questionnaire.answers_to_profile import build_facts
from intake.staff.changelists.client_names import name_client
from intake.staff.file_history.history import LATEST
from tests.hostile.desk import make_world, member_with, sign_in
from tests.intake.answers import COUPLE, SINGLE, TODAY, flow
from tests.intake.files import with_result
from tests.intake.saving import where

pytestmark = pytest.mark.django_db
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
ORDER = [
    "To do",
    "Work on the file",
    "Score",
    "IRCC's pool",
    "Facts",
    "The person",
    "People",
    "Agreements",
    "What we may send",
    "On record",
    "Papers",
    "Documents and dates",
    "Conflict checks",
    "Consents",
    "History",
]


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana", facts=build_facts(flow(SINGLE).cleaned))


def read(browser, client):
    return browser.get(where(client))


def read_section(page, name):
    """The words of one of the sections, on one line."""
    part = page.content.decode().split(f'aria-labelledby="{name}-heading">')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part))).strip()


def test_the_parts_stand_in_one_order_below_a_head_that_stays_in_sight(admin_client, broker):
    client = make_world().client
    Client.objects.update(telephone="+16132000001", next_action="call", stage="invited", invited_on=TODAY)
    page = read(admin_client, client).content.decode()
    head, below = page.split('class="file-head"')[1].split('class="file-todos"')
    places = [head.index(words) for words in ("<h1>", "Telephone", "Stage", "Next action", "Days left to apply")]
    assert places == sorted(places)
    found = [re.sub(r"\s+", " ", unescape(one)).strip() for one in HEADING.findall(below)]
    assert found[: len(ORDER)] == ORDER


@pytest.mark.parametrize(
    ("days_ago", "said", "late"),
    [(10, "Days left to apply 50", False), (50, "Days left to apply 10", True), (61, "Last day to apply", True)],
)
def test_the_head_says_the_days_left_and_that_the_last_day_has_passed(admin_client, ana, days_ago, said, late):
    Client.objects.update(stage="invited", invited_on=TODAY - timedelta(days=days_ago))
    head = read(admin_client, ana).content.decode().split('class="file-head"')[1].split("</dl>")[0]
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", head)))
    assert said in words
    assert ("passed" in words) is (days_ago > 60)
    assert ('class="late"' in head) is late


def test_people_are_those_of_the_file_the_partner_and_relatives_in_canada(admin_client, admin_user, ana):
    assert read_section(read(admin_client, ana), "people") == (
        "People Adviser Nobody yet Consultant of record Nobody yet"
    )
    bo = Client.objects.create(email="bo@example.org")
    facts = build_facts(flow(COUPLE).cleaned) | {"sibling_in_canada": True}
    Client.objects.filter(pk=ana.pk).update(facts=facts, adviser=admin_user)
    household.link(ana, bo, joint_on=TODAY, by=admin_user)
    page = read(admin_client, ana)
    assert read_section(page, "people") == (
        "People Adviser admin Consultant of record Nobody yet"
        f" Partner Comes to Canada too, and counts for the score bo@example.org {bo.reference}"
        " Brother or sister in Canada, citizen or permanent resident Yes"
    )
    assert f'counts for the score <a href="{where(bo)}">{name_client(bo)}</a>' in page.content.decode()


@pytest.mark.parametrize(
    ("partner", "words"),
    [
        ({"accompanying": False}, "Does not come to Canada, and does not count for the score"),
        (
            {"accompanying": True, "canadian": True},
            "Is a citizen or permanent resident of Canada, and does not count for the score",
        ),
    ],
)
def test_of_a_partner_who_does_not_count_it_says_why(admin_client, ana, partner, words):
    facts = build_facts(flow(COUPLE).cleaned)
    Client.objects.update(facts=facts | {"partner": facts["partner"] | partner})
    assert words in read_section(read(admin_client, ana), "people")


def test_papers_stand_with_their_last_valid_day_and_state_the_first_to_end_first(admin_client, ana):
    for kind, days in (("medical", 400), ("passport", 60), ("police", -1)):
        ana.dated_items.create(kind=kind, expires_on=TODAY + timedelta(days=days))
    words = read_section(read(admin_client, ana), "papers")
    found = re.findall(r"No longer valid|\d+ days? left|Valid", words)
    assert found[:2] == ["No longer valid", "60 days left"]
    assert set(found[2:]) == {"Valid"}
    assert words.index("Police certificate") < words.index("Passport") < words.index("Medical")
    assert "Language test" in words
    assert re.search(r"\d+ facts whose documents nobody has seen", words)


def test_the_last_ten_entries_of_the_history_stand_there_and_lead_to_all_of_it(admin_client, admin_user, ana):
    for number in range(LATEST + 2):
        Note.objects.create(client=ana, text=f"note {number}.", author=admin_user)
    StageMove.objects.create(client=ana, was="new", stage="contacted", at=timezone.now() - timedelta(days=9))
    words = read_section(read(admin_client, ana), "latest")
    assert re.findall(r"note \d+\.", words) == [f"note {number}." for number in range(LATEST + 1, 1, -1)]
    assert "Contacted" not in words
    whole = reverse("admin:intake_client_history", args=[ana.pk])
    page = read(admin_client, ana).content.decode()
    assert f'href="{whole}?kind=message"' in page


def test_who_may_read_files_alone_reads_no_papers_enquiries_and_results_there(broker):
    world = make_world()
    page = read(sign_in(member_with(VIEW_CLIENT)), world.client)
    assert "secret of" not in read_section(page, "latest")
    assert "Passport" not in read_section(page, "papers")


@pytest.mark.parametrize("number", [1, 3])
def test_a_file_asks_as_often_for_one_row_of_each_kind_as_for_three(
    admin_client, admin_user, django_assert_num_queries, number
):
    client, _made = with_result("amara@example.org")
    for one in range(number):
        author = User.objects.create_user(f"user{one}", is_staff=True)
        Note.objects.create(client=client, text="x", author=author)
        StageMove.objects.create(client=client, was="new", stage="contacted", by=author)
        client.todos.create(text="x", due_on=TODAY, assignee=author, author=author)
        client.dated_items.create(kind="passport", expires_on=TODAY + timedelta(days=one))
        Enquiry.objects.create(client=client, kind="question", text="x", language="en")
    read(admin_client, client)
    with django_assert_num_queries(31):
        read(admin_client, client)
