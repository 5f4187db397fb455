"""Traces for OpenTelemetry where `OTEL_EXPORTER_OTLP_ENDPOINT` is set: what took how long, and never for whom.

A span is built anew from a list of what may leave, as a report of an error is (`error_reports`): the name of the
view or task, the status, the times, the kind of an error, the id of the request. No address, no query, no header, no
argument of a task and no message of an error: any of them may hold a name, an address or an answer. The database is not
instrumented, so that no statement is ever in a span.

OpenTelemetry is imported here alone, and this module only where the setting says so.
"""

import re
from typing import Any

from celery import signals
from celery.app.task import Context as TaskContext
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.django import DjangoInstrumentor
from opentelemetry.propagate import set_global_textmap
from opentelemetry.propagators.textmap import CarrierT, Getter, default_getter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, Span, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.trace.status import Status

from config.celery import CARRIED
from config.monitoring.metrics import METHODS, name_view
from intake.common import request_ids

REQUEST_ID = "express.request_id"
VIEW = "express.view"
PROBLEM = "exception.type"
# As the instrumentations call them; `http.route` is the pattern in our code, without what stood in its places.
KEPT = ("http.method", "http.route", "http.status_code", "celery.action", "celery.task_name", "celery.state")
# "GET intake:start", "run/draws.tasks.send". An address of the site begins with a slash.
NAME = re.compile(r"[A-Za-z]+ [\w.:-]+|(?:run|apply_async)/[\w.]+")
# Inside of what gives the id, refuses and counts; outside of what reads the database.
PLACE = "django.contrib.sessions.middleware.SessionMiddleware"


class ScrubbingProcessor(BatchSpanProcessor):
    """Sends spans in batches, from a thread of its own; a word that somebody typed does not even wait in one."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """The request that we work for; in a task it is not known yet (`mark_task`)."""
        if request_id := request_ids.get_id():
            span.set_attribute(REQUEST_ID, request_id)

    def on_end(self, span: ReadableSpan) -> None:
        """What may leave waits to be sent."""
        super().on_end(scrub(span))


class TaskPropagator(TraceContextTextMapPropagator):
    """A trace goes on in our tasks; what a visitor's headers say of one is not believed, or strangers would choose."""

    def extract(
        self, carrier: CarrierT, context: Context | None = None, getter: Getter[CarrierT] = default_getter
    ) -> Context:
        """The trace that a task follows from."""
        # A visitor's `tracestate` and `baggage` would write their words into our traces (record 0147).
        if not isinstance(carrier, TaskContext):
            return context or Context()
        return super().extract(carrier, context, getter)


def begin(endpoint: str) -> None:
    """Send traces to this collector from now on."""
    provider = TracerProvider(resource=Resource.create({"service.name": settings.OTEL_SERVICE_NAME}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(ScrubbingProcessor(exporter))
    trace.set_tracer_provider(provider)
    set_global_textmap(TaskPropagator())
    DjangoInstrumentor().instrument(middleware_position=settings.MIDDLEWARE.index(PLACE), response_hook=name_page)
    CeleryInstrumentor().instrument()  # type: ignore[no-untyped-call]
    # After the instrumentation's own, which begins the span.
    signals.task_prerun.connect(mark_task, weak=False)
    # The processes of a worker end without the steps by which Python ends one: what waits would be lost.
    signals.worker_process_shutdown.connect(lambda **given: provider.force_flush(), weak=False)


def name_page(span: trace.Span, request: HttpRequest, response: HttpResponse) -> None:
    """A page is called by its view."""
    view = name_view(request)
    span.update_name(f"{request.method if request.method in METHODS else 'other'} {view}")
    span.set_attribute(VIEW, view)


def mark_task(task: Any, **given: Any) -> None:
    """The request that a task follows from."""
    if request_id := getattr(task.request, CARRIED, None):
        trace.get_current_span().set_attribute(REQUEST_ID, str(request_id))


def scrub(span: ReadableSpan) -> ReadableSpan:
    """A span with what may leave, and nothing else."""
    attributes = {name: value for name, value in (span.attributes or {}).items() if name in (*KEPT, REQUEST_ID, VIEW)}
    # Of an error its kind; the event also has its message, and the lines of code with what was said in them.
    for told in (event.attributes or {} for event in span.events):
        if PROBLEM in told:
            attributes[PROBLEM] = told[PROBLEM]
    return ReadableSpan(
        name=span.name if NAME.fullmatch(span.name) else span.kind.name.lower(),
        context=scrub_context(span.get_span_context()),
        parent=span.parent,
        resource=span.resource,
        attributes=attributes,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def scrub_context(context: trace.SpanContext | None) -> trace.SpanContext | None:
    """The numbers of a span, without what a stranger may have added to them."""
    return context and trace.SpanContext(context.trace_id, context.span_id, context.is_remote, context.trace_flags)
