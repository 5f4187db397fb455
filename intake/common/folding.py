"""Letters without case and accents, in Python and as an expression that both databases understand.

SQLite knows the case of a to z alone, PostgreSQL that of its own locale, and neither folds accents: so a word is looked
for with every form of each of its letters named, and found in the same texts on both.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

# Latin, Greek and Cyrillic, where accents are left out in a hurry; letters of other scripts stay as they are.
# PostgreSQL's `unaccent` would do it, and SQLite has none (record 0154).
RANGES = (range(0x41, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000))
# What Unicode takes for letters of their own, and the apostrophe of a careful keyboard.
OTHERS = {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "’": "'"}


def find_base(letter: str) -> str:
    """The letter in small and without accents; itself where it is more than one letter."""
    parts = unicodedata.normalize("NFKD", letter.lower())
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return bare if len(bare) == 1 and bare.isalpha() else letter


def list_folds() -> Iterator[tuple[str, str]]:
    """Each letter that has a base, with it."""
    for letter in (chr(code) for span in RANGES for code in span):
        if letter.isalpha():
            yield letter, find_base(letter)
    yield from OTHERS.items()


FOLDS = str.maketrans(dict(list_folds()))
FORMS: dict[str, str] = defaultdict(str)
for form, base in list_folds():
    FORMS[base] += form
FORMS["'"] += "'"


def fold(text: str) -> str:
    """The text letter by letter without case and accents; as long as it was in its composed form."""
    return unicodedata.normalize("NFC", text).translate(FOLDS)


def is_plain(folded: str) -> bool:
    """Whether a folded text is written in one way alone, as digits are."""
    return FORMS.keys().isdisjoint(folded)


def build_pattern(folded: str) -> str:
    """An expression for the lookup `regex` that finds a folded text however it is written."""
    return "".join(f"[{FORMS[letter]}]" if letter in FORMS else re.escape(letter) for letter in folded)
