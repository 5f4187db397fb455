"""The counts that a run of the tests keeps for the list at its end."""

import os
import subprocess
import sys

from tests.running.environment import ROOT, SHARED
from tests.running.report import REPORTS


def read_kept():
    """What stands in each report, with its moment."""
    return {path.name: (path.read_text(), path.stat().st_mtime_ns) for path in REPORTS.glob("quick.json")}


def test_a_run_that_only_collects_leaves_the_counts_of_the_last_run():
    kept = read_kept()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", SHARED))}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--quick", "--collect-only", "-q", "tests/config/test_rooms.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert read_kept() == kept
