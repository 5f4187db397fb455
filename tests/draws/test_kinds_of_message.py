"""Alerts of draws, reminders, news of the rules: each on or off, when owed and again right before the send."""

from datetime import timedelta

import pytest
from django.utils import timezone

from draws.corrections import apply
from draws.matching.matcher import find_told
from draws.matching.preview import Preview, list_emails
from draws.models import Alert, CorrectionLetter, Notice
from draws.outbox import worker
from draws.reminders import due
from draws.rule_changes.messages import RuleNews
from intake.consents.preferences import Wish, save_wish
from intake.models import Client
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, RuleNewsFactory

pytestmark = pytest.mark.django_db
KINDS = [
    pytest.param("all", ["reminders", "rule_news"], {"alert", "deadline", "rules"}, id="everything"),
    pytest.param("none", ["reminders", "rule_news"], {"deadline", "rules"}, id="no draws"),
    pytest.param("all", ["rule_news"], {"alert", "rules"}, id="no reminders"),
    pytest.param("all", ["reminders"], {"alert", "deadline"}, id="no news of the rules"),
    pytest.param("none", ["reminders"], {"deadline"}, id="reminders alone"),
]


def wish(client, choice, others):
    save_wish(client, Wish(choice, (), tuple(others)), language="en", source="test", ip=None)


def owe_everything(client):
    """One message of each kind, due now; says which of them leave, by name."""
    now, today = timezone.now(), timezone.localdate()
    AlertFactory(client=client)
    Client.objects.filter(pk=client.pk).update(stage="invited", invited_on=today)
    shared = {"client": client, "due_at": now, "created": now}
    RuleNewsFactory(client=client)
    until = today + timedelta(days=60)
    Notice.objects.create(kind="deadline", key="x", facts={"lapses": []}, until=until, invited_on=today, **shared)


@pytest.mark.parametrize(("choice", "others", "leaving"), KINDS)
def test_what_was_switched_off_since_it_was_owed_does_not_leave(choice, others, leaving):
    client = ClientFactory()
    owe_everything(client)
    wish(client, choice, others)
    worker.dispatch_owed(worker.send)
    states = {"alert": Alert.objects.get().state} | dict(Notice.objects.values_list("kind", "state"))
    assert {kind for kind, state in states.items() if state == "sent"} == leaving
    assert set(states.values()) <= {"sent", "suppressed"}


@pytest.mark.parametrize(("choice", "others", "leaving"), KINDS)
def test_what_is_switched_off_is_not_owed(choice, others, leaving):
    client = ClientFactory(standing=480, facts={"any": 1})
    wish(client, choice, others)
    assert find_told(DrawFactory()).exists() is ("alert" in leaving)
    assert RuleNews.find_recipients().exists() is ("rules" in leaving)
    assert due.find_remindable().exists() is ("deadline" in leaving)


def test_the_preview_names_who_wants_no_draw_alerts():
    client = ClientFactory(standing=480)
    wish(client, "none", ["reminders"])
    assert list_emails(Preview(DrawFactory()).not_told["other_kinds"]) == [client.email]


@pytest.mark.parametrize(("choice", "streams", "state"), [("none", (), "suppressed"), ("chosen", ("french",), "sent")])
def test_a_correction_goes_to_who_wants_draw_alerts_at_all(choice, streams, state):
    client = ClientFactory()
    alert = AlertFactory(client=client, state="sent", crs=475)
    apply.correct(alert.draw, {"cutoff": 480}, reason="a typo", by=None, seen=0)
    save_wish(client, Wish(choice, streams, ("reminders",)), language="en", source="test", ip=None)
    worker.dispatch_owed(worker.send)
    assert CorrectionLetter.objects.get().state == state


def test_who_agreed_before_gets_everything_as_before():
    client = ClientFactory()
    owe_everything(client)
    worker.dispatch_owed(worker.send)
    assert {*Alert.objects.values_list("state", flat=True), *Notice.objects.values_list("state", flat=True)} == {"sent"}
