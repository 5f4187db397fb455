"""People in the intake during a publish: errors, lost answers, and how long a question takes.

Run: `.venv/bin/python -m bench.load [--database sqlite] [--people 200] [--alerts 10000] [--seconds 120] [--rush]
[--json]`; about a quarter of an hour as it stands.

gunicorn runs as `docs/deploy/express-web.service` says, on a PostgreSQL server, a broker, a worker and a mail server of
its own. Four parts: one person alone; half of the people, every fourth of whom takes the PDF along; all of them; all
of them during a publish. People come one after the other until all are there, and times count from then on; with
`--rush` all come within one question's time, so that they ask for their results together, the worst there is. At the
end every answer that was taken (a redirect) is looked for in the database. Exit status 1 where there was an error, a
lost answer, or a limit that was not kept (`--judge`).
"""

import argparse
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
import time
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bench.place import BenchSite, place, say
from bench.server import ROOT, free_port, wait_for
from config.run.processes import die_with_parent, end
from tests.running.sink import Sink
from tests.running.worker import WorkerProcess

UNITS = ROOT / "docs" / "deploy"
UNIT = UNITS / "express-web.service"
PDFS = 4
# A question at most this many times the unloaded with half of the people and PDFs; at most this many seconds with all.
RATIO, SECONDS = 6, 1.5
# Nobody waits longer for a PDF.
PDF_SECONDS = 3


def build_web(port: int) -> list[str]:
    """The command of the unit, on another port, from this environment."""
    line = re.search(r"^ExecStart=\S+ (.+)$", UNIT.read_text(), re.MULTILINE)
    words = shlex.split(line[1].replace("127.0.0.1:8000", f"127.0.0.1:{port}"))  # type: ignore[index]
    return [sys.executable, "-m", "gunicorn", *words, "--log-level", "warning", "--chdir", str(ROOT)]


def build_crew(here: BenchSite, environment: dict[str, str]) -> list[WorkerProcess]:
    """A worker for messages and one for PDFs, of as many processes as its unit says, which stands back as that says."""
    unit = (UNITS / "express-pdf.service").read_text()
    processes, niceness = (int(re.findall(found, unit)[0]) for found in (r"--concurrency (\d+)", r"\nNice=(\d+)"))
    return [
        WorkerProcess(here.folder / "worker.log", environment, queues="celery,urgent"),
        WorkerProcess(here.folder / "pdf.log", environment, queues="pdf", processes=processes, niceness=niceness),
    ]


def list_answers() -> dict[str, dict[str, str]]:
    """What each visitor types, by page."""
    from tests.intake.answers import SINGLE

    return {path: typed for path, typed in SINGLE.items() if typed is not None}


def visit(port: int, people: int, given: argparse.Namespace, pdfs: int = 0) -> subprocess.Popen[str]:
    """People in a process of their own."""
    figures = (port, people, given.seconds, given.think, pdfs, people, find_spread(given))
    command = [sys.executable, "-m", "bench.visitors", *map(str, figures)]
    visitors = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with visitors.stdin as typed:  # type: ignore[union-attr]
        json.dump(list_answers(), typed)
    return visitors


def find_spread(given: argparse.Namespace) -> float:
    """Seconds within which people come: as long as one of them needs, so that each stands at another question."""
    return float(given.think) * (1 if given.rush else len(list_answers()))


def read(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What they say of it."""
    with process.stdout as out:  # type: ignore[union-attr]
        found: dict[str, Any] = json.load(out)
    process.wait()
    return found


def make_clients(count: int) -> Any:
    """A number of clients who match, and the round."""
    from datetime import timedelta

    from django.utils import timezone

    from draws.models import Draw
    from intake.models import Client, Standing

    day = timezone.localdate()
    made = Client.objects.bulk_create([Client(email=f"c{n}@example.com", alerts=True) for n in range(count)], 2000)
    rows = (Standing(client=one, stream="cec", crs=480, since=day, until=day + timedelta(days=9)) for one in made)
    Standing.objects.bulk_create(rows, 2000)
    return Draw.objects.create(
        number="500", name="Canadian Experience Class", stream="cec", held_on=day, cutoff=470, size=count
    )


def count_lost(kept: list[dict[str, Any]]) -> int:
    """Answers that were taken and are not in the database."""
    from django.http import HttpRequest

    from intake.models import Intake
    from intake.questionnaire.draft import COOKIE, read_cookie

    lost = 0
    for person in kept:
        if not person["kept"]:
            continue
        request = HttpRequest()
        request.COOKIES[COOKIE] = person["draft"]
        found = Intake.objects.filter(token=read_cookie(request)).values_list("answers", flat=True).first() or {}
        lost += sum(not typed.items() <= (found.get(path) or {}).items() for path, typed in person["kept"].items())
    return lost


def describe(name: str, result: dict[str, Any], settled: float = 0) -> dict[str, Any]:
    """One part: how many of each, what failed, and the times of a question from `settled` seconds on."""
    asked = [(kind, seconds, status, why) for _, kind, seconds, status, why in result["asked"]]
    times = sorted(
        seconds
        for at, kind, seconds, status, _ in result["asked"]
        if kind == "question" and status == HTTPStatus.OK and at >= settled
    )
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    bad = Counter(
        f"{kind} {why or status}" for kind, _, status, why in asked if status == 0 or status >= HTTPStatus.BAD_REQUEST
    )
    pdfs = sorted(seconds for kind, seconds, status, _ in asked if kind == "pdf" and status == HTTPStatus.OK)
    return {
        "part": name,
        "requests": len(asked),
        "errors": dict(bad),
        "lost": count_lost(result["kept"]),
        "p50": round(cuts[49], 3),
        "p95": round(cuts[94], 3),
        "p99": round(cuts[98], 3),
        "pdfs": len(pdfs),
        "pdf_p50": round(statistics.median(pdfs), 3) if pdfs else None,
        "pdf_p90": round(pdfs[len(pdfs) * 9 // 10], 3) if pdfs else None,
    }


def measure(here: BenchSite, port: int, given: argparse.Namespace) -> list[dict[str, Any]]:
    """The four parts, one after the other."""
    sink = Sink(here.folder, 0.005)
    crew = build_crew(here, {"EMAIL_URL": sink.url})
    for worker in crew:
        worker.start()
    # With hardly a pause: alone, somebody who reads for some seconds would answer too few questions to measure by.
    quickly = argparse.Namespace(seconds=min(given.seconds, 30), think=0.05, rush=True)
    alone = describe("one alone", read(visit(port, 1, quickly)))
    half, settled = given.people // 2, 0 if given.rush else find_spread(given)
    with_pdfs = describe(f"{half} with PDFs", read(visit(port, half, given, PDFS)), settled)
    crowd = describe(f"{given.people}", read(visit(port, given.people, given)), settled)
    publish = measure_publish(sink, port, given)
    for worker in crew:
        worker.kill()
    sink.end()
    return [alone, with_pdfs, crowd, publish]


def measure_publish(sink: Sink, port: int, given: argparse.Namespace) -> dict[str, Any]:
    """All of them while a worker tells this many clients; says also how many an hour."""
    from draws.models import Alert
    from draws.publishing import publisher

    draw = make_clients(given.alerts)
    crowd, settled = visit(port, given.people, given), 0 if given.rush else find_spread(given)
    # Until all are there and their times count, and a little more.
    time.sleep(settled + min(10, given.seconds / 4))
    publisher.publish(draw)
    found = describe(f"{given.people} beside a publish", read(crowd), settled)
    until = time.monotonic() + given.seconds + 300
    while Alert.objects.exclude(state="sent").exists() and time.monotonic() < until:
        time.sleep(1)
    taken = sorted(one.at for one in sink.taken())
    told = Counter(one.address for one in sink.taken())
    hours = (taken[-1] - taken[0]) / 3600 if len(taken) > 1 else 1
    twice = sum(count > 1 for count in told.values())
    return found | {"told": len(told), "twice": twice, "mails_an_hour": round(len(taken) / hours)}


def list_broken(parts: list[dict[str, Any]], given: argparse.Namespace, log: str) -> list[str]:
    """What was promised and is not so; times only where asked."""
    broken = [f"{part['part']}: {part['errors']}" for part in parts if part["errors"]]
    broken += [f"{part['part']}: {part['lost']} answers lost" for part in parts if part["lost"]]
    if "locked" in log:
        broken.append(f"database is locked: {log.count('locked')}")
    if parts[-1]["told"] != given.alerts or parts[-1]["twice"]:
        broken.append(f"told: {parts[-1]['told']} of {given.alerts}, twice: {parts[-1]['twice']}")
    if given.judge and parts[1]["p99"] > RATIO * parts[0]["p99"]:
        broken.append(f"{parts[1]['part']}: p99 {parts[1]['p99'] / parts[0]['p99']:.1f} times the unloaded")
    broken += [f"{part['part']}: p99 {part['p99']}" for part in parts[2:] if given.judge and part["p99"] > SECONDS]
    if given.judge and (took := parts[1]["pdf_p90"] or 0) > PDF_SECONDS:
        broken.append(f"{parts[1]['part']}: one PDF in ten took {took} s")
    return broken


def read_arguments() -> argparse.Namespace:
    """What is asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--alerts", type=int, default=10000)
    parser.add_argument("--seconds", type=float, default=120, help="how long each part lasts")
    parser.add_argument("--think", type=float, default=5, help="seconds for which a person looks at a question")
    parser.add_argument("--web", default="2", help="processes of gunicorn")
    parser.add_argument("--rush", action="store_true", help="let all come within one question's time")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--judge", action="store_true", help="fail where a time is over its limit")
    return parser.parse_args()


def main() -> int:
    """Print each part, then what was promised and is not so."""
    given = read_arguments()
    from django.core.management import call_command

    with place(given.database, broker=True, WEB_CONCURRENCY=given.web) as here:
        call_command("collectstatic", verbosity=0, interactive=False)
        port, log = free_port(), Path(here.folder) / "web.log"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        with log.open("ab") as out:
            # A session of its own, so that it is ended with all its processes.
            web = subprocess.Popen(
                build_web(port), stdout=out, stderr=out, start_new_session=True, preexec_fn=die_with_parent
            )
            try:
                wait_for(port)
                parts = measure(here, port, given)
            finally:
                end(web)
        broken = list_broken(parts, given, log.read_text(errors="replace"))
    say(
        json.dumps(parts) if given.json else "\n".join(", ".join(f"{k} {v}" for k, v in part.items()) for part in parts)
    )
    say("\n".join(["Broken:", *broken]) if broken else "All promises were kept.")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
