"""Acts of two clicks: a note from anywhere, a file moved at its head, files assigned in the bar over their list."""

import re

import pytest
from django.contrib.auth.models import User

from intake.models import Client, FileView, Note, StageMove, Todo
from intake.permissions import CHANGE_CLIENT, MANAGE_ENGAGEMENT, VIEW_CLIENT
from intake.staff.daily_work import quick_acts
from tests.hostile.desk import fresh, member_with, sign_in
from tests.intake.saving import save, where

pytestmark = pytest.mark.django_db
NOTE, LIST = "/staff/note/", "/staff/intake/client/"


@pytest.fixture
def rosa():
    return User.objects.create_user("rosa", first_name="Rosa", last_name="Diaz", is_staff=True)


def make(name, **known):
    return Client.objects.create(email=f"{name.lower()}@example.org", name=name, **known)


def text(answer):
    return answer.content.decode()


# --- A note from anywhere ----------------------------------------------------------


def test_every_page_leads_to_a_note_in_the_file_that_was_opened_last(admin_client, admin_user):
    ana, bo = make("Ana"), make("Bo")
    for one in (ana, bo):
        assert f'href="{NOTE}"' in text(admin_client.get(where(one)))
    page = admin_client.get(NOTE)
    assert (page.context["files"], page.context["chosen"]) == ([bo, ana], str(bo.pk))
    assert "autofocus" in text(page)
    admin_client.post(NOTE, {"text": "wants to wait", "file": bo.pk, "kind": "called"})
    kept = Note.objects.get()
    assert (kept.client, kept.kind, kept.text, kept.author) == (bo, "called", "wants to wait", admin_user)


def test_it_leads_back_to_where_one_was_and_to_no_other_site(admin_client):
    ana = make("Ana")
    here = {"HTTP_REFERER": "http://testserver/staff/search/?q=ana#top", "HTTP_HOST": "testserver"}
    back = admin_client.get(NOTE, **here).context["next"]
    assert back == "/staff/search/?q=ana"
    for came, leads in [
        ("https://evil.example/x", "/staff/"),
        ("", "/staff/"),
        ("http://[", "/staff/"),
        (f"http://testserver{NOTE}", "/staff/"),
    ]:
        assert admin_client.get(NOTE, HTTP_REFERER=came).context["next"] == leads
    said = {"text": "x", "file": ana.pk, "kind": "note"}
    for sent, leads in [(back, back), ("//evil.example/", "/staff/"), ("https://evil.example/", "/staff/")]:
        assert admin_client.post(NOTE, said | {"next": sent})["Location"] == leads


def test_another_file_is_looked_for_with_what_was_typed_kept(admin_client):
    ana, bo = make("Ana Souza"), make("Bo Souza")
    admin_client.get(where(bo))
    page = admin_client.post(NOTE, {"text": "half a", "file": bo.pk, "q": "ana", "next": "/staff/x/"})
    assert (page.context["files"], page.context["text"], page.context["next"]) == ([ana], "half a", "/staff/x/")
    assert FileView.objects.filter(client=ana, part="search").exists()
    both = admin_client.post(NOTE, {"text": "half a", "q": "souza"})
    assert (set(both.context["files"]), both.context["chosen"]) == ({ana, bo}, ""), "nobody is chosen of several"
    for typed, chosen in (("Bo Souza", str(bo.pk)), ("Bo Sousa", "")):
        page = admin_client.post(NOTE, {"text": "half a", "q": typed})
        assert (page.context["files"], page.context["chosen"]) == ([bo], chosen), "nor the one who is only nearly so"
    assert "No file was found" in text(admin_client.post(NOTE, {"text": "", "q": "nobody"}))
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("said", "complaint"), [({"text": "x"}, "Choose the file"), ({"text": ""}, "field is required")]
)
def test_a_note_without_a_file_or_without_words_is_not_kept(admin_client, said, complaint):
    assert complaint in text(admin_client.post(NOTE, said | {"kind": "note"}))
    assert not Note.objects.exists()


def test_of_files_in_anothers_hands_none_is_offered_found_or_written_in(settings, admin_user):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_with(VIEW_CLIENT, CHANGE_CLIENT)
    ana = make("Ana", adviser=clerk)
    browser = sign_in(clerk)
    browser.get(where(ana))
    assert browser.get(NOTE).context["files"] == [ana]
    Client.objects.update(adviser=admin_user)
    assert browser.get(NOTE).context["files"] == []
    assert browser.post(NOTE, {"text": "x", "q": "Ana"}).context["files"] == []
    assert "Choose the file" in text(browser.post(NOTE, {"text": "x", "file": ana.pk, "kind": "note"}))
    assert not Note.objects.exists()


def test_who_only_reads_is_led_to_no_note():
    reader = sign_in(member_with(VIEW_CLIENT))
    assert f'href="{NOTE}"' not in text(reader.get("/staff/"))
    assert reader.get(NOTE).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_many_files_as_for_one(admin_client, django_assert_num_queries, number):
    for one in range(number):
        admin_client.get(where(make(f"Client{one}")))
    admin_client.get(NOTE)
    with django_assert_num_queries(8):
        admin_client.get(NOTE)


# --- The stage at the head of the file ---------------------------------------------


def moves(page):
    return [code for code, _label in page.context["moves"]] if page.context.get("moves") else []


def buttons(page):
    return text(page).split('aria-label="Move the file to"')[1].split("</p>")[0]


def test_a_file_is_moved_at_its_head_where_it_may_go_from_its_stage(admin_client, admin_user):
    ana = make("Ana")
    shown = buttons(admin_client.get(where(ana)))
    assert 'value="contacted"' in shown
    for other in ("new", "retained", "closed", "submitted"):
        assert f'value="{other}"' not in shown
    answer = admin_client.post(f"{LIST}{ana.pk}/stage/", {"stage": "contacted", "next": f"{LIST}{ana.pk}/history/"})
    assert answer["Location"] == f"{LIST}{ana.pk}/history/"
    assert fresh(ana).stage == "contacted"
    move = StageMove.objects.get()
    assert (move.was, move.stage, move.by) == ("new", "contacted", admin_user)
    assert [str(one.title) for one in admin_client.get(f"{LIST}{ana.pk}/history/").context["entries"]] == [
        "Stage: New → Contacted"
    ]


@pytest.mark.parametrize("stage", ["new", "retained", "closed", "submitted", "nowhere", ""])
def test_a_file_goes_nowhere_else(admin_client, stage):
    ana = make("Ana")
    page = admin_client.post(f"{LIST}{ana.pk}/stage/", {"stage": stage}, follow=True)
    assert "cannot go there" in text(page)
    assert (fresh(ana).stage, StageMove.objects.count()) == ("new", 0)


def test_a_file_that_a_colleague_moved_meanwhile_goes_on_from_where_it_is(admin_client):
    ana = make("Ana", stage="consulted")
    assert 'value="booked"' in buttons(admin_client.get(where(ana)))
    Client.objects.update(stage="agreement_sent")
    admin_client.post(f"{LIST}{ana.pk}/stage/", {"stage": "booked"})
    assert fresh(ana).stage == "agreement_sent"


def test_an_engaged_file_leaves_its_engagement_by_who_may_manage_it_alone():
    ana = make("Ana", stage="invited")
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    assert 'value="in_pool"' not in buttons(clerk.get(where(ana)))
    clerk.post(f"{LIST}{ana.pk}/stage/", {"stage": "in_pool"})
    assert fresh(ana).stage == "invited"
    boss = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT, MANAGE_ENGAGEMENT, name="boss"))
    boss.post(f"{LIST}{ana.pk}/stage/", {"stage": "in_pool"})
    assert fresh(ana).stage == "in_pool"


def test_a_look_moves_nothing_and_a_reader_has_no_button(admin_client):
    ana = make("Ana")
    assert admin_client.get(f"{LIST}{ana.pk}/stage/", {"stage": "contacted"}).status_code == 405
    reader = sign_in(member_with(VIEW_CLIENT))
    assert "Move the file to" not in text(reader.get(where(ana)))
    assert reader.post(f"{LIST}{ana.pk}/stage/", {"stage": "contacted"}).status_code == 403
    assert fresh(ana).stage == "new"


def sent_along(page):
    """What the browser sends of the stage and the adviser that the page of a file showed."""
    return {f"initial-{name}": find_value(page, f"initial-{name}") for name in ("stage", "adviser")}


def find_value(page, name):
    [tag] = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    return (re.findall(r'value="([^"]*)"', tag) or [""])[0]


def test_what_colleagues_changed_while_the_form_was_open_stays_where_it_was_not_touched(admin_client, rosa):
    ana = make("Ana")
    shown = sent_along(text(admin_client.get(where(ana))))
    assert shown == {"initial-stage": "new", "initial-adviser": ""}
    admin_client.post(f"{LIST}{ana.pk}/stage/", {"stage": "consulted"})
    assign(admin_client, rosa.pk, ana)
    assert save(admin_client, ana, next_action="Call", **shown).status_code == 302
    kept = fresh(ana)
    assert (kept.stage, kept.adviser, kept.next_action) == ("consulted", rosa, "Call")
    assert StageMove.objects.count() == 1
    shown = sent_along(text(admin_client.get(where(ana))))
    assert shown == {"initial-stage": "consulted", "initial-adviser": str(rosa.pk)}
    assert save(admin_client, kept, stage="booked", adviser="", **shown).status_code == 302
    assert (fresh(ana).stage, fresh(ana).adviser) == ("booked", None)


def test_a_stage_that_was_chosen_is_asked_of_the_file_as_it_is_now(admin_client):
    ana = make("Ana", stage="consulted")
    shown = sent_along(text(admin_client.get(where(ana))))
    Client.objects.update(stage="agreement_sent")
    page = text(save(admin_client, ana, stage="booked", **shown))
    assert "Select a valid choice" in page
    assert fresh(ana).stage == "agreement_sent"
    assert find_value(page, "initial-stage") == "consulted"


# --- Chosen files in the bar over the list -----------------------------------------


def assign(browser, adviser, *clients, query=""):
    sent = {"_selected_action": [one.pk for one in clients], "adviser": adviser}
    return browser.post(f"{LIST}assign/{query}", sent, follow=True)


def test_chosen_files_are_assigned_with_their_open_tasks_and_the_list_is_as_it_was(admin_client, rosa):
    ana, bo, cy = make("Ana"), make("Bo"), make("Cy")
    task = Todo.objects.create(client=ana, text="call", due_on="2026-01-02")
    page = text(admin_client.get(f"{LIST}?stage__exact=new"))
    assert f'formaction="{LIST}assign/?stage__exact=new" name="adviser" value="{rosa.pk}">Rosa Diaz' in page
    answer = assign(admin_client, rosa.pk, ana, bo, query="?stage__exact=new")
    assert answer.redirect_chain == [(f"{LIST}?stage__exact=new", 302)]
    assert "2 files were changed" in text(answer)
    assert [fresh(one).adviser for one in (ana, bo, cy)] == [rosa, rosa, None]
    assert fresh(task).assignee == rosa
    assert admin_client.get(f"{LIST}{ana.pk}/history/?kind=change").context["entries"]


@pytest.mark.parametrize(
    ("chosen", "said"), [([], "Choose the files"), (["x"], "Choose the files"), ([1, 2, 3], "at most 2 rows")]
)
def test_none_and_too_many_are_not_assigned(admin_client, rosa, chosen, said, monkeypatch):
    monkeypatch.setattr(quick_acts, "MOST_AT_ONCE", 2)
    ana = make("Ana")
    sent = {"_selected_action": list(chosen), "adviser": rosa.pk}
    assert said in text(admin_client.post(f"{LIST}assign/", sent, follow=True))
    assert fresh(ana).adviser is None


@pytest.mark.parametrize("adviser", ["", "x", "0", "99999999999999999999"])
def test_files_are_assigned_to_staff_alone(admin_client, adviser):
    ana = make("Ana")
    User.objects.create_user("nobody")
    for one in (adviser, User.objects.get(username="nobody").pk):
        assert assign(admin_client, one, ana).status_code == 404
    assert fresh(ana).adviser is None


def test_who_sees_their_own_files_alone_assigns_no_others(settings, rosa, admin_user):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_with(VIEW_CLIENT, CHANGE_CLIENT)
    mine, theirs = make("Ana", adviser=clerk), make("Bo", adviser=admin_user)
    assign(sign_in(clerk), rosa.pk, mine, theirs)
    assert (fresh(mine).adviser, fresh(theirs).adviser) == (rosa, admin_user)


def test_a_reader_assigns_nothing(rosa):
    ana, reader = make("Ana"), sign_in(member_with(VIEW_CLIENT))
    assert "Assign to" not in text(reader.get(LIST))
    assert assign(reader, rosa.pk, ana).status_code == 403
    assert fresh(ana).adviser is None
