"""A small run of `bench/faults.py`: killed workers, a lost broker, a crashed database, a bad mail server."""

import json
import subprocess
import sys

import pytest

from tests.running.environment import ROOT

# Each trouble once and three kills; what further kills would show, these do, and each costs a lease.
SMALL = ["--alerts", "120", "--every", "8", "--rounds", "1", "--further", "0"]
COMMAND = [sys.executable, "-m", "bench.faults", *SMALL, "--json"]


@pytest.mark.broker
def test_through_every_fault_nobody_is_lost_and_nobody_told_twice_without_a_cut(count):
    ran = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert ran.stdout, ran.stderr
    found = json.loads(ran.stdout)
    explained = found["trouble: kill"] + found["cut after acceptance"]
    count(
        faults=explained + sum(found[f"trouble: {what}"] for what in ("broker", "database", "refuse")),
        messages_lost=found["lost"],
        messages_twice=found["told under two ids"] + max(found["told twice or more"] - explained, 0),
    )
    assert found["holds"], found
    assert found["told"] + found["refused for good"] == 120
    assert found["refused for good"] == 3, "the addresses that the server refuses, in its own words"
    assert min(found[f"trouble: {what}"] for what in ("kill", "broker", "database", "refuse")) >= 1
    assert found["cut after acceptance"] >= 1
