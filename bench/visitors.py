"""People who answer the intake, each over a connection of their own, as a browser keeps it; asyncio, one process.

Run by `bench.load`: `python -m bench.visitors PORT PEOPLE SECONDS THINK PDFS SEED SPREAD`, the answers by page as JSON
on standard input; one JSON object on standard output. It knows nothing of Django, so that it takes little of the
machine.
"""

import asyncio
import json
import random
import re
import sys
import time
from typing import Any, NamedTuple
from urllib.parse import urlencode

# Cookie and field need only agree; Django takes 32 letters for a secret.
CSRF = "c" * 32
LONGEST = 60
# Seconds, where an answer does not say when to ask again.
ASK_AGAIN_AFTER = 1
# The address of each page and what is typed there.
Answers = dict[str, dict[str, str]]


class Response(NamedTuple):
    """What came back."""

    status: int
    location: str
    body: bytes
    refresh: str = ""


class TimedRequest(NamedTuple):
    """One request: when (seconds since the first), its kind (question, post, check, result, pdf), seconds, and status.

    A status of 0 is a reset or no answer.
    """

    at: float
    kind: str
    seconds: float
    status: int
    why: str


class Visitor:
    """One person with one connection and their cookies."""

    def __init__(self, port: int, asked: list[TimedRequest]) -> None:
        self.port, self.asked, self.since = port, asked, time.monotonic()
        self.cookies = {"csrftoken": CSRF}
        self.kept: dict[str, dict[str, str]] = {}
        self.stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, kind: str, path: str, form: dict[str, str] | None = None) -> Response:
        """One request, timed; a connection that breaks is noted and not tried again."""
        began, why = time.perf_counter(), ""
        try:
            answer = await asyncio.wait_for(self.exchange(path, form), LONGEST)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            answer, why = Response(0, "", b""), type(error).__name__
            self.close()
        self.note(kind, time.perf_counter() - began, answer.status, why)
        return answer

    def note(self, kind: str, seconds: float, status: int, why: str = "") -> None:
        """Keep what was asked."""
        self.asked.append(TimedRequest(time.monotonic() - self.since, kind, seconds, status, why))

    def close(self) -> None:
        """Leave the connection."""
        if self.stream:
            self.stream[1].close()
        self.stream = None

    async def fetch_pdf(self, url: str) -> None:
        """Ask until the PDF is there, when and where its waiting pages say; timed from the first to the last."""
        began, answer = time.perf_counter(), await self.ask("pdf page", url)
        while not answer.body.startswith(b"%PDF") and time.perf_counter() - began < LONGEST:
            seconds, _, onward = answer.refresh.partition("; url=")
            await asyncio.sleep(float(seconds or ASK_AGAIN_AFTER))
            answer = await self.ask("pdf page", onward or url)
        status = answer.status if answer.body.startswith(b"%PDF") else 0
        self.note("pdf", time.perf_counter() - began, status, "" if status else "no PDF came")

    def stray(self, path: str) -> str:
        """Note that the site sent the visitor to a page for which there is no answer, or back to the same."""
        self.note("walk", 0, 0, f"strayed at {path or 'an error'}")
        return ""

    async def exchange(self, path: str, form: dict[str, str] | None) -> Response:
        """Write a request and read its answer. Raises `OSError`, `IncompleteReadError`."""
        self.stream = self.stream or await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.stream
        body = urlencode({"csrfmiddlewaretoken": CSRF, **form}).encode() if form is not None else b""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"
        if form is not None:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}\r\n".encode() + body)
        await writer.drain()
        return await self.read(reader)

    async def read(self, reader: asyncio.StreamReader) -> Response:
        """An answer with its length, in chunks, or to the end of the connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.split("\r\n")
        fields = [line.split(": ", 1) for line in lines[1:] if ": " in line]
        for name, value in fields:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        named = {name.lower(): value for name, value in fields}
        if named.get("transfer-encoding") == "chunked":
            body = await read_chunks(reader)
        else:
            body = await reader.readexactly(int(named.get("content-length", "0")))
        if named.get("connection") == "close":
            self.close()
        return Response(int(lines[0].split()[1]), named.get("location", ""), body, named.get("refresh", ""))

    async def walk(self, answers: Answers, think: float, chance: random.Random, until: float) -> str:
        """Every question that the site asks, then the result; says the result's address. Ends where time ran out.

        An answer is taken where the site leads on to another page.
        """
        path = next(iter(answers))
        while path in answers and time.monotonic() < until:
            await self.ask("question", f"/en/intake/{path}/")
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
            answer = await self.ask("post", f"/en/intake/{path}/", answers[path])
            onward = read_path(answer.location)
            if onward in {"", path}:
                return self.stray(path)
            self.kept[path] = answers[path]
            path = onward
        if path != "check":
            return self.stray(path) if time.monotonic() < until else ""
        await self.ask("check", "/en/intake/check/")
        answer = await self.ask("submit", "/en/intake/check/", {})
        if "/result/" in answer.location:
            await self.ask("result", answer.location)
        return answer.location


def read_path(location: str) -> str:
    """The page that an address within the intake names: "jobs/1"."""
    return location.partition("?")[0].removeprefix("/en/intake/").strip("/")


async def read_chunks(reader: asyncio.StreamReader) -> bytes:
    """A body in chunks."""
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)


async def live(visitor: Visitor, number: int, given: dict[str, Any], kept: list[dict[str, Any]]) -> None:
    """One person after another at this place, until time is over; every `pdfs`-th takes the PDF along.

    The first comes at some moment of the first `spread` seconds.
    """
    # By the seed: a run that is repeated has the same people in it.
    chance = random.Random(given["seed"] * 1000 + number)  # noqa: S311  not for secrets
    until = time.monotonic() + given["spread"] + given["seconds"]
    await asyncio.sleep(chance.uniform(0, given["spread"]))
    while time.monotonic() < until:
        where = await visitor.walk(given["answers"], given["think"], chance, until)
        if given["pdfs"] and number % given["pdfs"] == 0 and re.search("/result/", where):
            await visitor.fetch_pdf(f"{where}pdf/")
        kept.append({"draft": visitor.cookies.get("draft", ""), "kept": visitor.kept})
        visitor.close()
        visitor.cookies, visitor.kept = {"csrftoken": CSRF}, {}


async def run(port: int, people: int, given: dict[str, Any]) -> dict[str, Any]:
    """A number of people at once; what each asked, and what each was told is kept."""
    asked: list[TimedRequest] = []
    kept: list[dict[str, Any]] = []
    await asyncio.gather(*(live(Visitor(port, asked), number, given, kept) for number in range(people)))
    return {"asked": asked, "kept": kept}


def main() -> None:
    """Run, and print what became of it."""
    port, people, seconds, think, pdfs, seed, spread = map(float, sys.argv[1:])
    given = {"seconds": seconds, "think": think, "pdfs": int(pdfs), "seed": int(seed), "spread": spread}
    given["answers"] = json.load(sys.stdin)
    json.dump(asyncio.run(run(int(port), int(people), given)), sys.stdout)


if __name__ == "__main__":
    main()
