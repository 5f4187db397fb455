"""README and CONTRIBUTING lead a newcomer to files that exist."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.config.test_rooms import list_rooms

pytestmark = pytest.mark.quick
ROOT = Path(__file__).parents[2]
TOPS = ("bench", "config", "docs", "draws", "intake", "scoring", "templates", "tests")
# A path of the repository that a guide names in full: `draws/reminders/messages.py`, `intake/staff/`.
NAMED = re.compile(rf"`((?:{'|'.join(TOPS)})/[\w./-]*)`")


def list_paths(guide):
    return sorted(set(NAMED.findall((ROOT / guide).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("guide", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/words.md", "tests/TESTING.md"])
def test_every_path_that_a_guide_names_exists(guide):
    assert [path for path in list_paths(guide) if not (ROOT / path).exists()] == []


def test_the_guides_do_name_paths():
    assert "draws/publishing/publisher.py" in list_paths("README.md")


def list_sentences(log: str) -> list[str]:
    """The sentences of the change log, and their parts, that are long enough to be told apart."""
    return [one for one in re.split(r"(?<=[.;:])\s+", re.sub(r"\n\s+", " ", log)) if len(one) > 35]


def test_no_sentence_of_the_change_log_stands_twice():
    counted = Counter(list_sentences((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    assert len(counted) > 500
    assert [one for one, count in counted.items() if count > 1] == []


def test_a_sentence_that_stands_twice_is_found():
    twice = "- A round says when it was held and by whom.\n- New: a round says\n  when it was held and by whom.\n"
    twice += "- A round says when\n  it was held and by whom."
    assert Counter(list_sentences(twice))["- A round says when it was held and by whom."] == 2


def test_every_module_in_the_table_of_words_exists():
    words = (ROOT / "docs/words.md").read_text(encoding="utf-8").partition("## Words of the code")[2]
    modules = set(re.findall(r"`((?:config|draws|intake|scoring)(?:\.[a-z_]+)+)`", words))
    assert modules
    paths = {name: ROOT / name.replace(".", "/") for name in modules}
    assert [
        name for name, path in sorted(paths.items()) if not (path.is_dir() or path.with_suffix(".py").exists())
    ] == []


def find_map_rows(top):
    """The rows of README's map that speak of a folder: `intake/`, and `intake/` for the public."""
    begins = re.compile(rf"^\| `{top}/`(?:, [\w ]+)? \|")
    return "\n".join(line for line in (ROOT / "README.md").read_text().splitlines() if begins.match(line))


@pytest.mark.parametrize("room", [room for room in list_rooms() if room.count(".") == 1 and "templatetags" not in room])
def test_the_map_names_every_room(room):
    top, name = room.split(".")
    assert f"`{name}/`" in find_map_rows(top)


def test_the_page_of_the_tests_names_every_folder_of_them_and_every_module_that_measures():
    page = (ROOT / "tests" / "TESTING.md").read_text()
    folders = {path.parent.relative_to(ROOT).parts[:2] for path in (ROOT / "tests").glob("*/*.py")}
    modules = {path.stem for path in (ROOT / "bench").glob("[a-z]*.py")}
    assert {name for name in map("/".join, folders) if f"`{name}`" not in page} == set()
    assert {name for name in modules if not re.search(rf"`(python -m )?bench\.{name}`", page)} == set()


def list_cells(guide):
    """Each cell of each table of a guide."""
    lines = (ROOT / guide).read_text(encoding="utf-8").splitlines()
    return [cell.strip() for line in lines if line.startswith("| ") for cell in line.strip("| ").split(" | ")]


def test_a_row_of_the_map_is_read_at_a_glance():
    cells = list_cells("README.md")
    assert "`docs/words.md`" in cells
    assert [cell for cell in cells if len(cell) > 400] == []
