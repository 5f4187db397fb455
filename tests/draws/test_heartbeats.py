"""Processes say that they live; staff are told of one that stopped; of several beats one calls the tasks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from draws import tasks
from draws.heartbeats import lease, record
from draws.models import BeatLease, Heartbeat

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _to(settings):
    settings.STAFF_ALERTS_TO = ["rcic@firm.example"]


def grown_old(part="urgent", node="urgent@here"):
    """A process that was killed a while ago."""
    return Heartbeat.objects.create(part=part, node=node, at=timezone.now() - record.get_patience() - SECOND)


def test_a_process_has_one_row_however_often_it_beats():
    now = timezone.now()
    for later in range(3):
        record.record(["worker", "urgent"], "celery@here", now + later * SECOND)
    assert set(Heartbeat.objects.values_list("part", "at")) == {
        ("worker", now + 2 * SECOND),
        ("urgent", now + 2 * SECOND),
    }


def test_a_part_is_missing_until_one_process_of_it_lives():
    now = timezone.now()
    grown_old()
    record.record(["beat", "worker"], "here", now)
    assert "urgent" in record.list_missing(now)
    record.record(["urgent"], "urgent@there", now)
    assert not {"beat", "worker", "urgent"} & set(record.list_missing(now))


def test_staff_are_told_once_of_a_process_that_stopped_and_the_letter_leaves_without_a_sweep():
    grown_old("beat", "beat@here")
    tasks.report_silence()
    tasks.report_silence()
    (letter,) = mail.outbox
    assert letter.to == ["rcic@firm.example"]
    assert "beat@here" in letter.body
    assert "/staff/draws/heartbeat/" in letter.body


def test_a_process_that_came_back_and_stopped_again_is_told_again():
    row = grown_old()
    tasks.report_silence()
    record.record([row.part], row.node, timezone.now() - record.get_patience() - SECOND / 2)
    tasks.report_silence()
    assert len(mail.outbox) == 2


def test_a_process_that_ended_in_order_is_told_to_nobody():
    grown_old()
    record.forget(["urgent"], "urgent@here")
    tasks.report_silence()
    assert mail.outbox == []


def test_rows_of_processes_that_never_came_back_go_after_a_week():
    Heartbeat.objects.create(part="worker", node="gone", at=timezone.now() - record.KEPT - SECOND)
    grown_old()
    tasks.forget_old_counts()
    assert [row.node for row in Heartbeat.objects.all()] == ["urgent@here"]


def test_the_first_page_of_staff_says_what_is_not_at_work(admin_client: Client):
    assert "Nothing is waiting." in admin_client.get("/staff/").content.decode()
    grown_old()
    record.record(["beat", "worker", "pdf"], "here", timezone.now())
    page = admin_client.get("/staff/").content.decode()
    assert "Not running: worker for codes and confirmations" in page
    assert "Processes that stopped without saying so" in page
    listed = admin_client.get("/staff/draws/heartbeat/?silent=yes").content.decode()
    assert "urgent@here" in listed
    assert ">here<" not in listed


def test_of_two_beats_one_has_the_lease_until_it_is_silent():
    now = timezone.now()
    assert lease.take("one", now)
    assert not lease.take("two", now + SECOND)
    assert lease.take("one", now + 60 * SECOND)
    assert not lease.take("two", now + lease.HELD)
    assert lease.take("two", now + 60 * SECOND + lease.HELD)
    assert not lease.take("one", now + 61 * SECOND + lease.HELD)
    assert BeatLease.objects.count() == 1


def test_who_ends_in_order_leaves_the_lease_to_the_other_at_once():
    now = timezone.now()
    lease.take("one", now)
    lease.keep_calls("one", {"sweep": now})
    lease.release("one", now)
    assert lease.take("two", now)
    assert lease.read_calls() == {"sweep": now}


def test_who_lost_the_lease_writes_no_calls():
    now = timezone.now()
    lease.take("two", now)
    lease.keep_calls("one", {"sweep": now})
    assert lease.read_calls() == {}
