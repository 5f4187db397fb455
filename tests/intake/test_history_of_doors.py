"""What a file's history says of changes that came through other doors than the form: lists, answers, imports, hours."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone, translation

from intake.clients.imports.run import log_written
from intake.consultations import booking
from intake.consultations.free_hours import list_free
from intake.models import Client, DatedItem, Letter
from intake.staff.files.fact_changes import list_fact_changes
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.answers import SINGLE
from tests.intake.saving import save
from tests.intake.test_staff_intake import dictated, sent

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"


@pytest.fixture
def ana():
    return Client.objects.create(email="ana@example.org", name="Ana Souza")


def read(browser, client, kind="change", **headers):
    address = reverse("admin:intake_client_history", args=[client.pk])
    return browser.get(f"{address}?kind={kind}", **headers).context["entries"]


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
