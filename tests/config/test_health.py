"""`/healthz` tells who watches the site which part is not at work, and nothing about why."""

import pytest
from django.test import Client
from django.utils import timezone

from draws.heartbeats import record
from draws.models import Heartbeat

pytestmark = pytest.mark.django_db
SERVERS = {"database": "ok", "cache": "ok", "broker": "ok"}
PROCESSES = dict.fromkeys(Heartbeat.Part.values, "ok")


def beat(*parts):
    """These processes live."""
    record.record(parts, "here", timezone.now())


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


@pytest.mark.parametrize("silent", Heartbeat.Part.values)
def test_a_process_that_is_not_at_work_is_named(client: Client, broker, silent):
    beat(*PROCESSES.keys() - {silent})
    Heartbeat.objects.create(part=silent, node="there", at=timezone.now() - record.get_patience())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, SERVERS | PROCESSES | {silent: "silent"})


def test_it_can_be_asked_over_http_where_pages_redirect_to_https(client: Client, broker, settings):
    settings.SECURE_SSL_REDIRECT = True
    beat(*PROCESSES)
    assert client.get("/en/").status_code == 301
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz/web").status_code == 200
