"""Golden cases: data with the source of their numbers, in `cases/*.toml`."""

import tomllib
from pathlib import Path

import pytest

from scoring.profile import decode
from tests.scoring.making import assess

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
SECTIONS = ("total", "core", "partner", "transferability", "additional")


@pytest.mark.parametrize("case", CASES)
def test_a_golden_case_comes_out_exactly(case):
    assert case["source"]
    found = assess(decode(case["profile"]), on=case["on"])
    assert {name: getattr(found.crs, name) for name in SECTIONS if name in case} == {
        name: case[name] for name in SECTIONS if name in case
    }
    if "grid" in case:
        assert found.programs["fsw"].grid == case["grid"]
    if "streams" in case:
        assert found.streams == case["streams"]
