"""`/healthz` tells those who watch the site which part is not at work, and nothing about why."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from draws.heartbeats import heartbeat
from draws.models import Heartbeat
from draws.outbox import mail_health, throttle
from intake.models import Letter
from tests.draws.factories import AlertFactory

pytestmark = pytest.mark.django_db
SERVERS = {"database": "ok", "cache": "ok", "broker": "ok", "mail": "ok"}
PROCESSES = dict.fromkeys(Heartbeat.WatchedPart.values, "ok")


def beat(*parts):
    """These processes live."""
    heartbeat.record(parts, "here", timezone.now())


def test_all_parts_answer(client: Client, broker):
    beat(*PROCESSES)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, SERVERS | PROCESSES)


def test_without_a_broker_the_site_is_not_healthy_and_shows_pages(client: Client, broker):
    beat(*PROCESSES)
    broker.kill()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == SERVERS | PROCESSES | {"cache": "unreachable", "broker": "unreachable"}
    assert client.get("/healthz/web").json() == {"database": "ok"}


@pytest.mark.parametrize("silent", Heartbeat.WatchedPart.values)
def test_a_process_that_is_not_at_work_is_named(client: Client, broker, silent):
    beat(*PROCESSES.keys() - {silent})
    Heartbeat.objects.create(part=silent, node="there", at=timezone.now() - heartbeat.get_patience())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, SERVERS | PROCESSES | {silent: "silent"})


def test_it_can_be_asked_over_http_where_pages_redirect_to_https(client: Client, broker, settings):
    settings.SECURE_SSL_REDIRECT = True
    beat(*PROCESSES)
    assert client.get("/en/").status_code == 301
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz/web").status_code == 200


def owe(minutes, problem="", **more):
    """A letter whose time was this many minutes ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    tried = {"problem": problem, "attempts": 1} if problem else {}
    return Letter.objects.create(
        kind="sign_in_code", to="a@example.org", language="en", created=at, due_at=at, **tried, **more
    )


def check_mail():
    return mail_health.check_mail(timezone.now())


def test_a_message_that_nobody_sends_makes_the_mail_late(client: Client, broker):
    beat(*PROCESSES)
    owe(14)
    assert client.get("/healthz").status_code == 200
    owe(16)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["mail"]) == (503, "late")


def test_what_staff_hold_back_is_not_late():
    AlertFactory(state="pending", due_at=timezone.now() - timedelta(hours=1))
    assert check_mail() == "late"
    throttle.pause()
    assert check_mail() == "ok"
    owe(16)
    assert check_mail() == "late", "a code is never held back"


@pytest.mark.parametrize(
    ("problems", "says"),
    [
        pytest.param(["451 4.2.1 mailbox is full"], "ok", id="one address"),
        pytest.param(["451 4.3.0 later"] * 3, "refused", id="one after the other"),
        pytest.param(["ConnectionRefusedError: [Errno 111]"], "refused", id="the server is away"),
        pytest.param(["SSLCertVerificationError: expired"], "refused", id="its certificate has ended"),
    ],
)
def test_a_server_that_takes_nothing_is_named_and_one_full_mailbox_is_none(problems, says):
    for problem in problems:
        owe(-5, problem)
    assert check_mail() == says
    owe(1, state="sent", sent_at=timezone.now())
    assert check_mail() == "ok", "something left meanwhile"
