"""How many requests a second the pages of the intake answer, compared with an empty page of the same server.

Run: `.venv/bin/python -m bench.pages`. It starts gunicorn with one worker and a
broker of its own on a database in a temporary folder, asks on the loopback
only, for a fixed number of seconds, and ends by itself. Every request is that
of a browser: with its cookies, and content packed. Only ratios of one run mean
anything; exit status 1 where one is lower than it should be.
"""

import csv
import itertools
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import django

from bench.server import free_port, prepare_environment, served

prepare_environment("bench.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.translation import override  # noqa: E402

from draws.feed import importer, parser  # noqa: E402
from intake.assessments.submission import submit  # noqa: E402
from intake.models import Assessment, Intake, new_reference  # noqa: E402
from intake.questionnaire.draft import COOKIE, build_flow  # noqa: E402
from intake.result.cached_page import get_whole_page  # noqa: E402
from intake.result.prerender import build_result_request  # noqa: E402
from intake.result.what_if import save_answers  # noqa: E402
from tests.intake.answers import COUPLE  # noqa: E402
from tests.intake.files import sign_draft  # noqa: E402

EVERYDAY = Path(__file__).resolve().parent.parent / "tests" / "scoring" / "data" / "everyday_titles.csv"
ROUNDS, SECONDS, ASKING = 5, 1.0, 4
EMPTY = "an empty template"
UNSEEN = "a result, another process"
TYPED = "as one types"
NEEDED = {
    "a question": 0.4,
    "the NOC search": 0.3,
    # Within 100 ms for each of those who ask at once: 40 answers a second, where the empty page has some 900.
    TYPED: 0.045,
    "a minute": 0.35,
    "a result": 0.3,
    UNSEEN: 0.3,
    # Kept whole until something changes.
    "points": 0.9,
    "rounds": 0.65,
    # Two assessments of one day, and the words of what differs.
    "a what-if": 0.035,
    "a question of a what-if": 0.12,
}
# Results of as many people that another process rendered and kept; each is asked for once or twice in a round.
PEOPLE = 200


def prepare() -> dict[str, list[bytes]]:
    """A couple who have answered everything and hold a result, and others like them: what their browsers ask for."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    intake = Intake.objects.create(answers=COUPLE)
    made = submit(intake, build_flow(intake), timezone.localdate())
    # With a brother in Canada, so that there is a difference to show.
    save_answers(made, COUPLE | {"sibling": {"sibling_in_canada": "yes", "sibling_of": "self"}})
    others = list_unseen(made)
    # They go on to a question that is not answered yet, and begin another job.
    intake.answers = {path: kept for path, kept in COUPLE.items() if path != "sibling"} | {"jobs/2": None}
    intake.save()
    paths = {
        EMPTY: "/empty/",
        "a question": "/en/intake/sibling/",
        "the NOC search": "/en/intake/jobs/2/",
        "a minute": "/en/score/?age=30&family=married_along&education=masters&english=9&canada=1&abroad=2",
        "a result": f"/en/result/{made.reference}/",
        "points": "/en/points/",
        "rounds": "/en/draws/",
        "a what-if": f"/en/result/{made.reference}/what-if/",
        "a question of a what-if": f"/en/result/{made.reference}/what-if/sibling/",
    }
    draft = sign_draft(intake.token)
    typed = [request(f"/en/occupations.json?q={quote(text)}", draft) for text in list_typed()]
    return {name: [request(path, draft)] for name, path in paths.items()} | {TYPED: typed, UNSEEN: others}


def list_typed() -> list[str]:
    """What people type on their way to the English titles of the kept list, from the third letter on; each once."""
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        titles = [row["typed"] for row in csv.DictReader(file) if row["language"] == "en"]
    return list(dict.fromkeys(title[:end] for title in titles for end in range(3, len(title) + 1)))


def list_unseen(made: Assessment) -> list[bytes]:
    """Requests for a copy of this result by each of this many people, kept here as its submission does."""
    found = Assessment.objects.get(pk=made.pk)
    requests = []
    for _ in range(PEOPLE):
        found.pk, found.reference, found.intake = None, new_reference(), Intake.objects.create()
        found.save()
        copy = Assessment.objects.select_related("client").get(pk=found.pk)
        with override("en"):
            url = reverse("intake:result", args=[copy.reference])
            get_whole_page(copy, build_result_request(url))
        requests.append(request(url, sign_draft(found.intake.token)))
    return requests


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


def rate(port: int, turns: Iterator[bytes]) -> float:
    """Answers a second while a few ask at once, for one after the other."""
    began = time.perf_counter()

    def keep_asking(_asker: int) -> int:
        for answered in itertools.count():
            if time.perf_counter() - began > SECONDS:
                return answered
            sent = next(turns)
            if not ask(port, sent).startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"not answered: {sent!r}")
        raise AssertionError

    with ThreadPoolExecutor(ASKING) as askers:
        answered = sum(askers.map(keep_asking, range(ASKING)))
    return answered / (time.perf_counter() - began)


def measured(port: int, pages: dict[str, list[bytes]]) -> dict[str, float]:
    """The best rate of each page over the rounds."""
    best = dict.fromkeys(pages, 0.0)
    turns = {name: itertools.cycle(requests) for name, requests in pages.items()}
    # Round by round and not page by page, so that other work on the machine falls on all of them.
    for _ in range(ROUNDS):
        for name in pages:
            best[name] = max(best[name], rate(port, turns[name]))
    return best


def main() -> int:
    """Print the rates and their ratios; 1 where one is too low."""
    pages = prepare()
    port = free_port()
    with served(port):
        sizes = {name: len(ask(port, requests[0])) for name, requests in pages.items()}
        best = measured(port, pages)
    out, low = sys.stdout.write, 0
    out(f"{'':26}{'requests/s':>12}{'bytes':>9}{'ratio':>8}{'needed':>8}\n")
    for name, found in best.items():
        ratio, needed = found / best[EMPTY], NEEDED.get(name, 0)
        low += ratio < needed
        out(f"{name:26}{found:>12.0f}{sizes[name]:>9}{ratio:>8.2f}{needed:>8}\n")
    return int(low > 0)


if __name__ == "__main__":
    sys.exit(main())
