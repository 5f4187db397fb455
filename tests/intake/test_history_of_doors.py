"""What a file's history says of changes that came through other doors than the form: lists, answers, imports, hours."""

import ast
import json
from copy import copy
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone, translation

from intake.account import confirm_email
from intake.clients import changes, delete_file, invitations, pool_profile
from intake.clients.imports.run import log_written
from intake.clients.invitations import Came, InvitationEnd
from intake.common.matched_rounds import MatchedRound
from intake.consultations import booking
from intake.consultations.free_hours import list_free
from intake.enquiries import receive
from intake.models import Assessment, Client, Consultation, DatedItem, Enquiry, Intake, Letter, RowChange
from intake.my_file.views import confirm_submitted
from intake.questionnaire.draft import COOKIE
from intake.staff.client_admin.fact_changes import list_fact_changes
from scoring.dates import format_date
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.answers import SINGLE
from tests.intake.files import FILE, sign_draft, signed_in, with_result
from tests.intake.saving import save
from tests.intake.test_staff_intake import dictated, sent
from tests.running.environment import ROOT

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana Souza")


def read(browser, client, kind="change", **headers):
    address = reverse("admin:intake_client_history", args=[client.pk])
    return browser.get(f"{address}?kind={kind}", **headers).context["entries"]


def read_titles(browser, client, kind="change"):
    """The entries by their titles: the clock stands still, and the order of the same moment says nothing."""
    return {str(entry.title): entry for entry in read(browser, client, kind)}


def test_a_list_says_old_and_new_value_in_the_reader_s_words(admin_client, admin_user, ana):
    rosa = User.objects.create_user("rosa", is_staff=True, first_name="Rosa", last_name="Martin")
    chosen = {"action": "change_chosen", "_selected_action": [ana.pk], "apply": "1"}
    admin_client.post(LIST, {**chosen, "next_action": "Call", "follow_up_on": "2027-03-02", "new_tag": "Fair"})
    admin_client.post(f"{LIST}assign/", {"_selected_action": [ana.pk], "adviser": rosa.pk})
    assigned, listed = read(admin_client, ana)
    assert assigned.text == "Adviser: empty → Rosa Martin"
    assert listed.text.splitlines() == [
        "Next action: empty → Call",
        "Follow up on: empty → March 2, 2027",
        "Tags: empty → Fair",
    ]
    with translation.override("fr"):
        assert "2 mars 2027" in read(admin_client, ana, HTTP_ACCEPT_LANGUAGE="fr")[1].text


def test_an_address_that_works_again_says_what_was_said_of_it(admin_client, ana):
    Client.objects.update(undeliverable="550 no such user")
    admin_client.post(LIST, {"action": "address_works", "_selected_action": [ana.pk]})
    assert "550 no such user → empty" in read(admin_client, ana)[0].text


def test_what_was_kept_without_values_names_its_fields_in_words(admin_client, admin_user, ana):
    kept = [{"changed": {"fields": ["adviser", "next_action"]}}]
    LogEntry.objects.log_actions(admin_user.pk, [ana], CHANGE, kept, single_object=True)
    assert read(admin_client, ana)[0].text == "Changed: Adviser, Next action"


def test_a_document_s_dates_are_said_old_and_new(admin_client, ana):
    row = DatedItem.objects.create(client=ana, kind="passport", whose="own", name="IN", expires_on=date(2027, 1, 2))
    part = {"dated_items-TOTAL_FORMS": 1, "dated_items-INITIAL_FORMS": 1, "dated_items-0-id": row.pk}
    part |= {"dated_items-0-client": ana.pk, "dated_items-0-kind": row.kind, "dated_items-0-whose": row.whose}
    part |= {
        "dated_items-0-name": "India",
        "dated_items-0-source": row.source,
        "dated_items-0-expires_on": "2028-01-02",
    }
    save(admin_client, ana, **part)
    row.refresh_from_db()
    assert row.expires_on == date(2028, 1, 2)
    assert "Jan. 2, 2027 → Jan. 2, 2028" in read(admin_client, ana)[0].text


def test_answers_that_are_scored_anew_are_said_one_by_one(admin_client, ana):
    where = reverse("admin:intake_client_answers", args=[ana.pk])
    dictated(admin_client, where, SINGLE)
    sent(admin_client, where, SINGLE, score="1")
    assert read(admin_client, ana)[0].text == "Answers entered and scored: By telephone."
    sent(admin_client, where, SINGLE | {"family-size": {"family_size": "3"}}, score="1", source="papers")
    first, *lines = read(admin_client, ana)[0].text.splitlines()
    assert first == "Answers entered and scored: From papers that were seen."
    assert len(lines) == 1
    assert lines[0].endswith(": 1 → 3")


def test_how_a_client_is_reached_is_said_old_and_new_with_the_answers_that_staff_enter(admin_client, admin_user, ana):
    where = reverse("admin:intake_client_answers", args=[ana.pk])
    Client.objects.update(postal_address="1 Main Street")
    contact = {"name": "Ana de Souza", "postal_address": "2 King Street", "reach_by": "letter", "language": "fr"}
    dictated(admin_client, where, SINGLE | {"contact": contact})
    sent(admin_client, where, SINGLE | {"contact": contact}, score="1", source="meeting")
    [entry] = read(admin_client, ana)
    assert entry.who == "admin"
    assert entry.text.splitlines() == [
        "Answers entered and scored: At a meeting.",
        "Name: Ana Souza → Ana de Souza",
        "Language: English → French",
        "Postal address: 1 Main Street → 2 King Street",
        "Best reached: empty → By letter",
    ]


def submit_anew(client, **said):
    """The client signs in, says something else, and submits."""
    found = client.intakes.get()
    found.answers |= said
    found.save()
    browser = signed_in(client.email)
    browser.cookies[COOKIE] = sign_draft(found.token)
    browser.post("/en/intake/check/")


def test_what_the_client_submits_anew_is_said_old_and_new(admin_client):
    client, _made = with_result("amara@example.org")
    Client.objects.update(postal_address="1 Main Street")
    contact = {"email": client.email, "name": "Amara Okafor", "language": "fr", "alerts": "on", "reach_by": "letter"}
    contact["postal_address"] = "2 King Street"
    submit_anew(client, contact=contact, **{"family-size": {"family_size": "3"}})
    [entry] = read(admin_client, client)
    assert (entry.title, entry.who) == ("Changed", "the client")
    *lines, answer = entry.text.splitlines()
    assert lines == [
        "Name: Amara Secret → Amara Okafor",
        "Language: English → French",
        "Postal address: 1 Main Street → 2 King Street",
        "Best reached: empty → By letter",
    ]
    assert answer.endswith(": 1 → 3")
    [french] = read(admin_client, client, HTTP_ACCEPT_LANGUAGE="fr")
    assert "Langue\xa0: Anglais → Français" in french.text
    # No more is kept than what changed.
    assert client.row_changes.get().was.keys() == {"name", "language", "postal_address", "reach_by", "facts"}


def test_the_same_answers_submitted_anew_say_nothing(admin_client):
    client, made = with_result("amara@example.org")
    Assessment.objects.update(on=made.on - timedelta(days=1))
    submit_anew(client)
    assert client.assessments.count() == 2
    assert read(admin_client, client) == []


def test_first_answers_are_in_their_result_and_the_file_begins_in_its_own_language(admin_client, browser_of):
    contact = {"name": "Ana", "email": "ana@example.org", "language": "fr"}
    browser_of(Intake.objects.create(answers=SINGLE | {"contact": contact})).post("/en/intake/check/")
    ana = confirm_email.confirm_submission(Assessment.objects.get(), None)
    said = {str(entry.title): entry.text for entry in read(admin_client, ana)}
    assert (ana.language, said["Changed"]) == ("fr", "Name: empty → Ana")
    assert said["E-mail address confirmed"] == "ana@example.org"


def correct_details(client):
    signed_in(client.email).post(f"{FILE}data/", {"name": "Ana Lee", "language": "fr", "postal_address": ""})


def ask(client):
    said = {"kind": "call", "email": client.email, "telephone": "613-555-0100", "language": "fr"}
    receive.receive(Enquiry(**said), client)


def book(client):
    held = make_booked(make_calendar(), client)
    held.telephone, held.language = "613-555-0100", "fr"
    booking.put_in_file(held, client)


def say_in_pool(client):
    pool_profile.record_submission(client, datetime(2026, 1, 2, 15, tzinfo=UTC))


NUMBER_LEFT = ["Language: English → French", "Telephone: empty → +16135550100"]


@pytest.mark.parametrize(
    ("door", "said"),
    [
        (correct_details, ["Name: Ana Souza → Ana Lee", "Language: English → French"]),
        (ask, NUMBER_LEFT),
        (book, NUMBER_LEFT),
        (say_in_pool, ["Profile submitted to IRCC at: empty → Jan. 2, 2026"]),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_every_door_by_which_a_client_changes_the_file_leaves_a_line(admin_client, ana, door, said):
    door(ana)
    [entry] = read(admin_client, ana)
    assert (entry.who, entry.text.splitlines()) == ("the client", said)


def test_what_is_kept_as_old_is_what_stood_there_and_not_what_a_page_had_read(admin_client, ana):
    stale = Client.objects.get()
    Client.objects.update(name="Ana Lee", profile_submitted_at=datetime(2026, 1, 1, 15, tzinfo=UTC))
    say_in_pool(stale)
    assert [entry.text for entry in read(admin_client, ana)] == [
        "Profile submitted to IRCC at: Jan. 1, 2026 → Jan. 2, 2026"
    ]


def test_an_invitation_that_lapsed_says_that_the_profile_left_the_pool(admin_client, admin_user, ana):
    say_in_pool(ana)
    held = invitations.receive(ana, Came(timezone.localdate()))
    invitations.end(ana, held, InvitationEnd("lapsed", timezone.localdate()), admin_user)
    said = {(entry.who, entry.text) for entry in read(admin_client, ana)}
    assert ("admin", "Profile submitted to IRCC at: Jan. 2, 2026 → empty") in said


def test_an_act_is_said_in_its_reader_s_words_whoever_did_it(admin_client, ana):
    bo, french = Client.objects.create(email="bo@example.org"), {"HTTP_ACCEPT_LANGUAGE": "fr"}
    Intake.objects.create(client=ana, language="en", by_staff=True, submitted_at=timezone.now())
    link = {"partner": bo.reference, "joint_on": "2026-01-02"}
    copy_asked = {"way": "letter", "asked_on": "2026-01-02", "identity": "passport"}
    for name, posted in (("partner", link), ("copy", copy_asked), ("ask_to_check", {})):
        admin_client.post(reverse(f"admin:intake_client_{name}", args=[ana.pk]), posted, **french)
    admin_client.post(reverse("admin:intake_client_partner", args=[bo.pk]), {"ended_on": "2026-02-03"}, **french)
    assert {entry.text for entry in read(admin_client, ana)} == {
        "The two files are linked.",
        "Copy of the client’s data made. Requested: By letter, Jan. 2, 2026. Identity confirmed by: passport",
        "The client is asked to check the answers.",
        "The link between the two files is ended.",
    }
    assert "Les deux dossiers sont liés." in [entry.text for entry in read(admin_client, ana, **french)]
    assert len(read(admin_client, bo)) == 2


@pytest.mark.quick
def test_what_changed_is_said_in_the_order_of_its_fields_whatever_the_database_made_of_it():
    # As PostgreSQL gives keys back: the shortest first. One that a later release keeps no more comes last.
    was = {"kin": "", "name": "A", "facts": "{}", "language": "en", "reach_by": "", "postal_address": ""}
    row = RowChange(was=was, now=dict.fromkeys(was, "x"))
    named = [name for name, _was, _now in changes.list_in_order(row, Client)]
    assert named == ["name", "language", "postal_address", "reach_by", "facts", "kin"]


@pytest.mark.quick
def test_no_door_keeps_a_sentence():
    """What is kept as text stays in the language of the person who wrote it."""
    named = ("log_change", "log_addition")
    kept = [
        (path.name, call.lineno, isinstance(call.args[2], ast.List))
        for app in ("intake", "draws")
        for path in (ROOT / app).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in named
    ]
    assert len(kept) > 10
    assert [one for one in kept if not one[2]] == []


def test_a_sentence_that_was_kept_before_is_read_as_it_was_written(admin_client, admin_user, ana):
    LogEntry.objects.log_actions(admin_user.pk, [ana], CHANGE, "Les deux dossiers sont liés.", single_object=True)
    assert read(admin_client, ana)[0].text == "Les deux dossiers sont liés."


def test_a_document_that_was_seen_and_a_wish_for_deletion_are_said_once(admin_client):
    client, _made = with_result("amara@example.org")
    where = reverse("admin:intake_client_documents", args=[client.pk])
    [first, *_others] = admin_client.get(where).context["lines"]
    admin_client.post(where, {f"{first.form.prefix}-document": "passport"})
    admin_client.post(reverse("admin:intake_client_deletion", args=[client.pk]), {"ask": "1", "way": "letter"})
    assert "Document seen" in [entry.title for entry in read(admin_client, client, "result")]
    assert [entry.title for entry in read(admin_client, client)] == ["Deletion asked for"]


def test_answers_of_a_job_are_said_with_its_name():
    job = {"noc": "21232", "country": "CA", "start": "2024-01-01", "end": None, "hours_per_week": 30}
    facts = {"date_of_birth": "1990-05-05", "marital_status": "widowed", "jobs": [job]}
    now = facts | {"jobs": [job | {"hours_per_week": 40}], "date_of_birth": "1991-05-05"}
    found = list(list_fact_changes(json.dumps(facts), json.dumps(now)))
    assert [(was, to) for _label, was, to in found] == [("May 5, 1990", "May 5, 1991"), ("30", "40")]
    assert "software" in found[1][0].lower()
    assert list(list_fact_changes(json.dumps(facts), json.dumps(facts))) == []


def test_an_import_says_what_it_changed(admin_client, admin_user, ana):
    was = {ana.pk: {"name": "Ana", "language": "fr", "facts": ""}}
    log_written(admin_user, [], [ana], was)
    assert read(admin_client, ana)[0].text.splitlines() == ["Name: Ana → Ana Souza", "Language: French → English"]


def test_moves_cancellations_and_no_shows_are_entries_of_their_own(admin_client, admin_user, ana):
    calendar = make_calendar()
    made = make_booked(calendar, ana)
    later = list_free(calendar, timezone.now(), made)[-1]
    booking.move(made, calendar, later)
    booked, moved = sorted(read(admin_client, ana, "contact"), key=lambda entry: str(entry.title))
    assert str(booked.title).startswith("Consultation booked for ")
    assert "Confirmed" not in str(booked.title)
    old, new = str(moved.title).removeprefix("Consultation moved: ").split(" → ")
    assert old != new
    assert str(booked.title).endswith(old)
    assert moved.who == "the client"
    booking.cancel(made, admin_user)
    found = {str(entry.title): entry for entry in read(admin_client, ana, "contact")}
    cancelled = found[f"Consultation of {new}: Confirmed → Cancelled"]
    assert cancelled.who == "admin"
    other = make_booked(calendar, ana, 1)
    with time_machine.travel(other.starts_at + timedelta(hours=1), tick=False):
        booking.end(other, "no_show", admin_user)
    assert str(read(admin_client, ana, "contact")[0].title).endswith("Confirmed → The client did not come")


def test_a_consultation_was_booked_with_whom_it_was_booked_with(admin_client, admin_user, ana):
    made = make_booked(make_calendar("rosa"), ana)
    was, other = copy(made), User.objects.create_user("luc", first_name="Luc", last_name="Roy", is_staff=True)
    made.adviser = other
    made.save(update_fields=["adviser"])
    booking.note_change(was, made, admin_user)
    changed, booked = sorted(read(admin_client, ana, "contact"), key=lambda entry: "booked" in str(entry.title))
    assert (booked.text, booked.who) == ("Adviser: Rosa Diaz", ""), "from before it was kept who booked it"
    assert changed.text == "Adviser: Rosa Diaz → Luc Roy"


def test_who_booked_a_consultation_did_it_and_its_adviser_stands_in_the_words(admin_client, admin_user, ana):
    calendar = make_calendar("rosa")
    made, other = (make_booked(calendar, ana, number) for number in (0, 1))
    made.text = "my permit"
    made.save()
    booking.put_in_file(made, ana)
    booking.put_in_file(other, ana, admin_user)
    luc = User.objects.create_user("luc", first_name="Luc", last_name="Roy", is_staff=True)
    Consultation.objects.update(adviser=luc)
    found = {entry.who: entry.text for entry in read(admin_client, ana, "contact")}
    assert found == {"the client": "Adviser: Rosa Diaz\nmy permit", "admin": "Adviser: Rosa Diaz"}


def test_a_consultation_that_staff_book_in_the_desk_is_theirs_with_what_it_changes(admin_client, ana):
    calendar, at = make_calendar("rosa"), timezone.localtime() + timedelta(days=3)
    said = {"adviser": calendar.adviser_id, "starts_at_0": f"{at:%Y-%m-%d}", "starts_at_1": "23:00", "minutes": 30}
    said |= {"way": "telephone", "telephone": "613-555-0100", "fee": "0", "whose": ana.reference}
    admin_client.post("/staff/intake/consultation/add/", said)
    assert [entry.who for entry in read(admin_client, ana, "contact")] == ["admin"]
    [moved], [changed] = read(admin_client, ana, "stage"), read(admin_client, ana)
    assert (moved.title, moved.who) == ("Stage: New → Consultation booked", "admin")
    assert (changed.text, changed.who) == ("Telephone: empty → +16135550100", "admin")


def test_a_task_stands_as_it_was_entered_and_each_change_of_it_with_old_and_new(admin_client, admin_user, ana):
    begun = {"kind": "call", "text": "ask for the passport", "due_on": "2099-01-02", "assignee": ""}
    admin_client.post(reverse("admin:intake_client_new_todo", args=[ana.pk]), begun)
    where = reverse("admin:intake_client_todo", args=[ana.pk, ana.todos.get().pk])
    admin_client.post(where, begun | {"text": "ask for the new passport"})
    admin_client.post(where, begun | {"text": "ask for the new passport", "due_on": "2099-02-03", "kind": "write"})
    # Nothing of it is changed, and nothing is said.
    admin_client.post(where, begun | {"text": "ask for the new passport", "due_on": "2099-02-03", "kind": "write"})
    found = read_titles(admin_client, ana, "work")
    assert len(found) == 3
    assert found[f"Task, due on {format_date(date(2099, 1, 2))}"].text == "ask for the passport"
    first, later = found["Task changed: ask for the passport"], found["Task changed: ask for the new passport"]
    assert first.who == "admin"
    assert first.text == "What is to do: ask for the passport → ask for the new passport"
    assert later.text.splitlines() == ["Kind: Call → Write", "Due on: Jan. 2, 2099 → Feb. 3, 2099"]
    with translation.override("fr"):
        lines = [entry.text for entry in read(admin_client, ana, "work", HTTP_ACCEPT_LANGUAGE="fr")]
        days = [format_date(date(2099, *day)) for day in ((1, 2), (2, 3))]
    assert any(" → ".join(days) in text for text in lines)


def test_an_invitation_stands_as_it_was_entered_and_its_correction_with_old_and_new(admin_client, admin_user, ana):
    was, now = date(2026, 11, 21), date(2026, 11, 27)
    invitations.receive(ana, Came(was, MatchedRound("438", "cec", was, 480, "")))
    due = ana.todos.get(step="police").due_on
    invitations.receive(ana, Came(now, MatchedRound("439", "pnp", now, 700, "")), admin_user)
    found, day = read_titles(admin_client, ana, "stage"), format_date(was)
    assert found[f"Invited to apply on {day}"].text.startswith(f"Round 438 of {day}")
    assert f"Invited to apply on {format_date(now)}" not in found
    corrected = found[f"Invitation of {day} corrected"]
    assert corrected.who == "admin"
    assert {
        f"Invited to apply on: {day} → {format_date(now)}",
        "Round: 438 → 439",
        "CRS cut-off: 480 → 700",
    } < set(corrected.text.splitlines())
    tasks = read(admin_client, ana, "work")
    assert f"Task, due on {format_date(due)}" in {str(entry.title) for entry in tasks}
    moved = [entry for entry in tasks if str(entry.title).startswith("Task changed: Police")]
    assert [entry.text for entry in moved] == [f"Due on: {format_date(due)} → {format_date(due + timedelta(days=6))}"]


@pytest.mark.parametrize("end", ["declined", "lapsed"])
def test_an_end_that_was_a_mistake_stays_beside_that_it_is_open_again(admin_client, admin_user, ana, end):
    day = timezone.localdate()
    held = invitations.receive(ana, Came(day))
    invitations.end(ana, held, InvitationEnd(end, day), admin_user)
    invitations.end(ana, held, InvitationEnd("open", None))
    said, on = read_titles(admin_client, ana, "stage"), format_date(day)
    assert said.keys() > {f"Invitation of {on} open again", f"Invitation of {on}: {end.capitalize()}, on {on}"}
    tasks = [str(entry.title) for entry in read(admin_client, ana, "work")]
    steps = ana.todos.count()
    assert tasks.count("Task to do again") == tasks.count("Task no longer needed") == steps > 5


def test_a_stage_that_ends_an_invitation_is_said_of_the_invitation(admin_client, admin_user, ana):
    day = format_date(timezone.localdate())
    invitations.receive(ana, Came(timezone.localdate()))
    for stage in ("submitted", "invited"):
        admin_client.post(reverse("admin:intake_client_move", args=[ana.pk]), {"stage": stage})
    titles = {str(entry.title) for entry in read(admin_client, ana, "stage")}
    assert titles > {f"Invitation of {day}: Application submitted, on {day}", f"Invitation of {day} open again"}


def test_a_step_that_the_client_ticked_and_unticked_says_both(admin_client, ana):
    invitations.receive(ana, Came(timezone.localdate()))
    step = ana.todos.get(step="police")
    mine, where = signed_in(ana.email), f"{FILE}invitation/steps/{step.pk}/"
    mine.post(where)
    mine.post(where, {"undo": "1"})
    said = {(str(entry.title), entry.who) for entry in read(admin_client, ana, "work") if entry.text == step.text}
    assert said > {("Task done", "the client"), ("Task to do again", "")}


def test_an_amount_that_was_taken_back_is_an_entry_of_its_own_day(admin_client, admin_user, ana):
    ana.money.create(kind="paid", amount=250, on=timezone.localdate(), words="invoice 7", author=admin_user)
    ana.money.take_back(admin_user)
    found = read_titles(admin_client, ana, "work")
    assert found.keys() == {"Paid: 250.00", "Taken back: Paid: 250.00"}
    assert found["Taken back: Paid: 250.00"].who == "admin"


def test_an_enquiry_that_was_answered_says_by_whom_and_when(admin_client, ana):
    asked = Enquiry.objects.create(
        kind="question", client=ana, email=ana.email, text="?", language="en", confirmed_at=timezone.now()
    )
    admin_client.post("/staff/intake/enquiry/", {"action": "mark_answered", "_selected_action": [asked.pk]})
    found = read_titles(admin_client, ana, "contact")
    assert found.keys() == {"Question", "Answered: Question"}
    assert found["Answered: Question"].who == "admin"


def test_a_request_for_deletion_says_its_answer_when_it_was_given(admin_client, admin_user, ana):
    delete_file.record_request(ana, "letter", language="en", by=admin_user)
    asked = read_titles(admin_client, ana)
    delete_file.keep_file(ana, admin_user, "a dispute is open")
    found = read_titles(admin_client, ana)
    assert found["Deletion asked for"] == asked["Deletion asked for"]
    assert found["Request for deletion answered: The file is kept"].text == "a dispute is open"


def test_answers_that_the_client_confirmed_stay_confirmed_in_the_history(admin_client, ana):
    found = Intake.objects.create(client=ana, language="en", by_staff=True, submitted_at=timezone.now())
    assert confirm_submitted(ana, found.pk, found.submitted_at)
    Intake.objects.update(checked_at=None)
    assert [entry.title for entry in read(admin_client, ana, "result")] == ["The client confirmed the answers"]


def test_what_rows_said_of_their_ends_is_carried_over(admin_client, admin_user, ana):
    """By the very step of the migration."""
    day = timezone.localdate()
    ana.invitations.create(
        received_on=day, outcome="declined", outcome_on=day, closed_at=timezone.now(), closed_by=admin_user
    )
    Intake.objects.create(client=ana, language="en", by_staff=True, checked_at=timezone.now())
    import_module("intake.migrations.0042_row_changes").keep_ends(apps, None)
    said = [(str(entry.title), entry.who) for entry in read(admin_client, ana, "stage")]
    assert (f"Invitation of {format_date(day)}: Declined, on {format_date(day)}", "admin") in said
    assert [entry.title for entry in read(admin_client, ana, "result")] == ["The client confirmed the answers"]


def test_the_client_is_asked_to_check_in_the_step_that_scores(admin_client, ana):
    where = reverse("admin:intake_client_answers", args=[ana.pk])
    dictated(admin_client, where, SINGLE)
    assert 'name="ask" id="ask" checked' in admin_client.get(where).content.decode()
    sent(admin_client, where, SINGLE, score="1", ask="on")
    assert [(one.kind, one.to) for one in Letter.objects.filter(kind="answers_to_check")] == [
        ("answers_to_check", "ana@example.org")
    ]


@pytest.mark.parametrize("without", [{"email": "", "telephone": "+16135550100"}, {"undeliverable": "550"}])
def test_who_can_not_be_written_to_is_read_the_answers(admin_client, ana, without):
    Client.objects.update(**without)
    where = reverse("admin:intake_client_answers", args=[ana.pk])
    dictated(admin_client, where, SINGLE)
    page = admin_client.get(where).content.decode()
    assert 'name="ask"' not in page
    assert "I will read to you what I have written down" in page
    sent(admin_client, where, SINGLE, score="1", ask="on")
    assert not Letter.objects.filter(kind="answers_to_check").exists()
