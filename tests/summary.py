"""The end of `make test`: one list of what ran where; a part that ran nothing fails loudly."""

import json
import os
import sys
from collections import Counter

from tests.running import figures
from tests.running.report import REPORTS

RUNS = ("sqlite", "postgresql")


def read_runs() -> dict[str, dict]:
    """What each run left."""
    return {name: json.loads((REPORTS / f"{name}.json").read_text()) for name in RUNS}


def add_figures() -> Counter[str]:
    """What the attacks and faults of all runs came to."""
    found: Counter[str] = Counter()
    for run in read_runs().values():
        found.update(run[figures.PROPERTY])
    return found


def passed() -> dict[str, int]:
    """How many tests passed in each part."""
    ran = read_runs()
    return {
        "SQLite": ran["sqlite"]["passed"],
        "PostgreSQL": ran["postgresql"]["passed"],
        "broker": ran["sqlite"]["broker"] + ran["postgresql"]["broker"],
        "browser": ran["sqlite"]["browser"],
    }


def main() -> int:
    """Write the list; 1 where a part ran nothing."""
    parts = passed()
    sys.stdout.write("\nWhat ran where:\n")
    sys.stdout.writelines(f"  {name:<12}{number:>6} passed\n" for name, number in parts.items())
    empty = [name for name, number in parts.items() if not number]
    if empty and os.environ.get("ALLOW_MISSING") != "1":
        sys.stdout.write(f"NOTHING RAN: {', '.join(empty)}\n")
        return 1
    return say_figures(add_figures())


def say_figures(found: Counter[str]) -> int:
    """Write the figure line; 1 where something bad happened, or nothing was tried."""
    sys.stdout.write(f"{figures.describe(found)}\n")
    wrong = figures.find_faults(found)
    if wrong:
        sys.stdout.write(f"NOT AS PROMISED: {', '.join(wrong)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
