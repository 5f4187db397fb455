"""Reminders: on their days, each once, only to whom they are owed, and only while they are still so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser

from draws import tasks
from draws.models import Notice
from draws.outbox import worker
from draws.reminders import due
from intake.consents import consent
from intake.models import Client
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
    years_before,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


def remind(on=TODAY):
    """What a day brings, as kind and key; then send it."""
    before = set(Notice.objects.values_list("pk", flat=True))
    due.remind(list(Client.objects.values_list("pk", flat=True)), on)
    return [notice.key for notice in Notice.objects.exclude(pk__in=before)]


def letters():
    mail.outbox.clear()
    worker.dispatch_owed(worker.send)
    return mail.outbox


@pytest.mark.parametrize(
    ("days", "day"),
    [(29, None), (30, 30), (31, 30), (44, 30), (45, 45), (49, 45), (50, 50), (51, 51), (59, 59), (60, 60), (61, None)],
)
def test_the_days_after_an_invitation(days, day):
    invited(days)
    assert remind() == ([f"{ago(days)} day {day}"] if day else [])


def test_every_day_of_the_sixty_brings_each_reminder_once():
    invited(0)
    found = [remind(TODAY + timedelta(days=day)) for day in range(70) for _ in range(2)]
    assert [key[0].split()[-1] for key in found if key] == ["30", "45", *map(str, range(50, 61))]


def test_under_an_edition_of_ninety_days_the_reminders_go_on_to_the_last_of_them(monkeypatch):
    use_ninety_days(monkeypatch)
    invited(0)
    found = [remind(TODAY + timedelta(days=day)) for day in range(95)]
    assert [key[0].split()[-1] for key in found if key] == ["60", "75", *map(str, range(80, 91))]


def test_the_letter_says_the_last_day_and_what_lapses_before_it():
    client = invited(30, facts={"date_of_birth": "1990-05-05", "marital_status": "never_married"})
    client.facts |= {"language_tests": [test_taken(10)]}
    client.save()
    remind()
    (letter,) = [sent for sent in letters() if "invitation to apply" in sent.subject]
    assert letter.subject == "Your invitation to apply: the last day is Dec. 31, 2026"
    assert "Your language test IELTS General Training: no longer valid on Dec. 11, 2026" in letter.body
    assert "Your language test IELTS General Training: no longer valid on Dec. 11, 2026" in letter.alternatives[0][0]


@pytest.mark.parametrize(
    "change",
    [{"stage": "submitted"}, {"stage": "in_pool", "invited_on": None}, {"invited_on": TODAY}, {"undeliverable": "550"}],
)
def test_a_reminder_that_is_no_longer_so_does_not_leave(change):
    client = invited(30)
    remind()
    Client.objects.filter(pk=client.pk).update(**change)
    assert letters() == []
    assert Notice.objects.get().state == "suppressed"


def test_a_reminder_does_not_leave_after_its_day():
    invited(30)
    remind()
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        assert letters() == []


@pytest.mark.parametrize(
    ("setting", "values", "written"),
    [
        (False, {"retained_on": TODAY}, False),
        (True, {"retained_on": TODAY}, True),
        (True, {}, False),
    ],
)
def test_clients_with_an_agreement_are_reminded_without_consent_only_where_the_firm_says_so(
    settings, setting, values, written
):
    settings.REMIND_RETAINED = setting
    invited(30, alerts=False, **values)
    remind()
    assert bool(letters()) is written


def test_a_message_of_service_can_be_stopped_with_one_click(settings):
    settings.REMIND_RETAINED = True
    client = invited(45, alerts=False, retained_on=TODAY)
    remind()
    (letter,) = letters()
    assert "because you are our client" in letter.body
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    browser = Browser(enforce_csrf_checks=True)
    address = "/" + link.split("/", 3)[3]
    assert browser.get(address).status_code == 200
    assert client.consents.count() == 0
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert remind(TODAY + timedelta(days=5)) == []


def test_who_withdrew_is_not_reminded_on_the_ground_of_service(settings):
    settings.REMIND_RETAINED = True
    client = invited(30, alerts=True, retained_on=TODAY)
    remind()
    consent.withdraw(client, language="en", source="test")
    assert letters() == []


@pytest.mark.parametrize(
    ("left", "day"),
    [
        (181, None), (180, 180), (174, 180), (173, None), (90, 90), (60, 60), (30, 30), (24, 30), (23, None),
        (7, 7), (1, 7), (0, None),
    ],
)  # fmt: skip
def test_the_days_before_a_test_lapses(left, day):
    with_facts(language_tests=[test_taken(left)])
    assert [key.split()[-2] for key in remind()] == ([str(day)] if day else [])


def test_half_a_year_brings_each_reminder_once():
    with_facts(language_tests=[test_taken(185)])
    found = [remind(TODAY + timedelta(days=day)) for day in range(190) for _ in range(2)]
    assert [key[0].split()[-2] for key in found if key] == ["180", "90", "60", "30", "7"]


def test_the_letter_says_what_the_lapse_does_to_the_score():
    with_facts(language_tests=[test_taken(30)], credentials=[BACHELOR | {"eca_issued_on": "2025-01-01"}])
    remind()
    (letter,) = letters()
    assert letter.subject == "Your language test IELTS General Training: the last valid day is Dec. 30, 2026"
    facts = Notice.objects.get().facts
    assert facts["before"] > facts["after"]
    assert f"your score goes from {facts['before']} to {facts['after']} on Dec. 31, 2026" in letter.body


def test_an_assessment_and_a_partners_test_lapse_too():
    partner = {"accompanying": True, "canadian": False, "language_tests": [test_taken(60)]}
    eca = BACHELOR | {"eca_issued_on": str(years_before(5, TODAY + timedelta(days=90)))}
    with_facts(marital_status="married", partner=partner, credentials=[eca])
    assert [(key.split()[0], key.split()[-2]) for key in sorted(remind())] == [("eca", "90"), ("test", "60")]
    subjects = sorted(letter.subject for letter in letters())
    assert subjects[0].startswith("Your educational credential assessment (India)")
    assert subjects[1].startswith("Your spouse or partner's language test")


def test_the_profile_in_the_pool_lapses_after_a_year():
    ClientFactory(profile_submitted_at=datetime(2025, 12, 31, 15, 0, tzinfo=UTC))
    assert remind() == ["profile  own 2026-12-31 30 days"]
    (letter,) = letters()
    assert "is in IRCC's pool until Dec. 30, 2026" in letter.body


def test_a_test_with_a_newer_one_in_its_place_is_nobodys_concern():
    with_facts(language_tests=[test_taken(30), TEST | {"taken_on": str(ago(20))}])
    assert remind() == []


@pytest.mark.parametrize("values", [{"alerts": False}, {"stage": "closed"}, {"stage": "submitted"}])
def test_lapses_are_told_only_to_clients_who_agreed_and_have_not_applied(values):
    client = with_facts(language_tests=[test_taken(30)])
    Client.objects.filter(pk=client.pk).update(**values)
    assert remind() == []


def test_facts_that_the_rules_can_not_take_stop_nobody_else():
    ClientFactory(facts={"nonsense": 1})
    with_facts(language_tests=[test_taken(30)])
    assert len(remind()) == 1


@pytest.mark.parametrize("kind", ["deadline", "expiry"])
def test_each_kind_identifies_the_firm_and_lets_go(settings, kind):
    settings.FIRM = settings.FIRM | {"address": "1 Main St, Ottawa"}
    invited(30) if kind == "deadline" else with_facts(language_tests=[test_taken(30)])
    remind()
    (letter,) = letters()
    for words in (letter.body, letter.alternatives[0][0]):
        assert "1 Main St, Ottawa" in words
        assert "/alerts/" in words
        assert "not advice" in words
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.extra_headers["Message-ID"].startswith("<")


def test_the_daily_task_hands_the_clients_out_and_each_part_may_run_twice(broker, django_capture_on_commit_callbacks):
    client = invited(30)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.remind()
    assert broker.queued() == 1
    tasks.remind_clients([client.pk])
    tasks.remind_clients([client.pk])
    assert Notice.objects.count() == 1


# --- Documents that staff entered ---------------------------------------------


@pytest.mark.parametrize(("left", "day"), [(181, None), (180, 180), (60, 60), (54, 60), (50, None), (7, 7), (0, None)])
def test_the_days_before_a_document_ends_and_none_is_told_late(left, day):
    passport(left)
    assert [key.split()[-2] for key in remind()] == ([str(day)] if day else [])


def test_a_document_brings_each_reminder_once_also_when_nothing_ran_for_some_days():
    passport(185)
    found = [remind(TODAY + timedelta(days=day)) for day in range(0, 190, 5) for _ in range(2)]
    assert [key[0].split()[-2] for key in found if key] == ["180", "90", "60", "30", "7"]


def test_a_document_entered_late_brings_one_reminder_not_all_that_were_missed():
    passport(58)
    found = [remind(TODAY + timedelta(days=day)) for day in range(60)]
    assert [key[0].split()[-2] for key in found if key] == ["60", "30", "7"]


def test_the_letter_about_a_document_says_whose_and_until_when():
    passport(30, whose="partner")
    remind()
    (letter,) = letters()
    assert letter.subject == "Your spouse or partner's passport (India): the last valid day is Dec. 30, 2026"
    for words in (letter.body, letter.alternatives[0][0]):
        assert "Dec. 30, 2026 is the last day on which it is valid" in words
        assert "score" not in words.split("PLEASE NOTE")[0]


def test_a_newer_document_of_the_same_country_stands_in_for_the_old_one():
    client = passport(30)
    passport(3000, client=client)
    assert remind() == []
    passport(30, client=client, name="FR")
    assert [key.split()[:2] for key in remind()] == [["passport", "FR"]]


def test_a_work_permit_is_reminded_of_after_the_application_too_and_a_test_is_not():
    client = with_facts(language_tests=[test_taken(30)])
    passport(30, client=client, kind="work_permit", name="")
    Client.objects.update(stage="submitted")
    assert [key.split()[0] for key in remind()] == ["work_permit"]


@pytest.mark.parametrize(
    "values", [{"alerts": False}, {"stage": "closed"}, {"reminders": False}, {"undeliverable": "x"}]
)
def test_documents_are_told_only_to_clients_who_agreed(values):
    client = passport(30)
    Client.objects.filter(pk=client.pk).update(**values)
    assert remind() == []


def test_the_invitations_letter_names_the_documents_that_end_before_its_last_day():
    client = invited(30)
    passport(10, client=client)
    remind()
    letter = next(sent for sent in letters() if "invitation to apply" in sent.subject)
    assert "Your passport (India): no longer valid on Dec. 11, 2026" in letter.body


def test_a_hundred_clients_documents_are_asked_for_at_once(django_assert_num_queries):
    ids = [passport(30).pk for _ in range(3)]
    due.remind(ids, TODAY)
    with django_assert_num_queries(3):
        due.remind(ids, TODAY)


# --- What changes while a reminder waits ----------------------------------------------------------------------------


def change_file(client, **values):
    """Staff or the client change the file an hour later; the clock stays there."""
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        for name, value in values.items():
            setattr(client, name, value)
        client.save()


def test_an_end_that_is_another_day_now_is_not_reminded_of():
    client = passport(30)
    assert len(remind()) == 1
    client.dated_items.update(expires_on=TODAY + timedelta(days=900))
    change_file(client)
    assert letters() == []
    row = Notice.objects.get()
    assert (row.state, row.problem) == ("suppressed", "What the reminder is about has changed since.")


def test_an_end_that_stays_is_told_with_the_scores_of_now():
    client = with_facts(language_tests=[test_taken(30)], credentials=[BACHELOR | {"eca_issued_on": "2025-01-01"}])
    remind()
    before = Notice.objects.get().facts["before"]
    change_file(client, facts=client.facts | {"date_of_birth": "1984-05-05"})
    (letter,) = letters()
    after = Notice.objects.get().facts["before"]
    assert after < before
    assert f"from {after} to" in letter.body


def test_what_lapses_before_the_last_day_to_apply_is_that_of_the_moment_of_sending():
    client = passport(10, client=invited(45))
    remind()
    deadline = Notice.objects.get(kind="deadline")
    assert len(deadline.facts["lapses"]) == 1
    client.dated_items.all().delete()
    change_file(client)
    letters()
    deadline.refresh_from_db()
    assert (deadline.state, deadline.facts) == ("sent", {"lapses": []})


def test_facts_that_change_without_a_mark_on_the_file_are_seen():
    # As an import and its undoing write them.
    client = with_facts(language_tests=[test_taken(30)])
    remind()
    client.facts |= {"language_tests": []}
    Client.objects.bulk_update([client], ["facts"])
    assert letters() == []
    assert Notice.objects.get().state == "suppressed"


def test_what_lapsed_while_a_reminder_of_an_invitation_waited_is_still_named():
    client = invited(30, facts={"date_of_birth": "1990-05-05", "marital_status": "never_married"})
    client.facts |= {"language_tests": [test_taken(1)]}
    client.save()
    remind()
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        letters()
    deadline = Notice.objects.get(kind="deadline")
    assert (deadline.state, len(deadline.facts["lapses"])) == ("sent", 1)


def test_a_reminder_that_may_have_arrived_is_not_said_in_other_words():
    client = with_facts(language_tests=[test_taken(30)], credentials=[BACHELOR | {"eca_issued_on": "2025-01-01"}])
    remind()
    facts = Notice.objects.get().facts
    Notice.objects.update(unanswered=1)
    change_file(client, facts=client.facts | {"date_of_birth": "1984-05-05"})
    (letter,) = letters()
    assert f"from {facts['before']} to" in letter.body
    assert Notice.objects.get().facts == facts
