"""Comments, docstrings, documents and sentences in the English of an English-speaking engineer, with no odd turns."""

import re
from pathlib import Path

import pytest

from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
READ = {".css", ".example", ".html", ".js", ".md", ".py", ".service", ".sh", ".toml", ".txt", ".yaml"}
FOLDERS = (".devcontainer", "bench", "config", "docs", "draws", "intake", "scoring", "static", "templates", "tests")
LEFT_OUT = {"migrations", "vendor"}
# This file quotes them.
QUOTED = Path(__file__).relative_to(ROOT)
# Words by which older rows are known.
SAVED = "page of who follows the rounds, signed link"
# A line break within a comment or a sentence.
BREAK = re.compile(r"\s*\n\s*(?:#+:?\s*)?")
# Nobody has to guess who "who" is: "those who", "somebody who", "whoever". A question may ask it ("a record of who
# did it"), and a loop or a template may have it as a name.
TURNS = re.compile(
    r"\b(?:to|for|from) who\b(?! in\b|, \w+(?:, \w+)* in\b|=)"
    r"|(?<!\brecord )(?<!\btable )(?<!\bquestion )(?<!\bledgers )(?<!\bdigest )(?<!\bnothing )\bof who\b"
    r"|\bmend(?:s|ed|ing)?\b"
    r"|\bin (?:hand|nobody's hands)\b",
    re.IGNORECASE,
)


def list_read_files() -> list[Path]:
    """The files with words of ours in them: no migrations, which are never edited, and no libraries."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")] + list(ROOT.glob("*"))
    named = [path.relative_to(ROOT) for path in paths if path.suffix in READ]
    return [path for path in named if path != QUOTED and not LEFT_OUT & set(path.parts)]


def find_turns(words: str) -> list[str]:
    """The turns in a text, with a few words around each."""
    line = BREAK.sub(" ", words).replace(SAVED, "")
    return [line[max(found.start() - 30, 0) : found.end() + 30] for found in TURNS.finditer(line)]


def test_no_comment_or_sentence_has_a_turn_that_is_no_english():
    paths = list_read_files()
    assert len(paths) > 1000
    found = {str(path): find_turns((ROOT / path).read_text(encoding="utf-8")) for path in paths}
    assert {path: turns for path, turns in found.items() if turns} == {}


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ('"""Send it to who writes it."""', 1),
        ("# The number, for\n    # who asks for it.", 1),
        ("the name of who did it", 1),
        ("a record of who did it, and the question of who may", 0),
        ("for who in people: ...\nfor who, by in found: ...", 0),
        ("{% blocktranslate with who=name %}", 0),
        ("what is to be mended", 1),
        ("rows that a worker has in hand", 1),
        ("recommended amendments", 0),
        (f'FORMER = {{"{SAVED}": FOLLOW_PAGE}}', 0),
    ],
)
def test_a_turn_is_found(words, count):
    assert len(find_turns(words)) == count
