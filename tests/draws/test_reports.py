"""The report to staff on a draw's messages: once, when they are settled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from draws.corrections import apply
from draws.models import Alert, Draw
from draws.publishing.messages import owe_reports
from intake.models import Letter
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory
from tests.letters import send_letters

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _to(settings):
    settings.STAFF_ALERTS_TO = ["rcic@firm.example"]


def test_a_settled_run_is_reported_once():
    draw = PublishedDrawFactory(number="438")
    AlertFactory.create_batch(2, draw=draw, state="sent")
    failed = AlertFactory(draw=draw, state="failed", problem="550 5.1.1 no such user")
    AlertFactory(draw=draw, state="suppressed")
    ClientFactory(standing=480, alerts=False)
    assert (owe_reports(timezone.now()), owe_reports(timezone.now())) == (1, 0)
    (letter,) = send_letters()
    assert letter.to == ["rcic@firm.example"]
    for words in (letter.body, letter.alternatives[0][0]):
        for said in ("Sent: 2", "Failed: 1", "Suppressed: 1", "550 5.1.1 no such user"):
            assert said in words
        assert "No consent to alerts about rounds: 1" in words
        assert failed.client.reference in words
        assert failed.client.email not in words


@pytest.mark.parametrize("state", ["pending", "sending"])
def test_a_run_under_way_is_reported_after_a_day(state):
    alert = AlertFactory(state=state)
    assert owe_reports(timezone.now()) == 0
    Draw.objects.update(matched_at=timezone.now() - timedelta(hours=25))
    assert owe_reports(timezone.now()) == 1
    assert "1" in send_letters()[0].body
    Alert.objects.filter(pk=alert.pk).update(state="sent")
    assert owe_reports(timezone.now()) == 0


def test_a_draft_and_a_draw_not_matched_are_not_reported():
    PublishedDrawFactory(matched_at=None)
    PublishedDrawFactory(status="draft", matched_at=None)
    assert owe_reports(timezone.now()) == 0


def test_a_mail_server_that_is_away_does_not_lose_the_report(settings):
    AlertFactory(state="sent")
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert owe_reports(timezone.now()) == 1
    assert send_letters() == []
    settings.EMAIL_BACKEND = backend
    Letter.objects.update(due_at=timezone.now())
    assert len(send_letters()) == 1


def test_a_correction_is_reported_when_its_letters_are_settled():
    alert = AlertFactory(crs=475, state="sent")
    owe_reports(timezone.now())
    apply.correct(alert.draw, {"cutoff": 480}, reason="a typo", by=None, seen=0)
    assert owe_reports(timezone.now()) == 0
    alert.correction_letters.update(state="sent")
    assert owe_reports(timezone.now()) == 1
    assert "CORRECTION NOTICES" in send_letters()[-1].body
