"""Traces are told to OpenTelemetry where a setting says so: pages, their tasks, and nobody's words."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.apps import apps
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from tests.config.traced_site import SECRETS, TRACE
from tests.conftest import database_url
from tests.running.environment import ROOT
from tests.running.worker import WorkerProcess


class Collector(ThreadingHTTPServer):
    """A server that takes what OpenTelemetry sends."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.bodies: list[bytes] = []

    @property
    def settings(self) -> dict[str, str]:
        """What tells a process of the site to send its traces here."""
        return {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{self.server_port}"}

    def read_spans(self) -> list[Span]:
        """All that came, the earliest first."""
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [scope for request in requests for one in request.resource_spans for scope in one.scope_spans]
        return sorted((span for scope in scopes for span in scope.spans), key=lambda span: span.start_time_unix_nano)


class Taking(BaseHTTPRequestHandler):
    """One batch."""

    server: Collector

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quietly."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def read_values(span: Span) -> dict[str, str]:
    """What a span says beside its name and times."""
    return {one.key: one.value.string_value or str(one.value.int_value) for one in span.attributes}


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_a_page_and_the_tasks_that_follow_arrive_as_one_request_and_without_a_word(collector, broker, tmp_path):
    given = {"DATABASE_URL": database_url(), **collector.settings}
    worker = WorkerProcess(tmp_path / "worker.log", given)
    begin = worker.spawn()
    subprocess.run([sys.executable, "-m", "tests.config.traced_site"], env=os.environ | given, check=True)
    worker.wait_for("succeeded", begin)
    worker.wait_for("raised unexpected", begin)
    worker.stop()

    spans = {span.name: span for span in collector.read_spans()}
    assert set(spans) == {
        *("POST call", "POST crash", "POST none"),
        *("apply_async/intake.tasks.forget_papers", "run/intake.tasks.forget_papers"),
        *("apply_async/intake.tasks.rewrite_standings_of", "run/intake.tasks.rewrite_standings_of"),
    }
    page = spans.pop("POST call")
    following = [span for name, span in spans.items() if "/" in name]
    assert {read_values(span)["express.request_id"] for span in following} == {read_values(page)["express.request_id"]}
    assert {span.trace_id for span in following} == {page.trace_id}
    assert read_values(page) == {
        "express.request_id": read_values(page)["express.request_id"],
        "express.view": "call",
        "http.method": "POST",
        "http.route": "call/<str:reference>/",
        "http.status_code": "200",
    }
    failed = spans["run/intake.tasks.rewrite_standings_of"]
    assert (failed.status.code, read_values(failed)["exception.type"]) == (Status.STATUS_CODE_ERROR, "ValueError")

    # A stranger's headers begin no trace, and the tasks that a page called leave nothing behind for the next one.
    assert {span.parent_span_id for span in (page, spans["POST crash"], spans["POST none"])} == {b""}
    assert page.trace_id.hex() != TRACE
    everything = b"".join(collector.bodies).decode("latin-1").lower()
    assert [word for word in (*SECRETS, "kim", "nguyen", "ABCD", "127.0.0.1") if word.lower() in everything] == []


@pytest.mark.quick
def test_without_the_setting_it_does_not_begin(settings, monkeypatch):
    assert settings.OTEL_EXPORTER_OTLP_ENDPOINT == ""
    monkeypatch.delitem(sys.modules, "config.monitoring.tracing", raising=False)
    apps.get_app_config("config").ready()
    assert "config.monitoring.tracing" not in sys.modules


@pytest.mark.quick
def test_nothing_else_of_ours_imports_it():
    paths = [path for folder in ("config", "scoring", "intake", "draws") for path in (ROOT / folder).rglob("*.py")]
    importing = re.compile(
        r"^\s*(?:from|import) (?:opentelemetry|config\.monitoring\.tracing|config\.monitoring import tracing)\b",
        re.MULTILINE,
    )
    found = {str(path.relative_to(ROOT)) for path in paths if importing.search(path.read_text())}
    assert found == {"config/monitoring/tracing.py", "config/apps.py"}


@pytest.mark.quick
def test_whatever_an_instrumentation_adds_does_not_leave():
    from opentelemetry.sdk.trace import Event, ReadableSpan  # noqa: PLC0415  Only where traces are looked at.

    from config.monitoring.tracing import scrub  # noqa: PLC0415

    told = {"http.url": "/en/result/ABCD/?email=kim", "http.user_agent": "Kim", "new": "Kim", "http.method": "GET"}
    problem = Event("exception", {"exception.type": "ValueError", "exception.message": "Kim"})
    scrubbed = scrub(ReadableSpan("GET /en/result/ABCD/", attributes=told, events=[problem]))
    assert (scrubbed.name, dict(scrubbed.attributes or {})) == (
        "internal",
        {"http.method": "GET", "exception.type": "ValueError"},
    )
    assert not scrubbed.events
