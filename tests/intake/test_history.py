"""The history of a file: everything with its moment, by kind and page, for those who may see it; nothing changes it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from intake.clients import stages
from intake.consents import consent
from intake.models import Client, Enquiry, FileView, Note, StageMove
from intake.permissions import VIEW_CLIENT, Role
from intake.staff.file_history.history import KINDS, NOBODY, PAGE, SOURCES, build_keys, build_statement
from tests.hostile.desk import make_world, member_of, member_with, sign_in
from tests.intake.files import with_result
from tests.intake.saving import save

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana Souza", stage="contacted")


def read(browser, client, query=""):
    return browser.get(reverse("admin:intake_client_history", args=[client.pk]) + query)


def titles(browser, client, query=""):
    return [str(entry.title) for entry in read(browser, client, query).context["entries"]]


def test_everything_that_happened_stands_in_one_line_newest_first(admin_client, admin_user, broker):
    world = make_world()
    client = world.client
    Note.objects.create(client=client, kind="called_us", text="asked about the fees", author=admin_user)
    consent.give(client, wording="the words", language="en", source="telephone")
    stages.record_move(client, "contacted", admin_user)
    entries = read(admin_client, client).context["entries"]
    found = [str(entry.title) for entry in entries]
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    for title in (
        "Call: the client called",
        "Agreed to e-mails",
        "Stage: Contacted → Retained",
        f"Result: {world.result.crs} points",
        "Question",
        f"Alert of round {world.rows['published'].number}",
        f"Correction notice of round {world.rows['published'].number}",
    ):
        assert title in found, title
    assert any(title.startswith("Task, due on") for title in found)
    assert any(title.startswith("Consultation booked for") for title in found)


def test_a_change_of_the_form_says_the_old_and_the_new_value_and_by_whom(admin_client, admin_user, ana):
    rosa = User.objects.create_user("rosa", first_name="Rosa", last_name="Diaz", is_staff=True)
    save(admin_client, ana, adviser=rosa.pk, next_action="call on Monday", language="fr", stage="booked")
    ana.refresh_from_db()
    save(admin_client, ana, adviser="", next_action="", language="fr")
    newest, first = read(admin_client, ana, "?kind=change").context["entries"]
    assert set(first.text.splitlines()) == {
        "Adviser: empty → Rosa Diaz",
        "Next action: empty → call on Monday",
        "Language: English → French",
    }
    assert set(newest.text.splitlines()) == {"Adviser: Rosa Diaz → empty", "Next action: call on Monday → empty"}
    assert first.who == "admin"
    assert titles(admin_client, ana, "?kind=stage") == ["Stage: Contacted → Consultation booked"]


def test_a_save_that_moved_the_stage_alone_is_said_once(admin_client, ana):
    save(admin_client, ana, stage="booked")
    assert titles(admin_client, ana, "?kind=change") == []
    assert titles(admin_client, ana) == ["Stage: Contacted → Consultation booked"]


def test_it_is_narrowed_by_kind_and_who_looked_stands_there_when_asked_for(admin_client, admin_user, ana):
    Note.objects.create(client=ana, text="x", author=admin_user)
    StageMove.objects.create(client=ana, was="new", stage="contacted")
    assert set(titles(admin_client, ana)) == {"Note", "Stage: New → Contacted"}
    assert titles(admin_client, ana, "?kind=work") == ["Note"]
    assert set(titles(admin_client, ana, "?kind=opening")) == {str(FileView.ViewedPart.FILE.label)}
    for kind in KINDS:
        assert read(admin_client, ana, f"?kind={kind}").status_code == 200


@pytest.mark.parametrize(
    "query", ["?kind=x", "?page=0", "?page=x", "?page=101", "?page=99999999999999999999", "?page=²"]
)
def test_an_address_that_is_none_is_not_found(admin_client, ana, query):
    assert read(admin_client, ana, query).status_code == 404


def test_it_is_read_page_by_page_and_nothing_is_left_out(admin_client, admin_user, ana):
    now = timezone.now()
    rows = Note.objects.bulk_create(
        Note(client=ana, text=f"note {number}", author=admin_user) for number in range(PAGE + 3)
    )
    for number, row in enumerate(rows):
        Note.objects.filter(pk=row.pk).update(at=now - timedelta(minutes=number))
    StageMove.objects.create(client=ana, was="new", stage="contacted", at=now - timedelta(days=1))
    pages = [read(admin_client, ana, f"?page={page}").context for page in (1, 2)]
    assert [len(page["entries"]) for page in pages] == [PAGE, 4]
    assert [page["more"] for page in pages] == [True, False]
    words = [entry.text for page in pages for entry in page["entries"]]
    assert words[:-1] == [f"note {number}" for number in range(PAGE + 3)]


def test_nothing_of_it_can_be_changed(admin_client, admin_user, ana):
    Note.objects.create(client=ana, text="x", author=admin_user)
    page = read(admin_client, ana).content.decode()
    own = page[page.index('class="history"') :]
    assert "<form" not in own.partition("<footer")[0]
    for act in ("change", "delete"):
        with pytest.raises(Exception, match="not a valid"):
            reverse(f"admin:intake_note_{act}", args=[1])


def test_of_messages_enquiries_and_results_each_reads_what_they_may(broker):
    world = make_world()
    Enquiry.objects.update(text="a secret question")
    bare = sign_in(member_with(VIEW_CLIENT))
    page = read(bare, world.client).content.decode()
    assert "Stage changes" in page
    for hidden in ("secret question", "Alert of round", world.result.reference):
        assert hidden not in page
    page = read(sign_in(member_of(Role.CONSULTANT, "licensed")), world.client).content.decode()
    for shown in ("secret question", "Alert of round", world.result.reference):
        assert shown in page


def test_the_words_of_a_note_stand_there_as_words(admin_client, admin_user, ana):
    Note.objects.create(client=ana, text="<script>alert(1)</script>", author=admin_user)
    assert "<script>alert" not in re.sub(r"\s+", " ", read(admin_client, ana).content.decode())


def test_it_asks_the_database_as_often_for_many_rows(admin_client, admin_user, django_assert_num_queries):
    client, _made = with_result("amara@example.org")

    def happen(number):
        author = User.objects.create_user(f"user{number}", is_staff=True)
        Note.objects.create(client=client, text="x", author=author)
        StageMove.objects.create(client=client, was="new", stage="contacted", by=author)
        client.todos.create(text="x", due_on=timezone.localdate(), assignee=author, author=author)
        Enquiry.objects.create(client=client, kind="question", text="x", language="en")

    happen(0)
    read(admin_client, client)
    with django_assert_num_queries(18):
        read(admin_client, client)
    for number in range(1, 4):
        happen(number)
    with django_assert_num_queries(18):
        read(admin_client, client)


def test_the_statement_that_is_kept_finds_the_rows_of_each_file(admin_client, admin_user, ana):
    bea = Client.objects.create(email="bea@example.org", name="Bea")
    for client in (ana, bea):
        Note.objects.create(client=client, text=f"Note of {client.name}", author=admin_user)
        save(admin_client, client, next_action=f"Call {client.name}")
    for client, other in ((ana, bea), (bea, ana), (ana, bea)):
        page = read(admin_client, client).content.decode()
        assert f"Note of {client.name}" in page
        assert f"Call {client.name}" in page, "of the admin's own table, by the key as text"
        assert other.name not in page
    built = build_statement.cache_info()
    read(admin_client, ana)
    assert build_statement.cache_info().misses == built.misses


def test_every_table_of_the_history_is_asked_by_the_key_of_the_file_alone(ana):
    for source in SOURCES:
        sql, parameters = build_keys(0, source, Client(pk=NOBODY)).query.sql_with_params()
        asked, found = build_keys(0, source, ana).query.sql_with_params()
        assert sql == asked
        keys = {NOBODY: ana.pk, str(NOBODY): str(ana.pk)}
        assert [keys.get(value, value) for value in parameters] == list(found), source
