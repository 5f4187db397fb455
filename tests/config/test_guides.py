"""README and CONTRIBUTING lead a newcomer to files that exist."""

import re
from pathlib import Path

import pytest

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


def test_every_module_in_the_table_of_words_exists():
    words = (ROOT / "docs/words.md").read_text(encoding="utf-8").partition("## Words of the code")[2]
    modules = set(re.findall(r"`((?:config|draws|intake|scoring)(?:\.[a-z_]+)+)`", words))
    assert modules
    paths = {name: ROOT / name.replace(".", "/") for name in modules}
    assert [
        name for name, path in sorted(paths.items()) if not (path.is_dir() or path.with_suffix(".py").exists())
    ] == []
