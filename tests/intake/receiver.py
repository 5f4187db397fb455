"""A real program that is told of events: it keeps what came, and misbehaves on demand."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from intake.models import EventReceiver
from intake.webhooks import signing


class Came(NamedTuple):
    """One call."""

    path: str
    headers: dict[str, str]
    body: bytes


class Program(ThreadingHTTPServer):
    """`status` is what it answers; while `hold` is not set it does not answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.location = 204, ""
        self.came: list[Came] = []
        self.hold = threading.Event()
        self.hold.set()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}/hook?for=us"


class Handler(BaseHTTPRequestHandler):
    """Takes what is posted."""

    server: Program

    def do_POST(self) -> None:
        """One call."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(Came(self.path, {name.lower(): said for name, said in self.headers.items()}, body))
        self.server.hold.wait(10)
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def do_GET(self) -> None:
        """What follows a redirect would ask so."""
        self.do_POST()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def run_program() -> Iterator[Program]:
    """The program, running."""
    program = Program()
    thread = threading.Thread(target=program.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield program
    program.hold.set()
    program.shutdown()
    thread.join()
    program.server_close()


def add_receiver(url: str, *events: str, secret: str | None = None, **other) -> EventReceiver:
    """A program that staff entered."""
    encrypted = signing.encrypt(secret or signing.make_secret())
    return EventReceiver.objects.create(name="Desk", url=url, events=list(events), secret=encrypted, **other)
