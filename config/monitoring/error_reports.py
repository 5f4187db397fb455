"""Errors told to Sentry where `SENTRY_DSN` is set: what broke and where in our code, never for whom.

A report is built anew from a list of what may leave, so that nothing that a later version of the SDK collects can: the
kind of error and the lines of code, the name of the view or task, the id of the request. No message of an
error, no variables, no request, no arguments of a task: any of them may hold a name, an address or an answer.
"""

import re
from collections.abc import Mapping
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration

from config.monitoring.logs import mask
from intake.common import request_ids

KEPT = ("event_id", "timestamp", "level", "platform", "logger", "environment", "release", "sdk")
KEPT_OF_FRAME = ("filename", "function", "module", "lineno", "in_app", "pre_context", "context_line", "post_context")
# The name of a view or a task; an address of the site has a slash.
NAME = re.compile(r"[\w.:-]+")


def begin(dsn: str) -> None:
    """Tell errors to this address from now on."""
    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        server_name="",
        auto_enabling_integrations=False,
        # No headers of ours on requests to others, IRCC's feed among them (record 0097).
        trace_propagation_targets=[],
        integrations=[DjangoIntegration(transaction_style="function_name"), CeleryIntegration()],
        # Not the SDK's own scrubber: it knows the names of keys, and not what stands in a sentence (record 0097).
        before_send=scrub,  # type: ignore[arg-type]  # the SDK names every key that an event may have
        before_send_transaction=drop,
        before_send_log=drop,
    )


def drop(event: Any, hint: Any) -> None:
    """Nothing but errors leaves."""


def scrub(event: Mapping[str, Any], hint: Mapping[str, Any]) -> dict[str, Any]:
    """A report with what may leave, and nothing else."""
    report = {name: event[name] for name in KEPT if name in event}
    if NAME.fullmatch(event.get("transaction") or ""):
        report["transaction"] = event["transaction"]
    if message := (event.get("logentry") or {}).get("message"):
        # The sentence in the code with its placeholders, never with what was put into them.
        report["logentry"] = {"message": mask(message)}
    if request_id := request_ids.get_id():
        report["tags"] = {"request_id": request_id}
    problems = (event.get("exception") or {}).get("values") or []
    return report | {"exception": {"values": [scrub_problem(problem) for problem in problems]}}


def scrub_problem(problem: Mapping[str, Any]) -> dict[str, Any]:
    """The kind of one error, and where it was; its message stays here, in the log."""
    # Not the message: PostgreSQL puts the values of a row into its own (record 0097).
    frames = (problem.get("stacktrace") or {}).get("frames") or []
    allowed = [{name: frame[name] for name in KEPT_OF_FRAME if name in frame} for frame in frames]
    return {"type": problem.get("type"), "module": problem.get("module"), "stacktrace": {"frames": allowed}}
