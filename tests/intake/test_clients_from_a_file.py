"""Clients from a file that staff bring in the page: every row is shown first, brought in once, undone within a day."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from intake import tasks
from intake.clients import delete_file
from intake.clients.imports import files, run, undo
from intake.clients.imports.fields import build_line, find_fields, guess_fields
from intake.models import Client, ClientImport, Consent, ConsentProof, FileView, ImportRow, Note, Standing
from intake.permissions import CHANGE_CLIENT, IMPORT_CLIENTS, VIEW_CLIENT, Role
from tests.hostile.desk import member_of, member_with, sign_in

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/import/"
HEADER = ["E-mail", "Name", "Date of birth", "Marital status", "Jobs 1 NOC", "jobs.1.country", "jobs.1.start", "Hours"]
FIELDS = ["email", "name", "date_of_birth", "marital_status", "jobs.1.noc", "jobs.1.country", "jobs.1.start"]
FACTS = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}


def row(email, name="Ana Diaz", born="1990-05-05", status="Never married", noc="21232"):
    return [email, name, born, status, noc, "ca", "2024-01-01", "37,5"]


def make_csv(*rows, header=HEADER, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode()


def make_workbook(*rows):
    book, kept = Workbook(), io.BytesIO()
    for cells in rows:
        book.active.append(cells)
    book.save(kept)
    return kept.getvalue()


def bring(browser, content, name="clients.csv", fields=None):
    """Upload a file, and say what its columns are."""
    answer = browser.post(LIST, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.context["form"].errors
    if answer["Location"].endswith("/columns/"):
        form = browser.get(answer["Location"]).context["form"]
        chosen = fields or [field.initial for field in form.fields.values()]
        answer = browser.post(answer["Location"], {f"column{place}": field for place, field in enumerate(chosen)})
        assert answer.status_code == 302, answer.context["form"].errors
    return ClientImport.objects.latest("pk")


def work(source):
    """What the workers do with what was handed to them."""
    source.refresh_from_db()
    undoing = source.state == "undoing"
    for pk in list(source.rows.values_list("pk", flat=True)):
        (tasks.undo_rows if undoing else tasks.import_rows)(source.pk, [pk])
    source.refresh_from_db()
    return source


def bring_in(browser, *rows):
    source = bring(browser, make_csv(*rows), fields=[*FIELDS, "jobs.1.hours_per_week"])
    browser.post(f"{LIST}{source.pk}/begin/")
    return work(source)


def take_back(browser, source):
    browser.post(f"{LIST}{source.pk}/undo/")
    return work(source)


def outcomes(source):
    return [(row.number, row.outcome) for row in source.rows.all()]


# Files


@pytest.mark.one_database
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_whatever_stands_between_its_cells(delimiter):
    table = files.read_csv(make_csv(row("a@example.org"), [], delimiter=delimiter))
    assert table.header == HEADER
    assert table.rows == [(2, row("a@example.org"))]


@pytest.mark.one_database
def test_a_workbook_says_the_same_as_a_table():
    cells = ["a@example.org", "Ana", timezone.datetime(1990, 5, 5), "never_married", 21232, "CA", None, 37.5]
    table = files.read_workbook(make_workbook(HEADER, cells))
    assert table.rows[0][1] == ["a@example.org", "Ana", "1990-05-05", "never_married", "21232", "CA", "", "37.5"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("clients.pdf", b"x", "ends in .csv"),
        ("clients.csv", b"", "no row"),
        ("clients.csv", b"email\n", "no row"),
        ("clients.csv", b"email\na\0b@example.org\n", "a character that is not valid"),
        ("clients.csv", b"email\n" + b"x" * 10_001 + b"\n", "too long"),
        ("clients.csv", b"email\n" + b"x" * 200_000 + b"\n", "not a table"),
        ("clients.csv", b"email\n" + b"a\n" * 5001, "more than 5,000 rows"),
        ("clients.csv", b"\x81\x8d", "letters"),
        ("clients.csv", b"x" * (5 * 1024 * 1024 + 1), "larger"),
        ("clients.xlsx", b"PK not a workbook", "workbook can't be read"),
    ],
)
def test_a_file_that_is_no_list_of_clients_is_refused_with_the_reason(name, content, why):
    with pytest.raises(files.FileRefused, match=why):
        files.read_file(name, io.BytesIO(content))


@pytest.mark.one_database
def test_a_workbook_that_unfolds_to_far_more_than_it_weighs_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_UNFOLDED", 1000)
    with pytest.raises(files.FileRefused, match="too large"):
        files.read_workbook(make_workbook(HEADER, row("a@example.org")))


@pytest.mark.parametrize("cell", ["16,000", "16.000", "16 000", "$16,000.00"])
def test_an_amount_is_read_as_it_may_be_typed_in_the_questions(cell):
    line = build_line(["settlement_funds_cad", "jobs.1.hours_per_week"], [cell, "37.5"])
    assert line["profile"]["settlement_funds_cad"] == 16000
    assert line["profile"]["jobs"][0]["hours_per_week"] == 37.5


def test_a_number_in_a_workbook_is_no_group_of_thousands():
    table = files.read_workbook(make_workbook(["settlement_funds_cad"], [950.375], [16000.0]))
    assert [cells for _number, cells in table.rows] == [["950.3750"], ["16000"]]
    assert build_line(table.header, ["950.3750"])["profile"]["settlement_funds_cad"] == 950.375


def test_a_line_of_json_may_hold_the_signs_at_which_other_texts_break():
    one = '{"email": "a@example.org", "name": "A\u2028B\u0085C"}'
    assert [cells for _number, cells in files.read_json_lines(f"{one}\n{one}\n".encode()).rows] == [[one], [one]]


@pytest.mark.one_database
def test_columns_find_their_fields_by_their_names_and_cells_are_read_by_the_kind_of_field():
    assert guess_fields(["Courriel", "NOM", "Date of Birth", "jobs 1 noc", "e-mail", "Shoe size"]) == [
        "email",
        "name",
        "date_of_birth",
        "jobs.1.noc",
        "",
        "",
    ]
    fields = ["email", "jobs.2.noc", "jobs.1.noc", "jobs.1.hours_per_week", "sibling_in_canada", "partner.canadian"]
    line = build_line(fields, ["a@example.org", "11", "21232", "37,5", "Oui", ""])
    assert line == {
        "email": "a@example.org",
        "profile": {"jobs": [{"noc": "21232", "hours_per_week": 37.5}, {"noc": "00011"}], "sibling_in_canada": True},
    }
    assert len(find_fields()) > 100


# The preview


def test_every_row_says_what_it_would_do_and_why_not_before_anything_is_done(admin_client):
    Client.objects.create(email="known@example.org", name="Bo Lee", facts=FACTS)
    Client.objects.create(email="same@example.org", name="Cy Roy", facts=FACTS)
    source = bring(
        admin_client,
        make_csv(
            ["new@example.org", "Ana", "1990-05-05", "married"],
            ["KNOWN@example.org", "Bo Lee", "1991-05-05", ""],
            ["same@example.org", "Cy Roy", "", ""],
            ["bad@example.org", "Di", "yesterday", "married"],
            ["no address", "Ed", "1990-05-05", "married"],
            ["new@example.org", "Ana", "1990-05-05", "married"],
            header=HEADER[:4],
        ),
    )
    page = admin_client.get(f"{LIST}{source.pk}/")
    assert [number for _code, _label, number in page.context["outcomes"]] == [1, 1, 1, 3]
    rows = {row.number: row for row in source.rows.all()}
    assert rows[3].differs == ["date_of_birth"]
    assert "profile.date_of_birth" in rows[5].why_not
    assert "not an e-mail address" in rows[6].why_not
    assert "stands in row 2" in rows[7].why_not
    assert Client.objects.count() == 2
    refused = admin_client.get(f"{LIST}{source.pk}/?outcome=refused").context["page"]
    assert [row.number for row in refused] == [5, 6, 7]


def test_json_lines_need_no_columns_and_say_the_whole_profile(admin_client):
    Client.objects.create(email="a@example.org", facts=FACTS | {"family_size": 3})
    line = {"email": "a@example.org", "profile": FACTS}
    content = "\n".join([json.dumps(line), "no json", json.dumps({"email": "b@example.org", "profile": {}})])
    source = bring(admin_client, content.encode(), "clients.jsonl")
    assert outcomes(source) == [(1, "changed"), (2, "refused"), (3, "refused")]
    assert source.rows.first().differs == ["family_size"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (["name", "", "", ""], "must hold the e-mail address"),
        (
            ["email", "email", "", ""],
            "several columns: E-mail, Name. Leave out all but one of them.",
        ),
        (["email", "shoe_size", "", ""], "not a field of a client"),
    ],
)
def test_columns_that_can_not_be_are_refused(admin_client, fields, why):
    answer = admin_client.post(LIST, {"file": SimpleUploadedFile("a.csv", make_csv(["a"] * 4, header=HEADER[:4]))})
    page = admin_client.post(answer["Location"], {f"column{place}": field for place, field in enumerate(fields)})
    assert why in page.content.decode()
    assert not ClientImport.objects.get().fields


# Doing it


def test_new_clients_have_standings_and_a_history_and_what_a_table_does_not_say_stays(admin_client):
    Client.objects.create(email="b@example.org", language="fr", facts=FACTS | {"family_size": 3}, alerts=True)
    source = bring_in(admin_client, row("a@example.org"), row("b@example.org", name=""))
    assert (source.state, source.numbers["new"], source.numbers["changed"]) == ("done", 1, 1)
    ana, bo = Client.objects.order_by("email")
    assert (ana.name, ana.alerts, ana.facts["jobs"][0]["hours_per_week"]) == ("Ana Diaz", False, 37.5)
    assert (bo.language, bo.facts["family_size"], bo.facts["jobs"][0]["country"]) == ("fr", 3, "CA")
    assert None not in (ana.stood_until, bo.stood_until)
    assert LogEntry.objects.count() == 2


def test_a_task_that_runs_twice_does_nothing_twice(admin_client):
    source = bring_in(admin_client, row("a@example.org"))
    work(source)
    assert (Client.objects.count(), LogEntry.objects.count()) == (1, 1)
    assert run.begin(source) is None


def test_what_somebody_did_between_the_preview_and_the_button_counts(admin_client, admin_user):
    source = bring(admin_client, make_csv(row("a@example.org")), fields=[*FIELDS, ""])
    assert outcomes(source) == [(2, "refused")], "hours are missing"
    source = bring(admin_client, make_csv(row("a@example.org")), fields=[*FIELDS, "jobs.1.hours_per_week"])
    Client.objects.create(email="a@example.org", name="Ana", facts=FACTS)
    admin_client.post(f"{LIST}{source.pk}/begin/")
    work(source)
    done = source.rows.get()
    assert (done.outcome, done.before["name"], Client.objects.get().name) == ("changed", "Ana", "Ana Diaz")


def test_500_rows_of_which_20_are_bad_come_in_and_go_again(admin_client):
    born = ["never" if number % 25 == 0 else "1990-05-05" for number in range(500)]
    made = [row(f"p{number}@example.org", born=day)[:4] for number, day in enumerate(born)]
    source = bring(admin_client, make_csv(*made, header=HEADER[:4]))
    page = admin_client.get(f"{LIST}{source.pk}/").content.decode()
    assert "Page 1 of 5" in page
    admin_client.post(f"{LIST}{source.pk}/begin/")
    run.import_rows(source, list(source.rows.values_list("pk", flat=True)))
    source.refresh_from_db()
    assert (source.state, source.numbers["new"], source.numbers["refused"]) == ("done", 480, 20)
    assert Client.objects.count() == 480
    Note.objects.create(client=Client.objects.get(email="p1@example.org"), author=source.by, text="called")
    admin_client.post(f"{LIST}{source.pk}/undo/")
    undo.undo_rows(source, list(source.rows.values_list("pk", flat=True)))
    source.refresh_from_db()
    assert (source.state, source.numbers["back"], source.numbers["touched"]) == ("undone", 479, 1)
    assert Client.objects.get().email == "p1@example.org"
    assert not ImportRow.objects.filter(email__in=["p2@example.org", "p499@example.org"]).exists()


# Undoing


def test_what_was_changed_goes_back_unless_it_was_changed_again(admin_client):
    Client.objects.create(email="a@example.org", name="Ana", facts=FACTS)
    Client.objects.create(email="b@example.org", name="Bo", facts=FACTS)
    source = bring_in(admin_client, row("a@example.org"), row("b@example.org"))
    Client.objects.filter(email="b@example.org").update(name="Bo Lee")
    assert Standing.objects.filter(stream="cec").count() == 0
    take_back(admin_client, source)
    ana, bo = Client.objects.order_by("email")
    assert (ana.name, ana.facts) == ("Ana", FACTS)
    assert (bo.name, "jobs" in bo.facts) == ("Bo Lee", True)
    assert ana.stood_until is not None
    assert [row.undone for row in source.rows.all()] == ["back", "touched"]


def test_the_history_of_a_file_says_who_undid_an_import_and_what_was_put_back(admin_client, admin_user):
    ana = Client.objects.create(email="a@example.org", name="Ana", facts=FACTS)
    source = bring_in(admin_client, row("a@example.org", "Ana Souza"))
    colleague = User.objects.create_superuser("rosa")
    take_back(sign_in(colleague), source)
    page = admin_client.get(reverse("admin:intake_client_history", args=[ana.pk]) + "?kind=change")
    undone, brought = page.context["entries"]
    assert (brought.who, undone.who) == ("admin", "rosa")
    assert "Name: Ana → Ana Souza" in brought.text.splitlines()
    lines = undone.text.splitlines()
    assert lines[0] == "An import was undone."
    assert "Name: Ana Souza → Ana" in lines
    fields = [[one.partition(":")[0] for one in entry.text.splitlines()] for entry in (undone, brought)]
    assert fields[0][1:] == fields[1]


def test_a_consent_that_came_with_a_row_is_withdrawn_and_its_proof_stays(admin_client):
    Client.objects.create(email="b@example.org", name="Bo", facts=FACTS)
    header, agreed = [*HEADER[:4], "alerts.consented_on", "alerts.source"], ["2026-03-02", "signed form"]
    rows = [[*row(f"{name}@example.org", name)[:4], *agreed] for name in ("a", "b")]
    source = bring(admin_client, make_csv(*rows, header=header))
    assert source.rows.get(number=3).differs == ["name", "alerts"]
    admin_client.post(f"{LIST}{source.pk}/begin/")
    work(source)
    assert Client.objects.filter(alerts=True).count() == 2
    take_back(admin_client, source)
    bo = Client.objects.get()
    assert (bo.email, bo.alerts) == ("b@example.org", False)
    assert list(Consent.objects.order_by("pk").values_list("given", flat=True)) == [True, False]
    assert ConsentProof.objects.get().email == "a@example.org"


@pytest.mark.parametrize("change", [{"stage": "contacted"}, {"next_action": "call"}, {"name": "Ana D."}])
def test_a_new_file_that_somebody_saved_since_stays(admin_client, change):
    source = bring_in(admin_client, row("a@example.org"))
    client = Client.objects.get()
    for name, value in change.items():
        setattr(client, name, value)
    client.save()
    take_back(admin_client, source)
    assert Client.objects.get().pk == client.pk
    assert source.rows.get().undone == "touched"


def test_after_a_day_nothing_is_undone_and_what_the_rows_said_is_forgotten(admin_client):
    source = bring_in(admin_client, row("a@example.org"))
    ClientImport.objects.update(done_at=timezone.now() - timedelta(hours=25))
    page = admin_client.post(f"{LIST}{source.pk}/undo/", follow=True).content.decode()
    assert "undone any more" in page
    tasks.sweep_imports()
    assert not ImportRow.objects.exists()
    assert [number for *_words, number in admin_client.get(f"{LIST}{source.pk}/").context["outcomes"]] == [1, 0, 0, 0]
    assert Client.objects.count() == 1


def test_a_file_that_nobody_brought_in_is_forgotten_after_a_day(admin_client):
    bring(admin_client, make_csv(row("a@example.org")))
    tasks.sweep_imports()
    assert ImportRow.objects.count() == 1
    ClientImport.objects.update(moved_at=timezone.now() - timedelta(hours=25))
    tasks.sweep_imports()
    assert not ImportRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_lost_call_left_is_handed_out_again_and_the_page_says_that_it_stands(admin_client, broker):
    source = bring(admin_client, make_csv(row("a@example.org")), fields=[*FIELDS, "jobs.1.hours_per_week"])
    admin_client.post(f"{LIST}{source.pk}/begin/")
    assert broker.queued() == 1
    tasks.sweep_imports()
    assert broker.queued() == 1, "it moved within the minute"
    ClientImport.objects.update(moved_at=timezone.now() - timedelta(seconds=61))
    page = admin_client.get(f"{LIST}{source.pk}/")
    assert (page["Refresh"], "Nothing has moved" in page.content.decode()) == ("3", True)
    tasks.sweep_imports()
    assert broker.queued() == 2


def test_nothing_of_a_deleted_client_stays_in_a_file_that_waits(admin_client):
    client = Client.objects.create(email="a@example.org", facts=FACTS)
    source = bring(admin_client, make_csv(row("a@example.org"), row("b@example.org")))
    delete_file.delete_client(client)
    assert [row.email for row in source.rows.all()] == ["b@example.org"]


# Who


def test_who_may_not_import_reaches_no_page_of_it(admin_client):
    source = bring(admin_client, make_csv(row("a@example.org")))
    browser = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    for page in ("", f"{source.pk}/", f"{source.pk}/columns/"):
        assert browser.get(f"{LIST}{page}").status_code == 403
    for act in ("begin", "undo"):
        assert browser.post(f"{LIST}{source.pk}/{act}/").status_code == 403
        assert admin_client.get(f"{LIST}{source.pk}/{act}/").status_code == 405
    assert "/import/" not in browser.get("/staff/intake/client/").content.decode()


def test_where_files_are_assigned_a_row_reaches_no_file_of_anothers_and_new_ones_are_ones_own(settings, admin_client):
    settings.FILES_ASSIGNED_ONLY = True
    anothers = bring(admin_client, make_csv(row("x@example.org")))
    Client.objects.create(email="theirs@example.org", name="Bo", facts=FACTS)
    clerk = member_of(Role.ASSISTANT, "clerk")
    clerk.user_permissions.add(*member_with(IMPORT_CLIENTS, name="other").user_permissions.all())
    browser = sign_in(clerk)
    source = bring_in(browser, row("theirs@example.org"), row("mine@example.org"))
    assert outcomes(source) == [(2, "refused"), (3, "new")]
    assert "assigned to somebody else" in source.rows.get(number=2).why_not
    assert Client.objects.get(email="mine@example.org").adviser == clerk
    assert Client.objects.get(email="theirs@example.org").name == "Bo"
    assert browser.get(f"{LIST}{anothers.pk}/").status_code == 404
    assert browser.post(f"{LIST}{anothers.pk}/begin/").status_code == 404


def test_whoever_looks_at_the_rows_is_on_record_in_the_files_that_they_name(admin_client, admin_user):
    client = Client.objects.create(email="a@example.org", name="Ana", facts=FACTS)
    source = bring(admin_client, make_csv(row("a@example.org")), fields=[*FIELDS, "jobs.1.hours_per_week"])
    admin_client.get(f"{LIST}{source.pk}/")
    assert FileView.objects.get(client=client).staff == admin_user


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_an_import_asks_the_database_as_often_for_few_rows_as_for_many(
    admin_client, django_assert_num_queries, count
):
    source = bring(admin_client, make_csv(*(row(f"p{number}@example.org") for number in range(count))))
    admin_client.get(f"{LIST}{source.pk}/")
    with django_assert_num_queries(19):
        admin_client.get(f"{LIST}{source.pk}/")
