"""The French catalogue: whole, up to date with the sentences, compiled, and with the same things to fill in."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings

from intake.permissions import TABLE

CATALOGUE = Path("config/locale/fr/LC_MESSAGES/django.po")
ROOMS = ("config", "scoring", "intake", "draws", "templates", "static")
FILLED_IN = re.compile(r"%\(\w+(?:\.\w+)*\)[sdif]|%[sd]|\{\w+\}|%%")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(settings.BASE_DIR / CATALOGUE)


def key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def said(entry: polib.POEntry) -> list[str]:
    """The French of an entry: one form, or both of a plural."""
    return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)] if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_a_french_one_and_none_is_fuzzy(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not all(said(entry))] == []


def test_every_place_to_fill_in_has_a_simple_name(catalogue):
    """A template fills a name with a dot in it ("file.reference") with nothing, and says nothing of it."""
    assert [entry.msgid for entry in catalogue if re.search(r"%\(\w+\.", entry.msgid + entry.msgid_plural)] == []


def test_a_french_sentence_has_the_same_things_to_fill_in(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        for form in said(entry)[-1:]
        if sorted(FILLED_IN.findall(form)) != sorted(FILLED_IN.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_the_catalogue_is_compiled(catalogue):
    compiled = polib.mofile((settings.BASE_DIR / CATALOGUE).with_suffix(".mo"))
    assert {key(entry): said(entry) for entry in compiled} == {key(entry): said(entry) for entry in catalogue}


def test_the_catalogue_is_up_to_date_with_the_sentences(catalogue, tmp_path):
    for room in ROOMS:
        shutil.copytree(
            settings.BASE_DIR / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "vendor")
        )
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    collect = [sys.executable, "manage.py", "makemessages", "--locale", "fr", "--no-obsolete"]
    subprocess.run(collect, cwd=tmp_path, check=True, capture_output=True)
    fresh = {key(entry) for entry in polib.pofile(tmp_path / CATALOGUE)}
    kept = {key(entry) for entry in catalogue}
    assert sorted(map(str, fresh - kept)) == [], "run `make words`, then write the French"
    assert sorted(map(str, kept - fresh)) == [], "run `make words`"


# A round of invitations by a word that no reader meets, not even staff (docs/words.md).
DRAW = re.compile(r"\bdraws?\b", re.IGNORECASE)


def test_nobody_reads_of_a_draw(catalogue):
    assert [entry.msgid for entry in catalogue if DRAW.search(f"{entry.msgid} {entry.msgid_plural}")] == []


def test_no_permission_is_explained_by_a_draw():
    assert [row.name for row in TABLE.values() if DRAW.search(row.opens)] == []


def list_printed(tree: ast.AST) -> Iterator[str]:
    """The words that a command may print: its strings of more than one word, docstrings left out."""
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and " " in node.value and id(node) not in described:
            yield node.value


def test_no_command_speaks_of_a_draw():
    paths = [path for room in ROOMS for path in settings.BASE_DIR.glob(f"{room}/management/commands/*.py")]
    printed = [words for path in paths for words in list_printed(ast.parse(path.read_text()))]
    assert any("People whom this reaches" in words for words in printed)
    assert [words for words in printed if DRAW.search(words)] == []


@pytest.mark.parametrize(
    ("words", "said"), [("Draws to look at", True), ("correct the draw", True), ("the pool it was drawn from", False)]
)
def test_a_draw_is_found(words, said):
    assert bool(DRAW.search(words)) is said
