"""The work on a file comes in with a list: stage, adviser, tags, address, agreement, what is next; and goes again."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from intake.models import Client, FileTag, StageMove, StageTodo, Tag, Todo
from intake.permissions import CHANGE_CLIENT, IMPORT_CLIENTS, VIEW_CLIENT
from tests.hostile.desk import member_with, sign_in
from tests.intake.test_clients_from_a_file import FACTS, LIST, bring, make_csv, take_back, work
from tests.intake.test_importing import line, take

pytestmark = pytest.mark.django_db
# A fixture, found by its name.
__all__ = ["take"]
HEADER = ["Email", "Date of birth", "Marital status", "Étape", "Assigned to", "Tags", "Address", "Agreement date"]
HEADER += ["Next step", "Follow-up date"]
WORK = ["Agreement sent", "Rosa Díaz", "Trade fair; vip", "1 Main St\n\nOttawa", "2026-03-02", "Call", "2026-12-15"]


@pytest.fixture
def rosa():
    return User.objects.create_user("rdiaz", first_name="Rosa", last_name="Diaz", is_staff=True)


def row(email="a@example.org", *cells):
    return [email, "1990-05-05", "never_married", *(cells or WORK)]


def change(**cells):
    """A row of nothing but its key and these cells."""
    names = ["stage", "adviser", "tags", "postal_address", "service_agreement_on", "next_action", "follow_up_on"]
    return row("a@example.org", *(cells.get(name, "") for name in names))


def read(browser, *rows):
    return bring(browser, make_csv(*rows, header=HEADER))


def bring_in(browser, *rows):
    source = read(browser, *rows)
    browser.post(f"{LIST}{source.pk}/begin/")
    return work(source)


def make_file(**fields):
    return Client.objects.create(**{"email": "a@example.org", "facts": FACTS} | fields)


def describe(client):
    client.refresh_from_db()
    named = ("stage", "adviser", "postal_address", "service_agreement", "service_agreement_on", "retained_on")
    said = {name: getattr(client, name) for name in (*named, "next_action", "follow_up_on")}
    return said | {"tags": sorted(tag.name for tag in client.tags.all())}


def test_a_new_file_has_all_that_its_row_says_of_the_work(admin_client, rosa):
    StageTodo.objects.create(stage="agreement_sent", text_en="Ask for it", text_fr="Demander", after_days=3)
    source = bring_in(admin_client, row())
    assert source.numbers["new"] == 1
    assert describe(Client.objects.get()) == {
        "stage": "agreement_sent",
        "adviser": rosa,
        "postal_address": "1 Main St\nOttawa",
        "service_agreement": "signed",
        "service_agreement_on": date(2026, 3, 2),
        "retained_on": date(2026, 3, 2),
        "next_action": "Call",
        "follow_up_on": date(2026, 12, 15),
        "tags": ["Trade fair", "vip"],
    }
    assert not StageMove.objects.exists(), "where it stood before is no move on this desk"
    assert not Todo.objects.exists()
    take_back(admin_client, source)
    assert not Client.objects.exists()


def test_a_new_file_that_got_another_tag_since_stays(admin_client, rosa):
    source = bring_in(admin_client, row())
    FileTag.objects.create(client=Client.objects.get(), tag=Tag.objects.create(name="later"))
    take_back(admin_client, source)
    assert source.rows.get().undone == "touched"


def test_a_file_that_is_there_is_moved_handed_over_and_tagged_and_all_of_it_goes_back(admin_client, admin_user, rosa):
    olga = User.objects.create_user("olga", is_staff=True)
    client = make_file(stage="contacted", adviser=olga, postal_address="Old", next_action="Wait")
    FileTag.objects.create(client=client, tag=Tag.objects.create(name="VIP"))
    task = Todo.objects.create(client=client, text="Call", due_on=date(2026, 12, 1), assignee=olga, kind="follow_up")
    before = describe(client)
    source = read(admin_client, row())
    told = source.rows.get().differs
    assert set(told) == {
        "stage",
        "adviser",
        "postal_address",
        "next_action",
        "follow_up_on",
        "service_agreement_on",
        "tags",
    }
    admin_client.post(f"{LIST}{source.pk}/begin/")
    work(source)
    after = describe(client)
    assert (after["stage"], after["adviser"], after["tags"]) == ("agreement_sent", rosa, ["Trade fair", "VIP"])
    task.refresh_from_db()
    assert task.assignee == rosa
    move = client.stage_moves.get()
    assert (move.was, move.stage, move.by) == ("contacted", "agreement_sent", admin_user)
    page = admin_client.get(reverse("admin:intake_client_history", args=[client.pk]) + "?kind=change")
    lines = page.context["entries"][0].text.splitlines()
    assert "Tags: VIP → Trade fair, VIP" in lines
    assert "Next action: Wait → Call" in lines
    take_back(admin_client, source)
    assert source.rows.get().undone == "back"
    assert describe(client) == before
    assert client.stage_moves.count() == 2
    task.refresh_from_db()
    assert task.assignee == olga


def test_an_empty_cell_leaves_what_there_is_and_the_same_file_twice_changes_nothing(admin_client, rosa):
    bring_in(admin_client, row())
    was = describe(Client.objects.get())
    assert read(admin_client, row(), row("b@example.org")).rows.first().outcome == "same"
    assert read(admin_client, change()).rows.get().outcome == "same"
    assert describe(Client.objects.get()) == was


def test_what_a_colleague_changed_since_in_another_field_does_not_keep_a_row_from_going_back(admin_client, rosa):
    client = make_file(next_action="Wait")
    source = bring_in(admin_client, change(next_action="Call"))
    Client.objects.update(stage="contacted")
    take_back(admin_client, source)
    assert (source.rows.get().undone, describe(client)["next_action"]) == ("back", "Wait")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"stage": "Prospect"}, "stage: “Prospect” is not a stage: write one of these: new, contacted"),
        ({"stage": "Retained"}, "stage: A file is retained or closed on its own page"),
        ({"stage": "submitted"}, "stage: This file can&#x27;t go to “submitted” from its stage"),
        ({"adviser": "Nobody"}, "adviser: No active member of staff is called “Nobody”: write the login"),
        ({"adviser": "Ana Gone"}, "adviser: No active member of staff is called “Ana Gone”"),
        ({"adviser": "Kim Lee"}, "adviser: Several members of staff are called “Kim Lee”: write the login"),
        ({"tags": "vip, fair"}, "tags: Enter one tag at a time, without commas. Several tags are separated"),
        ({"tags": ";".join(map(str, range(21)))}, "tags: There are more than 20"),
        ({"postal_address": "x" * 501}, "postal_address: It is longer than 500 letters"),
        ({"next_action": "x" * 201}, "next_action: It is longer than 200 letters"),
        ({"follow_up_on": "soon"}, "follow_up_on: “soon” is not a possible date"),
        ({"service_agreement_on": "2199-01-01"}, "service_agreement_on: “2199-01-01” is in the future"),
    ],
)
def test_what_can_not_be_is_refused_by_column_with_what_to_do(admin_client, cells, why):
    User.objects.create_user("gone", first_name="Ana", last_name="Gone", is_staff=True, is_active=False)
    User.objects.create_user("client", first_name="Nobody", is_staff=False)
    for login in ("kim", "lee"):
        User.objects.create_user(login, first_name="Kim", last_name="Lee", is_staff=True)
    make_file()
    source = read(admin_client, change(**cells))
    assert why in admin_client.get(f"{LIST}{source.pk}/").content.decode()
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"service_agreement": "ended", "service_agreement_on": date(2025, 1, 1)}, id="ended"),
        pytest.param({"retained_on": date(2025, 1, 1)}, id="brought along"),
    ],
)
def test_an_agreement_that_a_file_has_is_not_replaced(admin_client, fields):
    make_file(**fields)
    assert (
        "has an agreement already" in read(admin_client, change(service_agreement_on="2026-03-02")).rows.get().why_not
    )


def test_who_may_not_change_an_engagement_neither_moves_an_engaged_file_out_nor_enters_its_agreement():
    make_file(stage="invited", invited_on=date(2026, 11, 1))
    browser = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT, IMPORT_CLIENTS))
    problems = [
        read(browser, change(**cells)).rows.get().why_not
        for cells in ({"service_agreement_on": "2026-03-02"}, {"stage": "in_pool"}, {"stage": "submitted"})
    ]
    assert "may not change the agreement" in problems[0]
    assert problems[1:] == ["", ""], "still engaged, since IRCC invited them"


def test_an_adviser_is_found_by_login_or_name_however_it_is_written(admin_client, rosa):
    for said in ("rdiaz", "ROSA  DIAZ", "rosa díaz"):
        Client.objects.all().delete()
        bring_in(admin_client, change(adviser=said))
        assert Client.objects.get().adviser == rosa, said


def test_the_command_takes_the_same_and_names_what_it_refuses(take, rosa):
    said = {"stage": "in_pool", "adviser": "rdiaz", "tags": ["vip"], "service_agreement_on": "2026-03-02"}
    out, problems, _status = take(
        line(**said), line("b@example.org", stage="closed"), line("c@example.org", tags=["a,b"])
    )
    assert out == "1 created, 0 updated, 0 unchanged, 2 rejected"
    assert [one["error"].partition(":")[0] for one in problems] == ["stage", "tags"]
    client = Client.objects.get()
    assert (client.stage, client.adviser, client.retained_on) == ("in_pool", rosa, date(2026, 3, 2))
    assert [tag.name for tag in client.tags.all()] == ["vip"]
    assert take(line(**said))[0] == "0 created, 0 updated, 1 unchanged, 0 rejected"
