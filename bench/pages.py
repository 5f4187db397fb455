"""How many requests a second the pages of the intake answer, compared with an empty page of the same server.

Run: `.venv/bin/python -m bench.pages`. It starts gunicorn with one worker and a
broker of its own on a database in a temporary folder, asks on the loopback
only, for a fixed number of seconds, and ends by itself. Every request is that
of a browser: with its cookies, and content packed. Only ratios of one run mean
anything; exit status 1 where one is lower than it should be.
"""

import itertools
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django

from bench.server import free_port, prepare_environment, served

prepare_environment("bench.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from intake.assessments.submission import submit  # noqa: E402
from intake.models import Intake  # noqa: E402
from intake.questionnaire.draft import COOKIE, build_flow  # noqa: E402
from tests.intake.answers import COUPLE  # noqa: E402
from tests.intake.files import sign_draft  # noqa: E402

ROUNDS, SECONDS, ASKING = 5, 1.0, 4
EMPTY = "an empty template"
NEEDED = {"a question": 0.4, "the NOC search": 0.3, "a minute": 0.35, "a result": 0.3}


def prepare() -> tuple[dict[str, str], str]:
    """A couple who have answered everything and hold a result: the pages to ask for, and their cookie."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    intake = Intake.objects.create(answers=COUPLE)
    reference = submit(intake, build_flow(intake), timezone.localdate()).reference
    # They go on to a question that is not answered yet, and begin another job.
    intake.answers = {path: kept for path, kept in COUPLE.items() if path != "sibling"} | {"jobs/2": None}
    intake.save()
    pages = {
        EMPTY: "/empty/",
        "a question": "/en/intake/sibling/",
        "the NOC search": "/en/intake/jobs/2/",
        "as one types": "/en/occupations.json?q=plummer",
        "a minute": "/en/score/?age=30&family=married_along&education=masters&english=9&canada=1&abroad=2",
        "a result": f"/en/result/{reference}/",
    }
    return pages, sign_draft(intake.token)


def request(path: str, draft: str) -> bytes:
    """A request as a browser sends it."""
    cookie = f"csrftoken={'a' * 32}; {COOKIE}={draft}"
    # A connection for each request, as the door of a live site opens them (record 0073).
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode()


def ask(port: int, sent: bytes) -> bytes:
    """The whole answer to one request."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def rate(port: int, sent: bytes) -> float:
    """Answers a second while a few ask at once."""
    began = time.perf_counter()

    def keep_asking(_asker: int) -> int:
        for answered in itertools.count():
            if time.perf_counter() - began > SECONDS:
                return answered
            if not ask(port, sent).startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"not answered: {sent!r}")
        raise AssertionError

    with ThreadPoolExecutor(ASKING) as askers:
        answered = sum(askers.map(keep_asking, range(ASKING)))
    return answered / (time.perf_counter() - began)


def measured(port: int, pages: dict[str, str], draft: str) -> dict[str, float]:
    """The best rate of each page over the rounds."""
    best = dict.fromkeys(pages, 0.0)
    # Round by round and not page by page, so that other work on the machine falls on all of them.
    for _ in range(ROUNDS):
        for name, path in pages.items():
            best[name] = max(best[name], rate(port, request(path, draft)))
    return best


def main() -> int:
    """Print the rates and their ratios; 1 where one is too low."""
    pages, draft = prepare()
    port = free_port()
    with served(port):
        sizes = {name: len(ask(port, request(path, draft))) for name, path in pages.items()}
        best = measured(port, pages, draft)
    out, low = sys.stdout.write, 0
    out(f"{'':20}{'requests/s':>12}{'bytes':>9}{'ratio':>8}{'needed':>8}\n")
    for name, found in best.items():
        ratio, needed = found / best[EMPTY], NEEDED.get(name, 0)
        low += ratio < needed
        out(f"{name:20}{found:>12.0f}{sizes[name]:>9}{ratio:>8.2f}{needed:>8}\n")
    return int(low > 0)


if __name__ == "__main__":
    sys.exit(main())
