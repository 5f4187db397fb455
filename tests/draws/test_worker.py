"""A real worker on a real broker: everybody is told, and nobody twice, through faults."""

import time

import pytest
from django.utils import timezone

from draws import tasks
from draws.models import Alert, Draw
from draws.publishing import publisher
from intake.consents import consent
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def states():
    return Alert.objects.all().by_state()


def addresses(mails):
    return sorted(mail["To"] for mail in mails())


def matching(count):
    return sorted(client.email for client in ClientFactory.create_batch(count, standing=480))


def test_publishing_tells_everybody_who_matches(celery_worker_process, mails):
    told = matching(3)
    ClientFactory(standing=469)
    ClientFactory(standing=480, alerts=False)
    publisher.publish(DrawFactory())
    wait_until(lambda: states() == {"sent": 3}, celery_worker_process)
    assert addresses(mails) == told


def test_tasks_delivered_twice_tell_nobody_twice(celery_worker_process, mails, broker):
    told = matching(2)
    draw = publisher.publish(DrawFactory()).draw
    for _ in range(3):
        tasks.notify.delay(draw.pk)
        tasks.sweep.delay()
    wait_until(lambda: states() == {"sent": 2} and broker.queued() == 0, celery_worker_process)
    tasks.send.delay(list(Alert.objects.values_list("pk", flat=True)))
    wait_until(
        lambda: "draws.tasks.send" in celery_worker_process.output() and not broker.queued(), celery_worker_process
    )
    celery_worker_process.stop()
    assert addresses(mails) == told


def test_the_sweep_finds_what_was_published_without_a_broker(stopped_worker_process, broker, mails):
    told = matching(2)
    broker.kill()
    assert publisher.publish(DrawFactory()).handed_over is False
    broker.start()
    stopped_worker_process.start()
    tasks.sweep.delay()
    wait_until(lambda: states() == {"sent": 2}, stopped_worker_process)
    assert addresses(mails) == told


def test_an_emptied_broker_loses_nothing(stopped_worker_process, broker, mails):
    told = matching(2)
    draw = publisher.publish(DrawFactory()).draw
    tasks.notify(draw.pk)
    broker.empty()
    stopped_worker_process.start()
    tasks.sweep.delay()
    time.sleep(1)
    assert states() == {"pending": 2}, "they count as handed to the broker"
    Alert.objects.update(lease_until=timezone.now())
    tasks.sweep.delay()
    wait_until(lambda: states() == {"sent": 2}, stopped_worker_process)
    assert addresses(mails) == told


def test_after_kill_9_everybody_is_told_and_at_most_one_twice_by_the_same_message_id(
    celery_worker_process, broker, mails, mail_dir
):
    told = matching(150)
    publisher.publish(DrawFactory())
    wait_until(lambda: len(list(mail_dir.iterdir())) >= 20, celery_worker_process)
    celery_worker_process.kill()
    assert 0 < states().get("sent", 0) < 150, "the kill came in the middle"
    broker.empty()
    Alert.objects.exclude(state="sent").update(lease_until=timezone.now())
    celery_worker_process.start()
    tasks.sweep.delay()
    wait_until(lambda: states() == {"sent": 150}, celery_worker_process)
    ids = {(mail["To"], mail["Message-ID"]) for mail in mails()}
    assert sorted(address for address, _ in ids) == told
    assert len(mails()) - len(told) in (0, 1)


def test_who_unsubscribes_between_matching_and_sending_gets_nothing(stopped_worker_process, mails):
    told, gone = ClientFactory(standing=480), ClientFactory(standing=480)
    tasks.notify(publisher.publish(DrawFactory()).draw.pk)
    consent.withdraw(gone, language="en", source="test")
    stopped_worker_process.start()
    wait_until(lambda: states() == {"sent": 1, "suppressed": 1}, stopped_worker_process)
    assert addresses(mails) == [told.email]


def test_nothing_is_owed_by_a_draft(celery_worker_process, mails, broker):
    matching(1)
    draft = DrawFactory()
    tasks.notify.delay(draft.pk)
    tasks.sweep.delay()
    wait_until(
        lambda: "draws.tasks.sweep" in celery_worker_process.output() and not broker.queued(), celery_worker_process
    )
    celery_worker_process.stop()
    assert mails() == []
    assert Draw.objects.unmatched().count() == 0
