"""A real web server with a feed: it keeps versions, remembers who asked, and fails on demand."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FeedServer(ThreadingHTTPServer):
    """`rows` is what the feed says; `status`, `headers` and `body` take its place when set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.rows: list[dict] = []
        self.version = '"1"'
        self.status, self.headers, self.body = 200, {}, None
        self.asked: list = []
        self.hold = threading.Event()
        self.hold.set()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}/feed.json"

    def publish(self, *rows: dict, version: str) -> None:
        """Another version of the feed."""
        self.rows, self.version = list(rows), version


class Handler(BaseHTTPRequestHandler):
    """Answers as IRCC's server does: with a version, and 304 to those who have it."""

    server: FeedServer

    def do_GET(self) -> None:
        """One request."""
        self.server.asked.append(self.headers)
        self.server.hold.wait(10)
        if self.server.status != 200:
            return self.reply(self.server.status, b"")
        if self.headers.get("If-None-Match") == self.server.version:
            return self.reply(304, b"")
        return self.reply(200, self.server.body or json.dumps({"rounds": self.server.rows}).encode())

    def reply(self, status: int, body: bytes) -> None:
        """Status, headers, body."""
        self.send_response(status)
        said = {"ETag": self.server.version, "Last-Modified": "Wed, 19 Aug 2026 15:00:00 GMT"}
        if status != 304:
            said |= {"Content-Length": str(len(body))}
        for name, value in (said | self.server.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    """The server, running."""
    server = FeedServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.hold.set()
    server.shutdown()
    thread.join()
    server.server_close()
