"""Messages that come back: taken in by signed calls only, kept, and no more is sent to that address."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta

import pytest
from django.urls import include, path
from django.utils import timezone

from config.checks import check_readiness
from draws.models import Alert, FollowerNews
from draws.outbox import bounces, mail_events, worker
from draws.outbox.composer import derive_message_id
from intake.models import Client, Follower, Letter
from tests.draws.factories import AlertFactory, ClientFactory

pytestmark = pytest.mark.django_db
KEY = "signing key of these tests"


@pytest.fixture
def provider(settings):
    """A site whose messages leave through Mailgun."""
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    settings.ROOT_URLCONF = (path("mail-events/", include(mail_events.list_tracking_urls("mailgun"))),)
    return settings


def call(client, recipient, key=KEY, said="550 5.1.1 no such user", **event):
    """What Mailgun posts."""
    stamp, token = str(int(time.time())), "token"
    signed = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    event = {"event": "failed", "severity": "permanent", "reason": "bounce", "recipient": recipient} | event
    event |= {"delivery-status": {"code": 550, "message": said}, "timestamp": time.time()}
    body = {"signature": {"timestamp": stamp, "token": token, "signature": signed}, "event-data": event}
    return client.post("/mail-events/mailgun/tracking/", json.dumps(body), content_type="application/json")


def states(*alerts):
    for alert in alerts:
        alert.refresh_from_db()
    return [alert.state for alert in alerts]


def test_a_hard_bounce_fails_the_alert_and_marks_the_address(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now(), client__email="gone@example.org")
    for _ in range(2):
        assert call(client, "Gone@example.org").status_code == 200
    alert.refresh_from_db()
    assert alert.state == "failed"
    assert "550 5.1.1 no such user" in alert.problem
    assert "550 5.1.1 no such user" in alert.client.undeliverable
    [line] = alert.client.row_changes.all()
    assert (line.now["address"], line.now["undeliverable"]) == ("gone@example.org", alert.client.undeliverable)
    later = AlertFactory(client=alert.client)
    worker.send([later.pk])
    later.refresh_from_db()
    assert later.state == "suppressed"


def test_of_a_long_report_the_file_keeps_the_beginning_and_the_ledger_all(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now())
    call(client, alert.client.email, said="550 5.1.1 no such user " + "at this place " * 30)
    alert.refresh_from_db()
    assert len(alert.problem) > 400
    assert alert.client.undeliverable == alert.problem[:300]


def test_a_complaint_withdraws_the_consent_and_is_on_record(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now())
    call(client, alert.client.email, event="complained", reason=None)
    alert.refresh_from_db()
    assert (alert.state, alert.client.alerts) == ("failed", False)
    assert alert.client.undeliverable
    assert alert.client.consents.get().source == "told by the mail provider: complained"


@pytest.mark.parametrize(
    "event",
    [{"event": "delivered"}, {"event": "opened"}, {"severity": "temporary"}],
    ids=["delivered", "opened", "busy"],
)
def test_what_is_no_failure_changes_nothing(client, provider, event):
    alert = AlertFactory(state="sent", sent_at=timezone.now())
    assert call(client, alert.client.email, **event).status_code == 200
    alert.refresh_from_db()
    assert (alert.state, alert.client.undeliverable, alert.client.alerts) == ("sent", "", True)


def test_blocked_for_another_reason_leaves_the_address(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now())
    call(client, alert.client.email, reason="generic")
    alert.refresh_from_db()
    assert (alert.state, alert.client.undeliverable) == ("failed", "")


def test_the_providers_id_names_the_message(client, provider):
    person, now = ClientFactory(), timezone.now()
    old = AlertFactory(client=person, state="sent", sent_at=now - timedelta(days=2), provider_id="<abc@mailgun>")
    new = AlertFactory(client=person, state="sent", sent_at=now)
    for _ in range(2):
        call(client, person.email, message={"headers": {"message-id": "abc@mailgun"}})
    assert states(old, new) == ["failed", "sent"]


def test_without_an_id_it_is_the_newest_and_only_that(client, provider):
    person, now = ClientFactory(), timezone.now()
    old = AlertFactory(client=person, state="sent", sent_at=now - timedelta(days=2))
    new = AlertFactory(client=person, state="sent", sent_at=now)
    for _ in range(2):
        call(client, person.email)
    assert states(old, new) == ["sent", "failed"]


def sent_letter(to, **fields):
    """A code that left a minute ago."""
    at = timezone.now() - timedelta(minutes=1)
    return Letter.objects.create(kind="login_code", to=to, state="sent", due_at=at, created=at, sent_at=at, **fields)


def name_message(provider_id):
    """That part of an event that names the message."""
    return {"message": {"headers": {"message-id": provider_id.strip("<>")}}}


def test_a_letter_that_came_back_fails_itself_and_no_alert(client, provider):
    person = ClientFactory()
    letter = sent_letter(person.email.upper(), provider_id="<code@mailgun>")
    alert = AlertFactory(client=person, state="sent", sent_at=timezone.now())
    for _ in range(2):
        call(client, person.email, **name_message(letter.provider_id))
    assert states(letter, alert) == ["failed", "sent"]
    person.refresh_from_db()
    assert "550 5.1.1 no such user" in person.undeliverable


def test_a_letter_to_an_address_without_a_file_fails_too(client, provider):
    letter, other = sent_letter("typo@example.org", provider_id="<code@mailgun>"), sent_letter("kim@example.org")
    call(client, "typo@example.org", **name_message(letter.provider_id))
    assert states(letter, other) == ["failed", "sent"]
    assert "550 5.1.1 no such user" in letter.problem


@pytest.mark.parametrize("event", [{}, {"event": "complained", "reason": None}], ids=["bounce", "complaint"])
def test_news_to_a_follower_that_came_back_fails_no_alert_of_the_same_address(client, provider, event):
    alert = AlertFactory(state="sent", sent_at=timezone.now())
    follower = Follower.objects.create(email=alert.client.email, language="en", confirmed_at=timezone.now())
    at = timezone.now() - timedelta(days=1)
    told = {"state": "sent", "due_at": at, "created": at, "sent_at": at, "provider_id": "<news@mailgun>"}
    FollowerNews.objects.create(follower=follower, draw=alert.draw, **told)
    for _ in range(2):
        # The second finds the follower of the complaint deleted, and the row with them.
        call(client, alert.client.email, **name_message("<news@mailgun>"), **event)
    assert states(alert) == ["sent"]
    assert list(FollowerNews.objects.values_list("state", flat=True)) == ([] if event else ["failed"])


def test_without_an_id_it_is_the_newest_in_any_ledger(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now() - timedelta(days=1))
    letter = sent_letter(alert.client.email)
    call(client, alert.client.email)
    assert states(letter, alert) == ["failed", "sent"]


def test_an_id_that_no_ledger_knows_is_none(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now(), provider_id="<ours@example.org>")
    call(client, alert.client.email, **name_message("<rewritten@relay>"))
    assert states(alert) == ["failed"]


def test_what_is_named_is_found_after_the_file_has_another_address(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now() - timedelta(days=1), provider_id="<abc@mailgun>")
    old = alert.client.email
    Client.objects.filter(pk=alert.client_id).update(email="new@example.org")
    letter = sent_letter(old)
    for _ in range(2):
        call(client, old, **name_message(alert.provider_id))
    assert states(letter, alert) == ["sent", "failed"]
    alert.client.refresh_from_db()
    assert alert.client.undeliverable == "", "the new address works"


@pytest.mark.parametrize(("state", "unanswered"), [("sending", 1), ("pending", 1)], ids=["on its way", "no answer"])
def test_what_is_named_before_we_know_its_name_fails_no_other(client, provider, state, unanswered):
    alert = AlertFactory(state=state, unanswered=unanswered, provider_id="")
    letter = sent_letter(alert.client.email, provider_id="<code@mailgun>")
    call(client, alert.client.email, reason="generic", **name_message("<abc@mailgun>"))
    assert states(letter, alert) == ["sent", state]
    call(client, alert.client.email, reason="generic")
    assert states(letter, alert) == ["failed", state], "without a name it is the newest that left"


@pytest.mark.parametrize("named", [{}, {"message": {"headers": {"message-id": "rewritten@relay"}}}])
@pytest.mark.parametrize(("hours", "state"), [(-1, "failed"), (1, "sent")])
def test_only_what_left_in_the_days_that_a_server_tries_is_guessed(client, provider, named, hours, state):
    left = timezone.now() - bounces.GIVEN_UP_WITHIN - timedelta(hours=hours)
    alert = AlertFactory(state="sent", sent_at=left, provider_id="<abc@mailgun>")
    call(client, alert.client.email, **named)
    assert states(alert) == [state]


def test_what_is_named_fails_however_long_ago_it_left(client, provider):
    left = timezone.now() - timedelta(days=30)
    alert = AlertFactory(state="sent", sent_at=left, provider_id="<abc@mailgun>")
    call(client, alert.client.email, **name_message(alert.provider_id))
    assert states(alert) == ["failed"]


@pytest.mark.parametrize("said", ["550 5.1.1 no such user", "550 5.1.1 no such user " + "at this place " * 30])
@pytest.mark.parametrize("follows", [True, False], ids=["follower", "file"])
def test_a_report_that_is_repeated_after_its_message_is_owed_again_fails_no_other(client, provider, said, follows):
    address, now = "kim@example.org", timezone.now()
    if follows:
        Follower.objects.create(email=address, language="en", confirmed_at=now)
    else:
        ClientFactory(email=address)
    letter, older = sent_letter(address), sent_letter(address)
    Letter.objects.filter(pk=older.pk).update(sent_at=now - timedelta(days=1))
    call(client, address, said=said)
    assert states(letter, older) == ["failed", "sent"]
    worker.try_again(Letter.objects.all())
    call(client, address, said=said)
    assert states(letter, older) == ["pending", "sent"]


def test_what_is_owed_again_meanwhile_stays_owed(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now(), provider_id="<abc@mailgun>")
    call(client, alert.client.email, reason="generic", **name_message("<abc@mailgun>"))
    worker.try_again(Alert.objects.all())
    call(client, alert.client.email, reason="generic", **name_message("<abc@mailgun>"))
    assert states(alert) == ["pending"]


def test_by_a_plain_mail_server_the_id_is_our_own():
    alert = AlertFactory()
    worker.send([alert.pk])
    alert.refresh_from_db()
    assert alert.provider_id == derive_message_id(alert)


def test_nobody_else_can_tell_us_so(client, provider):
    alert = AlertFactory(state="sent", sent_at=timezone.now())
    assert call(client, alert.client.email, key="a guess").status_code == 400
    alert.refresh_from_db()
    assert (alert.state, Client.objects.get().undeliverable) == ("sent", "")


def test_a_password_in_the_address_is_asked_for(client, settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "user:password"}
    settings.ROOT_URLCONF = (path("mail-events/", include(mail_events.list_tracking_urls("postmark"))),)
    alert = AlertFactory(state="sent", sent_at=timezone.now())
    event = {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "Email": alert.client.email}
    address, kind = "/mail-events/postmark/tracking/", "application/json"
    assert client.post(address, json.dumps(event), content_type=kind).status_code == 400
    basic = "Basic " + base64.b64encode(b"user:password").decode()
    assert client.post(address, json.dumps(event), content_type=kind, HTTP_AUTHORIZATION=basic).status_code == 200
    alert.refresh_from_db()
    assert alert.state == "failed"


@pytest.mark.parametrize("provider", ["", "postmark", "mailgun", "nonsense"])
def test_without_a_secret_no_address_is_open(client, settings, provider):
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "x", "WEBHOOK_SECRET": ""}
    assert mail_events.list_tracking_urls(provider) == []
    settings.EMAIL_PROVIDER = provider
    assert ("config.E008" in {message.id for message in check_readiness(None)}) is bool(provider)
    assert client.post("/mail-events/postmark/tracking/", "{}", content_type="application/json").status_code == 404


def test_a_lease_shorter_than_a_message_is_refused(settings):
    settings.ALERT_LEASE = timedelta(seconds=100)
    assert "config.E007" in {message.id for message in check_readiness(None)}
