"""The list of clients is taken along as it stands, by whom may, on record, and no cell of it is run."""

import csv
import io

import pytest
from openpyxl import load_workbook

from intake.common.spreadsheets import make_cell, write_csv, write_workbook
from intake.models import Client, ClientExport, FileView
from intake.permissions import EXPORT_CLIENTS, VIEW_CLIENT, Role
from intake.staff.client_admin import export_pages
from tests.hostile.desk import member_of, member_with, sign_in

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"


@pytest.fixture
def people():
    for name in ("Ana", "Bo", "=HYPERLINK(1)"):
        Client.objects.create(email=f"p{len(name)}@example.org", name=name, stage="new" if name != "Bo" else "booked")


def read(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.one_database
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_no_spreadsheet_runs_a_cell(text):
    assert make_cell(text).startswith("'")
    sheet = load_workbook(io.BytesIO(write_workbook([[text]]))).active
    assert (sheet["A1"].data_type, sheet["A1"].value[0]) == ("s", "'")
    assert write_csv([[text]]).decode("utf-8-sig").lstrip('"').startswith("'")


@pytest.mark.one_database
def test_numbers_stay_numbers_and_signs_that_no_workbook_holds_are_left_out():
    assert [make_cell(value) for value in (-3, 4.5, None, "a\x0bb")] == [-3, 4.5, None, "ab"]


def test_the_list_is_taken_along_with_its_filters_order_and_columns(admin_client, people):
    query = "stage__exact=new&columns=person.stage.email&o=-1&q=p"
    answer = admin_client.post(f"{LIST}list/export/", {"kind": "csv", "query": query})
    assert read(answer) == [
        ["name", "stage", "e-mail"],
        ["Ana", "New", "p3@example.org"],
        ["'=HYPERLINK(1)", "New", "p13@example.org"],
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="clients-')
    book = admin_client.post(f"{LIST}list/export/", {"kind": "xlsx", "query": "stage__exact=booked"})
    assert load_workbook(io.BytesIO(book.content)).active["A2"].value == "Bo"


def test_those_that_are_chosen_are_taken_along(admin_client, people):
    chosen = {"action": "export_csv", "_selected_action": [Client.objects.get(name="Bo").pk]}
    assert [row[0] for row in read(admin_client.post(LIST, chosen))] == ["name", "Bo"]


def test_who_took_how_many_is_on_record_there_and_in_each_file_and_no_name_is_kept(admin_client, admin_user, people):
    admin_client.post(f"{LIST}list/export/", {"kind": "csv", "query": "stage__exact=new&q=ana"})
    record = ClientExport.objects.get()
    assert (record.by, record.number, record.kind) == (admin_user, 1, "csv")
    assert "stage__exact=new" in record.filters
    assert "ana" not in record.filters
    seen = FileView.objects.get(part="export")
    assert (seen.client.name, seen.staff) == ("Ana", admin_user)


def test_too_many_are_not_taken_along(admin_client, people, monkeypatch):
    monkeypatch.setattr(export_pages, "MOST_ROWS", 2)
    answer = admin_client.post(f"{LIST}list/export/", {"kind": "csv", "query": ""}, follow=True)
    assert "At most 2 clients can be exported at once" in answer.content.decode()
    assert not ClientExport.objects.exists()
    assert admin_client.post(f"{LIST}list/export/", {"kind": "ods"}).status_code == 400


def test_who_may_read_alone_takes_nothing_along(people):
    browser = sign_in(member_with(VIEW_CLIENT))
    assert browser.post(f"{LIST}list/export/", {"kind": "csv"}).status_code == 403
    page = browser.get(LIST).content.decode()
    assert "list/export/" not in page
    assert "export_csv" not in page
    chosen = {"action": "export_csv", "_selected_action": list(Client.objects.values_list("pk", flat=True))}
    assert "text/csv" not in browser.post(LIST, chosen)["Content-Type"]
    assert not ClientExport.objects.exists()
    nobody = sign_in(member_with(EXPORT_CLIENTS, name="nobody"))
    assert nobody.post(f"{LIST}list/export/", {"kind": "csv"}).status_code == 403


def test_where_files_are_assigned_only_ones_own_are_taken_along(settings, people):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_of(Role.ASSISTANT, "clerk")
    clerk.user_permissions.add(*member_with(EXPORT_CLIENTS, name="other").user_permissions.all())
    Client.objects.filter(name="Bo").update(adviser=clerk)
    answer = sign_in(clerk).post(f"{LIST}list/export/", {"kind": "csv", "query": "o=1"})
    assert [row[0] for row in read(answer)] == ["name", "Bo"]


def test_as_many_questions_are_asked_of_the_database_for_few_as_for_many(
    admin_client, people, django_assert_num_queries
):
    admin_client.post(f"{LIST}list/export/", {"kind": "csv"})
    with django_assert_num_queries(14):
        admin_client.post(f"{LIST}list/export/", {"kind": "csv"})
    for number in range(20):
        Client.objects.create(email=f"q{number}@example.org")
    # That they were seen is noted once a day.
    admin_client.post(f"{LIST}list/export/", {"kind": "csv"})
    with django_assert_num_queries(14):
        admin_client.post(f"{LIST}list/export/", {"kind": "csv"})
