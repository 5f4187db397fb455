"""What staff are told of their clients' dates: on its days, each once, to whoever looks after the file."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from draws import tasks
from draws.models import StaffReminder
from draws.reminders import due, staff_digest
from intake import tasks as intake_tasks
from intake.expiry import expiries
from intake.models import Client, DatedItem, Todo
from tests.draws.factories import ClientFactory
from tests.draws.reminded import (
    BACHELOR,
    NOON,
    TEST,
    TODAY,
    ago,
    invited,
    passport,
    test_taken,
    use_ninety_days,
    with_facts,
)
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
OFFICE = "office@firm.example"


@pytest.fixture(autouse=True)
def _office(settings):
    settings.STAFF_ALERTS_TO = [OFFICE]
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def rosa():
    return User.objects.create_user("rosa", email="rosa@firm.example", is_staff=True)


def day(on=TODAY):
    """What the daily tasks of a day bring to staff: the letters."""
    mail.outbox.clear()
    with time_machine.travel(datetime(on.year, on.month, on.day, 17, 0, tzinfo=UTC), tick=False):
        expiries.delete_rows()
        expiries.rewrite_rows(list(Client.objects.at_work().values_list("pk", flat=True)), on)
        tasks.owe_staff_digest()
        send_letters()
    return list(mail.outbox)


def find_told(on=TODAY):
    """What staff are told of on a day."""
    before = set(StaffReminder.objects.exclude(told_at=None).values_list("pk", flat=True))
    day(on)
    return list(StaffReminder.objects.exclude(told_at=None).exclude(pk__in=before))


def told(on=TODAY):
    """To whom and of which day of which thing."""
    return [(row.told_to, row.key) for row in find_told(on)]


def walk(*clients, step=1):
    """Of each client the steps that are told in two hundred days, every so many of which the worker runs.

    Twice where it told; all clients are looked at on the way, because a walk of two hundred days takes seconds.
    """
    days = [TODAY + timedelta(days=at) for at in range(0, 200, step)]
    found = [row for on in days if (rows := find_told(on)) and not told(on) for row in rows]
    return [[row.key.removesuffix(" days").split()[-1] for row in found if row.client == client] for client in clients]


@pytest.mark.one_database
def test_an_invitation_is_told_every_week_and_at_last_daily_a_document_on_five_days_and_one_entered_late_in_no_burst():
    invitation, document, late = walk(invited(0), passport(185), passport(50))
    assert invitation == [*map(str, range(7, 50, 7)), *map(str, range(50, 61))]
    assert document == ["180", "90", "60", "30", "7"]
    assert late == ["30", "7"]


@pytest.mark.one_database
def test_under_an_edition_of_ninety_days_staff_are_told_to_the_last_of_them(monkeypatch):
    use_ninety_days(monkeypatch)
    client = invited(0)
    for day_after in range(95):
        staff_digest.owe(TODAY + timedelta(days=day_after))
    told_of = StaffReminder.objects.filter(client=client).order_by("pk").values_list("key", flat=True)
    assert [key.split()[-1] for key in told_of] == [*map(str, range(2, 80, 7)), *map(str, range(80, 91))]


def test_days_on_which_nothing_ran_bring_one_letter_with_the_newest_step():
    invitation, document = walk(invited(0), passport(185), step=5)
    assert invitation[-3:] == ["50", "55", "60"]
    assert document == ["180", "90", "60", "30", "7"]


def test_an_invitation_entered_late_brings_its_newest_step_alone():
    invited(52)
    assert [key for _, key in told()] == [f"{ago(52)} day 52"]
    assert told() == []


def test_whoever_looks_after_the_file_is_told_and_nobody_else(rosa):
    mine, nobodys = passport(60, client=ClientFactory(adviser=rosa)), passport(60)
    first, second = sorted(day(), key=lambda letter: letter.to, reverse=True)
    assert (first.to, second.to) == ([rosa.email], [OFFICE])
    for words in (first.body, first.alternatives[0][0]):
        assert f"{mine.reference}: Passport (India), last valid day Jan. 29, 2027" in words
        assert f"/staff/intake/client/{mine.pk}/change/" in words
        assert nobodys.reference not in words
    assert nobodys.reference in second.body
    assert mine.reference not in second.body


def todo(client, days=0, **values):
    """A task whose day is this many days from today."""
    return Todo.objects.create(client=client, text="Call Amara", due_on=TODAY + timedelta(days=days), **values)


def test_a_task_is_told_on_its_day_to_whose_it_is_and_says_no_word_of_it(rosa):
    client = ClientFactory()
    hers = todo(client, assignee=rosa)
    free = todo(client)
    todo(client, days=1, assignee=rosa)
    first, second = sorted(day(), key=lambda letter: letter.to, reverse=True)
    assert (first.to, second.to) == ([rosa.email], [OFFICE])
    for words in (first.body, first.alternatives[0][0]):
        assert f"{client.reference}: task due on Dec. 1, 2026" in words
        assert f"/staff/intake/client/{client.pk}/task/{hers.pk}/" in words
        assert "Amara" not in words
    assert first.subject == "Dates of your clients: 1 thing to look at"
    assert f"/task/{free.pk}/" in second.body
    assert day() == []


def test_a_task_whose_day_is_moved_is_told_on_the_new_day(rosa):
    moved = todo(ClientFactory(), assignee=rosa)
    assert len(day()) == 1
    Todo.objects.filter(pk=moved.pk).update(due_on=TODAY + timedelta(days=3))
    assert [len(day(TODAY + timedelta(days=days))) for days in (1, 2, 3, 4)] == [0, 0, 1, 0]


def test_what_is_done_or_of_a_sample_or_long_past_is_not_told(rosa):
    todo(ClientFactory(), done_at=NOON)
    todo(ClientFactory(sample=True))
    todo(ClientFactory(), days=-60)
    assert day() == []


def test_a_task_that_is_done_before_the_letter_leaves_is_not_in_it(rosa):
    todo(ClientFactory(), assignee=rosa)
    tasks.owe_staff_digest()
    Todo.objects.all().finish(rosa)
    send_letters()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ({}, "rosa@firm.example"),
        ({"is_active": False}, OFFICE),
        ({"is_staff": False}, OFFICE),
        ({"email": ""}, OFFICE),
    ],
)
@pytest.mark.parametrize("role", ["adviser", "consultant"])
def test_who_has_left_is_not_written_to(rosa, change, to, role):
    passport(60, client=ClientFactory(**{role: rosa}))
    User.objects.filter(pk=rosa.pk).update(**change)
    assert [letter.to for letter in day()] == [[to]]


def test_the_letter_says_the_days_left_and_each_thing_once(rosa):
    client = invited(52, adviser=rosa)
    passport(30, client=client, whose="partner")
    (letter,) = day()
    assert letter.subject == "Dates of your clients: 2 things to look at"
    assert f"{client.reference}: 8 days left to apply, until Dec. 9, 2026" in letter.body
    assert "Passport (India), the partner's" in letter.body
    assert client.email not in letter.body + letter.alternatives[0][0]


class Down(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected


def test_a_letter_that_the_mail_server_did_not_take_is_tried_again_and_says_each_thing_once(settings):
    invited(51)
    good, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Down"
    assert day() == []
    assert day(TODAY + timedelta(days=1)) == []
    settings.EMAIL_BACKEND = good
    with time_machine.travel(NOON + timedelta(days=1, minutes=5), tick=False):
        assert staff_digest.deliver() == 0
        (letter,) = send_letters()
        assert send_letters() == []
    assert letter.body.count("days left to apply") == 1
    assert "8 days left to apply" in letter.body
    assert StaffReminder.objects.filter(told_at=None).count() == 0


@pytest.mark.parametrize(
    "change", [{"stage": "closed"}, {"stage": "submitted"}, {"invited_on": TODAY}, {"sample": True}]
)
def test_what_is_no_longer_so_is_told_to_nobody(change):
    client = invited(51)
    Client.objects.filter(pk=client.pk).update(**change)
    assert day() == []


def test_what_changed_after_it_was_owed_does_not_leave():
    client = invited(51)
    staff_digest.owe(TODAY)
    Client.objects.filter(pk=client.pk).update(stage="submitted")
    assert staff_digest.deliver() == 0


# --- What ends by the answers --------------------------------------------------


def at_work(rosa, **facts):
    """A client whom Rosa looks after, with these facts."""
    client = with_facts(**facts)
    Client.objects.filter(pk=client.pk).update(adviser=rosa)
    return client


def test_tests_and_assessments_of_the_answers_are_told_for_files_that_somebody_works_on(rosa):
    with_facts(language_tests=[test_taken(60)])
    eca = BACHELOR | {"eca_issued_on": str(date(TODAY.year - 5, 12, 31))}
    at_work(rosa, language_tests=[test_taken(60)], credentials=[eca])
    (letter,) = day()
    assert letter.to == [rosa.email]
    assert "Language test (IELTS General Training), last valid day Jan. 29, 2027" in letter.body
    assert "Educational credential assessment (ECA) (India), last valid day Dec. 30, 2026" in letter.body


def test_the_rows_of_answers_speak_of_what_the_client_is_reminded_of(rosa):
    at_work(rosa, language_tests=[test_taken(60), test_taken(90) | {"test": "celpip_general"}])
    day()
    due.remind(list(Client.objects.values_list("pk", flat=True)), TODAY)
    notices = Client.objects.get().notices.all()
    assert {row.until for row in notices} == {row.expires_on for row in DatedItem.objects.all()} != set()


def test_a_newer_test_takes_the_row_away_and_what_was_told_stays_told(rosa):
    client = at_work(rosa, language_tests=[test_taken(60)])
    assert len(told()) == 1
    old = dict(client.facts)
    newer = old | {"language_tests": [TEST | {"taken_on": str(ago(5))}]}
    Client.objects.filter(pk=client.pk).update(facts=newer)
    assert day() == []
    assert not DatedItem.objects.exists()
    Client.objects.filter(pk=client.pk).update(facts=old)
    assert day() == []
    assert DatedItem.objects.exists()


def test_a_file_that_nobody_works_on_any_longer_leaves_the_list(rosa):
    at_work(rosa, language_tests=[test_taken(60)])
    day()
    Client.objects.update(adviser=None)
    expiries.delete_rows()
    assert not DatedItem.objects.exists()


def test_what_staff_entered_is_not_touched(rosa):
    passport(60, client=at_work(rosa))
    day()
    day()
    assert [item.kind for item in DatedItem.objects.all()] == ["passport"]


def test_the_daily_task_hands_the_files_out(rosa, broker, django_capture_on_commit_callbacks):
    at_work(rosa, language_tests=[test_taken(60)])
    with_facts(language_tests=[test_taken(60)])
    with django_capture_on_commit_callbacks(execute=True):
        intake_tasks.record_expiries()
    assert broker.queued() == 1
    intake_tasks.record_expiries_of(list(Client.objects.values_list("pk", flat=True)))
    intake_tasks.record_expiries_of(list(Client.objects.values_list("pk", flat=True)))
    assert DatedItem.objects.count() == 1


@pytest.mark.parametrize("clients", [1, 3])
def test_a_hundred_files_are_noted_at_once(rosa, django_assert_num_queries, clients):
    ids = [at_work(rosa, language_tests=[test_taken(60)]).pk for _ in range(clients)]
    with django_assert_num_queries(5):
        expiries.rewrite_rows(ids, TODAY)
