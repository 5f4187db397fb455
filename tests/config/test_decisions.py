"""The index of the decision records says of each its number, title, date and status."""

import re
from pathlib import Path

import pytest

from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
FOLDER = ROOT / "docs" / "decisions"
# A path in full, or a module: `config/monitoring/health.py`, `config.workers.scheduler.DatabaseScheduler`.
NAMED = re.compile(r"`((?:bench|config|docs|draws|intake|scoring|templates|tests)(?:/[\w./-]*|(?:\.\w+)+))`")
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
