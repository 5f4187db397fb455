"""Many files are assigned and moved from the list of clients, each only where its own page would let it go."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from draws.permissions import VIEW_ALERT, VIEW_DRAW
from intake.clients import todos
from intake.models import Client, ClientExport, Enquiry, StageMove, StageTodo, Tag, Todo
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT, Role
from intake.staff.client_admin import list_actions
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory
from tests.hostile.desk import fresh, make_world, member_of, member_with, sign_in
from tests.intake.filled_forms import read_form

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"


def make(name, **values):
    return Client.objects.create(email=f"{name}@example.org", name=name, **values)


def change(browser, *clients, **said):
    chosen = {"action": "change_chosen", "_selected_action": [client.pk for client in clients]}
    return browser.post(LIST, {**chosen, **said, "apply": "1"}, follow=True)


@pytest.fixture
def rosa():
    return User.objects.create_user("rosa", is_staff=True, first_name="Rosa", last_name="Martin")


def test_files_are_assigned_and_moved_together_and_each_move_is_on_record(admin_client, rosa):
    ana, bo, cy = make("ana"), make("bo", stage="consulted"), make("cy")
    page = admin_client.post(LIST, {"action": "change_chosen", "_selected_action": [ana.pk, bo.pk]}).content.decode()
    assert "2 files are chosen" in page
    assert "Rosa Martin" in page
    page = change(admin_client, ana, bo, adviser=rosa.pk, stage="contacted").content.decode()
    assert "2 files were changed" in page
    assert [(one.stage, one.adviser) for one in map(fresh, (ana, bo, cy))] == [
        ("contacted", rosa),
        ("consulted", rosa),
        ("new", None),
    ]
    assert StageMove.objects.get().client == ana
    assert LogEntry.objects.count() == 2


def test_what_comes_next_and_a_task_are_set_in_many_files_at_once(admin_client, admin_user, rosa):
    ana, bo = make("ana", adviser=rosa), make("bo", next_action="Call", follow_up_on=date(2026, 1, 2))
    change(admin_client, ana, bo, next_action="Ask for the IELTS", task="Send the list", due_on="2027-01-11")
    assert [(fresh(one).next_action, fresh(one).follow_up_on) for one in (ana, bo)] == [
        ("Ask for the IELTS", None),
        ("Ask for the IELTS", date(2026, 1, 2)),
    ]
    due = date(2027, 1, 11)
    found = [(one.client, one.text, one.due_on, one.assignee, one.author) for one in Todo.objects.order_by("pk")]
    assert sorted(found, key=lambda one: one[0].pk) == [
        (ana, "Send the list", due, rosa, admin_user),
        (bo, "Send the list", due, None, admin_user),
    ]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Choose what changes"),
        ({"task": "Send the list"}, "Enter the day on which the task is due"),
        ({"due_on": "2027-01-11"}, "Enter what has to be done"),
    ],
)
def test_what_says_too_little_changes_nothing_and_is_still_there(admin_client, said, why):
    ana = make("ana")
    page = change(admin_client, ana, **said).content.decode()
    assert why in page
    assert all(value in page for value in said.values())
    assert not Todo.objects.exists()


def test_a_file_goes_from_the_list_only_where_it_may_and_is_neither_retained_nor_closed_there(admin_client):
    ana = make("ana", stage="agreement_sent")
    for stage in ("retained", "closed", "contacted"):
        change(admin_client, ana, stage=stage)
        assert fresh(ana).stage == "agreement_sent"
    assert not StageMove.objects.exists()


def test_who_may_only_work_on_files_does_not_end_an_engagement_from_the_list():
    invited = make("ana", stage="invited")
    browser = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    page = change(browser, invited, stage="in_pool").content.decode()
    assert "1 file stays as it was" in page
    assert fresh(invited).stage == "invited"


def test_who_may_read_alone_changes_nothing(rosa):
    ana = make("ana")
    change(sign_in(member_with(VIEW_CLIENT)), ana, adviser=rosa.pk)
    assert fresh(ana).adviser is None


def test_where_files_are_assigned_an_action_reaches_ones_own_alone(settings, rosa):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_of(Role.ASSISTANT, "clerk")
    mine, theirs = make("ana", adviser=clerk), make("bo")
    change(sign_in(clerk), mine, theirs, stage="contacted")
    assert (fresh(mine).stage, fresh(theirs).stage) == ("contacted", "new")


def test_a_thousand_files_are_changed_at_once_in_few_statements(
    admin_client, admin_user, rosa, django_assert_num_queries
):
    former = User.objects.create_user("ben", is_staff=True)
    tag = Tag.objects.create(name="fair")
    Client.objects.bulk_create(
        Client(reference=f"R{n:04}", email=f"c{n}@example.org", adviser=former if n % 2 else None) for n in range(1000)
    )
    people = list(Client.objects.order_by("pk"))
    todos.give_tasks(people[:2], "Call", date(2027, 1, 4), former)
    StageTodo.objects.create(stage="contacted", text_en="Write down the call", text_fr="Noter", after_days=2)
    page = admin_client.post(
        LIST, {"action": "change_chosen", "_selected_action": [people[0].pk], "select_across": "1"}
    )
    assert "1,000 files are chosen" in page.content.decode()
    asked = read_form(page.content.decode(), "chosen")
    said = {
        "adviser": rosa.pk,
        "stage": "contacted",
        "put_on": [tag.pk],
        "task": "Send the list",
        "due_on": "2027-01-11",
    }
    # What kind of row a file is, a process asks once.
    ContentType.objects.get_for_model(Client)
    # Those of the page itself and those for each part of 500 files; SQLite takes fewer values in one statement.
    with django_assert_num_queries({"sqlite": 85, "postgresql": 45}[connection.vendor]):
        done = admin_client.post(LIST, {**asked, **said, "apply": "1"})
    assert done.status_code == 302
    assert Client.objects.filter(adviser=rosa, stage="contacted", tags=tag).count() == 1000
    assert Todo.objects.filter(text="Send the list", assignee=rosa, author=admin_user).count() == 1000
    assert Todo.objects.filter(text="Write down the call", assignee=rosa).count() == 1000
    assert Todo.objects.filter(text="Call", assignee=rosa).count() == 2
    assert StageMove.objects.filter(was="new", stage="contacted", by=admin_user).count() == 1000
    history = admin_client.get(f"{LIST}{people[1].pk}/history/").content.decode()
    assert "ben → Rosa Martin" in history
    assert "fair" in history
    # The same again changes no file, and says so.
    again = admin_client.post(LIST, {**asked, "adviser": rosa.pk, "apply": "1"}, follow=True).content.decode()
    assert "0 files were changed" in again
    assert "1,000 files stay as they were" in again


def test_too_many_are_refused(admin_client, monkeypatch):
    monkeypatch.setattr(list_actions, "MOST_AT_ONCE", 1)
    ana, bo = make("ana"), make("bo")
    assert "at most 1 rows" in change(admin_client, ana, bo, stage="contacted").content.decode()
    assert fresh(ana).stage == "new"


# --- From other lists ------------------------------------------------------------

# List -> which row of the world stands on it.
LISTS = {
    "draws/alert": "alert",
    "draws/notice": "notice",
    "draws/correctionletter": "letter",
    "draws/staffreminder": "reminder",
    "intake/letter": "owed",
    "intake/todo": "todo",
    "intake/dateditem": "dated",
    "intake/enquiry": "enquiry",
    "intake/consultation": "consultation",
    "intake/intake": "intake",
    "intake/assessment": None,
    "intake/owedevent": "event",
}


def choose(world, name):
    """The row of the world on a list."""
    return world.rows[LISTS[name]] if LISTS[name] else world.result


def act(browser, name, rows, action="change_chosen", **said):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return browser.post(f"/staff/{name}/", {**chosen, **said}, follow=True)


@pytest.mark.parametrize("name", LISTS)
def test_the_files_of_rows_of_every_list_are_worked_on_by_the_same_form(admin_client, rosa, broker, name):
    world, other = make_world(), make_world("boris@example.org", "440")
    rows = [choose(world, name)]
    assert "1 file is chosen" in act(admin_client, name, rows).content.decode()
    act(admin_client, name, rows, adviser=rosa.pk, next_action="Ask", task="Send", due_on="2027-01-11", apply="1")
    assert (fresh(world.client).adviser, fresh(world.client).next_action) == (rosa, "Ask")
    assert fresh(other.client).adviser is None
    given = Todo.objects.get(text="Send")
    assert (given.client, given.assignee) == (world.client, rosa)
    assert LogEntry.objects.filter(object_id=str(world.client.pk), content_type__model="client").exists()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_its_clients_along_with_a_record_of_it(admin_client, broker, name):
    world, other = make_world(), make_world("boris@example.org", "440")
    answer = act(admin_client, name, [choose(world, name)], action="export_csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert world.client.reference in answer.content.decode()
    assert other.client.reference not in answer.content.decode()
    assert ClientExport.objects.get().number == 1


def test_two_rows_of_one_file_are_one_file_and_a_row_of_nobodys_file_is_none(admin_client, broker):
    world = make_world()
    again = AlertFactory(client=world.client)
    page = act(admin_client, "draws/alert", [world.rows["alert"], again]).content.decode()
    assert "1 file is chosen" in page
    nobodys = Enquiry.objects.create(telephone="+1 613 555 0100", language="en")
    assert "0 files are chosen" in act(admin_client, "intake/enquiry", [nobodys]).content.decode()


def test_who_may_read_a_list_alone_acts_on_nothing_from_it(broker, rosa):
    world = make_world()
    reader = sign_in(member_with(VIEW_CLIENT, VIEW_ALERT))
    assert "change_chosen" not in reader.get("/staff/draws/alert/").content.decode()
    for action in ("change_chosen", "export_csv", "export_workbook"):
        act(reader, "draws/alert", [world.rows["alert"]], action=action, adviser=rosa.pk, apply="1")
    assert fresh(world.client).adviser is None
    assert not ClientExport.objects.exists()


def test_where_files_are_assigned_rows_of_anothers_file_are_not_reached(settings, rosa, broker):
    settings.FILES_ASSIGNED_ONLY = True
    world, clerk = make_world(), member_of(Role.ASSISTANT, "clerk")
    for name in LISTS:
        act(sign_in(clerk), name, [choose(world, name)], next_action="Mine now", apply="1")
    assert fresh(world.client).next_action == ""


def test_who_would_be_invited_is_worked_on_from_the_preview_and_one_comes_back_to_it(admin_client, rosa):
    client = ClientFactory(standing=480)
    where = f"/staff/draws/draw/{DrawFactory().pk}/preview/?group=above"
    page = admin_client.get(where).content.decode()
    assert f'form="chosen-people" name="_selected_action" value="{client.pk}"' in page
    assert f'name="back" value="{where}"' in page
    back = {"back": where, "adviser": rosa.pk}
    assert f'name="back" value="{where}"' in change(admin_client, client, back=where).content.decode()
    answer = change(admin_client, client, **back)
    assert answer.redirect_chain[-1][0] == where
    assert "1 file was changed" in answer.content.decode()
    assert fresh(client).adviser == rosa


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_one_comes_back_to_no_other_site(admin_client, rosa, back):
    answer = change(admin_client, make("ana"), adviser=rosa.pk, back=back)
    assert answer.redirect_chain[-1][0] == LIST


def test_who_may_read_alone_has_nothing_to_choose_in_a_preview():
    ClientFactory(standing=480)
    reader = sign_in(member_with(VIEW_CLIENT, VIEW_DRAW))
    page = reader.get(f"/staff/draws/draw/{DrawFactory().pk}/preview/?group=above").content.decode()
    assert "chosen-people" not in page
