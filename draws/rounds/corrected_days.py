"""The days of rounds that IRCC's list has a day too early: a table with sources."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple


class CorrectedDay(NamedTuple):
    """A round's day: as IRCC's list has it, and as its own time and the press of the day have it."""

    number: str
    listed: date
    held_on: date
    time: str
    cite: str
    url: str


@cache
def read_corrected_days() -> dict[str, CorrectedDay]:
    """The rows of `data/corrected_days.toml` by number of round."""
    path = Path(__file__).parents[1] / "data" / "corrected_days.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["round"]
    return {row["number"]: CorrectedDay(**row) for row in rows}


def correct_day(number: str, listed: date) -> date:
    """The day a round was held, which for a few is not the day that IRCC lists."""
    found = read_corrected_days().get(number)
    # Once IRCC has put its list right, nothing is corrected twice (record 0076).
    return found.held_on if found and found.listed == listed else listed


def find_correction(number: str, held_on: date) -> CorrectedDay | None:
    """What was corrected about the day of a round that is recorded so."""
    found = read_corrected_days().get(number)
    return found if found and found.held_on == held_on else None
