"""Processes say that they live; staff are told of one that stopped; of several beats one calls the tasks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from draws import tasks
from draws.heartbeats import beat_lease, heartbeat
from draws.models import BeatLease, Heartbeat

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _to(settings):
    settings.STAFF_ALERTS_TO = ["rcic@firm.example"]


def grown_old(part="urgent", node="urgent@here"):
    """A process that was killed a while ago."""
    return Heartbeat.objects.create(part=part, node=node, at=timezone.now() - heartbeat.get_patience() - SECOND)


def test_a_process_has_one_row_however_often_it_beats():
    now = timezone.now()
    for later in range(3):
        heartbeat.record(["worker", "urgent"], "celery@here", now + later * SECOND)
    assert set(Heartbeat.objects.values_list("part", "at")) == {
        ("worker", now + 2 * SECOND),
        ("urgent", now + 2 * SECOND),
    }


def test_a_part_is_missing_until_one_process_of_it_lives():
    now = timezone.now()
    grown_old()
    heartbeat.record(["beat", "worker"], "here", now)
    assert "urgent" in heartbeat.list_missing(now)
    heartbeat.record(["urgent"], "urgent@there", now)
    assert not {"beat", "worker", "urgent"} & set(heartbeat.list_missing(now))


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
    heartbeat.record([row.part], row.node, timezone.now() - heartbeat.get_patience() - SECOND / 2)
    tasks.report_silence()
    assert len(mail.outbox) == 2


def test_a_process_that_ended_in_order_is_told_to_nobody():
    grown_old()
    heartbeat.forget(["urgent"], "urgent@here")
    tasks.report_silence()
    assert mail.outbox == []


def test_rows_of_processes_that_never_came_back_go_after_a_week():
    Heartbeat.objects.create(part="worker", node="gone", at=timezone.now() - heartbeat.KEPT - SECOND)
    grown_old()
    tasks.forget_old_counts()
    assert [row.node for row in Heartbeat.objects.all()] == ["urgent@here"]


def test_the_first_page_of_staff_says_what_is_not_at_work(admin_client: Client):
    assert "Nothing is waiting." in admin_client.get("/staff/").content.decode()
    grown_old()
    heartbeat.record(["beat", "worker", "pdf"], "here", timezone.now())
    page = admin_client.get("/staff/").content.decode()
    assert "Not running: worker for codes and confirmations" in page
    assert "Processes that stopped without saying so" in page
    listed = admin_client.get("/staff/draws/heartbeat/?silent=yes").content.decode()
    assert "urgent@here" in listed
    assert ">here<" not in listed


def test_of_two_beats_one_has_the_lease_until_it_is_silent():
    now = timezone.now()
    assert beat_lease.take("one", now)
    assert not beat_lease.take("two", now + SECOND)
    assert beat_lease.take("one", now + 60 * SECOND)
    assert not beat_lease.take("two", now + beat_lease.HELD)
    assert beat_lease.take("two", now + 60 * SECOND + beat_lease.HELD)
    assert not beat_lease.take("one", now + 61 * SECOND + beat_lease.HELD)
    assert BeatLease.objects.count() == 1


def test_who_ends_in_order_leaves_the_lease_to_the_other_at_once():
    now = timezone.now()
    beat_lease.take("one", now)
    beat_lease.keep_calls("one", {"sweep": now})
    beat_lease.release("one", now)
    assert beat_lease.take("two", now)
    assert beat_lease.read_calls() == {"sweep": now}


def test_who_lost_the_lease_writes_no_calls():
    now = timezone.now()
    beat_lease.take("two", now)
    beat_lease.keep_calls("one", {"sweep": now})
    assert beat_lease.read_calls() == {}
