"""The staff's own pages beside Django's: axe finds nothing wrong with them, in light and dark."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from draws.models import WrittenMessage
from intake.clients import household
from intake.models import Client, Note, StageTodo, Tag
from intake.questionnaire.answers_to_profile import build_facts
from tests.draws.factories import ClientFactory
from tests.draws.letters import make_version
from tests.e2e.looking import SIDEWAYS
from tests.e2e.pressing import press
from tests.e2e.sessions import enter
from tests.e2e.test_intake import not_sideways
from tests.intake.answers import COUPLE, SINGLE, flow
from tests.intake.files import with_result

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana")


@pytest.fixture
def couple(ana):
    """Two linked files, and a third that may be of the first person."""
    bo = Client.objects.create(email="bo@example.org", name="Bo")
    Client.objects.filter(pk=ana.pk).update(facts=build_facts(flow(COUPLE).cleaned))
    Client.objects.create(email="ana+old@example.org")
    household.link(ana, bo, joint_on=timezone.localdate(), by=User.objects.get())
    return ana, bo


def where(page, live_server, name, *args):
    page.goto(live_server.url + reverse(f"admin:{name}", args=args))


def test_the_pages_of_a_file_are_accessible(desk, live_server, violations, couple):
    found = []
    for name in ("intake_client_change", "intake_client_partner", "intake_client_documents", "intake_client_consent"):
        where(desk, live_server, name, couple[0].pk)
        found += violations(desk)
    assert not found, "\n".join(found)


def test_a_note_takes_two_clicks_and_the_head_of_a_file_stays_in_sight(desk, live_server, ana, violations):
    StageTodo.objects.create(stage="contacted", text_en="Offer a consultation", text_fr="Offrir une consultation")
    desk.set_viewport_size({"width": 820, "height": 900})
    where(desk, live_server, "intake_client_documents", ana.pk)
    desk.locator("summary").get_by_text("Note or call", exact=True).click()
    expect(desk.get_by_label("Text")).to_be_focused()
    desk.keyboard.type("asked about the fees")
    assert violations(desk) == []
    not_sideways(desk)
    press(desk.get_by_role("button", name="Note", exact=True))
    assert desk.url.endswith("/documents/")
    desk.get_by_text("Change the stage", exact=True).click()
    assert violations(desk) == []
    press(desk.get_by_role("button", name="Contacted", exact=True))
    press(desk.locator("#content").get_by_role("link", name="Ana", exact=True))
    desk.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(desk.get_by_role("heading", level=1, name="Ana")).to_be_in_viewport()
    press(desk.get_by_role("button", name="Save and continue editing"))
    press(desk.locator(".file-todos").get_by_role("button"))
    press(desk.locator(".file-ways").get_by_role("link", name="History"))
    lines = desk.locator(".history ol > li strong")
    expect(lines).to_have_count(4)
    assert {line.partition(",")[0] for line in lines.all_inner_texts()} == {
        "Task done",
        "Task",
        "Stage: New → Contacted",
        "Note",
    }
    assert violations(desk) == []


def test_a_note_takes_two_clicks_from_anywhere_and_leads_back(desk, live_server, ana, violations):
    where(desk, live_server, "intake_client_change", ana.pk)
    where(desk, live_server, "intake_tag_changelist")
    press(desk.get_by_role("link", name="Note or call", exact=True))
    expect(desk.get_by_role("radio", name="Ana")).to_be_checked()
    assert violations(desk) == []
    desk.keyboard.type("asked about the fees")
    press(desk.get_by_role("button", name="Call: the client called"))
    assert desk.url.endswith("/staff/intake/tag/")
    note = Note.objects.get()
    assert (note.client, note.kind, note.text) == (ana, "called_us", "asked about the fees")


def test_a_note_is_typed_and_its_file_looked_for_by_the_keyboard(desk, live_server, ana):
    Client.objects.create(email="bo@example.org", name="Bo")
    press(desk.get_by_role("link", name="Note or call", exact=True))
    desk.keyboard.type("asked about the fees")
    desk.get_by_label("Another file:").fill("Ana")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.get_by_label("Text:")).to_have_value("asked about the fees")
    press(desk.get_by_role("button", name="Note", exact=True))
    assert Note.objects.get().client == ana


def test_a_client_is_added_by_hand_and_who_it_may_be_is_shown_first(desk, live_server, ana, violations):
    Tag.objects.create(name="trade fair 2026")
    where(desk, live_server, "intake_client_changelist")
    press(desk.locator(".object-tools").get_by_role("link", name="Add a client"))
    assert violations(desk) == []
    desk.get_by_label("Name:", exact=True).fill("Ana")
    desk.get_by_label("Telephone:").fill("613 555 0100")
    desk.get_by_label("trade fair 2026").check()
    press(desk.get_by_role("button", name="Add the client"))
    expect(desk.locator(".doubles").get_by_role("link", name="Ana")).to_be_visible()
    found = violations(desk)
    for width in (820, 320):
        desk.set_viewport_size({"width": width, "height": 900})
        not_sideways(desk)
    desk.get_by_label("None of these is this person").check()
    press(desk.get_by_role("button", name="Add the client"))
    expect(desk.get_by_text("no consent to e-mails is on record")).to_be_visible()
    press(desk.get_by_role("link", name="Copy of the client’s data"))
    found += violations(desk)
    desk.get_by_label("How the client asked").select_option(label="By letter")
    desk.get_by_label("How you know").fill("passport seen")
    press(desk.get_by_role("button", name="Note the request and make the copy"))
    found += violations(desk)
    assert not found, "\n".join(found)
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Everything, for a program").click()
    assert "+16135550100" in taken.value.path().read_text()


def test_chosen_files_are_assigned_in_the_bar_over_the_list(desk, live_server, ana, violations):
    rosa = User.objects.create_user("rosa", first_name="Rosa", last_name="Diaz", is_staff=True)
    where(desk, live_server, "intake_client_changelist")
    desk.get_by_label("Select all objects on this page for an action").check()
    desk.locator(".assign summary").click()
    assert [one for one in violations(desk) if "assign" in one] == []
    press(desk.get_by_role("button", name="Rosa Diaz"))
    ana.refresh_from_db()
    assert ana.adviser == rosa


def test_a_tag_that_a_colleague_puts_on_meanwhile_stays(desk, live_server, ana, browser):
    for name in ("fair", "urgent"):
        Tag.objects.create(name=name)
    where(desk, live_server, "intake_client_change", ana.pk)
    with browser.new_context() as context:
        colleague = context.new_page()
        enter(colleague, live_server.url, User.objects.create_superuser("rosa"))
        where(colleague, live_server, "intake_client_change", ana.pk)
        colleague.get_by_label("urgent").check()
        press(colleague.get_by_role("button", name="Save", exact=True))
    desk.get_by_label("fair").check()
    press(desk.get_by_role("button", name="Save", exact=True))
    assert [tag.name for tag in ana.tags.all()] == ["fair", "urgent"]


def test_a_result_is_explained_to_staff_as_to_the_client(desk, live_server, violations):
    client, made = with_result("amara@example.org", **COUPLE)
    where(desk, live_server, "intake_client_change", client.pk)
    desk.get_by_text("The score over time and ahead").click()
    press(desk.get_by_role("link", name=made.reference))
    expect(desk.locator(".total:visible")).to_have_text(str(made.crs))
    assert violations(desk) == []
    desk.set_viewport_size({"width": 320, "height": 640})
    not_sideways(desk)
    press(desk.get_by_role("link", name="What the file comes to today"))
    expect(desk.get_by_text("It is not kept.")).to_be_visible()


def test_the_question_who_would_be_invited_is_accessible(desk, live_server, violations):
    person = ClientFactory(standing=480)
    where(desk, live_server, "draws_draw_changelist")
    press(desk.get_by_role("link", name="Who would be invited?"))
    assert violations(desk) == []
    desk.get_by_label("Stream").select_option("cec")
    desk.get_by_label("CRS cut-off").fill("470")
    press(desk.get_by_role("button", name="See who"))
    expect(desk.get_by_text("1 client would be invited.")).to_be_visible()
    expect(desk.get_by_role("link", name=person.reference)).to_be_visible()
    assert violations(desk) == []
    desk.get_by_label("CRS cut-off").fill("485")
    press(desk.get_by_role("button", name="See who"))
    press(desk.get_by_role("link", name="Of those below: within ten points"))
    expect(desk.get_by_role("link", name=person.reference)).to_be_visible()


def test_writing_to_many_is_accessible_from_the_choice_to_the_pause(desk, live_server, violations, broker):
    make_version()
    ClientFactory.create_batch(2)
    where(desk, live_server, "intake_client_changelist")
    desk.get_by_label("Select all objects on this page for an action").check()
    desk.get_by_label("Action:").select_option(label="Write to these clients")
    press(desk.get_by_role("button", name="Go", exact=True))
    found = violations(desk)
    press(desk.get_by_role("button", name="Take this template"))
    desk.get_by_text("The message in English").click()
    desk.get_by_text("Leave somebody out").click()
    found += violations(desk)
    not_sideways(desk)
    press(desk.get_by_role("link", name="Would get it"))
    desk.get_by_label("Number of recipients").fill("2")
    press(desk.get_by_role("button", name="Send to these clients"))
    expect(desk.get_by_role("timer")).to_be_visible()
    found += violations(desk)
    assert not found, "\n".join(found)
    assert WrittenMessage.objects.count() == 2


def test_a_couple_is_linked_and_parted(desk, live_server, ana):
    bo = Client.objects.create(email="bo@example.org")
    where(desk, live_server, "intake_client_change", ana.pk)
    press(desk.get_by_role("link", name="Partner"))
    desk.get_by_label("Reference or e-mail address").fill(bo.email)
    desk.get_by_label("Both agreed").fill(str(timezone.localdate()))
    press(desk.get_by_role("button", name="Link the files"))
    expect(desk.get_by_text("Both partners are clients")).to_be_visible()
    press(desk.get_by_label("People").get_by_role("link", name=bo.reference))
    press(desk.get_by_role("link", name="Partner"))
    desk.get_by_label("Separated").fill(str(timezone.localdate()))
    press(desk.get_by_role("button", name="End the link"))
    expect(desk.get_by_text("tell neither of the other")).to_be_visible()


def test_a_document_is_marked_as_seen_and_the_score_follows(desk, live_server, ana):
    Client.objects.update(facts=build_facts(flow(SINGLE).cleaned))
    where(desk, live_server, "intake_client_change", ana.pk)
    press(desk.get_by_role("link", name="Documents seen"))
    expect(desk.get_by_text("As verified: not known.")).to_be_visible()
    for fact in ("Date of birth", "Marital status"):
        desk.get_by_label(f"Document seen: {fact}").fill("Passport")
    press(desk.get_by_role("button", name="Keep what was seen"))
    expect(desk.get_by_text("As verified: 105 points.")).to_be_visible()
    expect(desk.get_by_text("Passport, seen by staff")).to_have_count(2)


@pytest.fixture
def deadline(ana):
    """A file of somebody who was invited 52 days ago, with a passport that ends before the last day to apply."""
    today = timezone.localdate()
    Client.objects.filter(pk=ana.pk).update(
        stage="invited", invited_on=today - timedelta(days=52), retained_on=today - timedelta(days=100)
    )
    ana.dated_items.create(kind="passport", whose="partner", name="IN", expires_on=today + timedelta(days=3))
    return ana


def test_the_dates_of_a_client_are_accessible_where_staff_meet_them(desk, live_server, violations, deadline):
    desk.reload()
    found = violations(desk)
    for row, number in (("Invited, and ten days or fewer are left to apply", 1), ("Documents and tests that end", 1)):
        desk.goto(f"{live_server.url}/staff/")
        # The first names the row; the others, its numbers, repeat the name for people who cannot see.
        press(desk.get_by_role("link", name=row).first)
        expect(desk.get_by_role("link", name=deadline.reference)).to_have_count(number)
        found += violations(desk)
    press(desk.get_by_role("link", name=deadline.reference))
    expect(desk.get_by_text("Invited: 8 days left to apply")).to_be_visible()
    expect(desk.get_by_text("It ends before the last day to apply: Passport (India), the partner's.")).to_be_visible()
    expect(desk.get_by_text("Implied while the service agreement of")).to_be_visible()
    found += violations(desk)
    assert not found, "\n".join(found)


def test_staff_enter_a_passport_and_see_it_in_red(desk, live_server, deadline):
    deadline.dated_items.all().delete()
    where(desk, live_server, "intake_client_change", deadline.pk)
    desk.get_by_text("Add another Document or date").click()
    row = desk.locator("#dated_items-0")
    row.locator("[name$=-kind]").select_option(label="Passport")
    row.locator("[name$=-name]").fill("united kingdom")
    row.locator("[name$=-expires_on]").fill(str(timezone.localdate() + timedelta(days=5)))
    press(desk.get_by_role("button", name="Save and continue editing"))
    expect(desk.locator(".messagelist").get_by_text("Passport (United Kingdom)")).to_be_visible()


def test_files_are_tagged_in_a_file_and_from_the_list(desk, live_server, ana, violations):
    for number in range(12):
        Tag.objects.create(name=f"Trade fair of the year {2010 + number}")
    desk.set_viewport_size({"width": 820, "height": 900})
    where(desk, live_server, "intake_client_change", ana.pk)
    desk.get_by_role("group", name="Tags").get_by_label("Trade fair of the year 2012").check()
    desk.get_by_label("Another tag").fill("urgent")
    not_sideways(desk)
    press(desk.get_by_role("button", name="Save", exact=True))
    desk.locator("input[name=_selected_action]").check()
    desk.locator("select[name=action]").select_option("change_chosen")
    press(desk.locator("button[name=index]"))
    desk.get_by_role("group", name="Put these tags on").get_by_label("Trade fair of the year 2021").check()
    desk.get_by_role("group", name="Take these tags off").get_by_label("urgent").check()
    not_sideways(desk)
    assert violations(desk) == []
    press(desk.get_by_role("button", name="Change these files"))
    assert [tag.name for tag in ana.tags.all()] == ["Trade fair of the year 2012", "Trade fair of the year 2021"]
    press(desk.locator("#changelist-filter").get_by_role("link", name="Trade fair of the year 2021"))
    press(desk.locator("#changelist-filter").get_by_role("link", name="Trade fair of the year 2012"))
    expect(desk.locator("#result_list")).to_contain_text("Ana")


LONG = "Ronde_".ljust(70, "x")
ROUNDS = f"{LONG},Tirage,Type de ronde,Note\n901,2026-09-01,Canadian Experience Class,{'y' * 300}\n"
PEOPLE = f"E-mail,Name,{LONG}\n{'a' * 60}@example.org,Ana,{'y' * 300}\n"


def upload(desk, text):
    """Give the page a file, and read it."""
    desk.get_by_label("File").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": text.encode()})
    press(desk.get_by_role("button", name="Read the file"))


def test_the_columns_of_a_file_of_rounds_are_named_and_its_rows_taken(desk, live_server, violations):
    desk.set_viewport_size({"width": 820, "height": 900})
    where(desk, live_server, "draws_draw_import")
    upload(desk, ROUNDS)
    found = [*violations(desk), *desk.evaluate(SIDEWAYS)]
    desk.get_by_label("Tirage").select_option("Day of the round")
    press(desk.get_by_role("button", name="Show what every row would do"))
    expect(desk.get_by_text("Choose for one column: “Number of the round”.")).to_be_visible()
    found += [*violations(desk), *desk.evaluate(SIDEWAYS)]
    desk.get_by_label("Ronde_").select_option("Number of the round")
    press(desk.get_by_role("button", name="Show what every row would do"))
    found += [*violations(desk), *desk.evaluate(SIDEWAYS)]
    press(desk.get_by_role("button", name="Match the columns again"))
    expect(desk.get_by_label("Tirage")).to_have_value("drawDate")
    press(desk.get_by_role("button", name="Show what every row would do"))
    press(desk.get_by_role("button", name="Record the new rounds as drafts"))
    expect(desk.get_by_text("1 draft was recorded.")).to_be_visible()
    assert found == []


def test_the_columns_of_a_file_of_clients_are_named(desk, live_server, violations):
    desk.set_viewport_size({"width": 820, "height": 900})
    where(desk, live_server, "intake_client_imports")
    upload(desk, PEOPLE)
    desk.get_by_label("Ronde_").fill("name")
    press(desk.get_by_role("button", name="Show what every row would do"))
    expect(desk.get_by_text("“name” is chosen for several columns").first).to_be_visible()
    found = [*violations(desk), *desk.evaluate(SIDEWAYS)]
    desk.get_by_label("Ronde_").fill("")
    press(desk.get_by_role("button", name="Show what every row would do"))
    assert [*found, *violations(desk), *desk.evaluate(SIDEWAYS)] == []


CUT_OFF = """() => { const table = document.querySelector("#result_list").parentElement;
  return table.scrollWidth - table.clientWidth; }"""


def test_the_table_of_clients_is_not_cut_off_beside_its_filters(desk, live_server):
    user = User.objects.get()
    words = {"stage": "submitted", "next_action": "Call about the missing educational credential assessment"}
    Client.objects.create(
        email="a@example.org", name="Maria Okonkwo", adviser=user, follow_up_on=timezone.localdate(), **words
    )
    desk.set_viewport_size({"width": 1280, "height": 800})
    where(desk, live_server, "intake_client_changelist")
    expect(desk.locator("#result_list")).to_contain_text("Call about the missing")
    assert desk.evaluate(CUT_OFF) <= 1
