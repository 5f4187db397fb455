"""Placeholders in a text, which each client's own words replace."""

import re
from collections.abc import Mapping

# No template, name or address says this.
PLACEHOLDER = "⟦{}⟧"
IN_TEXT = re.compile(r"⟦(\w+)⟧")
IN_BYTES = re.compile("⟦(\\w+)⟧".encode())


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with words in place of its placeholders, in one pass: what is put in is not searched again."""
    return IN_TEXT.sub(lambda found: words.get(found[1], found[0]), text)


def fill_bytes(text: bytes, words: Mapping[str, str]) -> bytes:
    """The same for a message in MIME form."""
    # The lines of mail end so, and those of ours do not.
    encoded = {name.encode(): word.replace("\n", "\r\n").encode() for name, word in words.items()}
    return IN_BYTES.sub(lambda found: encoded.get(found[1], found[0]), text)
