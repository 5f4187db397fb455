"""The names of rounds in both languages, from IRCC's two feeds: a table with its source."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from draws.rounds.ircc_text import normalize_words

# As in "Trades Occupations, 2026-Version 3" and "STEM occupations (Version 1)".
VERSION = re.compile(r",?\s*(?:\(version \d+\)|\d{4}\s*-\s*version \d+)$", re.IGNORECASE)
LANGUAGES = ("en", "fr")


class Pair(NamedTuple):
    """One name in both languages, and the days of the first and last round that had it in both feeds."""

    en: str
    fr: str
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether a round of that day was between the first and the last."""
        return self.first <= day <= self.last


class Name(NamedTuple):
    """A name in words, and the language that they are in."""

    words: str
    language: str


@cache
def read_pairs() -> tuple[Pair, ...]:
    """The rows of `data/round_names.toml`."""
    path = Path(__file__).parents[1] / "data" / "round_names.toml"
    return tuple(Pair(*row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["names"])


def translate_name(language: str, published: str, held_on: date) -> Name:
    """A round's name in a language; as it was published where no name in that language is known.

    `published` is IRCC's name in English or French. A version of a known name that
    is not in the table keeps its version as published.
    """
    source = detect_language(published)
    if source == language or language not in LANGUAGES:
        return Name(published, source)
    bare, version = split_version(published)
    # Whole first: a version may stand in the table under a name of its own.
    found = find_pair(published, source, held_on) or find_pair(bare, source, held_on)
    if found is None:
        return Name(published, source)
    words = getattr(found, language)
    return Name(
        words if is_same_name(getattr(found, source), published) else split_version(words)[0] + version, language
    )


def detect_language(published: str) -> str:
    """The language of a name, by the table; English where it is in neither."""
    bare = split_version(published)[0]
    return "fr" if any(is_same_name(split_version(pair.fr)[0], bare) for pair in read_pairs()) else "en"


def find_pair(published: str, source: str, held_on: date) -> Pair | None:
    """The row of this name, with its version or without: of the round's day where there is one, else the newest."""
    whole = [pair for pair in read_pairs() if is_same_name(getattr(pair, source), published)]
    found = whole or [pair for pair in read_pairs() if is_same_name(split_version(getattr(pair, source))[0], published)]
    # IRCC has had two French names for one English name, each at its time.
    return max(found, key=lambda pair: (pair.covers(held_on), pair.last), default=None)


def split_version(name: str) -> tuple[str, str]:
    """A name and its version as published: ("Trades Occupations", ", 2026-Version 3")."""
    found = VERSION.search(name)
    return (name[: found.start()], found[0]) if found else (name, "")


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for accents, capitals and punctuation."""
    return normalize_words(one) == normalize_words(other)
