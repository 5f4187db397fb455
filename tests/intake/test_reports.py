"""The reports of staff: what they count, of whose files, and that nothing of a person stands in them."""

import csv
import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import override

from draws.models import DeliveryState
from draws.staff.alert_report import read_alerts
from intake.account.confirm_email import get_or_create_client
from intake.clients import invitations
from intake.clients.importing import import_clients
from intake.clients.invitations import Came, InvitationEnd
from intake.models import Client, Enquiry, StageMove
from intake.permissions import VIEW_REPORTS, Role
from intake.staff.client_admin.callers import begin_with_email
from intake.staff.reports.file_reports import MOST_SOURCES, read_days, read_files, read_leads, read_way
from intake.staff.reports.report_pages import build_report_chart
from intake.staff.reports.report_types import ReportRow, Scope
from tests.draws.factories import AlertFactory, PublishedDrawFactory
from tests.hostile.desk import member_of, member_with, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
REPORTS = "/staff/intake/client/reports/"
TODAY = date(2026, 11, 25)  # a Wednesday
QUERIES = 14
PROFILE = {"date_of_birth": "1990-05-05", "marital_status": "widowed"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-25T12:00:00-05:00", tick=False):
        yield


@pytest.fixture
def boss():
    return member_of(Role.ADMINISTRATOR, "boss")


@pytest.fixture
def rosa():
    return User.objects.create_user("rosa", is_staff=True, first_name="Rosa", last_name="Martin")


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def add_file(name: str, begun: int = 0, **values) -> Client:
    """A file that was begun this many days ago."""
    made = Client.objects.create(email=f"{name}@example.org", name=f"{name} secret", **values)
    Client.objects.filter(pk=made.pk).update(created=days_ago(begun))
    return made


def ask(source: str = "", asked: int = 0, telephone: str = "+1 613 555 0100", **values) -> Enquiry:
    """An enquiry of this many days ago."""
    made = Enquiry.objects.create(kind="call", telephone=telephone, source=source, language="en", **values)
    Enquiry.objects.filter(pk=made.pk).update(created=days_ago(asked))
    return made


def move(client: Client, was: str, stage: str, days: int) -> None:
    """A move of this many days ago, and the stage that the file has since."""
    StageMove.objects.create(client=client, was=was, stage=stage, at=days_ago(days))
    Client.objects.filter(pk=client.pk).update(stage=stage)


def lines(sheet) -> dict:
    return {row.label: list(row.cells) for row in sheet.rows}


def test_leads_are_counted_by_the_week_and_by_the_word_in_the_link(boss):
    add_file("ana", begun=2)
    add_file("bo", begun=3)
    add_file("old", begun=7 * 12)
    ask("mail"), ask("mail"), ask("card", asked=3), ask()
    sheet = read_leads(Scope(boss, None, TODAY))
    assert [str(one) for one in sheet.columns[3:]] == ["mail", "card", "Other sources", "No source named"]
    found = lines(sheet)
    assert len(found) == 12
    assert found[date(2026, 11, 23)] == [1, 3, 2, 0, 0, 1]
    assert found[date(2026, 11, 16)] == [1, 1, 0, 1, 0, 0]
    assert not any(found[date(2026, 9, 7)])


def test_a_visitor_who_invents_sources_adds_no_columns(boss):
    for number in range(MOST_SOURCES + 3):
        ask(f"made-up-{number}")
    sheet = read_leads(Scope(boss, None, TODAY))
    assert len(sheet.columns) == 3 + MOST_SOURCES + 2
    assert lines(sheet)[date(2026, 11, 23)][-2:] == [3, 0]


def test_an_enquiry_that_nobody_can_answer_is_none(boss):
    ask("mail", telephone="", email="ana@example.org")
    assert len(read_leads(Scope(boss, None, TODAY)).columns) == 5


def test_the_way_counts_who_came_to_a_stage_or_past_it_also_where_the_file_is_closed_now(boss):
    add_file("new")
    consulted = add_file("consulted", begun=20)
    move(consulted, "new", "booked", 9)
    move(consulted, "booked", "consulted", 6)
    move(consulted, "consulted", "closed", 1)
    add_file("retained", begun=30, stage="in_pool", retained_on=TODAY)
    add_file("booked", stage="booked")
    add_file("long-ago", begun=366, stage="retained")
    found = read_way(Scope(boss, None, TODAY))
    assert [tuple(row.cells) for row in found.rows] == [(4, 100), (3, 75), (2, 50), (1, 25), (1, 25)]


def test_without_files_no_share_is_worked_out(boss):
    assert [tuple(row.cells) for row in read_way(Scope(boss, None, TODAY)).rows] == [(0, None)] * 5


def test_the_days_in_a_stage_are_those_between_two_moves(boss):
    for name, first, second in (("ana", 10, 4), ("bo", 18, 4), ("cy", 12, 10)):
        client = add_file(name, begun=20)
        move(client, "new", "booked", first)
        move(client, "booked", "consulted", second)
    long_ago = add_file("long-ago", begun=500)
    move(long_ago, "new", "booked", 400)
    found = {str(label): cells for label, cells in lines(read_days(Scope(boss, None, TODAY))).items()}
    assert found == {"New": [8, 3], "Consultation booked": [6, 3]}


def add_invited(name: str, *days: date | None) -> Client:
    """A file whose client was invited on these days; of all but the last the invitation was declined."""
    client = add_file(name)
    for day in filter(None, days):
        for held in client.invitations.open():
            invitations.end(client, held, InvitationEnd("declined", held.received_on))
        invitations.receive(client, Came(day))
    return client


@pytest.mark.parametrize("end", ["declined", "lapsed", "applied"])
def test_an_invitation_counts_whatever_became_of_it(boss, end):
    held = TODAY - timedelta(days=90)
    client = add_invited("ana", held + timedelta(days=20))
    AlertFactory(draw=PublishedDrawFactory(number="500", held_on=held), state=DeliveryState.SENT, client=client)
    invitations.end(client, client.invitations.get(), InvitationEnd(end, held + timedelta(days=40)))
    assert [list(row.cells) for row in read_alerts(Scope(boss, None, TODAY)).rows] == [[1, 1]]


def test_a_second_invitation_hides_no_first_and_counts_for_its_own_round(boss):
    first, second, third = (TODAY - timedelta(days=days) for days in (200, 120, 40))
    client = add_invited("ana", first + timedelta(days=3), third + timedelta(days=2))
    for number, held in (("500", first), ("510", second), ("520", third)):
        AlertFactory(draw=PublishedDrawFactory(number=number, held_on=held), state=DeliveryState.SENT, client=client)
    found = {row.label: list(row.cells) for row in read_alerts(Scope(boss, None, TODAY)).rows}
    assert found == {"500": [1, 1], "510": [1, 0], "520": [1, 1]}


def test_alerts_are_counted_with_who_was_invited_within_thirty_days_of_the_round(boss):
    held = TODAY - timedelta(days=60)
    draw = PublishedDrawFactory(number="500", held_on=held)
    for number, after in enumerate((0, 30, 31, -1, None)):
        on = None if after is None else held + timedelta(days=after)
        AlertFactory(draw=draw, state=DeliveryState.SENT, client=add_invited(f"client-{number}", on))
    AlertFactory(draw=draw, state=DeliveryState.PENDING, client=add_invited("waiting", held))
    AlertFactory(draw=draw, state=DeliveryState.SENT, in_error=True, client=add_invited("wrong", held))
    newer = PublishedDrawFactory(number="501", held_on=TODAY - timedelta(days=5))
    AlertFactory(draw=newer, state=DeliveryState.SENT, client=add_file("newer"))
    assert [(row.label, list(row.cells)) for row in read_alerts(Scope(boss, None, TODAY)).rows] == [
        ("501", [1, 0]),
        ("500", [5, 2]),
    ]


def fill(prefix: str, **values) -> Client:
    """One of everything that is counted, about one file."""
    client = add_file(prefix, begun=5, **values)
    move(client, "new", "booked", 1)
    ask("mail", client=client)
    draw = PublishedDrawFactory(number=f"9{Client.objects.count()}", held_on=TODAY)
    AlertFactory(draw=draw, state=DeliveryState.SENT, client=client)
    return client


def count_all(scope: Scope) -> list[int]:
    """New files, enquiries, files begun, moves, alerts."""
    leads, way, days, alerts = (read(scope) for read in (read_leads, read_way, read_days, read_alerts))
    files, asked = (sum(row.cells[index] for row in leads.rows) for index in (0, 1))
    moves, sent = sum(row.cells[1] for row in days.rows), sum(row.cells[0] for row in alerts.rows)
    return [files, asked, way.rows[0].cells[0], moves, sent]


def test_every_report_leaves_sample_clients_out_and_narrows_to_an_adviser(boss, rosa):
    fill("sample", sample=True)
    fill("hers", adviser=rosa)
    fill("nobodys")
    assert count_all(Scope(boss, None, TODAY)) == [2] * 5
    assert count_all(Scope(boss, rosa, TODAY)) == [1] * 5


def test_where_files_are_assigned_every_report_counts_ones_own_alone(rosa, settings):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_with(VIEW_REPORTS, name="clerk")
    fill("own", adviser=clerk)
    fill("hers", adviser=rosa)
    assert count_all(Scope(clerk, None, TODAY)) == [1] * 5
    assert count_all(Scope(clerk, rosa, TODAY)) == [0] * 5
    assert "the numbers are of these alone" in sign_in(clerk).get(REPORTS).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_so_often_whatever_the_number_of_rows(boss, rosa, number, django_assert_num_queries):
    for index in range(number):
        fill(f"client-{index}")
    browser = sign_in(boss)
    browser.get(REPORTS)
    with django_assert_num_queries(QUERIES):
        page = browser.get(REPORTS).content.decode()
    assert "secret" not in page
    assert "example.org" not in page
    assert page.count('<svg class="bars"') == 5


def test_each_report_has_a_file_of_the_same_numbers(boss, rosa):
    fill("hers", adviser=rosa)
    fill("nobodys")
    browser = sign_in(boss)
    page = browser.get(f"{REPORTS}?adviser={rosa.pk}").content.decode()
    assert f'value="{rosa.pk}" selected' in page
    for code in ("files", "leads", "way", "days", "alerts"):
        assert f'{REPORTS}{code}.csv?adviser={rosa.pk}"' in page
        file = browser.get(f"{REPORTS}{code}.csv", {"adviser": rosa.pk})
        assert f"{code}-2026-11-25.csv" in file["Content-Disposition"]
        assert "secret" not in file.content.decode()
    way = csv.reader(browser.get(f"{REPORTS}way.csv?adviser={rosa.pk}").content.decode("utf-8-sig").splitlines())
    assert list(way)[:2] == [["Stage", "Files", "Of the files begun, in percent"], ["Files begun", "1", "100"]]


def test_new_files_are_counted_by_the_door_or_the_word_by_which_they_came(boss):
    sources = ["telephone", "telephone", "import", "expo", ""]
    for number, source in enumerate(sources):
        Client.objects.create(email=f"n{number}@example.org", source=source)
    Client.objects.create(email="sample@example.org", source="import", sample=True)
    sheet = read_files(Scope(boss, None, timezone.localdate()))
    names, cells = [str(one) for one in sheet.columns[1:]], sheet.rows[-1].cells
    found = {name: number for name, number in zip(names, cells, strict=True) if number}
    assert found == {"New files": 5, "Telephone": 2, "List of clients": 1, "expo": 1, "Source not known": 1}


def test_a_file_keeps_by_which_door_it_came(boss):
    begin_with_email("t@example.org")
    get_or_create_client("e@example.org", source="mail")
    list(import_clients([(1, json.dumps({"email": "i@example.org", "profile": PROFILE}).encode())], TODAY))
    kept = dict(Client.objects.values_list("email", "source"))
    assert kept == {"t@example.org": "telephone", "e@example.org": "mail", "i@example.org": "import"}


def test_no_cell_of_a_file_is_run(boss):
    ask("-1-1")
    assert "'-1-1" in sign_in(boss).get(f"{REPORTS}leads.csv").content.decode()


def test_what_there_is_not_is_not_found_and_who_may_not_is_refused(boss):
    browser = sign_in(boss)
    for path in ("nothing.csv", "?adviser=4711", "way.csv?adviser=x"):
        assert browser.get(REPORTS + path).status_code == 404
    clerk = sign_in(member_of(Role.ASSISTANT, "clerk"))
    assert [clerk.get(REPORTS + path).status_code for path in ("", "way.csv")] == [403, 403]
    assert REPORTS not in clerk.get("/staff/").content.decode()
    assert REPORTS in browser.get("/staff/").content.decode()


def test_an_empty_desk_says_so_and_in_french_too(boss):
    page = sign_in(boss).get(REPORTS).content.decode()
    assert "Nothing to count yet." in page
    assert '<svg class="bars"' not in page
    with override("fr"):
        page = sign_in(boss).get(REPORTS, headers={"accept-language": "fr"}).content.decode()
    assert "Rapports" in page


def test_nothing_has_no_bar_little_has_a_short_one_and_the_most_fills_the_room():
    chart = build_report_chart([ReportRow("a", [0]), ReportRow("b", [1]), ReportRow("c", [100_000])])
    assert [bar.width for bar in chart.bars][:2] == [0, 1]
    assert max(bar.end for bar in chart.bars) < chart.width
    assert build_report_chart([ReportRow("a", [0])]) is None
    assert build_report_chart([]) is None
