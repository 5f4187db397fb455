"""What a page of questions costs over the wire on the first visit, with all that it asks for.

Run: `.venv/bin/python -m bench.weight`. From the same server as in production,
packed as browsers accept it, heads of the answers included; exit status 1
where a page is heavier than it may be.
"""

import re
import socket
import sys
import zlib
from typing import NamedTuple

import django

from bench.server import free_port, prepare_environment, served

prepare_environment("bench.bare_settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from intake.models import Intake  # noqa: E402
from intake.questionnaire.draft import COOKIE  # noqa: E402
from tests.intake.answers import COUPLE  # noqa: E402
from tests.intake.files import sign_draft  # noqa: E402

MOST, SCRIPT, SCRIPT_WITH_SEARCH = 60_000, 5_000, 25_000
PAGES = ("marital-status", "date-of-birth", "tests/1/scores", "jobs", "jobs/1", "trade-certificate-details")
ASSETS = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
ASKS = re.compile(rb'data-ask="([^"]+)"')


class Weight(NamedTuple):
    """Bytes over the wire: all, and of these the scripts."""

    all: int
    scripts: int
    searches: bool


def fetch(port: int, path: str, cookie: str = "") -> bytes:
    """The whole answer, head and all."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path}: {answer[:80]!r}")
    return answer


def unpack(answer: bytes) -> bytes:
    """The content of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    # 31: fifteen bits of window, and the header of gzip.
    return zlib.decompress(body, wbits=31) if b"Content-Encoding: gzip" in head else body


def weigh(port: int, path: str, cookie: str) -> Weight:
    """A page with its styles and scripts, and with the data that its search asks for when it is used."""
    answer = fetch(port, path, cookie)
    page = unpack(answer)
    data = [url + b"?q=software" for url in ASKS.findall(page)[:1]]
    # A set, because a browser asks for each file once.
    sizes = {name: len(fetch(port, name.decode())) for name in {*ASSETS.findall(page), *data}}
    scripts = sum(size for name, size in sizes.items() if name.endswith(b".js"))
    return Weight(len(answer) + sum(sizes.values()), scripts, bool(re.search(rb"data-search|data-ask", page)))


def main() -> int:
    """Print the weight of each page; 1 where one is too heavy."""
    call_command("migrate", verbosity=0, run_syncdb=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    certificate = {"certificate_noc": "72300", "certificate_province": "ON"}
    asked = COUPLE | {"trade-certificate": {"has_certificate": "yes"}, "trade-certificate-details": certificate}
    draft = Intake.objects.create(answers=asked)
    cookie = f"{COOKIE}={sign_draft(draft.token)}"
    port, heavy = free_port(), 0
    with served(port):
        found = {path: weigh(port, f"/en/intake/{path}/", cookie) for path in PAGES}
    sys.stdout.write(f"{'':28}{'bytes':>8}{'scripts':>9}\n")
    for path, weight in found.items():
        heavy += weight.all > MOST or weight.scripts > (SCRIPT_WITH_SEARCH if weight.searches else SCRIPT)
        sys.stdout.write(f"{path:28}{weight.all:>8}{weight.scripts:>9}\n")
    return int(heavy > 0)


if __name__ == "__main__":
    sys.exit(main())
