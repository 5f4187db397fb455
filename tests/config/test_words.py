"""The French catalogue: whole, up to date with the sentences, compiled, and with the same things to fill in."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

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


# What staff alone read may say "draw", as docs/words.md has it; what anybody else reads says "round".
STAFF_READ = re.compile(
    r"/(staff|admin|models|management|mailings|publishing|corrections|rule_changes|feed|heartbeats|correspondence)/"
    r"|permissions\.py|draws/apps\.py|draws/(admin|tasks)\.py|draws/matching/|draws/rounds/doubts\.py|/staff_"
)


def test_what_the_public_reads_says_round_and_never_draw(catalogue):
    said_draw = [one for one in catalogue if re.search(r"\bdraws?\b", f"{one.msgid} {one.msgid_plural}", re.IGNORECASE)]
    public = {one.msgid: [path for path, _line in one.occurrences if not STAFF_READ.search(path)] for one in said_draw}
    assert said_draw
    assert {words: paths for words, paths in public.items() if paths} == {}
