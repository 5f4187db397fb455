"""Two beats do no harm: one calls what is due, the other stands by and goes on from where it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.celery import app
from config.workers import scheduler
from config.workers.scheduler import DatabaseScheduler
from draws.heartbeats import beat_lease
from draws.models import BeatLease, Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.broker]
MINUTE = timedelta(minutes=1)


def make_beat(node, *, called=timedelta(hours=1)):
    """A beat as its process makes it, each task of which was called so long ago."""
    beat = DatabaseScheduler(app=app)
    beat.node = node
    for entry in beat.schedule.values():
        entry.last_run_at = timezone.now() - called
    return beat


def tick(*beats, times=30):
    """Let them tick in turn."""
    for _ in range(times):
        for beat in beats:
            beat.tick()


def count_calls(broker):
    """How many tasks were called."""
    return broker.queued() + broker.queued("urgent")


def test_of_two_beats_one_calls_each_task_once(broker):
    one, two = make_beat("one"), make_beat("two")
    tick(one, two)
    due = [entry for entry in app.conf.beat_schedule.values() if isinstance(entry["schedule"], float)]
    assert count_calls(broker) >= len(due)
    called = count_calls(broker)
    tick(one, two)
    assert count_calls(broker) == called, "a minute has not passed"
    assert BeatLease.objects.get().holder == "one"
    assert set(Heartbeat.objects.values_list("part", "node")) == {("beat", "one"), ("beat", "two")}


def test_when_one_dies_the_other_goes_on_from_where_it_was(broker):
    one, two = make_beat("one"), make_beat("two")
    tick(one, two)
    beat_lease.keep_calls("one", one.list_calls())
    called = count_calls(broker)
    BeatLease.objects.update(until=timezone.now())
    two.looked_at = float("-inf")
    tick(two)
    assert BeatLease.objects.get().holder == "two"
    assert count_calls(broker) == called, "what one called just now is not due again"


def test_a_beat_that_ends_in_order_leaves_no_trace_but_when_it_called(broker):
    beat = make_beat("one")
    tick(beat)
    beat.close()
    assert not Heartbeat.objects.exists()
    assert beat_lease.take("two", timezone.now())
    assert beat_lease.read_calls().keys() == app.conf.beat_schedule.keys()


def test_a_night_without_beat_is_caught_up(broker):
    calls = {name: timezone.now() - timedelta(days=2) for name in app.conf.beat_schedule}
    beat_lease.take("before", timezone.now() - 10 * MINUTE)
    beat_lease.keep_calls("before", calls)
    tick(make_beat("one", called=timedelta()), times=60)
    assert count_calls(broker) == len(app.conf.beat_schedule)


def test_the_lease_outlives_several_looks():
    assert beat_lease.HELD.total_seconds() > 2 * scheduler.LOOK_EVERY + scheduler.STAND_BY
