"""Whole journeys over the desk, from what brings them about to the row in the database at their end."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from draws import tasks
from draws.feed import poller
from draws.models import Alert, Draw, Mailing
from intake.account.adapter import get_or_create_account
from intake.clients import invitations
from intake.clients.invitations import Came
from intake.consents import consent
from intake.models import Client, ClientImport, ConflictCheck, DocumentSeen, Intake, Note
from intake.permissions import Role
from intake.questionnaire.answers_to_profile import build_facts
from tests.draws.factories import ClientFactory
from tests.draws.feed_server import feed_server
from tests.draws.test_importing import ROW
from tests.draws.waiting import wait_until
from tests.e2e.person import Person
from tests.e2e.pressing import press
from tests.e2e.sessions import enter
from tests.hostile.desk import member_of
from tests.intake.answers import SINGLE, flow
from tests.letters import send_letters

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "ana@example.org"
LINK = re.compile(r"http\S+/confirm/\S+")
TODAY, DAY = timezone.localdate(), timedelta(days=1)
ROWS, BAD = 500, 20
WORKER = 30_000
# What a caller says who has neither a diploma, a test nor a job.
SAID = {
    "What is your marital status?": "Never married",
    "Where in Canada do you plan to live?": "other than Quebec",
    "Are you authorized to work in Canada now?": "No",
    "Have you completed": "No",
    "Have you studied full-time in Canada": "No",
    "Do you have a certificate of qualification": "No",
    "language test": "not taken a test yet",
    "Have you worked": "No",
    "Do you serve in the military": "No",
    "Do you have a nomination": "No",
    "Do you have a brother or sister": "No",
    "Do you have another relative": "No",
    "Do you have a job offer": "No",
    "Have you already submitted": "No",
    "In which language": "English",
}


@pytest.fixture(autouse=True)
def _mail(settings, live_server):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = live_server.url


@pytest.fixture
def member(desk):
    """The person who works at the desk."""
    return User.objects.get(username="staff")


@pytest.fixture
def ana(member):
    """A file of theirs."""
    return Client.objects.create(email=ADDRESS, name="Ana Diaz", adviser=member)


def go_home(page: Page) -> None:
    press(page.get_by_role("link", name="Home"))


def follow(page: Page, row: str) -> None:
    """From the first page to the list of what waits for oneself under this name."""
    press(page.get_by_role("link", name=f"1, Me: {row}"))


def find(page: Page, words: str) -> None:
    """From anywhere to a file, by what is known of it."""
    page.get_by_role("searchbox", name="Find a client").fill(words)
    press(page.get_by_role("button", name="Find", exact=True))
    press(page.get_by_role("main").get_by_role("listitem").get_by_role("link"))


def move_to(page: Page, stage: str) -> None:
    page.get_by_label("Stage:").select_option(label=stage)
    press(page.get_by_role("button", name="Save and continue editing"))


def test_a_morning_from_the_first_page_to_a_closed_follow_up(desk, ana):
    Client.objects.update(next_action="Call about the test", follow_up_on=TODAY)
    desk.reload()
    follow(desk, "Clients to follow up on by today")
    press(desk.get_by_role("link", name="Ana Diaz"))
    desk.locator("summary").get_by_text("Note or call", exact=True).click()
    desk.get_by_label("Text").fill("the test is on Monday")
    press(desk.get_by_role("button", name="Call: we called"))
    desk.get_by_label("Next action").fill("")
    desk.get_by_label("Follow up on").fill("")
    press(desk.get_by_role("button", name="Save", exact=True))
    go_home(desk)
    expect(desk.get_by_text("Clients to follow up on by today")).to_have_count(0)
    ana.refresh_from_db()
    assert (ana.next_action, ana.follow_up_on) == ("", None)
    assert Note.objects.get().text == "the test is on Monday"


def test_a_call_to_a_file_that_the_client_confirmed(desk, live_server, member):
    press(desk.locator(".begin").get_by_role("link", name="Take answers by telephone"))
    desk.get_by_label("E-mail address of the client").fill(ADDRESS)
    desk.get_by_label("Name:", exact=True).fill("Ana Diaz")
    press(desk.get_by_role("button", name="Go on to the questions"))
    dictate(Person(desk, live_server.url))
    press(desk.get_by_role("button", name="Score and keep"))
    expect(desk.get_by_text("Scored and kept:")).to_be_visible()
    find(desk, "Diaz")
    press(desk.get_by_role("link", name="Take answers by telephone"))
    press(desk.get_by_role("button", name="Ask the client by e-mail to check them"))
    (asked,) = send_letters()
    assert asked.to == [ADDRESS]
    enter(desk, live_server.url, get_or_create_account(ADDRESS))
    desk.goto(f"{live_server.url}/en/my-file/")
    press(desk.get_by_role("button", name="These answers are right"))
    enter(desk, live_server.url, member)
    desk.goto(f"{live_server.url}/staff/")
    find(desk, ADDRESS)
    press(desk.get_by_role("link", name="Take answers by telephone"))
    expect(desk.get_by_text("The client confirmed these answers on")).to_be_visible()
    intake = Intake.objects.get()
    assert intake.checked_at
    assert intake.client.assessments.get().crs > 0


def dictate(caller: Person) -> None:
    """Enter what somebody says who has neither a diploma, a test nor a job yet."""
    for _save in range(3):
        for question, answer in SAID.items():
            if caller.question(question).count():
                caller.pick(answer, question)
        caller.date("27", "March", "1996", question="What is your date of birth?")
        press(caller.page.locator("#keep").get_by_role("button", name="Save", exact=True))
    caller.type("How many people are in your family?", "1")
    caller.type("How much money do you have to settle, in Canadian dollars?", "20000")
    press(caller.page.locator("#keep").get_by_role("button", name="Save", exact=True))


def test_a_lead_from_the_site_to_a_client_under_an_agreement(desk, live_server, member):
    desk.goto(f"{live_server.url}/en/ask/")
    desk.get_by_label("Your question").fill("Does my diploma count?")
    desk.get_by_label("Your name (optional)").fill("Ana Diaz")
    desk.get_by_label("Your e-mail address").fill(ADDRESS)
    press(desk.get_by_role("button", name="Send the question"))
    (asked,) = send_letters()
    desk.goto(LINK.search(asked.body)[0])
    press(desk.get_by_role("main").get_by_role("button"))
    desk.goto(f"{live_server.url}/staff/")
    press(desk.get_by_role("link", name="Nobody: Questions and call requests from the site, to answer"))
    press(desk.get_by_role("row").get_by_role("link", name=Client.objects.get().reference))
    desk.get_by_label("Adviser:").select_option(label="staff")
    desk.get_by_label("Consultant of record:").select_option(label="staff")
    move_to(desk, "Contacted")
    desk.get_by_text("Add another Conflict check").click()
    check = desk.locator("#conflict_checks-0")
    check.get_by_label("Result:").select_option(label="No conflict")
    check.get_by_label("What was looked for:").fill("Ana Diaz, her employer")
    move_to(desk, "Agreement sent")
    for agreement, state in (("Consultation agreement", "Signed"), ("Service agreement", "Signed")):
        desk.get_by_label(f"{agreement}:", exact=True).select_option(label=state)
        desk.get_by_label(f"{agreement}: since:").fill(str(TODAY))
    move_to(desk, "Retained")
    expect(desk.locator(".file-head")).to_contain_text("Retained")
    client = Client.objects.get()
    assert (client.email, client.stage, client.retained_on) == (ADDRESS, "retained", TODAY)
    assert [move.stage for move in client.stage_moves.order_by("pk")] == ["contacted", "agreement_sent", "retained"]
    assert ConflictCheck.objects.get().author == member


def test_a_round_from_the_feed_to_its_alerts_through_the_doubt_and_the_pause(
    desk, live_server, settings, celery_worker_process, mails
):
    client = ClientFactory(standing=905, standing__stream="french")
    with feed_server() as server:
        settings.IRCC_FEED_URL = server.address
        server.publish(ROW | {"drawNumber": "438", "drawDate": str(TODAY - DAY), "drawCRS": "903"}, version='"1"')
        poller.visit_if_due()
    desk.reload()
    press(desk.get_by_role("link", name="Rounds of which something was not understood"))
    press(desk.get_by_role("link", name="438", exact=True))
    press(desk.get_by_role("link", name="Preview and publish"))
    expect(desk.locator(".messagelist .error")).to_contain_text("903")
    expect(desk.get_by_role("button", name="Publish and alert")).to_have_count(0)
    press(desk.locator(".breadcrumbs").get_by_role("link", name="Rounds", exact=True).last)
    desk.get_by_role("row", name="438").get_by_role("checkbox").check()
    desk.get_by_label("Action:").select_option(label="Mark as looked at")
    press(desk.get_by_role("button", name="Go", exact=True))
    press(desk.get_by_role("link", name="438", exact=True))
    press(desk.get_by_role("link", name="Preview and publish"))
    desk.get_by_label("Number of recipients").fill("1")
    desk.get_by_label("Cut-off, typed again").fill("903")
    press(desk.get_by_role("button", name="Publish and alert"))
    expect(desk.get_by_role("timer")).to_have_text(re.compile(r"^(10:00|9:\d\d)$"))
    wait_until(Alert.objects.exists, celery_worker_process)
    assert mails() == []
    pass_the_pause()
    wait_until(Alert.objects.filter(state="sent").exists, celery_worker_process)
    desk.reload()
    expect(desk.get_by_text("Sent: 1")).to_be_visible()
    desk.goto(f"{live_server.url}/en/draws/438/")
    expect(desk.get_by_role("main")).to_contain_text("903")
    assert [mail["To"] for mail in mails()] == [client.email]
    assert Draw.objects.get(number="438").status == "published"


def pass_the_pause() -> None:
    """Ten minutes later; then the sweep comes, as it does every minute."""
    Mailing.objects.update(not_before=timezone.now())
    Alert.objects.update(due_at=timezone.now())
    tasks.sweep.delay()


def test_a_client_is_verified_fact_by_fact(desk, ana):
    Client.objects.update(facts=build_facts(flow(SINGLE).cleaned))
    find(desk, "Diaz")
    press(desk.get_by_role("link", name="Documents seen"))
    claimed = re.search(r"As claimed: (\d+) points", desk.inner_text("#content-main"))[1]
    boxes = desk.get_by_label(re.compile("^Document seen"))
    for box in (found := boxes.all()):
        box.fill("Original")
    press(desk.get_by_role("button", name="Keep what was seen"))
    expect(desk.get_by_text(f"As verified: {claimed} points.")).to_be_visible()
    press(desk.get_by_role("link", name="Explain the verified score"))
    expect(desk.locator(".total:visible")).to_have_text(claimed)
    assert DocumentSeen.objects.filter(client=ana, document="Original").count() == len(found) > 5


def test_an_invitation_from_the_day_it_came_to_the_application(desk, live_server, member, ana):
    invited, valid = TODAY - DAY, TODAY + 9 * DAY
    ana.dated_items.create(kind="passport", name="IN", expires_on=valid)
    enter(desk, live_server.url, get_or_create_account(ADDRESS))
    desk.goto(f"{live_server.url}/en/my-file/")
    press(desk.get_by_role("link", name="Invitation", exact=True))
    Person(desk, live_server.url).date(str(invited.day), f"{invited:%B}", str(invited.year))
    press(desk.get_by_role("button", name="Keep this"))
    expect(desk.get_by_text("59 days are left.")).to_be_visible()
    expect(desk.get_by_text("Passport (India)")).to_contain_text("is the last valid day")
    expect(desk.locator("ol.plan li")).to_have_count(8)
    press(desk.get_by_role("button", name=re.compile("^Done.*Ask for a police certificate")))
    expect(desk.get_by_text("1 step of 8 is done.")).to_be_visible()
    enter(desk, live_server.url, member)
    desk.goto(f"{live_server.url}/staff/")
    follow(desk, "Invited, and the time to apply is running")
    press(desk.get_by_role("link", name="Ana Diaz"))
    expect(desk.get_by_text("Invited: 59 days left to apply")).to_be_visible()
    expect(desk.get_by_text("It ends before the last day to apply: Passport (India).")).to_be_visible()
    move_to(desk, "Application submitted")
    ana.refresh_from_db()
    assert (ana.invited_on, ana.stage) == (invited, "submitted")
    assert ana.invitations.get().outcome == "applied"
    assert not ana.todos.open().exists()


def test_both_sides_work_on_one_plan_until_the_client_declines(desk, live_server, member, ana, violations):
    invitations.receive(ana, Came(TODAY))
    desk.goto(f"{live_server.url}/staff/intake/client/{ana.pk}/change/")
    desk.get_by_text("Invitation of").click()
    press(desk.get_by_role("link", name="The plan, the documents and what expires"))
    steps = desk.locator("#content-main .file-todos li")
    expect(steps).to_have_count(8)
    press(steps.get_by_role("button", name=re.compile("^Done.*Letters of employers asked for")))
    expect(steps.get_by_text("Done", exact=True)).to_have_count(1)
    expect(desk.get_by_role("rowheader", name="Passport or travel document")).to_be_visible()
    assert not violations(desk)
    enter(desk, live_server.url, get_or_create_account(ADDRESS))
    desk.goto(f"{live_server.url}/en/my-file/invitation/")
    expect(desk.locator("ol.plan").get_by_text("Done", exact=True)).to_have_count(1)
    press(desk.get_by_role("button", name=re.compile("^Done.*Ask for a police certificate")))
    expect(desk.get_by_text("2 steps of 8 are done.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Your documents")).to_be_visible()
    assert not violations(desk)
    press(desk.get_by_role("link", name="I applied, I declined or it lapsed"))
    desk.get_by_label("I declined the invitation").check()
    Person(desk, live_server.url).date(str(TODAY.day), f"{TODAY:%B}", str(TODAY.year))
    assert not violations(desk)
    press(desk.get_by_role("button", name="Keep this"))
    expect(desk.get_by_text("Your profile is in IRCC's pool again.")).to_be_visible()
    ana.refresh_from_db()
    assert (ana.stage, ana.invited_on) == ("in_pool", None)
    assert not ana.todos.open().exists()
    enter(desk, live_server.url, member)
    desk.goto(f"{live_server.url}/staff/intake/client/{ana.pk}/invitation/")
    expect(desk.get_by_text(re.compile("Invitation of .*: Declined, on"))).to_be_visible()


def test_five_hundred_clients_come_from_a_file_twenty_are_refused_and_all_go_again(desk, celery_worker_process):
    press(desk.get_by_role("rowheader", name="Clients", exact=True).get_by_role("link"))
    press(desk.get_by_role("link", name="Bring clients in from a file"))
    desk.get_by_label("File").set_input_files({"name": "c.csv", "mimeType": "text/csv", "buffer": make_file()})
    press(desk.get_by_role("button", name="Read the file"))
    press(desk.get_by_role("button", name="Show what every row would do"))
    expect_rows(desk, New=ROWS - BAD, Refused=BAD)
    press(desk.get_by_role("link", name="Refused", exact=True))
    expect(desk.locator(".import-rows tbody tr")).to_have_count(BAD)
    assert not Client.objects.exists()
    press(desk.get_by_role("button", name="Bring in what is new and changed"))
    # While workers are at it, the page comes again by itself.
    expect(desk.get_by_role("status")).to_have_text("Done", timeout=WORKER)
    assert Client.objects.count() == ROWS - BAD
    press(desk.get_by_role("button", name="Undo this import"))
    expect(desk.get_by_role("status")).to_have_text("Undone", timeout=WORKER)
    expect_rows(desk, Undone=ROWS - BAD)
    assert not Client.objects.exists()
    assert ClientImport.objects.get().state == "undone"


def make_file() -> bytes:
    """Five hundred rows; every twenty-fifth has no address."""
    text, told = io.StringIO(), ("1990-05-05", "Never married")
    rows = ([f"c{n}@example.org" if n % (ROWS // BAD) else "none", f"Client {n}", *told] for n in range(ROWS))
    csv.writer(text).writerows([["E-mail", "Name", "Date of birth", "Marital status"], *rows])
    return text.getvalue().encode()


def expect_rows(page: Page, **numbers: int) -> None:
    """The table of outcomes says so."""
    for outcome, number in numbers.items():
        expect(page.get_by_role("row", name=f"{outcome} {number}", exact=True)).to_be_visible()


def test_an_assistant_sees_assigned_files_alone(desk, live_server, settings, member, ana):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_of(Role.ASSISTANT, "clerk")
    own = Client.objects.create(email="bo@example.org", name="Bo Chen", adviser=clerk)
    of_ana = f"{live_server.url}/staff/intake/client/{ana.pk}/change/"
    enter(desk, live_server.url, clerk)
    desk.goto(f"{live_server.url}/staff/intake/client/")
    expect(desk.locator("#result_list tbody tr")).to_have_count(1)
    press(desk.get_by_role("link", name="Bo Chen"))
    expect(desk.get_by_role("heading", level=1, name="Bo Chen")).to_be_visible()
    desk.get_by_role("searchbox", name="Find a client").fill("Diaz")
    press(desk.get_by_role("button", name="Find", exact=True))
    expect(desk.get_by_text("No file was found.")).to_be_visible()
    desk.goto(of_ana)
    expect(desk.locator(".messagelist").first).to_contain_text("doesn’t exist")
    expect(desk.get_by_text("Ana Diaz")).to_have_count(0)
    enter(desk, live_server.url, member)
    desk.goto(of_ana)
    desk.get_by_label("Adviser:").select_option(label="clerk")
    press(desk.get_by_role("button", name="Save", exact=True))
    enter(desk, live_server.url, clerk)
    desk.goto(f"{live_server.url}/staff/")
    find(desk, "Diaz")
    expect(desk.get_by_role("heading", level=1, name="Ana Diaz")).to_be_visible()
    assert set(Client.objects.filter(adviser=clerk)) == {own, ana}


def test_a_deletion_that_was_asked_for_leaves_nothing_but_the_proof(desk, live_server, member, ana):
    Client.objects.update(stage="retained", retained_on=TODAY, facts=build_facts(flow(SINGLE).cleaned))
    consent.give(ana, wording="Yes", language="en", source="check")
    ana.notes.create(text=f"wrote to {ADDRESS}", author=member)
    enter(desk, live_server.url, get_or_create_account(ADDRESS))
    desk.goto(f"{live_server.url}/en/my-file/")
    press(desk.get_by_role("link", name="My data"))
    press(desk.get_by_role("link", name="Delete my file"))
    desk.get_by_label("Yes, delete my file").check()
    press(desk.get_by_role("button", name="Delete my file"))
    assert find_traces(ADDRESS, "Ana Diaz") >= {"Client", "Note"}
    enter(desk, live_server.url, member)
    desk.goto(f"{live_server.url}/staff/")
    follow(desk, "Requests for deletion to answer")
    press(desk.get_by_role("row").get_by_role("link", name=re.compile(ana.reference)))
    desk.get_by_label("To delete it, type the reference of the file").fill(ana.reference)
    press(desk.get_by_role("button", name="Delete the file"))
    expect(desk.get_by_text("The file is deleted.")).to_be_visible()
    assert find_traces(ADDRESS, "Ana Diaz", ana.reference) == {"ConsentProof"}


def find_traces(*words: str) -> set[str]:
    """The tables in which one of these words stands."""
    rows = ((model, str(row)) for model in apps.get_models() for row in model._base_manager.values_list())
    return {model.__name__ for model, row in rows if any(word in row for word in words)}
