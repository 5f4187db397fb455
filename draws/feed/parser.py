"""IRCC's feed of rounds: from bytes to what they say.

The feed is JSON with every value a string, newest round first. Every oddity
that has been seen in it is a test in `tests/draws/test_feed.py`. What has not
been seen may come too: a value of any type is read or named as a doubt, and
nothing that JSON can hold makes `read` fail but with `RowError`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.utils.text import Truncator
from django.utils.translation import gettext_noop as _

from draws.models.draws import HIGHEST_SCORE, LONGEST_NAME
from draws.rounds import ircc_text
from draws.rounds.corrected_days import correct_day
from draws.rounds.doubts import Doubt
from draws.rounds.ircc_text import Unclear
from intake.common.faults import Fault

DATA = Path(__file__).parents[1] / "data"
OWN_COPY = DATA / "ee_rounds_123_en.json"
# The rounds that come with the project, the newest first: the feed as of 2026-08-19, and those up to 2026-10-01.
SHIPPED = (DATA / "ee_rounds_438_447.json", OWN_COPY)
SITE = "https://www.canada.ca"
ALL_ROUNDS = {
    "en": "/en/immigration-refugees-citizenship/corporate/mandate/policies-operational-instructions-agreements"
    "/ministerial-instructions/express-entry-rounds.html",
    "fr": "/fr/immigration-refugies-citoyennete/organisation/mandat/politiques-directives-operationnelles"
    "-ententes-accords/instructions-ministerielles/entree-express-rondes.html",
}
# How much older than its round a distribution of the pool may be, before a person is asked.
OLDEST_POOL = timedelta(days=366)
COMES_TWICE = _("%(number)s comes twice")
Row = dict[str, str]
Band = tuple[int, int, int]


class FeedError(ValueError):
    """The whole feed can't be read."""


class RowError(ValueError):
    """A row without a number or a day: not a round. `column`: the one that says so, where it is one."""

    def __init__(self, why: str, column: str = "", **words: str | date) -> None:
        """`why`: a sentence of the catalogue, in English; `words`: those that stand in it."""
        super().__init__(why)
        self.column = column
        self.fault = Fault("", why, words)

    def __str__(self) -> str:
        # In the language of whoever reads it, who need not be the one in whose process the row was read.
        return str(self.fault)


@dataclass(frozen=True)
class ReceivedRound:
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


def read_shipped_rows() -> list[Any]:
    """The rows of the rounds that come with the project, newest first."""
    return [row for path in SHIPPED for row in read_rows(path.read_bytes())]


def read_rows(content: bytes) -> list[Any]:
    """The rows of a feed in UTF-8 or, as the French one has been served, Windows-1252; numbers as they are written."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Replaced, because a few bytes of cp1252 stand for nothing: a name may suffer, the numbers don't.
        text = content.decode("cp1252", errors="replace")
    try:
        # Numbers as text, as IRCC writes them in quotes: 1e999 and a figure of a million digits are then unclear, not
        # errors.
        found = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)["rounds"]
    except (ValueError, RecursionError, KeyError, TypeError) as problem:
        raise FeedError(f"This is not IRCC's feed of rounds: {shorten(repr(problem))}") from problem
    if not isinstance(found, list):
        raise FeedError("This is not IRCC's feed of rounds: 'rounds' is not a list")
    return found


def read_round(received: Any) -> ReceivedRound:
    """One row, understood as far as it is clear; the rest named in `doubts`. Raises `RowError` and nothing else."""
    row = normalize_row(received)
    doubts: list[Doubt] = []
    number, listed = parse_round_number(row), parse_day_held(row)
    # In eleven rows day and time name two days (record 0076).
    held_on = correct_day(number, listed)
    bands = parse_pool(row, doubts)
    return ReceivedRound(
        number=number,
        # Every draft needs a name to be found by; of one that is too long it is the beginning.
        name=read_clear(parse_name, row, "drawName", "name", doubts) or shorten(row.get("drawName", "").strip()),
        stream=read_clear(ircc_text.parse_stream, row, "drawName", "stream", doubts) or "",
        held_on=held_on,
        cutoff=read_clear(parse_score, row, "drawCRS", "cutoff", doubts),
        size=read_clear(ircc_text.parse_number, row, "drawSize", "size", doubts),
        tie_break=read_clear(
            partial(ircc_text.parse_tie_break, held_on=held_on), row, "drawCutOff", "tie_break", doubts
        ),
        pool_as_on=parse_pool_day(row, held_on, doubts) if bands else None,
        bands=bands,
        doubts=tuple(doubts),
        received=row,
    )


def normalize_row(received: Any) -> Row:
    """A row whose values are texts, as IRCC's are, and can be kept by every database."""
    try:
        if isinstance(received, dict):
            return {make_storable(key): make_storable(format_as_text(value)) for key, value in received.items()}
        raise RowError(_("%(received)s is not a row of the feed"), received=shorten(json.dumps(received)))
    # JSON may be nested deeper than Python follows; one such row must not end the reading of the others.
    except RecursionError as problem:
        raise RowError(_("A row of the feed has values in values without end")) from problem


def format_as_text(value: Any) -> str:
    """A value as text: null is nothing, and what is no text is its JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def make_storable(text: str) -> str:
    """The same with what no database's text can hold written out: NUL is "\\x00", half a surrogate "\\ud800"."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", r"\x00")


def shorten(text: str) -> str:
    """Words as they are repeated to staff, who need no more than their beginning."""
    return Truncator(text).chars(200)


Meaning = TypeVar("Meaning")


def read_clear(
    meaning: Callable[[str], Meaning], row: Row, key: str, about: str, doubts: list[Doubt]
) -> Meaning | None:
    """The meaning of one value; None and a doubt when it is unclear."""
    text = row.get(key, "")
    try:
        return meaning(text)
    except Unclear:
        doubts.append({"about": about, "received": shorten(text)})
        return None


def parse_name(text: str) -> str:
    """A name of a round; `Unclear` where it is longer than any name is."""
    text = text.strip()
    if len(text) > LONGEST_NAME:
        raise Unclear(text)
    return text


def parse_score(text: str) -> int:
    """A CRS score."""
    points = ircc_text.parse_number(text)
    if points > HIGHEST_SCORE:
        raise Unclear(text)
    return points


def parse_round_number(row: Mapping[str, str]) -> str:
    """The number as text: "437", "91a"."""
    number = row.get("drawNumber", "").strip().lower()
    # `\d` would take the digits of every script.
    if not re.fullmatch(r"[0-9]{1,5}[a-z]?", number):
        raise RowError(_("%(received)s is not the number of a round"), "drawNumber", received=shorten(repr(number)))
    return number


def get_page_url(row: Mapping[str, str], language: str = "en") -> str:
    """The address of IRCC's own page of a round in this language, as its row links to it; else of all rounds."""
    known = language if language in ALL_ROUNDS else "en"
    # Nothing but a path on that site: the link goes into our own pages as the feed has it.
    page = rf"""<a href=['"](?:/content/canadasite)?(/{known}/[\w/.?=-]+)['"]>"""
    found = re.match(page, row.get("drawNumberURL", ""))
    return SITE + (found[1] if found else ALL_ROUNDS[known])


def parse_day_held(row: Mapping[str, str]) -> date:
    """The day of the round as the row has it; two rounds may share one."""
    try:
        return ircc_text.parse_day(row.get("drawDate") or row.get("drawDateFull", ""))
    except Unclear as problem:
        received = shorten(repr(row.get("drawDate", "")))
        raise RowError(_("%(received)s is not the day of a round"), "drawDate", received=received) from problem


def parse_pool_day(row: Row, held_on: date, doubts: list[Doubt]) -> date | None:
    """The day of the pool's distribution: that of the round or one in the year before."""
    return read_clear(partial(parse_day_before, held_on), row, "drawDistributionAsOn", "pool_as_on", doubts)


def parse_day_before(held_on: date, text: str) -> date:
    """A day in the year up to the round."""
    on = ircc_text.parse_day(text)
    if not timedelta(0) <= held_on - on <= OLDEST_POOL:
        raise Unclear(text)
    return on


def parse_pool(row: Row, doubts: list[Doubt]) -> tuple[Band, ...]:
    """The pool's distribution; none when no number is there, every one is zero, or one can't be read."""
    bands, sums = ircc_text.read_tables()["bands"], ircc_text.read_tables()["sums"]
    received = {key: row.get(key, "") for key in (*bands, *sums)}
    if not any(received.values()):
        return ()
    try:
        count = {key: ircc_text.parse_number(number) for key, number in received.items()}
    except Unclear:
        unread = ", ".join(f"{key} “{shorten(number)}”" for key, number in received.items() if not is_number(number))
        doubts.append({"about": "pool", "received": shorten(unread)})
        return ()
    doubts.extend({"about": "sums", "received": wrong} for wrong in find_wrong_sums(count, sums))
    # Zero in every field means that none was published, as with rounds 1 to 213.
    return tuple((low, high, count[key]) for key, (low, high) in bands.items()) if any(count.values()) else ()


def is_number(text: str) -> bool:
    """Whether these words are a number."""
    try:
        ircc_text.parse_number(text)
    except Unclear:
        return False
    return True


def find_wrong_sums(count: Mapping[str, int], sums: Mapping[str, list[str]]) -> Iterator[str]:
    """Fields that are not the sum of their parts: "dd3 is 76,440, its parts make 76,260"."""
    for key, parts in sums.items():
        total = sum(count[part] for part in parts)
        if count[key] != total:
            yield f"{key} {count[key]:,} ≠ {total:,}"
