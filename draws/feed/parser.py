"""IRCC's feed of rounds: from bytes to what they say.

The feed is JSON with every value a string, newest round first. Every oddity
that has been seen in it is a test in `tests/draws/test_feed.py`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from draws.models.rounds import HIGHEST_SCORE
from draws.rounds import ircc_text
from draws.rounds.doubts import Doubt
from draws.rounds.ircc_text import Unclear

OWN_COPY = Path(__file__).parents[1] / "data" / "ee_rounds_123_en.json"
SITE = "https://www.canada.ca"
ALL_ROUNDS = (
    "/en/immigration-refugees-citizenship/corporate/mandate/policies-operational-instructions-agreements"
    "/ministerial-instructions/express-entry-rounds.html"
)
Row = dict[str, str]
Band = tuple[int, int, int]


class FeedError(ValueError):
    """The whole feed can't be read."""


class RowError(ValueError):
    """A row without a number or a day: not a round."""


@dataclass(frozen=True)
class Round:
    """What one row says. None or "": not said, or not understood (then there is a doubt).

    `bands` are (lowest score, highest score, candidates); empty when IRCC
    published no distribution.
    """

    number: str
    name: str
    stream: str
    held_on: date
    cutoff: int | None
    size: int | None
    tie_break: datetime | None
    pool_as_on: date | None
    bands: tuple[Band, ...]
    doubts: tuple[Doubt, ...]
    received: Row


def rows(content: bytes) -> list[Row]:
    """The rows of a feed in UTF-8 or, as the French one has been served, Windows-1252."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        found = json.loads(text)["rounds"]
    except (json.JSONDecodeError, KeyError, TypeError) as problem:
        raise FeedError(f"This is not IRCC's feed of rounds: {problem!r}") from problem
    if not isinstance(found, list):
        raise FeedError("This is not IRCC's feed of rounds: 'rounds' is not a list")
    return found


def read(row: Row) -> Round:
    """One row, understood as far as it is clear; the rest named in `doubts`."""
    doubts: list[Doubt] = []
    held_on = day_held(row)
    bands = pool(row, doubts)
    return Round(
        number=round_number(row),
        name=row.get("drawName", "").strip(),
        stream=clear(ircc_text.stream, row, "drawName", "stream", doubts) or "",
        held_on=held_on,
        cutoff=clear(score, row, "drawCRS", "cutoff", doubts),
        size=clear(ircc_text.number, row, "drawSize", "size", doubts),
        tie_break=clear(lambda words: ircc_text.tie_break(words, held_on), row, "drawCutOff", "tie_break", doubts),
        pool_as_on=clear(ircc_text.day, row, "drawDistributionAsOn", "pool_as_on", doubts) if bands else None,
        bands=bands,
        doubts=tuple(doubts),
        received=row,
    )


def clear(meaning: Callable[[str], Any], row: Row, key: str, about: str, doubts: list[Doubt]) -> Any:
    """The meaning of one value; None and a doubt when it is unclear."""
    words = row.get(key, "")
    try:
        return meaning(words)
    except Unclear:
        doubts.append({"about": about, "received": words})
        return None


def score(words: str) -> int:
    """A CRS score."""
    points = ircc_text.number(words)
    if points > HIGHEST_SCORE:
        raise Unclear(words)
    return points


def round_number(row: Mapping[str, str]) -> str:
    """The number as text: "437", "91a"."""
    number = str(row.get("drawNumber", "")).strip().lower()
    if not re.fullmatch(r"\d{1,5}[a-z]?", number):
        raise RowError(f"{number!r} is not the number of a round")
    return number


def page_of(row: Mapping[str, str]) -> str:
    """The address of IRCC's own page of a round, as its row links to it; of all rounds, where it does not."""
    found = re.match(r"""<a href=['"](?:/content/canadasite)?(/en/[\w/.?=-]+)['"]>""", row.get("drawNumberURL", ""))
    return SITE + (found[1] if found else ALL_ROUNDS)


def day_held(row: Mapping[str, str]) -> date:
    """The day of the round; two rounds may share one."""
    try:
        return ircc_text.day(row.get("drawDate") or row.get("drawDateFull", ""))
    except Unclear as problem:
        raise RowError(f"{row.get('drawDate')!r} is not the day of a round") from problem


def pool(row: Row, doubts: list[Doubt]) -> tuple[Band, ...]:
    """The pool's distribution; none when every number is zero, or one can't be read."""
    bands, sums = ircc_text.tables()["bands"], ircc_text.tables()["sums"]
    try:
        count = {key: ircc_text.number(row[key]) for key in (*bands, *sums)}
    except (KeyError, Unclear) as problem:
        doubts.append({"about": "pool", "received": str(problem)})
        return ()
    doubts.extend({"about": "sums", "received": wrong} for wrong in wrong_sums(count, sums))
    return tuple((low, high, count[key]) for key, (low, high) in bands.items()) if any(count.values()) else ()


def wrong_sums(count: Mapping[str, int], sums: Mapping[str, list[str]]) -> Iterator[str]:
    """Fields that are not the sum of their parts: "dd3 is 76,440, its parts make 76,260"."""
    for key, parts in sums.items():
        total = sum(count[part] for part in parts)
        if count[key] != total:
            yield f"{key} {count[key]:,} ≠ {total:,}"
