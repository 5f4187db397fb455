"""What an assessment costs, compared with the reading and writing of JSON by the standard library.

Run: `.venv/bin/python -m bench.scoring`. Processor time; only ratios of one run
mean anything. The sample clients are the best of several rounds over the same
people. The strangers are one pass over people who were never seen before, after
as many others: what many people share is kept then, what is theirs alone is not.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from intake.clients.samples import NOCS, make_profile  # noqa: E402
from scoring.apps import rulebook  # noqa: E402
from scoring.assess import assess  # noqa: E402
from scoring.candidate import Candidate  # noqa: E402
from scoring.crs.score import score  # noqa: E402
from scoring.profile import decode  # noqa: E402
from scoring.result import as_json  # noqa: E402
from scoring.timeline import timeline, two_years_from  # noqa: E402

SAMPLES = Path(__file__).parents[1] / "intake" / "data" / "sample_clients.jsonl"
# A fixed day: on another one birthdays and editions would make other work of the same people.
ON = date(2026, 9, 15)
ROUNDS = 7
STRANGERS = 4000
JSON = "JSON: read and write the profile"


def seconds(act: Callable[[Any], Any], items: Sequence[Any], rounds: int = ROUNDS) -> float:
    """Processor seconds an item, the best of the rounds."""
    return min(_round(act, items) for _ in range(rounds)) / len(items)


def _round(act: Callable[[Any], Any], items: Sequence[Any]) -> float:
    began = time.process_time()
    for item in items:
        act(item)
    return time.process_time() - began


def make_strangers(seed: int) -> list[str]:
    """As many made-up people, all different, one JSON line each."""
    chance = Random(seed)  # noqa: S311 - made-up people, not secrets
    return [json.dumps(make_profile(chance, chance.choice([*NOCS]))) for _ in range(STRANGERS)]


def measure_samples() -> dict[str, float]:
    """The costs of the sample clients, by name."""
    lines = [json.dumps(json.loads(line)["profile"]) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    profiles = [decode(line) for line in lines]
    book = rulebook()
    rules = book.on(ON)
    return {
        JSON: seconds(lambda line: json.dumps(json.loads(line)), lines),
        "CRS total alone": seconds(lambda profile: score(Candidate(profile, ON, rules)), profiles),
        "assessment with every row and requirement": seconds(
            lambda profile: assess(profile, ON, book).crs.factors, profiles
        ),
        "assessment, every reason in words": seconds(lambda profile: as_json(assess(profile, ON, book)), profiles),
        "timeline of 24 months": seconds(lambda profile: timeline(profile, ON, two_years_from(ON), book), profiles),
    }


def measure_strangers() -> dict[str, float]:
    """The costs of people who were never seen before, by name."""
    book = rulebook()
    acts: dict[str, Callable[[Any], Any]] = {
        "CRS total alone": lambda profile: score(Candidate(profile, ON, book.on(ON))),
        "assessment with every row and requirement": lambda profile: assess(profile, ON, book).crs.factors,
        "assessment, every reason in words": lambda profile: as_json(assess(profile, ON, book)),
        "timeline of 24 months": lambda profile: timeline(profile, ON, two_years_from(ON), book),
    }
    found = {JSON: seconds(lambda line: json.dumps(json.loads(line)), make_strangers(0))}
    for seed, (name, act) in enumerate(acts.items(), start=1):
        # The first pass fills what is shared between people; the time of the second one stays.
        for others in (2 * seed, 2 * seed + 1):
            found[name] = seconds(act, [decode(line) for line in make_strangers(others)], rounds=1)
    return found


def main() -> None:
    """Print each cost, and its ratio to the JSON of the same people and to their assessment."""
    out = sys.stdout.write
    for who, costs in (("the sample clients", measure_samples()), ("strangers", measure_strangers())):
        assessed = costs["assessment with every row and requirement"]
        out(f"{who:44}{'µs':>8}{'x JSON':>9}{'x assessment':>14}\n")
        for name, cost in costs.items():
            out(f"  {name:42}{cost * 1e6:>8.1f}{cost / costs[JSON]:>9.2f}{cost / assessed:>14.2f}\n")


if __name__ == "__main__":
    main()
