"""What an assessment costs beside the reading and writing of JSON by the standard library.

Run: `.venv/bin/python -m bench.scoring`. Processor time, the best of several
rounds over the same profiles; only ratios of one run mean anything.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from scoring.apps import rulebook  # noqa: E402
from scoring.assess import assess  # noqa: E402
from scoring.candidate import Candidate  # noqa: E402
from scoring.crs.score import score  # noqa: E402
from scoring.profile import decode  # noqa: E402
from scoring.result import as_json  # noqa: E402
from scoring.timeline import timeline, two_years_from  # noqa: E402

SAMPLES = Path(__file__).parents[1] / "intake" / "data" / "sample_clients.jsonl"
ON = date(2026, 9, 15)
ROUNDS = 7


def seconds(act: Callable[[Any], Any], items: Sequence[Any]) -> float:
    """Processor seconds an item, the best of the rounds."""
    return min(_round(act, items) for _ in range(ROUNDS)) / len(items)


def _round(act: Callable[[Any], Any], items: Sequence[Any]) -> float:
    began = time.process_time()
    for item in items:
        act(item)
    return time.process_time() - began


def main() -> None:
    """Print each cost and its ratio."""
    lines = [json.dumps(json.loads(line)["profile"]) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    profiles = [decode(line) for line in lines]
    book = rulebook()
    rules = book.on(ON)
    results = [as_json(assess(profile, ON, book)) for profile in profiles]
    whole = seconds(lambda profile: as_json(assess(profile, ON, book)), profiles)
    costs = {
        "JSON: read and write the profile": seconds(lambda line: json.dumps(json.loads(line)), lines),
        "JSON: read the profile, write the result": seconds(
            lambda pair: (json.loads(pair[0]), json.dumps(pair[1])), list(zip(lines, results, strict=True))
        ),
        "CRS total alone": seconds(lambda profile: score(Candidate(profile, ON, rules)), profiles),
        "assessment with every row and requirement": seconds(
            lambda profile: assess(profile, ON, book).crs.factors, profiles
        ),
        "assessment, every reason in words": whole,
        "timeline of 24 months": seconds(lambda profile: timeline(profile, ON, two_years_from(ON), book), profiles),
    }
    profile_line, result_line, *_ = costs.values()
    out = sys.stdout.write
    out(f"{'':44}{'µs':>8}{'x profile':>11}{'x result':>10}{'x whole':>9}\n")
    for name, cost in costs.items():
        ratios = f"{cost / profile_line:>11.2f}{cost / result_line:>10.2f}{cost / whole:>9.2f}"
        out(f"{name:44}{cost * 1e6:>8.1f}{ratios}\n")


if __name__ == "__main__":
    main()
