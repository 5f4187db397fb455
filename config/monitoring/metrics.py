"""What Prometheus reads at `/metrics`: numbers without names.

Off until `METRICS_TOKEN` is set, and then open to whoever sends it ("Authorization: Bearer ..."). Requests are counted
in each web process, in files where there are several (`gunicorn.conf.py`); tasks by the workers in the cache
(`task_counts`); everything else is read from the database and the broker when it is asked for, so that it is
right for all machines. No label is anything that a person typed or that names one: views, statuses, kinds, states,
queues, parts.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from config.celery import app
from config.monitoring.health import OK, list_parts
from config.workers import task_counts
from draws.models import Feed, Heartbeat
from draws.outbox.mail_health import list_owed

QUEUES = ("celery", "urgent", "pdf")
# A method is any word that a visitor sends, and each would become a label of its own.
METHODS = ("GET", "HEAD", "POST")
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30)
REQUESTS = Counter("express_requests", "Requests answered.", ["view", "method", "status"])
LATENCY = Histogram("express_request_seconds", "Seconds to the answer.", ["view"], buckets=BUCKETS)


def name_view(request: HttpRequest) -> str:
    """The name of the view that answered; "none" where no address of ours was asked for."""
    return (request.resolver_match.view_name if request.resolver_match else "") or "none"


class MetricsMiddleware:
    """Counts each answer by the name of its view, never by its address, in which a reference may stand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # Made by the process that writes there, not by the settings: root may read those too, and would own it.
        if settings.METRICS_DIR:
            Path(settings.METRICS_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is counted where nobody may read it."""
        if not settings.METRICS_TOKEN:
            return self.get_response(request)
        began = time.perf_counter()
        response = self.get_response(request)
        view = name_view(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        LATENCY.labels(view).observe(time.perf_counter() - began)
        return response


class SiteCollector(Collector):
    """What is true of the whole site at the moment that it is asked."""

    def collect(self) -> Iterator[Metric]:
        """Each group of numbers; one whose source is away is left out, and `express_up` says which part that is."""
        for read in (read_parts, read_owed, read_queues, read_tasks, read_feeds, read_heartbeats):
            try:
                # Read to the end first, so that a source that fails half-way yields nothing instead of half its
                # numbers.
                yield from list(read())
            except (DatabaseError, OperationalError, RedisError):
                continue


def read_parts() -> Iterator[Metric]:
    """Whether each part that `/healthz` names is well."""
    up = GaugeMetricFamily("express_up", "Whether a part of the site is well.", labels=["part"])
    for part, state in list_parts().items():
        up.add_metric([part], state == OK)
    yield up


def read_owed() -> Iterator[Metric]:
    """The ledgers: messages by kind and state, how many wait after a refusal, and how old the oldest owed is."""
    states = GaugeMetricFamily("express_messages", "Messages in the ledgers.", labels=["kind", "state"])
    refused = GaugeMetricFamily("express_messages_put_off", "Owed, after a failed attempt.", labels=["kind"])
    oldest = GaugeMetricFamily("express_oldest_owed_seconds", "Age of the oldest owed; 0: none.", labels=["kind"])
    for kind in list_owed(timezone.now()):
        for state, count in kind["states"].items():
            states.add_metric([kind["kind"], state], count)
        refused.add_metric([kind["kind"]], kind["refused"])
        oldest.add_metric([kind["kind"]], kind["oldest"])
    yield from (states, refused, oldest)


def read_queues() -> Iterator[Metric]:
    """How many tasks wait in the broker."""
    waiting = GaugeMetricFamily("express_queue_tasks", "Tasks that wait for a worker.", labels=["queue"])
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        for queue in QUEUES:
            waiting.add_metric([queue], broker.default_channel.client.llen(queue))  # type: ignore[attr-defined]
    yield waiting


def read_tasks() -> Iterator[Metric]:
    """What became of tasks, those included that only workers run and no page imports."""
    app.loader.import_default_modules()
    done = CounterMetricFamily("express_tasks", "Tasks by what became of them.", labels=["task", "outcome"])
    own = [name for name in app.tasks if not name.startswith("celery.")]
    for (task, outcome), count in task_counts.read_counts(own).items():
        done.add_metric([task, outcome], count)
    yield done


def read_feeds() -> Iterator[Metric]:
    """When a feed of rounds was last read, and how often it failed since."""
    read = GaugeMetricFamily("express_feed_read_timestamp_seconds", "When a feed was last read well; 0: never.")
    failed = GaugeMetricFamily("express_feed_failures", "Visits to the feed that failed in a row.")
    # A firm watches one feed; its address stands in the settings.
    if feed := Feed.objects.filter(address=settings.IRCC_FEED_URL).first():
        read.add_metric([], feed.read_at.timestamp() if feed.read_at else 0)
        failed.add_metric([], feed.failures)
    yield from (read, failed)


def read_heartbeats() -> Iterator[Metric]:
    """How long ago each part was last at work, by its newest process."""
    silence = GaugeMetricFamily("express_heartbeat_age_seconds", "Since the last heartbeat.", labels=["part"])
    now = timezone.now()
    for part, at in Heartbeat.objects.order_by("at").values_list("part", "at"):
        silence.add_metric([part], (now - at).total_seconds())
    yield silence


def build_registry() -> CollectorRegistry:
    """All numbers: those of every web process, where they write into files, and those of the site."""
    registry = CollectorRegistry()
    if settings.METRICS_DIR:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(SiteCollector())
    return registry


@never_cache
def show_metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for whoever has the token; for anybody else there is no such page."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    # With several processes the files hold this one's numbers too: they would be counted twice.
    own = b"" if settings.METRICS_DIR else generate_latest(REGISTRY)
    return HttpResponse(own + generate_latest(build_registry()), content_type=CONTENT_TYPE_LATEST)
