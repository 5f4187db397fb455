"""Other programs are told of each match, when the alert is due, and not of one that was taken back."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from draws.matching import matcher
from draws.models import Alert
from intake.models import OwedEvent
from intake.webhooks import deliver
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.test_follower_news import publish
from tests.intake.receiver import add_receiver, run_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(settings):
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    with run_program() as running:
        add_receiver(running.url, "match.found")
        yield running


def make_matched(**other):
    """A published round that two of three clients reach."""
    people = [ClientFactory(standing=score) for score in (480, 470, 460)]
    draw = DrawFactory(number="700", status="published", published_at=timezone.now(), **other)
    matcher.match(draw.pk)
    return draw, people


def test_each_client_who_matches_is_told_of_once_with_the_round_and_the_reference(program):
    draw, people = make_matched()
    matcher.match(draw.pk)
    deliver.tell_all()
    said = [json.loads(call.body) for call in program.came]
    round_facts = {"round": "700", "stream": "cec", "held_on": draw.held_on.isoformat()}
    assert sorted(one["data"]["reference"] for one in said) == sorted(one.reference for one in people[:2])
    assert all(one["type"] == "match.found" and one["data"].items() >= round_facts.items() for one in said)
    assert not [call for call in program.came if b"@" in call.body or b"480" in call.body]


def test_nothing_is_told_while_it_can_be_taken_back_nor_afterwards(program):
    later = timezone.now() + timedelta(minutes=10)
    make_matched(told_from=later)
    deliver.tell_all()
    assert not program.came
    Alert.objects.update(in_error=True)
    with time_machine.travel(later):
        deliver.tell_all()
    assert not program.came
    assert {row.state for row in OwedEvent.objects.all()} == {"suppressed"}


def test_a_round_that_is_published_again_is_told_of_anew_and_not_before_its_alerts(program, admin_client):
    ClientFactory(standing=480)
    draw = DrawFactory(number="700", cutoff=470)
    for minutes in (0, 7):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            publish(admin_client, draw)
            matcher.match(draw.pk)
            alert, row = Alert.objects.get(), OwedEvent.objects.get()
            assert (row.state, row.due_at) == ("pending", alert.due_at)
            OwedEvent.objects.update(state="suppressed")
            admin_client.post(f"/staff/draws/mailing/{draw.mailings.latest('pk').pk}/take-back/")
        assert not OwedEvent.objects.exists()


def test_who_did_not_agree_to_alerts_is_not_told_of(program):
    ClientFactory(standing=490, alerts=False)
    draw = DrawFactory(status="published", published_at=timezone.now())
    matcher.match(draw.pk)
    assert not OwedEvent.objects.exists()
