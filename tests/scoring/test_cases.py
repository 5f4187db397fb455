"""Golden cases: data with the source of their numbers and the arithmetic, in `cases/*.toml`."""

import tomllib
from pathlib import Path

import pytest

from scoring.profile import decode
from scoring.timeline import next_change
from tests.scoring.making import assess, book

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
SECTIONS = ("core", "partner", "transferability", "additional")


def eligible(outcomes):
    return [name for name, outcome in outcomes.items() if outcome.eligible]


def requirements(found, met):
    """`program.code` of each requirement of a program that came out so."""
    return [
        f"{name}.{row.code}"
        for name, program in found.programs.items()
        for row in program.requirements
        if row.met is met
    ]


FOUND = {
    "total": lambda found: found.crs.total,
    **{name: lambda found, name=name: getattr(found.crs, name) for name in SECTIONS},
    "grid": lambda found: found.programs["fsw"].grid,
    "eligible": lambda found: eligible(found.programs),
    "categories": lambda found: eligible(found.categories),
    "streams": lambda found: found.streams,
    "not_known": lambda found: requirements(found, None),
    "not_met": lambda found: requirements(found, False),
    "caveats": lambda found: [caveat.code for caveat in found.caveats],
    "next_change_on": lambda found: str(next_change(found.profile, found.on, book()) or ""),
}
WORDS = {"name", "source", "working", "on", "profile"}


@pytest.mark.parametrize("case", CASES)
def test_a_golden_case_comes_out_exactly(case):
    wanted = {key: value for key, value in case.items() if key not in WORDS}
    found = assess(decode(case["profile"]), on=case["on"])
    assert case["source"]
    assert {key: FOUND[key](found) for key in wanted} == wanted


@pytest.mark.parametrize("case", [case for case in CASES if set(SECTIONS) <= set(case.values[0])])
def test_the_sections_of_a_golden_case_add_up(case):
    assert sum(case[name] for name in SECTIONS) == case["total"]
