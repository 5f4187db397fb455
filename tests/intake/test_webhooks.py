"""Other programs are told of events: owed with what happened, signed, tried again, at least once under one id."""

import base64
import json
import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from intake.account.confirm_email import get_or_create_client
from intake.clients import pool_profile, retention
from intake.models import Client, EventReceiver, OwedEvent
from intake.webhooks import deliver, https_post, signing
from intake.webhooks.kinds import KINDS, STAGE, EventKind, register
from intake.webhooks.owe import Happened, owe, owe_test
from tests.intake.receiver import add_receiver, run_program
from tests.running.environment import ROOT

pytestmark = pytest.mark.django_db
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
State = OwedEvent.State


@pytest.fixture(autouse=True)
def _here(settings):
    settings.WEBHOOKS_TO_THIS_MACHINE = True


@pytest.fixture
def program():
    with run_program() as running:
        yield running


def owe_stage(number: int = 1) -> None:
    """Something happened."""
    owe(STAGE, [Happened(str(number), {"reference": "AAAA-BBBB-0001", "was": "new", "stage": "booked"})])


def test_a_new_file_and_each_stage_are_told_with_a_reference_and_no_name(program):
    add_receiver(program.url, "lead.new", "stage.moved")
    client = get_or_create_client("amara@example.org")
    get_or_create_client("amara@example.org")
    Client.objects.filter(pk=client.pk).update(name="Amara")
    pool_profile.record_submission(Client.objects.get(), timezone.now())
    deliver.tell_all()
    said = [json.loads(call.body) for call in program.came]
    assert [(one["type"], one["data"]) for one in said] == [
        ("lead.new", {"reference": client.reference, "about": "file"}),
        ("stage.moved", {"reference": client.reference, "was": "new", "stage": "in_pool"}),
    ]
    assert not [call for call in program.came if re.search(b"amara|Amara", call.body)]
    assert {row.state for row in OwedEvent.objects.all()} == {State.SENT}
    deliver.tell_all()
    assert len(program.came) == 2


def test_what_is_rolled_back_is_not_owed_and_nobody_is_told_of_what_they_did_not_choose(program):
    add_receiver(program.url, "match.found")
    owe_stage()
    add_receiver(program.url, "stage.moved", active=False)
    owe_stage()
    add_receiver(program.url, "stage.moved")
    with transaction.atomic():
        owe_stage()
        transaction.set_rollback(True)
    assert not OwedEvent.objects.exists()


def test_the_signature_is_that_of_the_guide(program):
    add_receiver(program.url, "stage.moved", secret=SECRET)
    owe_stage()
    deliver.tell_all()
    (call,) = program.came
    found = {}
    guide = re.search("```python\n(.*?)```", (ROOT / "docs" / "webhooks.md").read_text(), re.DOTALL)[1]
    exec(guide, found)  # noqa: S102 - our own guide
    assert found["check"](SECRET, call.headers, call.body)
    assert not found["check"](SECRET, call.headers, call.body + b" ")
    assert not found["check"](SECRET, {**call.headers, "webhook-timestamp": "1"}, call.body)
    assert call.path == "/hook?for=us"


def test_the_signature_of_a_known_body_is_the_one_worked_out_elsewhere():
    """The example of the specification's own libraries."""
    with time_machine.travel(1614265330, tick=False):
        made = signing.sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            b'{"test": 2432232314}',
            timezone.now(),
        )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_secret_is_encrypted_and_two_are_never_the_same():
    receiver = add_receiver("https://desk.example/", secret=SECRET)
    assert SECRET not in EventReceiver.objects.get().secret
    assert signing.decrypt(receiver.secret) == SECRET
    assert signing.make_secret() != signing.make_secret()


@pytest.mark.parametrize("status", [302, 404, 410, 500])
def test_what_is_not_taken_is_tried_again_under_the_same_id_until_it_is(program, status):
    program.status, program.location = status, program.url
    add_receiver(program.url, "stage.moved")
    owe_stage()
    deliver.tell_all()
    row = OwedEvent.objects.get()
    assert (row.state, row.attempts, row.problem) == (State.PENDING, 1, f"HTTP {status}")
    deliver.tell_all()
    assert len(program.came) == 1, "not before the pause is over"
    program.status = 200
    with time_machine.travel(row.due_at + timedelta(seconds=1)):
        deliver.tell_all()
    first, second = program.came
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(row.event_id)
    assert OwedEvent.objects.get().state == State.SENT


def test_after_the_last_pause_it_is_given_up_and_staff_can_try_again(program, settings):
    settings.WEBHOOK_PAUSES = [timedelta(0)]
    program.status = 500
    add_receiver(program.url, "stage.moved")
    owe_stage()
    for _time in range(4):
        deliver.tell_all()
    assert len(program.came) == 2
    assert OwedEvent.objects.get().state == State.FAILED
    program.status = 200
    assert deliver.try_again(OwedEvent.objects.all()) == 1
    deliver.tell_all()
    assert OwedEvent.objects.get().state == State.SENT
    assert deliver.try_again(OwedEvent.objects.all()) == 0


def test_a_program_that_is_away_rests_with_all_it_is_owed_and_holds_no_other_up(program):
    away = add_receiver("http://127.0.0.1:9/", "stage.moved")
    add_receiver(program.url, "stage.moved")
    for number in range(3):
        owe_stage(number)
    deliver.tell_all()
    assert len(program.came) == 3
    assert sorted(away.owed.values_list("attempts", flat=True)) == [0, 0, 1]
    assert away.owed.exclude(problem="").get().problem == "The machine at this address took no connection."


def test_one_that_says_nothing_is_left(program, settings, monkeypatch):
    monkeypatch.setattr(https_post, "SECONDS_OF_SILENCE", 0.2)
    program.hold.clear()
    add_receiver(program.url, "stage.moved")
    owe_stage()
    begun = time.monotonic()
    deliver.tell_all()
    assert time.monotonic() - begun < 5
    assert OwedEvent.objects.get().problem == "The receiver did not answer in time."


def test_one_that_dribbles_is_left(program, monkeypatch):
    monkeypatch.setattr(https_post, "SECONDS_IN_ALL", 0.2)
    program.hold.clear()
    add_receiver(program.url, "stage.moved")
    owe_stage()
    deliver.tell_all()
    assert OwedEvent.objects.get().state == State.PENDING
    assert OwedEvent.objects.get().problem


def test_what_a_dead_worker_left_is_told_by_the_next_one_under_the_same_id(program):
    add_receiver(program.url, "stage.moved")
    owe_stage()
    now = timezone.now()
    OwedEvent.objects.update(state=State.SENDING, attempts=1, lease_until=now + deliver.LEASE)
    deliver.tell_all()
    assert not program.came
    with time_machine.travel(now + deliver.LEASE + timedelta(seconds=1)):
        deliver.tell_all()
    assert [call.headers["webhook-id"] for call in program.came] == [str(OwedEvent.objects.get().event_id)]


def test_two_workers_do_not_tell_the_same(program):
    receiver = add_receiver(program.url, "stage.moved")
    owe_stage()
    row = OwedEvent.objects.get()
    assert deliver.attempt(row, receiver)
    assert deliver.attempt(OwedEvent(pk=row.pk, kind=row.kind, facts=row.facts), receiver)
    assert len(program.came) == 1


def test_what_is_no_longer_so_is_not_told(program):
    kind = register(EventKind("gone", "Gone", lambda _row: False))
    try:
        add_receiver(program.url, "gone")
        owe(kind, [Happened("1", {})])
        deliver.tell_all()
    finally:
        del KINDS["gone"]
    assert OwedEvent.objects.get().state == State.SUPPRESSED
    assert not program.came


def test_a_test_goes_to_one_that_rests_and_is_told_of_nothing(program):
    receiver = add_receiver(program.url, active=False, rests_until=timezone.now() + timedelta(hours=1))
    owe_test(receiver)
    deliver.tell_all()
    assert [json.loads(call.body)["type"] for call in program.came] == ["test"]


def test_one_that_was_switched_off_is_told_nothing_of_what_it_is_owed(program):
    receiver = add_receiver(program.url, "stage.moved")
    owe_stage()
    EventReceiver.objects.update(active=False)
    deliver.tell_all()
    assert not program.came
    EventReceiver.objects.update(active=True)
    deliver.tell(receiver)
    assert len(program.came) == 1


def test_while_one_worker_tells_a_program_the_others_pass_by(program, monkeypatch):
    receiver = add_receiver(program.url, "stage.moved")
    owe_stage()
    post_it = https_post.post

    def post_and_look(*said):
        deliver.tell(receiver)
        assert not program.came
        post_it(*said)

    monkeypatch.setattr(https_post, "post", post_and_look)
    deliver.tell(receiver)
    assert len(program.came) == 1
    assert EventReceiver.objects.get().rests_until is None


def test_a_program_is_deleted_with_what_it_was_told(program, admin_client):
    receiver = add_receiver(program.url, "stage.moved")
    owe_stage()
    deliver.tell_all()
    where = f"/staff/intake/eventreceiver/{receiver.pk}/delete/"
    assert "Are you sure" in admin_client.get(where).content.decode()
    admin_client.post(where, {"post": "yes"})
    assert not EventReceiver.objects.exists()
    assert not OwedEvent.objects.exists()


def test_under_another_key_nothing_is_sent_and_staff_see_why(program, settings):
    add_receiver(program.url, "stage.moved")
    settings.FACTOR_KEYS = ["another key of forty letters and some more"]
    owe_stage()
    deliver.tell_all()
    assert not program.came
    assert OwedEvent.objects.get().problem == "InvalidToken"


def test_all_of_it_is_deleted_with_age_and_with_the_file(program):
    add_receiver(program.url, "lead.new")
    client = get_or_create_client("amara@example.org")
    owe_stage()
    client.delete()
    assert not OwedEvent.objects.exists()
    get_or_create_client("kofi@example.org")
    retention.apply_retention(timezone.now() + timedelta(days=29))
    assert OwedEvent.objects.exists()
    retention.apply_retention(timezone.now() + timedelta(days=31))
    assert not OwedEvent.objects.exists()
