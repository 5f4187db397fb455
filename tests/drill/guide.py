"""The commands of a page: its fenced blocks of shell, in order, and the notes for the drill between them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PIECE = re.compile(
    r"^## (?P<heading>[^\n]+)$|^```sh\n(?P<block>.*?)^```$|^<!-- drill: (?P<note>[^\n]+) -->$", re.MULTILINE | re.DOTALL
)


class Piece(NamedTuple):
    """A block of commands, or a note ("alerts leave"); and under which heading it stands."""

    heading: str
    block: str
    note: str


def read_pieces(page: Path) -> Iterator[Piece]:
    """Every block and note of the page."""
    heading = ""
    for found in PIECE.finditer(page.read_text()):
        if found["heading"]:
            heading = found["heading"]
        else:
            yield Piece(heading, found["block"] or "", found["note"] or "")
