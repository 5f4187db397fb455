"""Tags: put on and off in a file and on many, found by a filter, in the history, and deleted by those who may."""

import csv
import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from intake.clients import delete_file, tags
from intake.clients.imports.touched import make_mark
from intake.common.tag_names import normalize_tag_name
from intake.models import Client, FileTag, SavedList, Tag
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT, Role
from tests.hostile.desk import fresh, make_world, member_of, member_with, sign_in
from tests.intake.saving import save, where

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"


def make(name, *named, **values):
    """A client whose file has these tags."""
    client = Client.objects.create(email=f"{name.lower()}@example.org", name=name, **values)
    client.tags.set([tags.get_or_make(one) for one in named])
    return client


def on(client):
    return [tag.name for tag in client.tags.all()]


def pk(name):
    return Tag.objects.get(name=name).pk


def listed(browser, query=""):
    return sorted(row.name for row in browser.get(f"{LIST}?{query}").context["cl"].result_list)


def change(browser, *clients, **said):
    chosen = {"action": "change_chosen", "_selected_action": [client.pk for client in clients]}
    return browser.post(LIST, {**chosen, **said, "apply": "1"}, follow=True)


def changes(browser, client):
    entries = browser.get(f"{LIST}{client.pk}/history/?kind=change").context["entries"]
    return [(entry.text, entry.who) for entry in entries]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" trade \n fair\t2026 ", "trade fair 2026"), ("ur\u202egent\x00", "urgent"), ("é", "é")],
)
def test_a_tag_is_one_line_without_what_nobody_sees(typed, kept):
    assert normalize_tag_name(typed) == kept


@pytest.mark.quick
@pytest.mark.parametrize(("typed", "why"), [("urgent, fair", "one tag at a time"), ("x" * 41, "at most 40")])
def test_what_is_no_tag_is_refused_with_what_to_mend(typed, why):
    with pytest.raises(ValidationError, match=why):
        normalize_tag_name(typed)


@pytest.mark.parametrize(("first", "second"), [("Urgent", "URGENT"), ("Été", "ÉTÉ"), ("Straße", "STRASSE"), ("İ", "i̇")])
def test_a_tag_is_the_same_however_it_is_capitalised(first, second):
    assert tags.get_or_make(first) == tags.get_or_make(second)
    assert Tag.objects.get().name == first


def test_a_file_is_tagged_in_its_form_and_a_new_tag_is_made_by_typing_it(admin_client):
    ana, bo = make("Ana", "urgent"), make("Bo", "Fair")
    page = admin_client.get(where(ana)).content.decode()
    assert 'role="group" aria-label="Tags"' in page
    assert page.count('name="tags"') == 2
    assert save(admin_client, ana, tags=[pk("Fair")], new_tag=" Trade  fair 2026 ").status_code == 302
    assert on(ana) == ["Fair", "Trade fair 2026"]
    assert on(bo) == ["Fair"]
    save(admin_client, ana, tags=[])
    assert on(ana) == []
    assert Tag.objects.count() == 3, "a tag stays when no file has it"


def tick(page):
    """What the browser sends of the tags when the form of a file is saved as its page shows it."""
    ticked = re.findall(r'name="tags" value="(\d+)"[^>]*checked', page)
    return {"tags": ticked, "initial-tags": re.findall(r'name="initial-tags"(?: value="(\d*)")?', page)}


def test_a_tag_that_a_colleague_put_on_while_the_file_was_open_stays(admin_client):
    ana = make("Ana", "urgent", "old")
    make("Bo", "Fair", "theirs")
    rosa = sign_in(member_of(Role.CONSULTANT, "rosa"))
    mine, hers = (tick(one.get(where(ana)).content.decode()) for one in (admin_client, rosa))
    assert mine == hers
    assert sorted(mine["tags"]) == sorted(str(pk(name)) for name in ("urgent", "old"))
    save(rosa, ana, **hers | {"tags": [pk("urgent"), pk("theirs")]})
    assert on(ana) == ["theirs", "urgent"]
    save(admin_client, ana, **mine | {"tags": [*mine["tags"], pk("Fair")], "new_tag": "2026"})
    assert on(ana) == ["2026", "Fair", "theirs", "urgent"], "put on stays, taken off stays off"
    assert [text for text, _who in changes(admin_client, ana)] == [
        "Tags: theirs, urgent → 2026, Fair, theirs, urgent",
        "Tags: old, urgent → theirs, urgent",
    ]


def test_what_a_colleague_did_already_is_done_once(admin_client):
    ana = make("Ana", "old")
    make("Bo", "Fair")
    mine = tick(admin_client.get(where(ana)).content.decode())
    ana.tags.set([pk("Fair")])
    save(admin_client, ana, **mine | {"tags": [pk("Fair")]})
    assert on(ana) == ["Fair"]
    assert changes(admin_client, ana) == []


@pytest.mark.parametrize("had", [(), ("urgent",)])
def test_a_form_that_came_back_wrong_still_knows_what_its_page_had_shown(admin_client, had):
    ana = make("Ana", *had)
    make("Bo", "Fair", "theirs")
    mine = tick(admin_client.get(where(ana)).content.decode())
    wrong = mine | {"tags": [pk("Fair")], "email": "no address"}
    mine = tick(save(admin_client, ana, **wrong).content.decode())
    ana.tags.add(pk("theirs"))
    save(admin_client, ana, **mine)
    assert on(ana) == ["Fair", "theirs"]


@pytest.mark.parametrize("sent", ["x", "99999999999999999999"])
def test_what_was_never_shown_takes_no_tag_off(admin_client, sent):
    ana = make("Ana", "urgent")
    assert save(admin_client, ana, **{"tags": [], "initial-tags": [sent]}).status_code == 302
    assert on(ana) == ["urgent"]


def test_a_change_of_the_tags_is_in_the_history_like_any_other_and_no_change_is_not(admin_client):
    ana = make("Ana", "urgent")
    save(admin_client, ana, new_tag="Fair")
    save(admin_client, ana, new_tag="URGENT")
    save(admin_client, ana, tags=[pk("Fair")])
    assert changes(admin_client, ana) == [
        ("Tags: Fair, urgent → Fair", "admin"),
        ("Tags: urgent → Fair, urgent", "admin"),
    ]


def test_a_form_that_is_wrong_elsewhere_makes_no_tag_and_has_what_was_typed(admin_client):
    ana = make("Ana", "urgent")
    page = save(admin_client, ana, new_tag="Fair", tags=[], email="no address").content.decode()
    assert 'value="Fair"' in page
    assert (on(ana), Tag.objects.count()) == (["urgent"], 1)
    page = save(admin_client, ana, new_tag="one, two").content.decode()
    assert "Enter one tag at a time" in page
    assert Tag.objects.count() == 1


def test_who_reads_alone_sees_the_tags_and_changes_none():
    ana = make("Ana", "urgent")
    reader = sign_in(member_with(VIEW_CLIENT))
    page = reader.get(where(ana)).content.decode()
    assert '<div class="readonly">urgent</div>' in page
    assert "new_tag" not in page
    assert save(reader, ana, tags=[], new_tag="Fair").status_code == 403
    assert on(ana) == ["urgent"]


# --- Many at once ----------------------------------------------------------------


def test_tags_are_put_on_and_taken_off_many_files_each_with_its_line_of_history(admin_client):
    ana, bo, cy = make("Ana", "old"), make("Bo", "Fair"), make("Cy", "old", "other")
    chosen = {"action": "change_chosen", "_selected_action": [ana.pk, bo.pk]}
    page = admin_client.post(LIST, chosen).content.decode()
    assert page.count('name="put_on"') == 3
    assert page.count('name="taken_off"') == 2, "those that are on the chosen files"
    said = {"put_on": [pk("Fair")], "new_tag": "2026", "taken_off": [pk("old")]}
    assert "2 files were changed" in change(admin_client, ana, bo, **said).content.decode()
    assert [on(one) for one in (ana, bo, cy)] == [["2026", "Fair"], ["2026", "Fair"], ["old", "other"]]
    assert changes(admin_client, ana) == [("Tags: old → 2026, Fair", "admin")]
    assert "2 files stay as they were" in change(admin_client, ana, bo, put_on=[pk("Fair")]).content.decode()
    assert len(changes(admin_client, bo)) == 1


def test_a_move_and_a_tag_together_are_both_in_the_history(admin_client):
    ana = make("Ana")
    change(admin_client, ana, next_action="Call", new_tag="Fair")
    [(text, _who)] = changes(admin_client, ana)
    assert "Tags: empty → Fair" in text
    assert "next_action" in text.lower() or "next action" in text.lower()
    assert fresh(ana).next_action == "Call"


def test_a_tag_is_not_put_on_and_taken_off_at_once(admin_client):
    ana = make("Ana", "urgent")
    page = change(admin_client, ana, put_on=[pk("urgent")], taken_off=[pk("urgent")]).content.decode()
    assert "both put on and taken off" in page
    assert on(ana) == ["urgent"]


def test_a_tag_that_is_on_none_of_the_chosen_files_is_not_taken_off_another(admin_client):
    ana, bo = make("Ana", "mine"), make("Bo", "theirs")
    change(admin_client, ana, taken_off=[pk("theirs")])
    assert (on(ana), on(bo)) == (["mine"], ["theirs"])


@pytest.mark.parametrize(
    ("name", "row"), [("draws/alert", "alert"), ("intake/todo", "todo"), ("intake/enquiry", "enquiry")]
)
def test_the_files_of_rows_of_other_lists_are_tagged_by_the_same_form(admin_client, broker, name, row):
    world, other = make_world(), make_world("boris@example.org", "440")
    chosen = {"action": "change_chosen", "_selected_action": [world.rows[row].pk]}
    admin_client.post(f"/staff/{name}/", {**chosen, "new_tag": "Urgent", "apply": "1"})
    assert "Urgent" in on(world.client)
    assert "Urgent" not in on(other.client)


def test_where_files_are_assigned_an_assistant_tags_and_counts_their_own_alone(settings):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_of(Role.ASSISTANT, "clerk")
    mine, theirs = make("Ana", "fair", adviser=clerk), make("Bo", "fair", "theirs alone")
    browser = sign_in(clerk)
    change(browser, mine, theirs, new_tag="Urgent")
    assert (on(mine), on(theirs)) == (["fair", "Urgent"], ["fair", "theirs alone"])
    assert save(browser, theirs, new_tag="Urgent").status_code == 302
    assert "Urgent" not in on(theirs)
    assert listed(browser, f"tag={pk('fair')}") == ["Ana"]
    assert {tag.name: tag.number for tag in browser.get("/staff/intake/tag/").context["cl"].result_list} == {
        "fair": 1,
        "theirs alone": 0,
        "Urgent": 1,
    }


def test_who_may_not_work_on_files_tags_none_from_a_list():
    ana = make("Ana", "fair")
    change(sign_in(member_with(VIEW_CLIENT)), ana, new_tag="Urgent", taken_off=[pk("fair")])
    assert (on(ana), Tag.objects.count()) == (["fair"], 1)


# --- In lists --------------------------------------------------------------------


@pytest.fixture
def people():
    return make("Ana", "fair", "urgent", stage="booked"), make("Bo", "fair"), make("Cy", "urgent"), make("Di")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tag={fair}", ["Ana", "Bo"]),
        ("tag={fair}.{urgent}", ["Ana"]),
        ("tag={fair}.{fair}", ["Ana", "Bo"]),
        ("tag={fair}&stage__exact=new", ["Bo"]),
        ("tag=none", ["Di"]),
        ("tag=none.{fair}", []),
        ("tag=", ["Ana", "Bo", "Cy", "Di"]),
        ("tag=99999999999999999999", []),
        ("tag=x", []),
        ("tag={fair}.", []),
        ("tag={fair}&_facets=True", ["Ana", "Bo"]),
    ],
)
def test_the_list_is_narrowed_to_files_with_every_chosen_tag(admin_client, people, query, names):
    assert listed(admin_client, query.format(fair=pk("fair"), urgent=pk("urgent"))) == names


def test_a_further_tag_narrows_the_list_one_that_is_chosen_is_let_go_and_each_has_its_number(admin_client, people):
    fair, urgent = pk("fair"), pk("urgent")
    cl = admin_client.get(f"{LIST}?tag={fair}&_facets=True").context["cl"]
    [spec] = [one for one in cl.filter_specs if getattr(one, "parameter_name", "") == "tag"]
    shown = [(str(one["display"]), one["selected"], one["query_string"]) for one in spec.choices(cl)]
    assert shown == [
        ("All", False, "?_facets=True"),
        ("fair (2)", True, "?_facets=True"),
        ("urgent (2)", False, f"?_facets=True&tag={fair}.{urgent}"),
        ("Without a tag (1)", False, f"?_facets=True&tag={fair}.none"),
    ]


def test_without_tags_there_is_no_filter_and_the_last_tag_leaves_an_empty_list_behind(admin_client, people):
    kept = f"tag={pk('fair')}"
    Tag.objects.all().delete()
    assert listed(admin_client, kept) == []
    cl = admin_client.get(LIST).context["cl"]
    assert "tag" not in [getattr(one, "parameter_name", "") for one in cl.filter_specs]


def test_a_list_of_a_tag_is_kept_under_a_name(admin_client, people):
    admin_client.post(f"{LIST}list/keep/", {"name": "At the fair", "query": f"tag={pk('fair')}"})
    assert listed(admin_client, SavedList.objects.get().query) == ["Ana", "Bo"]


def test_the_tags_are_a_column_that_is_taken_along(admin_client, people):
    asked = {"kind": "csv", "query": "columns=person.tag_names&o=1"}
    answer = admin_client.post(f"{LIST}list/export/", asked)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["name", "tags"], ["Ana", "fair, urgent"], ["Bo", "fair"], ["Cy", "urgent"], ["Di", ""]]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("columns", "queries"), [("person.tag_names", 13), ("person.stage", 12)])
def test_the_list_asks_as_often_however_many_files_have_however_many_tags(
    admin_client, django_assert_num_queries, number, columns, queries
):
    for one in range(number):
        make(f"Client{one}", *(f"tag {other}" for other in range(one + 1)))
    admin_client.get(LIST)
    with django_assert_num_queries(queries):
        admin_client.get(f"{LIST}?columns={columns}")


@pytest.mark.parametrize("number", [1, 3])
def test_the_tags_of_a_list_that_is_taken_along_are_fetched_at_once(admin_client, django_assert_num_queries, number):
    clients = [make(f"Client{one}", "fair", f"tag {one}") for one in range(number)]
    admin_client.post(f"{LIST}list/columns/", {"column": ["person", "tag_names"]})
    asked = {"action": "export_csv", "_selected_action": [one.pk for one in clients]}
    admin_client.post(LIST, asked)
    with django_assert_num_queries(16):
        admin_client.post(LIST, asked)


# --- The list of tags ------------------------------------------------------------


def test_an_administrator_renames_a_tag_and_two_are_never_the_same(people):
    browser, fair = sign_in(member_of(Role.ADMINISTRATOR, "boss")), pk("fair")
    page = browser.post(f"/staff/intake/tag/{fair}/change/", {"name": "URGENT"}).content.decode()
    assert "There is already a tag with this name" in page
    assert browser.post(f"/staff/intake/tag/{fair}/change/", {"name": " Trade  Fair "}).status_code == 302
    assert on(people[0]) == ["Trade Fair", "urgent"]
    assert browser.post(f"/staff/intake/tag/{fair}/change/", {"name": "TRADE fair"}).status_code == 302, "its own name"


def test_an_administrator_deletes_tags_off_every_file_each_with_its_line_of_history(people):
    browser = sign_in(member_of(Role.ADMINISTRATOR, "boss"))
    chosen = {"action": "delete_selected", "_selected_action": [pk("fair")]}
    page = browser.post("/staff/intake/tag/", chosen).content.decode()
    assert "Tags of files: 2" in page
    assert not [one for one in people if one.reference in page or one.email in page]
    browser.post("/staff/intake/tag/", {**chosen, "post": "yes"})
    assert [on(one) for one in people] == [["urgent"], [], ["urgent"], []]
    assert [changes(browser, one) for one in people] == [
        [("Tags: fair, urgent → urgent", "boss")],
        [("Tags: fair → empty", "boss")],
        [],
        [],
    ]


def test_who_works_on_files_makes_tags_and_neither_renames_nor_deletes_one(people):
    browser, fair = sign_in(member_of(Role.CONSULTANT, "rosa")), pk("fair")
    assert browser.post("/staff/intake/tag/add/", {"name": "New words"}).status_code == 302
    assert Tag.objects.filter(name="New words").exists()
    assert browser.post(f"/staff/intake/tag/{fair}/change/", {"name": "Other"}).status_code == 403
    assert browser.post(f"/staff/intake/tag/{fair}/delete/", {"post": "yes"}).status_code == 403
    browser.post("/staff/intake/tag/", {"action": "delete_selected", "_selected_action": [fair], "post": "yes"})
    assert Tag.objects.get(pk=fair).name == "fair"
    bare = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    save(bare, people[3], new_tag="Typed")
    assert on(people[3]) == ["Typed"], "the permission to work on files is enough"


# --- With the file ---------------------------------------------------------------


def test_tags_go_with_the_file_and_stay_with_the_others(admin_client, people):
    ana, bo = people[:2]
    save(admin_client, ana, new_tag="Spoken of")
    delete_file.delete_with_account(ana)
    assert set(FileTag.objects.values_list("client__name", "tag__name")) == {("Bo", "fair"), ("Cy", "urgent")}
    assert not LogEntry.objects.filter(change_message__contains="Spoken of").exists()
    assert on(bo) == ["fair"]


def test_a_tag_counts_as_work_so_that_the_undo_of_an_import_keeps_the_file(people):
    for client in people:
        before = make_mark(fresh(client), whole=True)
        client.tags.add(tags.get_or_make("put on by hand"))
        assert make_mark(fresh(client), whole=True) != before
