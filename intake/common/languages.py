"""The languages that people are written to in, and the two that governments publish in.

A further language of the public pages (PUBLIC_LANGUAGES) is one to read in. Whoever answers,
agrees or is written to does so in one of LETTER_LANGUAGES, of which every sentence exists.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_info

OFFICIAL = ("en", "fr")


def list_letter_languages() -> list[tuple[str, Any]]:
    """Code and name, in the reader's language, of each language that we write to people in."""
    return list(_name_letter_languages())


def _name_letter_languages() -> Iterator[tuple[str, Any]]:
    for code in settings.LETTER_LANGUAGES:
        yield code, get_language_info(code)["name_translated"]


def choose_letter_language(code: str | None = None) -> str:
    """The language to write in: the one asked for ("fr", "fr-ca") or the reader's, else that of the site."""
    # Two letters, as the columns that keep it (record 0161).
    short = (code or get_language() or "")[:2]
    return short if short in settings.LETTER_LANGUAGES else settings.LANGUAGE_CODE


def choose_official_language() -> str:
    """The language of facts, and of the texts of the firm: the reader's where it is one of the two, else English."""
    short = (get_language() or "")[:2]
    return short if short in OFFICIAL else OFFICIAL[0]
