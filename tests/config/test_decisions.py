"""The index of the decision records says of each its number, title, date and status."""

import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.quick
FOLDER = Path(settings.BASE_DIR) / "docs" / "decisions"
ROW = re.compile(
    r"^\| \[(\d{4})\]\((\S+)\) \| (.+) \| \d{4}-\d{2}-\d{2} \| (in force|replaced by \d{4}|added to by \d{4}) \|$"
)


def title_of(path: Path) -> str:
    """The heading of a record."""
    return path.read_text().splitlines()[0].removeprefix("# ")


def test_the_index_lists_every_record_once_with_its_title():
    rows = [found.groups() for line in (FOLDER / "README.md").read_text().splitlines() if (found := ROW.match(line))]
    records = sorted(FOLDER.glob("[0-9]*.md"))
    assert [(number, name, title) for number, name, title, _status in rows] == [
        (path.name[:4], path.name, title_of(path)) for path in records
    ]
