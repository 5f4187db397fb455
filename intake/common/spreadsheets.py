"""Tables for spreadsheets: CSV and Excel, in which no cell is run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What a spreadsheet takes for the beginning of a formula, even where blanks stand before it.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Cell = str | int | float | None


def make_cell(value: Any) -> Cell:
    """A value as a cell: a number as it is, a day as YYYY-MM-DD, a text that no spreadsheet runs."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        value = timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    text = ILLEGAL_CHARACTERS_RE.sub("", value.isoformat() if isinstance(value, date) else str(value))
    # An apostrophe, which spreadsheets read as "this is text" (record 0131).
    return f"'{text}" if text.startswith(RUNS) or text.strip().startswith(RUNS) else text


def write_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as CSV, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([make_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_workbook(rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as a workbook of one sheet."""
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([make_cell(value) for value in row])
    book.save(file)
    return file.getvalue()


WRITERS = {"csv": write_csv, "xlsx": write_workbook}
