"""What standings cost: compared with the bare timeline, and how a restand goes faster with more workers.

Run: `.venv/bin/python -m bench.standing [--clients 10000] [--restand 100000] [--database postgresql]`.

The clients are the sample clients over and over. First `rewrite_standings`, as the task
calls it, in batches of a hundred, beside the computation of the same timelines
from the same facts and nothing else: the time of the processor. Then a day's
`extend_standings` and a rewrite in which nothing differs, beside the first one. Then the
command `restand --all` with one worker and with two, beside a clock; the lines
of its progress bar are counted. With a hundred thousand clients it takes about
ten minutes on two cores.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.place import BenchSite, place, say
from tests.running.worker import WorkerProcess

SAMPLES = Path(__file__).parents[1] / "intake" / "data" / "sample_clients.jsonl"
CLIENTS_A_TASK = 100
WORKERS = (1, 2)
LONGEST = 1800
# The command as a person sees it: its progress bar is drawn although nobody sits at a terminal.
SHOWN = """
import django, tqdm
django.setup()
from django.core.management import call_command
from intake.management.commands import restand
restand.tqdm = lambda **given: tqdm.tqdm(**given | {"disable": False, "mininterval": 1})
call_command("restand", "--all")
"""


def facts(count: int) -> Iterator[dict[str, Any]]:
    """A number of profiles."""
    lines = [json.loads(line)["profile"] for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    return islice(cycle(lines), count)


def make_clients(count: int, first: int = 0) -> list[int]:
    """A number of more clients with facts; the ids of all."""
    from intake.models import Client

    made = (Client(email=f"client{n}@example.com", facts=profile) for n, profile in enumerate(facts(count), first))
    Client.objects.bulk_create(made, batch_size=1000)
    return list(Client.objects.order_by("pk").values_list("pk", flat=True))


def measure_timelines(count: int, on: date) -> float:
    """Processor seconds for the timelines alone."""
    from django.conf import settings

    from scoring.apps import rulebook
    from scoring.profile import decode
    from scoring.timeline import timeline

    back, ahead = timedelta(days=settings.STANDINGS_DAYS_BACK), timedelta(days=settings.STANDINGS_DAYS_AHEAD)
    began = time.process_time()
    for profile in facts(count):
        timeline(decode(profile), on - back, on + ahead, rulebook())
    return time.process_time() - began


def measure_rewriting(ids: list[int], on: date) -> float:
    """Processor seconds for the same timelines, and the rows read, locked, replaced."""
    from intake.clients.standings import rewrite_standings

    began = time.process_time()
    for start in range(0, len(ids), CLIENTS_A_TASK):
        rewrite_standings(ids[start : start + CLIENTS_A_TASK], on)
    return time.process_time() - began


def measure_pushing(ids: list[int], on: date) -> float:
    """Processor seconds for letting the same standings reach one day further."""
    from intake.clients.standings import extend_standings

    began = time.process_time()
    for start in range(0, len(ids), CLIENTS_A_TASK):
        extend_standings(ids[start : start + CLIENTS_A_TASK], on)
    return time.process_time() - began


def restand(here: BenchSite, workers: int) -> tuple[float, int]:
    """Seconds of `restand --all` with this many workers, and how often its progress bar was drawn."""
    crew = [WorkerProcess(here.folder / f"worker{n}.log", here.environment) for n in range(workers)]
    for worker in crew:
        worker.start()
    began = time.monotonic()
    command = [sys.executable, "-c", SHOWN]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=True)
    took = time.monotonic() - began
    for worker in crew:
        worker.kill()
    return took, ran.stderr.count("client/s")


def main() -> None:
    """Print the times and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--restand", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    given = parser.parse_args()
    with place(given.database, broker=True) as here:
        on = date(2026, 9, 15)
        ids = make_clients(given.clients)
        bare, whole = measure_timelines(given.clients, on), measure_rewriting(ids, on)
        each = f"{whole / given.clients * 1000:.2f} ms a client"
        say(f"{given.database}: standings of {given.clients:,} clients: {each}, {whole / bare:.2f} times the timelines")
        # On the same day once more: only rows that differ are written, and none does (record 0084).
        again, pushed = measure_rewriting(ids, on), measure_pushing(ids, on + timedelta(days=1))
        say(f"again, nothing differs: {again / given.clients * 1000:.2f} ms a client, {again / whole:.2f} of the first")
        say(f"the push of a day: {pushed / given.clients * 1000:.3f} ms a client, {pushed / whole:.2f} of the first")
        if given.restand:
            make_clients(given.restand - given.clients, first=given.clients)
            times = {count: restand(here, count) for count in WORKERS}
            for count, (took, lines) in times.items():
                line = (
                    f"restand of {given.restand:,}, workers: {count}: {took:.0f} s, {given.restand / took:.0f} a second"
                )
                say(f"{line}, progress shown {lines} times")
            say(f"two workers beside one: {times[1][0] / times[2][0]:.2f} times as fast")


if __name__ == "__main__":
    main()
