"""`/metrics` tells Prometheus how the site is, to whoever has the token, and names nobody."""

import re
import sys
import time
import urllib.request
from datetime import timedelta
from urllib.error import HTTPError, URLError

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from config.run.processes import end, spawn
from config.workers.task_counts import get_key
from draws.heartbeats import heartbeat
from draws.models import Feed
from intake.models import Letter
from intake.tasks import forget_papers
from tests.conftest import database_url
from tests.draws.factories import AlertFactory
from tests.running.environment import ROOT
from tests.running.postgres import free_port

pytestmark = pytest.mark.django_db
TOKEN = "a token that only Prometheus and we have"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _metrics(settings):
    settings.METRICS_TOKEN = TOKEN
    settings.IRCC_FEED_URL = "https://feed.example.org/"


def read(text: str) -> dict[tuple[str, ...], float]:
    """Each number, by its name and the values of its labels in the order of their names."""
    return {
        (sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def ask(client: Client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return read(answer.content.decode())


@pytest.mark.parametrize(
    "given", [{}, {"Authorization": "Bearer no"}, {"Authorization": "Bearer "}, {"Authorization": TOKEN}]
)
def test_without_the_token_there_is_no_such_page(client: Client, given):
    assert client.get("/metrics", headers=given).status_code == 404


def test_without_a_setting_there_is_none_for_anybody(client: Client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_view_method_and_status(client: Client, broker):
    counted = ("express_requests_total", "GET", "200", "intake:start")
    before = ask(client).get(counted, 0)
    client.get(reverse("intake:start"))
    client.get("/en/nothing-here/a-reference-of-somebody/")
    after = ask(client)
    assert after[counted] == before + 1
    assert after["express_requests_total", "GET", "404", "none"] >= 1
    assert after["express_request_seconds_count", "intake:start"] == after[counted]


def test_what_is_owed_is_counted_by_kind_and_its_age_is_told(client: Client, broker):
    now = timezone.now()
    AlertFactory(state="pending", created=now - timedelta(hours=2), due_at=now - timedelta(hours=1))
    AlertFactory(state="sent", created=now, due_at=now)
    Letter.objects.create(
        kind="sign_in_code", to="a@example.org", language="en", created=now, due_at=now, attempts=1, problem="451 later"
    )
    numbers = ask(client)
    assert numbers["express_messages", "alert", "pending"] == numbers["express_messages", "alert", "sent"] == 1
    assert numbers["express_messages", "alert", "failed"] == 0
    assert 7200 <= numbers["express_oldest_owed_seconds", "alert"] < 7300
    assert numbers["express_messages_put_off", "sign_in_code"] == 1
    assert numbers["express_up", "mail"] == 0, "the alert is late"


def test_queues_tasks_feed_and_parts_are_there(client: Client, broker):
    read_at = timezone.now()
    Feed.objects.create(address="https://feed.example.org/", read_at=read_at, failures=2)
    before = ask(client).get(("express_tasks_total", "success", "intake.tasks.forget_papers"), 0)
    forget_papers.delay()
    forget_papers.apply()
    numbers = ask(client)
    assert numbers["express_queue_tasks", "celery"] == 1
    assert numbers["express_tasks_total", "success", "intake.tasks.forget_papers"] == before + 1
    assert numbers["express_feed_read_timestamp_seconds",] == pytest.approx(read_at.timestamp())
    assert numbers["express_feed_failures",] == 2
    assert (numbers["express_up", "database"], numbers["express_up", "beat"]) == (1, 0)


def test_the_page_and_the_alerts_name_numbers_that_there_are(client: Client, broker):
    client.get("/healthz/web")
    forget_papers.apply()
    Feed.objects.create(address="https://feed.example.org/")
    heartbeat.record(["beat"], "here", timezone.now())
    there = {name.removesuffix("_bucket") for name, *_labels in ask(client)}
    for file in ("docs/watching.md", "docs/deploy/prometheus-alerts.yml"):
        named = {name.removesuffix("_bucket") for name in re.findall(r"express_\w+", (ROOT / file).read_text())}
        assert named - there - {"express_request_seconds"} == set()
        assert len(named) > 5
    assert "express_request_seconds" in there


def test_a_part_that_is_away_leaves_its_numbers_out_and_says_so(client: Client, broker):
    broker.kill()
    numbers = ask(client)
    assert (numbers["express_up", "broker"], numbers["express_up", "database"]) == (0, 1)
    assert not any(name[0] == "express_queue_tasks" for name in numbers)


def test_no_label_says_what_a_person_typed(client: Client, broker):
    client.get("/en/result/ABCD-1234-EFGH/?email=kim@example.org", headers={"User-Agent": "kim@example.org"})
    client.get("/en/kim@example.org/")
    text = client.get("/metrics", headers=BEARER).content.decode()
    assert "kim" not in text
    assert "ABCD" not in text


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_several_processes_count_together(broker, tmp_path, monkeypatch):
    """Gunicorn with two of them: each answers for both, knows the tasks of workers, and a new start begins at zero."""
    port = free_port()
    cache.set(get_key("draws.tasks.sweep", "success"), 3)
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "counter_1.db").write_bytes(b"of a process long gone")  # unreadable, and would be an error
    monkeypatch.setenv("METRICS_TOKEN", TOKEN)
    monkeypatch.setenv("METRICS_DIR", str(tmp_path / "metrics"))
    monkeypatch.setenv("DATABASE_URL", database_url())
    web = spawn([sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"])
    try:
        for _time in range(6):
            ask_until_it_answers(f"http://127.0.0.1:{port}/healthz/web")
        numbers = read(ask_until_it_answers(f"http://127.0.0.1:{port}/metrics"))
    finally:
        end(web)
    assert numbers["express_requests_total", "GET", "200", "config.monitoring.health.check_web"] == 6
    assert numbers["express_tasks_total", "success", "draws.tasks.sweep"] == 3


def ask_until_it_answers(address: str) -> str:
    deadline = time.monotonic() + 90
    while True:
        try:
            asked = urllib.request.Request(address, headers=BEARER)  # noqa: S310  our own
            return urllib.request.urlopen(asked).read().decode()  # noqa: S310
        except HTTPError:
            raise
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
