"""The index of the decision records says of each its number, title, date and status."""

import re
from pathlib import Path

import pytest

from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
FOLDER = ROOT / "docs" / "decisions"
TOPS = ("bench", "config", "docs", "draws", "intake", "scoring", "tests")
# A path in full, or a module: `config/monitoring/health.py`, `config.workers.scheduler.DatabaseScheduler`.
NAMED = re.compile(r"`((?:bench|config|docs|draws|intake|scoring|templates|tests)(?:/[\w./-]*|(?:\.\w+)+))`")
# A module by its name alone, or with a folder before it: `unsubscribe.py`, `programs/evaluate.py`.
ALONE = re.compile(r"`((?:\w+/)*\w+\.py)`")
ROW = re.compile(
    r"^\| \[(\d{4})\]\((\S+)\) \| (.+) \| \d{4}-\d{2}-\d{2} \| (in force|(?:replaced|changed|added to) by \d{4}) \|$"
)


def title_of(path: Path) -> str:
    """The heading of a record."""
    return path.read_text().splitlines()[0].removeprefix("# ")


def list_rows() -> list[re.Match[str]]:
    """The rows of the index."""
    return [found for line in (FOLDER / "README.md").read_text().splitlines() if (found := ROW.match(line))]


def test_the_index_lists_every_record_once_with_its_title():
    rows = [found.groups() for found in list_rows()]
    records = sorted(FOLDER.glob("[0-9]*.md"))
    assert [(number, name, title) for number, name, title, _status in rows] == [
        (path.name[:4], path.name, title_of(path)) for path in records
    ]


def test_a_status_names_a_record_that_there_is():
    rows = list_rows()
    named = {found[4].rpartition(" by ")[2] for found in rows if " by " in found[4]}
    assert named
    assert named <= {found[1] for found in rows}


def test_every_path_and_module_that_a_record_names_exists():
    missing = [
        f"{path.name}: {name}"
        for path in FOLDER.glob("[0-9]*.md")
        for name in NAMED.findall(path.read_text())
        if not is_there(name)
    ]
    assert missing == []


def list_modules() -> set[str]:
    """Every module of the repository: its name, and its name behind each of the folders that it stands in."""
    paths = [path.relative_to(ROOT).parts for top in TOPS for path in (ROOT / top).rglob("*.py")]
    return {"/".join(parts[index:]) for parts in paths for index in range(len(parts))}


def test_every_module_that_a_record_names_alone_exists():
    named = [(path.name, name) for path in FOLDER.glob("[0-9]*.md") for name in ALONE.findall(path.read_text())]
    known = list_modules() | {path.name for path in ROOT.glob("*.py")}
    assert named
    assert [f"{record}: {name}" for record, name in named if name not in known] == []


def test_a_module_that_is_gone_is_found():
    assert {"health.py", "monitoring/health.py", "config/monitoring/health.py"} <= list_modules()
    assert ALONE.findall("`wellness.py`, `monitoring/wellness.py`, `config.monitoring`") == [
        "wellness.py",
        "monitoring/wellness.py",
    ]
    assert not {"wellness.py", "monitoring/wellness.py"} & list_modules()


def is_there(name: str) -> bool:
    """Whether a path of the repository exists, or a module, or what a module defines."""
    if "/" in name:
        return (ROOT / name).exists() or (ROOT / "templates" / name).exists()
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        base = ROOT.joinpath(*parts[:count])
        if file := next((one for one in (base.with_suffix(".py"), base / "__init__.py") if one.is_file()), None):
            return count == len(parts) or re.search(rf"\b{parts[count]}\b", file.read_text()) is not None
    return False


def test_a_path_that_is_gone_is_found():
    assert is_there("config/monitoring/health.py")
    assert is_there("config.monitoring.health.list_parts")
    assert not is_there("config/wellness.py")
    assert not is_there("config.monitoring.health.list_nothing")
