"""A correction while a real worker is sending: nobody is left believing what is wrong, nobody hears it twice."""

from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from draws import tasks
from draws.corrections import apply
from draws.matching import matcher
from draws.models import Alert, CorrectionLetter, Draw, FollowerNews
from draws.outbox import worker
from draws.publishing import publisher
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.mail_server import Server
from tests.draws.test_follower_news import followers, leave
from tests.draws.waiting import wait_until
from tests.running.postgres import free_port

pytestmark = pytest.mark.django_db(transaction=True)
OWED = ["pending", "sending"]


def nothing_owed():
    return not any(ledger.objects.filter(state__in=OWED).exists() for ledger in (Alert, CorrectionLetter))


def let_time_pass():
    """What waits until a lease is over is due, and the sweep looks."""
    for ledger in (Alert, CorrectionLetter):
        ledger.objects.filter(state="pending").update(due_at=timezone.now(), lease_until=None)
    tasks.sweep.delay()


def test_a_correction_in_the_middle_of_a_run(celery_worker_process, broker, mails, mail_dir):
    wrong = {client.email for client in ClientFactory.create_batch(300, standing=475)}
    right = {client.email for client in ClientFactory.create_batch(300, standing=485)}
    new = {client.email for client in ClientFactory.create_batch(5, standing=486, standing__stream="trades")}
    draw = publisher.publish(DrawFactory(cutoff=470)).draw
    wait_until(lambda: len(list(mail_dir.iterdir())) >= 20, celery_worker_process)
    apply.correct(Draw.objects.get(pk=draw.pk), {"cutoff": 480}, reason="a typo", by=None, seen=0)
    assert Alert.objects.filter(state="suppressed").exists(), "the correction came in the middle"
    wait_until(lambda: not Alert.objects.filter(state="sending").exists(), celery_worker_process)
    let_time_pass()
    wait_until(nothing_owed, celery_worker_process)
    celery_worker_process.stop()
    told = Counter(mail["To"] for mail in mails() if mail["Subject"].startswith("Express"))
    corrected = Counter(mail["To"] for mail in mails() if mail["Subject"].startswith("Correction"))
    details = Counter(mail["To"] for mail in mails() if mail["Subject"].startswith("Details"))
    first = {mail["To"] for mail in mails() if "cut-off of 470" in mail["Subject"]}
    assert told.keys() >= right
    assert set(told.values()) == {1}
    assert corrected == Counter(told.keys() & wrong)
    assert details == Counter(first & right)
    assert not new & (told.keys() | corrected.keys())


@pytest.fixture
def server():
    """A real mail server at which something happens while it takes a message."""
    sink = Server()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.url = f"smtp://127.0.0.1:{controller.port}"
    yield sink
    controller.stop()


def list_corrected(server):
    """Whom a correction reached. The alert itself is there or not, as its connection broke before the end or after."""
    return [address for _, address, message in server.received if b"Subject: Correction:" in message]


def test_a_correction_after_kill_9_between_acceptance_and_mark_is_told_once(stopped_worker_process, server):
    client, accepted = ClientFactory(standing=475), []
    draw = publisher.publish(DrawFactory(cutoff=470)).draw

    def accept():
        accepted.append(True)
        stopped_worker_process.kill()

    server.meanwhile = accept
    stopped_worker_process.environment["EMAIL_URL"] = server.url
    stopped_worker_process.start()
    wait_until(lambda: accepted and stopped_worker_process.process.poll() is not None, stopped_worker_process)
    alert = Alert.objects.get()
    assert (alert.state, alert.unanswered) == ("sending", 1), "taken by the server, and not marked"
    server.meanwhile = lambda: None
    Alert.objects.update(lease_until=timezone.now())
    apply.correct(Draw.objects.get(pk=draw.pk), {"cutoff": 480}, reason="a typo", by=None, seen=0)
    CorrectionLetter.objects.update(due_at=timezone.now())
    stopped_worker_process.start()
    tasks.sweep.delay()
    wait_until(nothing_owed, stopped_worker_process)
    assert list_corrected(server) == [client.email]
    assert Alert.objects.get().state == "suppressed"
    written = len(stopped_worker_process.output())
    let_time_pass()
    stopped_worker_process.wait_for("draws.tasks.sweep", written)
    stopped_worker_process.stop()
    assert (len(accepted), list_corrected(server)) == (1, [client.email])
    assert len(server.received) <= 2, "the alert at most once"


@pytest.mark.parametrize("ledger", [Alert, FollowerNews])
def test_what_a_worker_read_before_a_correction_does_not_leave_although_its_lease_is_over(ledger, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ClientFactory(standing=485)
    followers("follower@example.org")
    draw = publisher.publish(DrawFactory(cutoff=470)).draw
    matcher.match(draw.pk)
    read = worker.find_to_send(ledger, ledger.objects.values("pk"))
    apply.correct(Draw.objects.get(pk=draw.pk), {"cutoff": 480}, reason="a typo", by=None, seen=0)
    ledger.objects.update(due_at=timezone.now(), lease_until=None)
    with worker.MailConnection() as connection:
        batch = worker.SendingBatch(ledger, connection)
        assert [batch.take(row) for row in read] == [None]
    assert ledger.objects.get().attempts == 0, "left to the sweep, which reads it anew"
    assert ["480" in message.body for message in leave()] == [True, True]
