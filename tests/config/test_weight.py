"""What a question costs over the wire, from the server of production."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_first_visit_of_any_question_is_light_enough():
    ran = subprocess.run(
        [sys.executable, "-m", "bench.weight"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "jobs/1" in ran.stdout
