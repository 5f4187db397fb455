"""Words of one direction of writing among words of the other: in a sentence from right to left, an English name.

Where nothing sets them apart, a sign or a figure at their edge changes sides: "+1 613 555-0100" is read backwards, a
full stop stands before its sentence. Pages and letters have `bdi` for it, texts have Unicode's isolates (UAX #9).
"""

from typing import Any
from unicodedata import bidirectional

from django.utils.html import format_html
from django.utils.translation import get_language_bidi

ISOLATE, END_OF_ISOLATE, FROM_RIGHT = "\u2068", "\u2069", "\u200f"


def get_sides() -> dict[str, str]:
    """The side where lines of the active language begin, and the one where they end, as styles name them."""
    start, end = ("right", "left") if get_language_bidi() else ("left", "right")
    return {"start": start, "end": end}


def isolate(words: Any, in_html: bool) -> Any:
    """Words that keep their own order in a sentence from right to left; in other languages as they are."""
    if not words or not get_language_bidi():
        return words
    if in_html:
        # With the marks inside, for what knows no `bdi`: Word, which shows letters in Outlook, and WeasyPrint.
        return format_html("<bdi>{}{}{}</bdi>", ISOLATE, words, END_OF_ISOLATE)
    return f"{ISOLATE}{leave_room(str(words))}{END_OF_ISOLATE}"


def leave_room(words: str) -> str:
    """An address between spaces: mail programs would take a mark that touches it for a part of the link."""
    return f" {words} " if words.startswith("http") else words


def mark_lines(text: str) -> str:
    """A text in which each line with words from right to left begins there, whatever stands first in it."""
    # For programs that look at the first letter of a line (record 0175).
    return "\n".join(FROM_RIGHT + line if has_words_from_right(line) else line for line in text.split("\n"))


def has_words_from_right(line: str) -> bool:
    """Whether a letter of it is written from right to left."""
    return any(bidirectional(letter) in {"R", "AL"} for letter in line)
