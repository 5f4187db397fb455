"""Notes, calls and tasks of a file: kept from any of its pages, brought and settled by its stages, listed by day."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from intake.clients import invitations, stages
from intake.clients.invitations import Came
from intake.models import Client, Note, StageTodo, Todo
from intake.permissions import Role
from intake.staff.file_history.history import list_history
from tests.hostile.desk import member_of, sign_in
from tests.intake.saving import save

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return User.objects.create_user("rosa", first_name="Rosa", last_name="Diaz", is_staff=True)


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana Souza", stage="consulted")


@pytest.fixture
def follow_up():
    return StageTodo.objects.create(
        stage="agreement_sent", text_en="Ask about the agreement", text_fr="Relancer au sujet du contrat", after_days=3
    )


def where(name, *args):
    return reverse(f"admin:intake_client_{name}", args=args)


def add(client, **values):
    values = {"text": "Call back", "due_on": timezone.localdate()} | values
    return Todo.objects.create(client=client, **values)


def posted(**changes):
    return {"text": "Call back", "kind": "call", "due_on": "2026-12-01", "assignee": ""} | changes


# --- From any page of the file ---------------------------------------------------


@pytest.mark.parametrize("name", ["change", "documents", "consent", "answers", "partner", "deletion"])
def test_every_page_of_a_file_takes_a_note_and_a_task_and_names_the_person(admin_client, ana, name):
    add(ana, text="Send the list of documents")
    page = admin_client.get(where(name, ana.pk)).content.decode()
    assert f'action="{where("note", ana.pk)}"' in page
    assert f'action="{where("new_todo", ana.pk)}"' in page
    assert "Ana Souza" in page
    assert "Send the list of documents" in page


def test_a_call_is_kept_with_who_wrote_it_and_leads_back_to_the_page(admin_client, admin_user, ana):
    back = where("documents", ana.pk)
    answer = admin_client.post(where("note", ana.pk), {"kind": "not_reached", "text": "no answer", "next": back})
    assert answer["Location"] == back
    note = Note.objects.get()
    assert (note.client, note.kind, note.text, note.author) == (ana, "not_reached", "no answer", admin_user)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_leads_nowhere_else(admin_client, ana, back):
    answer = admin_client.post(where("note", ana.pk), {"kind": "note", "text": "x", "next": back})
    assert answer["Location"] == where("change", ana.pk)


def test_an_empty_note_is_refused_at_its_field(admin_client, ana):
    page = admin_client.post(where("note", ana.pk), {"kind": "note", "text": " "})
    assert page.context["form"].errors.keys() == {"text"}
    assert not Note.objects.exists()


def test_a_task_is_entered_changed_and_done(admin_client, admin_user, ana, rosa):
    admin_client.post(where("new_todo", ana.pk), posted(assignee=rosa.pk))
    todo = ana.todos.get()
    assert (todo.text, todo.assignee, todo.author, todo.done_at) == ("Call back", rosa, admin_user, None)
    admin_client.post(where("todo", ana.pk, todo.pk), posted(text="Write", due_on="2026-12-02"))
    todo.refresh_from_db()
    assert (todo.text, str(todo.due_on), todo.assignee, todo.author) == ("Write", "2026-12-02", None, admin_user)
    admin_client.post(where("todo", ana.pk, todo.pk), {"done": "1"})
    todo.refresh_from_db()
    assert todo.done_by == admin_user


def test_what_is_done_stays_as_it_was(admin_client, ana, rosa):
    todo = add(ana, done_at=timezone.now() - timedelta(days=1), done_by=rosa)
    admin_client.post(where("todo", ana.pk, todo.pk), posted(text="Something else"))
    admin_client.post(where("todo", ana.pk, todo.pk), {"done": "1"})
    now = Todo.objects.get()
    assert (now.text, now.done_by, now.done_at) == (todo.text, rosa, todo.done_at)


def test_a_task_is_found_in_its_own_file_alone(admin_client, ana):
    other = add(Client.objects.create(email="bo@example.org"))
    assert admin_client.get(where("todo", ana.pk, other.pk)).status_code == 404
    admin_client.post(where("todo", ana.pk, other.pk), {"done": "1"})
    assert Todo.objects.get().done_at is None


def test_who_reads_sees_the_tasks_and_no_forms(ana):
    add(ana)
    reader = sign_in(member_of(Role.READER))
    page = reader.get(where("change", ana.pk)).content.decode()
    assert "Call back" in page
    assert where("note", ana.pk) not in page
    for name, data in (("note", {"kind": "note", "text": "x"}), ("new_todo", posted())):
        assert reader.post(where(name, ana.pk), data).status_code == 403
    assert (Note.objects.count(), Todo.objects.count()) == (0, 1)


def test_a_task_is_given_to_nobody_who_may_not_open_the_file(settings, ana):
    settings.FILES_ASSIGNED_ONLY = True
    boss, clerk = member_of(Role.ADMINISTRATOR, "boss"), member_of(Role.ASSISTANT, "clerk")
    sign_in(boss).post(where("new_todo", ana.pk), posted(assignee=clerk.pk))
    assert not Todo.objects.exists()
    Client.objects.update(adviser=clerk)
    sign_in(boss).post(where("new_todo", ana.pk), posted(assignee=clerk.pk))
    assert Todo.objects.get().assignee == clerk


def test_a_file_asks_the_database_as_often_for_many_tasks(admin_client, ana, rosa, django_assert_num_queries):
    add(ana, assignee=rosa)
    admin_client.get(where("consent", ana.pk))
    with django_assert_num_queries(11):
        admin_client.get(where("consent", ana.pk))
    for _ in range(8):
        add(ana, assignee=User.objects.create_user(f"user{_}", is_staff=True))
    with django_assert_num_queries(11):
        page = admin_client.get(where("consent", ana.pk)).content.decode()
    assert "All tasks of this file" in page


# --- By stage --------------------------------------------------------------------


def test_a_stage_brings_its_tasks_to_whoever_looks_after_the_file(admin_client, ana, rosa, follow_up):
    Client.objects.update(adviser=rosa)
    ana.refresh_from_db()
    StageTodo.objects.create(stage="agreement_sent", text_en="Not now", text_fr="Pas maintenant", in_use=False)
    save(admin_client, ana, stage="agreement_sent")
    todo = ana.todos.get()
    due = timezone.localdate() + timedelta(days=3)
    assert (todo.text, todo.due_on, todo.assignee, todo.author) == ("Ask about the agreement", due, rosa, None)


def test_a_file_that_comes_back_to_a_stage_is_not_given_an_open_task_twice(ana, follow_up):
    follow_up.ends_with_stage = False
    follow_up.save()
    for was, now in (("consulted", "agreement_sent"), ("agreement_sent", "consulted"), ("consulted", "agreement_sent")):
        ana.stage = now
        stages.record_move(ana, was)
    assert ana.todos.count() == 1


@pytest.mark.parametrize(
    ("ends", "now", "open_"), [(True, "consulted", 1), (False, "consulted", 2), (False, "closed", 1)]
)
def test_what_belonged_to_a_stage_is_settled_when_the_file_leaves_it(ana, follow_up, ends, now, open_):
    StageTodo.objects.update(ends_with_stage=ends)
    add(ana, text="entered by hand")
    ana.stage = "agreement_sent"
    stages.record_move(ana, "consulted")
    ana.stage = now
    stages.record_move(ana, "agreement_sent")
    assert ana.todos.open().count() == open_
    assert ana.todos.open().filter(text="entered by hand").exists()
    assert not ana.todos.exclude(done_by=None).exists()


def test_a_task_speaks_the_language_of_who_moved_the_file_and_the_offices_where_the_client_did(ana, rosa, follow_up):
    StageTodo.objects.create(stage="invited", text_en="Call today", text_fr="Appeler aujourd'hui")
    with override("fr"):
        ana.stage = "agreement_sent"
        stages.record_move(ana, "consulted", rosa)
        invitations.receive(ana, Came(timezone.localdate()))
    brought = ana.todos.filter(invitation=None)
    assert set(brought.values_list("text", flat=True)) == {"Relancer au sujet du contrat", "Call today"}


def test_a_new_adviser_takes_over_what_was_nobodys_and_the_former_ones(admin_client, admin_user, ana, rosa):
    Client.objects.update(adviser=rosa)
    ana.refresh_from_db()
    third = User.objects.create_user("third", is_staff=True)
    hers, free, other, done = add(ana, assignee=rosa), add(ana), add(ana, assignee=third), add(ana, assignee=rosa)
    Todo.objects.filter(pk=done.pk).finish(rosa)
    save(admin_client, ana, adviser=admin_user.pk)
    now = dict(Todo.objects.values_list("pk", "assignee"))
    assert now == {hers.pk: admin_user.pk, free.pk: admin_user.pk, other.pk: third.pk, done.pk: rosa.pk}


def test_that_a_task_went_to_another_adviser_with_its_file_stands_in_the_history(admin_client, admin_user, ana, rosa):
    Client.objects.update(adviser=rosa)
    ana.refresh_from_db()
    hers, free = add(ana, text="Call", assignee=rosa), add(ana, text="Write")
    kept = add(ana, text="Wait", assignee=admin_user)
    save(admin_client, ana, adviser=admin_user.pk)
    told = {str(entry.title): entry for entry in list_history(ana, admin_user, "work")[0]}
    moved = [told[f"Task handed over with the file: {text}"] for text in ("Call", "Write")]
    assert [entry.text for entry in moved] == ["Whose task: Rosa Diaz → admin", "Whose task: empty → admin"]
    assert {entry.who for entry in moved} == {"admin"}
    assert set(ana.row_changes.values_list("row", flat=True)) == {hers.pk, free.pk}, f"not {kept.pk}, theirs before"
    # By hand it is a change of the task alone.
    admin_client.post(where("todo", ana.pk, hers.pk), posted(text="Call", assignee=rosa.pk))
    assert "Task changed: Call" in [str(entry.title) for entry in list_history(ana, admin_user, "work")[0]]


# --- Their list ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due=overdue", {"yesterday"}),
        ("due=today", {"today"}),
        ("due=by_today", {"yesterday", "today"}),
        ("due=later", {"tomorrow"}),
        ("due=done", {"done"}),
        ("", {"yesterday", "today", "tomorrow", "done"}),
        ("assignee__isnull=True", {"today", "tomorrow", "done"}),
    ],
)
def test_the_list_is_narrowed_by_day_and_person(admin_client, ana, rosa, query, found):
    today = timezone.localdate()
    add(ana, text="yesterday", due_on=today - timedelta(days=1), assignee=rosa)
    add(ana, text="today")
    add(ana, text="tomorrow", due_on=today + timedelta(days=1))
    add(ana, text="done", done_at=timezone.now())
    rows = admin_client.get(f"/staff/intake/todo/?{query}").context["cl"].result_list
    assert {todo.text for todo in rows} == found


def test_the_list_asks_as_often_for_three_as_for_one(admin_client, ana, rosa, django_assert_num_queries):
    add(ana, assignee=rosa)
    for number in range(3):
        # That somebody sees a file is written once a day.
        admin_client.get("/staff/intake/todo/")
        with django_assert_num_queries(12):
            admin_client.get("/staff/intake/todo/")
        add(Client.objects.create(email=f"{number}@example.org"), assignee=User.objects.create_user(str(number)))
