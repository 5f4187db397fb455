"""Rounds from a table that staff bring, CSV or Excel: each row looked at like a row of IRCC's feed, the new ones taken.

A row becomes what the feed would have said, and is read by the same parser: what is unclear is a doubt, and one row
stands in no other's way. A new round becomes a draft as if staff had typed it; one that is known stays as it is, and
what differs is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import IO

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from draws.feed import cutoff_extremes
from draws.feed.cutoff_extremes import Extremes
from draws.feed.importer import FACTS, build_bands, check_fields, doubt_extremes, get_facts
from draws.feed.parser import COMES_TWICE, ReceivedRound, Row, RowError, read_round, shorten
from draws.models import Draw, PoolBand
from draws.rounds.doubts import DECIDING, describe_doubt
from intake.clients.imports.files import FileRefused, ImportTable, read_csv, read_table, read_workbook
from scoring.numbers import group_thousands
from scoring.streams import STREAMS

READERS = {".csv": read_csv, ".txt": read_csv, ".xlsx": read_workbook}
# There have been fewer than five hundred rounds in twelve years.
MOST_ROUNDS = 1000
MOST_BYTES = 1024 * 1024
# What a form may bring back of a file: less than nginx lets pass (docs/deploy/nginx.conf).
MOST_PACKED = 900 * 1024
SALT = "a file of rounds"
# What is compared with a round that is known, where the table says it.
COMPARED = ("held_on", "stream", "cutoff", "size", "tie_break")


@dataclass
class Looked:
    """What a row of the table would do: "new", "same", "differs", "refused".

    `problem`: why it is refused; `column`: what the feed calls the column that it is refused for, where it is one.
    """

    row: int
    outcome: str
    found: ReceivedRound | None = None
    known: Draw | None = None
    differs: list[str] = field(default_factory=list)
    problem: str = ""
    column: str = ""


def read_file(name: str, file: IO[bytes]) -> ImportTable:
    """A file of rounds as a table. Raises `FileRefused`."""
    table = read_table(name, file, READERS, MOST_BYTES, _("The name of a file of rounds ends in .csv or .xlsx."))
    if len(table.rows) > MOST_ROUNDS:
        raise FileRefused(
            _("The file has more than %(most)s rows. Divide it.") % {"most": group_thousands(MOST_ROUNDS)}
        )
    if len(pack(table)) > MOST_PACKED:
        raise FileRefused(_("The cells of this file are too long: take out the columns that say nothing of rounds."))
    return table


def list_rows(table: ImportTable, fields: Iterable[str]) -> list[tuple[int, Row]]:
    """Each row with its number in the file, as the feed would have it; `fields`: what each column is, "" for none."""
    names = list(fields)
    return [
        (number, {name: cell for name, cell in zip(names, cells, strict=False) if name}) for number, cells in table.rows
    ]


def look_at(rows: Iterable[tuple[int, Row]]) -> list[Looked]:
    """What each row would do; nothing is saved."""
    extremes, seen = cutoff_extremes.find_extremes(), set[str]()
    looked = [look_at_row(number, row, extremes, seen) for number, row in rows]
    numbers = [one.found.number for one in looked if one.found]
    known = {draw.number: draw for draw in Draw.objects.filter(number__in=numbers)}
    for one in looked:
        if one.found and one.found.number in known:
            compare(one, known[one.found.number])
    return looked


def look_at_row(number: int, row: Row, extremes: Extremes, seen: set[str]) -> Looked:
    """One row, read as the feed's are; refused where it is no round, or stands there twice."""
    try:
        found = doubt_extremes(settle_doubts(read_round(row), row), extremes)
        if found.number in seen:
            raise RowError(COMES_TWICE, "drawNumber", number=found.number)
        if not found.name:
            raise RowError(gettext_noop("%(number)s has no name"), "drawName", number=found.number)
    except RowError as problem:
        return Looked(number, "refused", problem=str(problem), column=problem.column)
    # Only here: a row that was refused does not keep a right one of the same number out.
    seen.add(found.number)
    return Looked(number, "new", found)


def settle_doubts(found: ReceivedRound, row: Mapping[str, str]) -> ReceivedRound:
    """The round with the stream that the table names by its code, without doubts of what it leaves out and may."""
    code = row.get("stream", "").strip().lower()
    stream = code if code in STREAMS else found.stream
    settled = {"stream"} if stream else set[str]()
    # A table need not have every column of the feed; without what decides, the draft waits for a person.
    settled |= {doubt["about"] for doubt in found.doubts if not doubt["received"]} - set(DECIDING)
    doubts = tuple(doubt for doubt in found.doubts if doubt["about"] not in settled)
    return replace(found, stream=stream, doubts=doubts)


def compare(one: Looked, known: Draw) -> None:
    """Whether a round that is known says the same, as far as the table says it."""
    one.known, found = known, one.found
    names = [name for name in COMPARED if getattr(found, name) not in (None, "")]
    one.differs = [name for name in names if getattr(found, name) != getattr(known, name)]
    one.outcome = "differs" if one.differs else "same"


def describe_why(one: Looked, headings: Mapping[str, str]) -> list[str]:
    """What to know of a row: why it is refused, what of it is in doubt, what differs from the round that is known.

    `headings`: what stands in the file over each column, by what the feed calls it.
    """
    if one.outcome == "new" and one.found:
        return [describe_doubt(doubt) for doubt in one.found.doubts]
    if one.problem:
        return [describe_problem(one, headings)]
    return [describe_difference(one, name) for name in one.differs]


def describe_problem(one: Looked, headings: Mapping[str, str]) -> str:
    """Why a row is refused, with its column where it is one."""
    if one.column not in headings:
        return one.problem
    return _("column “%(column)s”: %(why)s") % {"column": headings[one.column], "why": one.problem}


def describe_difference(one: Looked, name: str) -> str:
    """One field that differs, in words."""
    words = {"field": Draw._meta.get_field(name).verbose_name}  # type: ignore[union-attr]
    words |= {"theirs": getattr(one.found, name), "ours": getattr(one.known, name)}
    return _("%(field)s: “%(theirs)s” in the file, “%(ours)s” in our records") % words


@transaction.atomic
def take(rows: Iterable[tuple[int, Row]]) -> tuple[list[Draw], list[str]]:
    """Make a draft of each new round, oldest first; the drafts, and what the database refused."""
    made: list[Draw] = []
    refused: list[str] = []
    # Looked at once more: a colleague may have recorded one of them since the page was shown.
    new = [one.found for one in look_at(rows) if one.outcome == "new" and one.found]
    # Each in a savepoint: after an error PostgreSQL refuses whatever follows in the transaction (record 0075).
    for found in sorted(new, key=lambda one: one.held_on):
        try:
            with transaction.atomic():
                made.append(save_draft(found))
        except (DatabaseError, ValidationError, ValueError) as problem:
            refused.append(f"{found.number}: {shorten(str(problem))}")
    return made, refused


def save_draft(found: ReceivedRound) -> Draw:
    """A draft as staff record them: no row of the feed, so that it is no public fact before the firm publishes it."""
    draw = Draw(number=found.number, **get_facts(found), not_understood=list(found.doubts))
    check_fields(draw, FACTS)
    draw.save()
    PoolBand.objects.bulk_create(build_bands(draw, found))
    return draw


def pack(table: ImportTable) -> str:
    """The table as a form keeps it from one step to the next, signed: nothing else comes back."""
    return signing.dumps(table, salt=SALT, compress=True)


def unpack(packed: str) -> ImportTable:
    """The table of a form. Raises `FileRefused` for what `pack` did not make."""
    try:
        header, rows = signing.loads(packed, salt=SALT)
    except signing.BadSignature as problem:
        raise FileRefused(_("What the page kept of the file can't be read: bring the file again.")) from problem
    return ImportTable(header, [(number, cells) for number, cells in rows])
