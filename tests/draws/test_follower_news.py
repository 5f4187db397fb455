"""The news of a round to followers by an address alone: to whom it is owed, once, held and taken back like alerts."""

from datetime import timedelta

import pytest
import time_machine
from anymail.signals import AnymailTrackingEvent
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from draws.followers import owing
from draws.matching import matcher
from draws.models import Alert, Draw, FollowerNews
from draws.outbox import bounces, delivery_state, throttle, worker
from draws.publishing import publisher
from draws.publishing.messages import owe_reports
from intake.consents import following
from intake.models import ConsentProof, Follower, Letter
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.staff import publish
from tests.intake.test_following import follow
from tests.letters import send_letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def followers(*emails, kinds=()):
    """People who confirmed an hour ago."""
    found = [follow(email, kinds) for email in emails]
    Letter.objects.all().delete()
    Follower.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))
    return found


def hold(**fields):
    """A round that is published and matched."""
    draw = publisher.publish(DrawFactory(**fields)).draw
    matcher.match(draw.pk)
    return Draw.objects.get(pk=draw.pk)


def leave():
    """The messages that the workers send now."""
    mail.outbox.clear()
    worker.dispatch_owed(worker.send)
    return sorted(mail.outbox, key=lambda message: message.to)


def told():
    return [message.to[0] for message in leave()]


def test_each_round_is_told_once_to_who_follows_its_kind():
    followers("all@example.org")
    followers("cec@example.org", kinds=["cec", "pnp"])
    followers("french@example.org", kinds=["french"])
    follow("late@example.org")
    Follower.objects.create(email="unconfirmed@example.org", language="en")
    Follower.objects.filter(email="late@example.org").update(confirmed_at=timezone.now() + timedelta(hours=1))
    Letter.objects.all().delete()
    draw = hold(stream="cec")
    assert told() == ["all@example.org", "cec@example.org"]
    matcher.match(draw.pk)
    owing.owe_news(draw, timezone.now(), timezone.now())
    assert told() == []
    assert FollowerNews.objects.count() == 2


def test_a_category_without_a_name_is_told_to_who_chose_the_new_ones():
    followers("new@example.org", kinds=["new"])
    followers("cec@example.org", kinds=["cec"])
    draw = DrawFactory(stream="", name="A new category", status="published", published_at=timezone.now())
    owing.owe_news(draw, timezone.now(), timezone.now())
    assert told() == ["new@example.org"]


def test_what_it_says_and_how_it_is_stopped():
    (follower,) = followers("kim@example.org")
    draw = hold(number="812", cutoff=531, size=4500)
    (message,) = leave()
    assert message.subject == "Express Entry round 812 (Canadian Experience Class): cut-off 531"
    for words in ("4,500", "Only people in the pool who qualify for this program", "/en/score/", "/en/draws/812/"):
        assert words in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert path in message.body
    assert Browser().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert not Follower.objects.filter(pk=follower.pk).exists()
    assert not FollowerNews.objects.filter(draw=draw).exists()


def test_it_is_in_the_language_that_the_follower_asked_in():
    followers("kim@example.org")
    Follower.objects.update(language="fr")
    hold()
    (message,) = leave()
    assert "/fr/follow/" in message.body
    assert "/fr/draws/" in message.body


def test_who_has_a_file_that_matches_gets_the_alert_alone_and_who_does_not_match_the_news():
    ClientFactory(email="above@example.org", standing=480)
    ClientFactory(email="below@example.org", standing=400)
    followers("above@example.org", "below@example.org")
    hold(cutoff=470)
    assert [alert.client.email for alert in Alert.objects.all()] == ["above@example.org"]
    assert [news.follower.email for news in FollowerNews.objects.all()] == ["below@example.org"]


def test_who_stopped_or_chose_otherwise_before_it_left_is_not_told():
    stopped, changed = followers("stopped@example.org", "changed@example.org")
    hold(stream="cec")
    following.stop(stopped, language="en", source="x")
    following.save_kinds(changed, ["french"])
    assert told() == []
    assert [news.state for news in FollowerNews.objects.all()] == ["suppressed"]


def test_an_address_that_changed_hands_or_does_not_work_is_not_written_to():
    followers("kim@example.org")
    Follower.objects.update(undeliverable="550 5.1.1 no such user")
    hold()
    assert not FollowerNews.objects.exists()


def test_a_pause_in_sending_holds_it_back():
    followers("kim@example.org")
    hold()
    throttle.pause()
    assert told() == []
    throttle.resume()
    assert told() == ["kim@example.org"]


def test_its_number_counts_and_the_pause_of_a_mailing_holds_it(admin_client):
    ClientFactory(email="above@example.org", standing=480)
    followers("above@example.org", "kim@example.org")
    draw = DrawFactory(cutoff=470)
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()
    assert "2 people will be written to" in page
    assert "Of these, 1 follows the rounds by an address alone" in page
    publish(admin_client, draw)
    matcher.match(draw.pk)
    assert told() == []
    assert set(FollowerNews.objects.values_list("state", "follower__email")) == {("pending", "kim@example.org")}


def test_taken_back_before_anybody_knows_nothing_of_it_is_left(admin_client):
    followers("kim@example.org")
    draw = DrawFactory()
    publish(admin_client, draw)
    matcher.match(draw.pk)
    admin_client.post(f"/staff/draws/mailing/{draw.mailings.get().pk}/take-back/")
    assert not FollowerNews.objects.exists()
    assert not Draw.objects.get().is_published


def test_taken_back_when_somebody_knows_the_rest_waits_and_can_be_told_after_all(admin_client, settings):
    settings.MAIL_PAUSE_MINUTES = 0
    known, waiting = followers("known@example.org", "waiting@example.org")
    draw = DrawFactory()
    publish(admin_client, draw)
    matcher.match(draw.pk)
    worker.send([FollowerNews.objects.get(follower=known).pk], "followernews")
    admin_client.post(f"/staff/draws/mailing/{draw.mailings.get().pk}/take-back/")
    assert Draw.objects.get().is_published
    assert told() == []
    row = FollowerNews.objects.get(follower=waiting)
    assert (row.state, row.taken_back) == ("suppressed", True)
    publish(admin_client, Draw.objects.get())
    assert told() == ["waiting@example.org"]


def test_what_a_worker_had_in_hand_at_the_take_back_and_at_the_second_publication_is_told_once(admin_client, settings):
    settings.MAIL_PAUSE_MINUTES = 0
    known, waiting, _third = followers("known@example.org", "waiting@example.org", "third@example.org")
    draw = DrawFactory()
    publish(admin_client, draw)
    matcher.match(draw.pk)
    worker.send([FollowerNews.objects.get(follower=known).pk], "followernews")
    held = FollowerNews.objects.filter(follower=waiting)
    held.update(state="sending", attempts=1, lease_until=timezone.now())
    admin_client.post(f"/staff/draws/mailing/{draw.mailings.get().pk}/take-back/")
    publish(admin_client, Draw.objects.get())
    delivery_state.put_off(held.get(), "451 later")
    with time_machine.travel(timezone.now() + timedelta(minutes=30)):
        assert sorted(told()) == ["third@example.org", "waiting@example.org"]


def test_staff_are_told_what_became_of_it(settings):
    settings.STAFF_ALERTS_TO = ["boss@example.org"]
    followers("kim@example.org")
    hold()
    assert owe_reports(timezone.now()) == 0, "it has not left"
    leave()
    assert owe_reports(timezone.now()) == 1
    (report,) = send_letters()
    assert "FOLLOW BY AN ADDRESS ALONE\n* Sent: 1" in report.body


def make_event(email, kind, **fields):
    return AnymailTrackingEvent(event_type=kind, recipient=email, timestamp=timezone.now(), **fields)


def test_an_address_that_came_back_is_written_to_no_more():
    (follower,) = followers("gone@example.org")
    hold()
    leave()
    sent = FollowerNews.objects.get()
    event = make_event("Gone@example.org", "bounced", message_id=sent.provider_id, reject_reason="bounced")
    bounces.receive(None, event, "mailgun")
    sent.refresh_from_db()
    follower.refresh_from_db()
    assert (sent.state, follower.undeliverable) == ("failed", "bounced")
    hold()
    assert told() == []


def test_a_complaint_ends_it():
    followers("kim@example.org")
    bounces.receive(None, make_event("kim@example.org", "complained"), "mailgun")
    assert not Follower.objects.exists()
    assert ConsentProof.objects.get(given=False).source == "told by the mail provider: complained"
