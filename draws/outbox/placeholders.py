"""Places in a text, where each client's own words go."""

import re
from collections.abc import Mapping

# No template, name or address says this.
PLACE = "⟦{}⟧"
PLACES = re.compile(r"⟦(\w+)⟧")
PLACES_IN_BYTES = re.compile("⟦(\\w+)⟧".encode())


def put(text: str, words: Mapping[str, str]) -> str:
    """The text with words in their places, in one pass: what is put in is not looked at again."""
    return PLACES.sub(lambda place: words.get(place[1], place[0]), text)


def put_in_bytes(text: bytes, words: Mapping[str, str]) -> bytes:
    """The same for a message in MIME form."""
    said = {name.encode(): word.encode() for name, word in words.items()}
    return PLACES_IN_BYTES.sub(lambda place: said.get(place[1], place[0]), text)
