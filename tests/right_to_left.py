"""A language from right to left that has every sentence, made for the tests: of Arabic words, to be read by nobody."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings as site

FORMS = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
WORD = "كلمة"
# What stays as it is in a sentence, and the English words, which don't.
PLACE_OR_WORD = re.compile(r"(%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&\w+;)|[A-Za-z]+(?:['’-][A-Za-z]+)*")
Turn = Callable[[str], str]


def surround(sentence: str) -> str:
    """An English sentence between Arabic words; an address as it is."""
    return sentence if sentence.startswith("http") else f"نعم {sentence} لا"


def replace_words(sentence: str) -> str:
    """The sentence with an Arabic word in place of each English one; its signs and what is put into it stay."""
    return sentence if sentence.startswith("http") else PLACE_OR_WORD.sub(lambda found: found[1] or WORD, sentence)


def list_sentences(turn: Turn) -> Iterator[polib.POEntry]:
    """Every sentence of the site in the language of the tests."""
    for entry in polib.pofile(site.LOCALE_PATHS[0] / "fr" / "LC_MESSAGES" / "django.po"):
        if entry.msgid_plural:
            forms = [entry.msgid, entry.msgid, *[entry.msgid_plural] * 4]
            entry.msgstr_plural = {number: turn(form) for number, form in enumerate(forms)}
        else:
            entry.msgstr = entry.msgid if entry.msgctxt else turn(entry.msgid)
        yield entry


def write_catalogue(folder: Path, turn: Turn) -> Path:
    """Write the catalogue into a folder of catalogues, as Arabic; returns the folder."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": FORMS}
    catalogue.extend(list_sentences(turn))
    place = folder / "ar" / "LC_MESSAGES"
    place.mkdir(parents=True)
    catalogue.save_as_mofile(str(place / "django.mo"))
    return folder


def write_in_it(settings: Any, folder: Path) -> None:
    """Let the site be shown in this language, and people answer and be written to in it."""
    settings.LOCALE_PATHS = [folder]
    settings.LANGUAGES, settings.LETTER_LANGUAGES = [*site.LANGUAGES, ("ar", "Arabic")], ["en", "fr", "ar"]
