"""Sending: claimed under a lease, marked after each send, repeated only after a crash."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection
from django.utils import timezone

from draws.models import Alert, Used
from draws.outbox import throttle, worker
from draws.outbox.smtp import describe_problem
from intake.consents import consent
from intake.models import Client
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory
from tests.draws.mail_server import Server
from tests.running.postgres import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(settings):
    """The SMTP server that Django sends to."""
    sink = Server()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield sink
    controller.stop()


def send(*alerts):
    """Send these, and look at them again."""
    worker.send([alert.pk for alert in alerts])
    for alert in alerts:
        alert.refresh_from_db()


def test_each_alert_is_sent_once_whatever_is_run_twice():
    alerts = AlertFactory.create_batch(3)
    send(*alerts)
    send(*alerts)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(alert.client.email for alert in alerts)
    assert {alert.state for alert in alerts} == {"sent"}
    assert all(alert.sent_at and alert.attempts == 1 and alert.lease_until is None for alert in alerts)


def test_one_connection_serves_a_batch(server):
    send(*AlertFactory.create_batch(3))
    assert len(server.received) == 3
    assert len({peer for peer, _, _ in server.received}) == 1


def test_a_row_another_worker_holds_is_passed_over():
    held = AlertFactory(state="sending", lease_until=timezone.now() + MINUTE)
    free = AlertFactory()
    send(held, free)
    assert [message.to for message in mail.outbox] == [[free.client.email]]
    assert held.state == "sending"


def test_a_row_whose_lease_ran_out_is_sent():
    left = AlertFactory(state="sending", attempts=1, lease_until=timezone.now() - MINUTE)
    send(left)
    assert (left.state, left.attempts, len(mail.outbox)) == ("sent", 2, 1)


def test_a_row_that_is_not_due_waits():
    later = AlertFactory(due_at=timezone.now() + MINUTE)
    send(later)
    assert (later.state, mail.outbox) == ("pending", [])


def test_consent_withdrawn_between_matching_and_sending_is_respected():
    gone, staying = AlertFactory(), AlertFactory()
    consent.withdraw(gone.client, language="en", source="test")
    send(gone, staying)
    assert [message.to for message in mail.outbox] == [[staying.client.email]]
    assert (gone.state, staying.state) == ("suppressed", "sent")


@pytest.mark.django_db(transaction=True)
def test_consent_withdrawn_while_the_batch_runs_is_respected(server):
    first, second = AlertFactory(), AlertFactory()

    def unsubscribe():
        consent.withdraw(second.client, language="en", source="test")
        connection.close()

    server.meanwhile = unsubscribe
    send(first, second)
    assert (first.state, second.state) == ("sent", "suppressed")


@pytest.mark.parametrize("reply", ["450 mailbox busy", "421 come back later"])
def test_a_temporary_refusal_is_tried_again_after_a_pause(server, reply):
    refused, fine = AlertFactory(), AlertFactory()
    server.rcpt[refused.client.email] = reply
    send(refused, fine)
    assert (refused.state, fine.state) == ("pending", "sent")
    assert refused.problem == reply
    assert MINUTE - timedelta(seconds=5) < refused.due_at - timezone.now() <= MINUTE
    server.rcpt.clear()
    Alert.objects.update(due_at=timezone.now())
    send(refused)
    assert (refused.state, refused.problem, refused.attempts) == ("sent", "", 2)


def test_a_permanent_refusal_is_kept_with_the_servers_words(server):
    unknown, large, fine = AlertFactory(), AlertFactory(), AlertFactory()
    server.rcpt[unknown.client.email] = "550 5.1.1 no such user"
    server.data[large.client.email] = "552 5.3.4 message too big"
    send(unknown, large, fine)
    assert (unknown.state, unknown.problem) == ("failed", "550 5.1.1 no such user")
    assert (large.state, large.problem) == ("failed", "552 5.3.4 message too big")
    assert fine.state == "sent"


@pytest.mark.parametrize(
    ("reply", "becomes"),
    [
        pytest.param("550 5.1.1 no such user", "suppressed", id="no such mailbox"),
        pytest.param("550 5.1.2 no such domain", "suppressed", id="no such domain"),
        pytest.param("556 5.1.10 null MX", "suppressed", id="takes no mail"),
        pytest.param("550 no", "failed", id="no enhanced code"),
        pytest.param("550 5.2.1 disabled", "failed", id="disabled"),
        pytest.param("550 5.7.1 blocked", "pending", id="policy"),
        pytest.param("550 5.1.8 bad sender", "pending", id="ours"),
        pytest.param("552 5.2.2 full", "pending", id="full"),
        pytest.param("450 4.1.1 not now", "pending", id="for now"),
    ],
)
def test_an_address_that_does_not_exist_gets_nothing_more(server, reply, becomes):
    alert = AlertFactory()
    server.rcpt[alert.client.email] = reply
    send(alert)
    assert Client.objects.get().undeliverable == (reply if becomes == "suppressed" else "")
    lines = [(row.now["address"], row.now["undeliverable"]) for row in alert.client.row_changes.all()]
    assert lines == ([(alert.client.email, reply)] if becomes == "suppressed" else [])
    later = AlertFactory(client=alert.client)
    send(later)
    assert later.state == becomes


def test_of_a_long_refusal_the_file_keeps_the_beginning_and_the_ledger_all(server):
    alert, reply = AlertFactory(), f"550 5.1.1 no such user {'at this place ' * 30}end"
    server.rcpt[alert.client.email] = reply
    send(alert)
    assert (alert.problem, Client.objects.get().undeliverable) == (reply, reply[:300])


def test_content_that_is_refused_says_nothing_of_the_address(server):
    alert = AlertFactory()
    server.data[alert.client.email] = "550 5.1.1 looks like an address, is content"
    send(alert)
    assert (alert.state, Client.objects.get().undeliverable) == ("failed", "")


def test_a_server_that_is_away_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    alerts = AlertFactory.create_batch(2)
    send(*alerts)
    assert {(alert.state, alert.attempts) for alert in alerts} == {("pending", 1)}
    assert "refused" in alerts[1].problem


def test_the_pauses_grow_and_end(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    alert, pauses = AlertFactory(), []
    while alert.state == "pending":
        Alert.objects.update(due_at=timezone.now())
        send(alert)
        pauses.append(round((alert.due_at - timezone.now()) / MINUTE))
    assert pauses[:-1] == [1, 5, 15, 60, 180, 360, 720, 1440, 1440]
    assert (alert.state, alert.attempts) == ("failed", 10)


def test_an_impossible_address_does_not_hold_up_the_others():
    bad, fine = AlertFactory(client__email="a\nb@example.org"), AlertFactory()
    send(bad, fine)
    assert (bad.state, fine.state) == ("pending", "sent")


@pytest.mark.parametrize(
    "problem",
    [
        smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no")}),
        smtplib.SMTPDataError(554, b"spam"),
        smtplib.SMTPDataError(552, "too large"),
        smtplib.SMTPSenderRefused(550, b"not you", "us@example.org"),
        smtplib.SMTPServerDisconnected("gone"),
        TimeoutError("slow"),
    ],
)
def test_what_went_wrong_is_said(problem):
    assert describe_problem(problem)


def test_what_can_not_be_put_into_words_is_counted_and_told_to_staff(settings, caplog):
    settings.ALERT_PAUSES = [MINUTE]
    broken, fine = AlertFactory(client__language="xx"), AlertFactory()
    broken.draw.__class__.objects.filter(pk=broken.draw_id).update(tie_break=timezone.now(), held_on="0001-01-01")
    send(broken, fine)
    assert (broken.state, fine.state) == ("pending", "sent")
    assert "could not be made: RuleError" in broken.problem
    assert broken.due_at > timezone.now()
    Alert.objects.update(due_at=timezone.now())
    send(broken)
    assert (broken.state, broken.attempts) == ("failed", 2)


def test_a_kind_of_round_not_wanted_any_more_is_respected():
    draw = PublishedDrawFactory(stream="cec")
    other, this, every = (AlertFactory(draw=draw, client__chosen_only=only) for only in (True, True, False))
    other.client.chosen_streams.create(stream="french")
    this.client.chosen_streams.create(stream="cec")
    send(other, this, every)
    assert [alert.state for alert in (other, this, every)] == ["suppressed", "sent", "sent"]


def test_an_address_that_does_not_work_is_not_written_to():
    gone = AlertFactory(client__undeliverable="550 no such user")
    send(gone)
    assert (gone.state, mail.outbox) == ("suppressed", [])


@pytest.mark.django_db(transaction=True)
def test_an_address_changed_while_the_batch_runs_is_the_one_written_to(server):
    first, second = AlertFactory(), AlertFactory()

    def change():
        Client.objects.filter(pk=second.client_id).update(email="new@example.org")
        connection.close()

    server.meanwhile = change
    send(first, second)
    assert (first.state, second.state, second.lease_until) == ("sent", "pending", None)
    server.meanwhile = lambda: None
    send(second)
    assert [address for _, address, _ in server.received] == [first.client.email, "new@example.org"]


def test_nothing_leaves_while_sending_is_paused(admin_user):
    alert = AlertFactory()
    assert throttle.pause(admin_user)
    assert not throttle.pause(admin_user)
    send(alert)
    assert (alert.state, alert.lease_until, alert.attempts, mail.outbox) == ("pending", None, 0, [])
    assert handed_out() == []
    assert throttle.resume(admin_user)
    assert not throttle.resume(admin_user)
    assert handed_out() == [alert.pk]
    send(alert)
    assert alert.state == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_pause_holds_from_the_next_message_on(server):
    first, second = AlertFactory(), AlertFactory()

    def pause():
        throttle.pause()
        connection.close()

    server.meanwhile = pause
    send(first, second)
    assert (first.state, second.state) == ("sent", "pending")


@pytest.mark.parametrize(
    ("limit", "again"),
    [("MESSAGES_A_MINUTE", "2026-05-01T12:01:00+00:00"), ("MESSAGES_A_DAY", "2026-05-02T04:00:00+00:00")],
)
def test_what_is_over_the_limit_waits_for_the_next_minute_or_day(settings, limit, again):
    setattr(settings, limit, 2)
    with time_machine.travel("2026-05-01T12:00:30+00:00", tick=False):
        alerts = AlertFactory.create_batch(4)
        send(*alerts)
        assert [alert.state for alert in alerts] == ["sent", "sent", "pending", "pending"]
        assert {alert.due_at.isoformat() for alert in alerts[2:]} == {again}
        assert {(alert.attempts, alert.lease_until) for alert in alerts[2:]} == {(0, None)}
    with time_machine.travel(again, tick=False):
        send(*alerts)
        assert {alert.state for alert in alerts} == {"sent"}
    assert len(mail.outbox) == 4


def test_a_minute_that_is_full_takes_nothing_from_the_day(settings):
    settings.MESSAGES_A_MINUTE, settings.MESSAGES_A_DAY = 1, 100
    send(*AlertFactory.create_batch(3))
    assert dict(Used.objects.values_list("span", "count")) == {"minute": 1, "day": 1}


def handed_out():
    """The ids that a sweep hands out now."""
    batches = []
    worker.dispatch_owed(lambda ids, ledger: batches.append(ids))
    return [pk for batch in batches for pk in batch]


def test_what_is_owed_is_handed_out_once():
    due, left = AlertFactory(), AlertFactory(state="sending", lease_until=timezone.now() - MINUTE)
    AlertFactory(due_at=timezone.now() + MINUTE)
    AlertFactory(state="sending", lease_until=timezone.now() + MINUTE)
    AlertFactory(state="sent")
    AlertFactory(state="failed")
    AlertFactory(state="suppressed")
    assert sorted(handed_out()) == [due.pk, left.pk]
    assert handed_out() == []


def test_what_the_broker_lost_is_handed_out_again():
    lost = AlertFactory(lease_until=timezone.now() - MINUTE)
    assert handed_out() == [lost.pk]


def test_what_waits_in_the_broker_can_be_sent():
    alert = AlertFactory()
    worker.send(handed_out())
    alert.refresh_from_db()
    assert alert.state == "sent"


def test_batches_are_of_a_hundred():
    draw, batches = PublishedDrawFactory(), []
    clients = ClientFactory.create_batch(250)
    Alert.objects.bulk_create(AlertFactory.build(draw=draw, client=client) for client in clients)
    worker.dispatch_owed(lambda ids, ledger: batches.append(ids), draw.pk)
    assert [len(batch) for batch in batches] == [100, 100, 50]


@pytest.mark.parametrize(
    ("problem", "unanswered"),
    [
        pytest.param(smtplib.SMTPDataError(452, b"full"), 0, id="refused for now"),
        pytest.param(smtplib.SMTPServerDisconnected("cut"), 1, id="cut off, perhaps after it was taken"),
        pytest.param(TimeoutError("silent"), 1, id="no answer"),
    ],
)
def test_an_attempt_without_an_answer_is_counted(problem, unanswered):
    alert = AlertFactory()

    class MailConnection(worker.MailConnection):
        def send(self, mail):
            raise problem

    batch = worker.SendingBatch(Alert, MailConnection())
    batch.take(Alert.objects.to_send().get())
    alert.refresh_from_db()
    assert (alert.state, alert.attempts, alert.unanswered) == ("pending", 1, unanswered)


def test_a_server_that_can_not_be_reached_is_an_answer(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    alert = AlertFactory()
    send(alert)
    assert (alert.state, alert.attempts, alert.unanswered) == ("pending", 1, 0)
    assert "refused" in alert.problem.lower()


def test_what_is_sent_in_the_end_was_answered(server):
    alert = AlertFactory(attempts=1, unanswered=1)
    send(alert)
    assert (alert.state, alert.attempts, alert.unanswered) == ("sent", 2, 0)
