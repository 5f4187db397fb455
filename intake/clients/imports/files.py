"""Reading a file of clients: CSV, Excel or JSON Lines, within limits, into a header and numbered rows of text."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import PurePath
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from intake.common.typed_numbers import GROUPED_BY_POINTS
from scoring.numbers import group_thousands

# The proxy of docs/deploy lets so much through to this page, and the form around it.
MOST_BYTES = 5 * 1024 * 1024
# What a workbook may unfold to: a small one can hold a very large one.
MOST_UNFOLDED = 60 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 300
# Rows of a sheet that are looked at, empty ones too.
MOST_LOOKED_AT = 4 * MOST_ROWS
LONGEST_CELL = 10_000
DELIMITERS = ",;\t"
# What the reader of workbooks, and what it reads by, raise for other files: they share no error of their own.
BROKEN = (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, ParseError, EOFError)
Row = tuple[int, list[str]]


class FileRefused(ValueError):
    """A file that can't be read as clients; the message says why."""


class ImportTable(NamedTuple):
    """What a file says: the names of its columns, none of JSON Lines, and its rows with their numbers."""

    header: list[str]
    rows: list[Row]


Reader = Callable[[bytes], ImportTable]


def read_file(name: str, file: IO[bytes]) -> ImportTable:
    """A file of clients as a table, by the ending of its name. Raises `FileRefused`."""
    return read_table(
        name, file, READERS, MOST_BYTES, _("The name of a file of clients ends in .csv, .xlsx or .jsonl.")
    )


def read_table(name: str, file: IO[bytes], readers: Mapping[str, Reader], most: int, other_ending: str) -> ImportTable:
    """A file as a table, by the ending of its name, of at most this many bytes.

    `other_ending` is said of a name that no reader is for. Raises `FileRefused`.
    """
    reader = readers.get(PurePath(name).suffix.lower())
    if reader is None:
        raise FileRefused(other_ending)
    # One byte more than is taken shows that there is too much, and the rest is never read.
    content = file.read(most + 1)
    if len(content) > most:
        raise FileRefused(_("The file is larger than %(most)d MB.") % {"most": most // 1024**2})
    table = reader(content)
    check_table(table)
    return table


def check_table(table: ImportTable) -> None:
    """Refuse what is empty, and cells that no database keeps. Raises `FileRefused`."""
    if not table.rows:
        raise FileRefused(_("There is no row in the file."))
    for number, cells in table.rows:
        if any("\0" in cell for cell in cells):
            raise FileRefused(_("Row %(number)d contains a character that is not valid.") % {"number": number})
        # A line of JSON is one cell, with a longer limit of its own (`LONGEST_LINE`).
        if table.header and any(len(cell) > LONGEST_CELL for cell in cells):
            raise FileRefused(_("A cell of row %(number)d is too long.") % {"number": number})


def read_json_lines(content: bytes) -> ImportTable:
    """One client a line."""
    # Not `splitlines`, which breaks at signs that JSON may hold inside a text, as U+2028.
    lines = enumerate(decode_text(content).split("\n"), start=1)
    return ImportTable([], limit((number, [line]) for number, line in lines))


def read_csv(content: bytes) -> ImportTable:
    """Cells between commas, semicolons or tabs, whichever the first line has most of."""
    text = decode_text(content)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))
    try:
        return build_table(enumerate(reader, start=1))
    except csv.Error as error:
        raise FileRefused(_("This is not a table: %(why)s") % {"why": error}) from error


def read_workbook(content: bytes) -> ImportTable:
    """The first sheet of a workbook, its formulas as the values that were saved with it."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNFOLDED:
                raise FileRefused(_("The workbook is too large."))
        # Row by row: a whole workbook in memory would be there before a limit could stop it (record 0130).
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_row=MOST_LOOKED_AT, max_col=MOST_COLUMNS, values_only=True)
        return build_table(enumerate(([format_cell(cell) for cell in row] for row in rows), start=1))
    except FileRefused:
        raise
    except (*BROKEN, IndexError) as error:
        raise FileRefused(_("This workbook can't be read.")) from error


READERS = {".csv": read_csv, ".txt": read_csv, ".xlsx": read_workbook, ".jsonl": read_json_lines}


def decode_text(content: bytes) -> str:
    """The text, in UTF-8 or as the spreadsheets of Windows write it. Raises `FileRefused`."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The letters of this file can't be read: save it as UTF-8."))


def build_table(numbered: Iterable[Row]) -> ImportTable:
    """The first filled row is the header, and what follows the rows; cells beyond the header are left out."""
    filled = ((number, [cell.strip() for cell in cells]) for number, cells in numbered if any(cells))
    header = next(filled, (0, []))[1][:MOST_COLUMNS]
    while header and not header[-1]:
        header.pop()
    return ImportTable(header, limit((number, cells[: len(header)]) for number, cells in filled))


def limit(rows: Iterable[Row]) -> list[Row]:
    """The filled rows. Raises `FileRefused` where there are too many."""
    found = list(take_filled(rows))
    if len(found) > MOST_ROWS:
        raise FileRefused(_("The file has more than %(most)s rows. Divide it.") % {"most": group_thousands(MOST_ROWS)})
    return found


def take_filled(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with something in them; at most one more than are taken."""
    count = 0
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            count += 1
            yield number, cells
        if count > MOST_ROWS:
            return


def format_cell(value: Any) -> str:
    """A cell of a workbook as the text of a CSV would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() else str(value)
        # The nought says that the point is a decimal one: in "950.375" it would group thousands.
        return f"{text}0" if GROUPED_BY_POINTS.fullmatch(text) else text
    # A workbook has moments, even where a day was typed.
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
