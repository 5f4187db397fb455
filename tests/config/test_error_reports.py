"""Errors are told to Sentry where a setting says so, with what broke and where, and never for whom."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest

from config.monitoring.error_reports import scrub
from tests.config.crashing_site import SECRETS


class Receiver(ThreadingHTTPServer):
    """A server that takes what an SDK of Sentry sends."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.bodies: list[str] = []


class Taking(BaseHTTPRequestHandler):
    """One envelope."""

    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}[self.headers["Content-Encoding"]]
        self.server.bodies.append(f"{self.headers}{unpack(body).decode()}")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        """Quietly."""


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def crash(**settings: str) -> subprocess.CompletedProcess[str]:
    """Run the site of errors with these settings."""
    command = [sys.executable, "-m", "tests.config.crashing_site"]
    return subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=True)


def read_reports(bodies: list[str]) -> list[dict]:
    lines = [line for body in bodies for line in body.splitlines() if line.startswith('{"')]
    return [report for report in map(json.loads, lines) if "exception" in report]


@pytest.fixture(scope="module")
def told(receiver: Receiver) -> list[str]:
    """All that the site of errors told, with the setting."""
    ran = crash(SENTRY_DSN=f"http://key@127.0.0.1:{receiver.server_port}/1")
    bodies = list(receiver.bodies)
    receiver.bodies.clear()
    assert bodies, ran.stderr
    return bodies


def test_no_address_name_reference_or_answer_leaves(told: list[str]):
    kinds = [[problem["type"] for problem in report["exception"]["values"]] for report in read_reports(told)]
    assert kinds.count(["LookupError", "ValueError"]) >= 2  # the page and the task
    assert ["ValidationError"] in kinds
    everything = "".join(told)
    assert [secret for secret in (*SECRETS, "kim", "Nguyen") if secret in everything] == []


def test_it_says_where_in_the_code_and_for_which_request(told: list[str]):
    page = next(report for report in read_reports(told) if "tags" in report)
    assert page["transaction"] == "tests.config.crashing_site.crash"
    frames = page["exception"]["values"][-1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "crash"
    assert len(page["tags"]["request_id"]) == 32
    assert "vars" not in frames[-1]


def test_without_a_setting_nothing_is_told(receiver: Receiver):
    crash()
    assert receiver.bodies == []


@pytest.mark.quick
def test_what_a_later_sdk_might_add_does_not_leave():
    event = {"event_id": "1", "new": "Kim", "user": {"id": 1}, "transaction": "/en/result/ABCD/", "exception": None}
    assert scrub(event, {}) == {"event_id": "1", "exception": {"values": []}}
