"""Many files are assigned and moved from the list of clients, each only where its own page would let it go."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from intake.models import Client, StageMove, Todo
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT, Role
from intake.staff import list_actions
from tests.hostile.desk import fresh, member_of, member_with, sign_in

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
        ({"due_on": "2027-01-11"}, "Enter what is to do"),
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


def test_too_many_are_refused(admin_client, monkeypatch):
    monkeypatch.setattr(list_actions, "MOST_AT_ONCE", 1)
    ana, bo = make("ana"), make("bo")
    assert "at most 1 files" in change(admin_client, ana, bo, stage="contacted").content.decode()
    assert fresh(ana).stage == "new"
