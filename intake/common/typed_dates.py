"""Dates as people write and paste them: "1990-03-27", "27/03/1990", "March 27, 1990", "1er mars 1990", "mars 2021"."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import override

# No month of a language has fewer letters than that in common with another: "jui" is not a month, "juin" is.
FEWEST_LETTERS = 3
MONTHS_OF_A_YEAR = 12
# Letters of the shortest: "3-2021".
SHORTEST = 6
SIGN = r"[\s/.,\-]+"
YEAR, NUMBER, WORD = r"\d{4}", r"\d{1,2}", r"[^\W\d]+\.?"
# "1st", "27th", and the "1er" of French.
DAY = rf"({NUMBER})(?:st|nd|rd|th|er|re)?"
YEAR_FIRST = re.compile(rf"({YEAR}){SIGN}({NUMBER})(?:{SIGN}({NUMBER}))?")
YEAR_LAST = re.compile(rf"(?:({NUMBER}){SIGN})?({NUMBER}){SIGN}({YEAR})")
DAY_FIRST = re.compile(rf"(?:le\s+)?(?:{DAY}(?:\s+of)?{SIGN})?({WORD}){SIGN}({YEAR})", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"({WORD}){SIGN}{DAY}{SIGN}({YEAR})", re.IGNORECASE)
# A year of two figures, last or first, beside a day and a month: of "June 14" nobody knows whether 14 is a year.
SHORT_LAST = re.compile(rf"(.+{SIGN}.+{SIGN})[’']?(\d\d)")
SHORT_FIRST = re.compile(rf"[’']?(\d\d)({SIGN}{NUMBER}{SIGN}{NUMBER})")
CENTURIES = (1900, 2000)


class TypedDate(NamedTuple):
    """The parts of a date as the boxes take them; without a day, those of a month."""

    day: str
    month: str
    year: str

    @property
    def iso(self) -> str:
        """The day as 1990-03-27."""
        return f"{self.year:0>4}-{self.month:0>2}-{self.day:0>2}"


def read_dates(text: str, until: int | None = None) -> list[TypedDate]:
    """What a text can mean: one date, several where day and month or the century could be either, or none.

    `until`: the last year that one of two figures can be of; without it such a year is refused.
    """
    plain = text.strip()
    found = _read_whole(plain)
    if found or until is None:
        return found
    expanded = [one for whole in _write_years(plain, until) for one in _read_whole(whole) if _exists(one)]
    return list(dict.fromkeys(expanded))


def _read_whole(text: str) -> list[TypedDate]:
    """The meanings of a text with a year of four figures."""
    found = _read_numbers(text) or list(_read_words(text))
    return [one for one in found if 1 <= int(one.month) <= MONTHS_OF_A_YEAR]


def _write_years(text: str, until: int) -> Iterator[str]:
    """A text with a year of two figures, in each century in which that year has come."""
    if found := SHORT_LAST.fullmatch(text):
        begun, year = found.groups()
        yield from (f"{begun}{century + int(year)}" for century in CENTURIES if century + int(year) <= until)
    if found := SHORT_FIRST.fullmatch(text):
        year, rest = found.groups()
        yield from (f"{century + int(year)}{rest}" for century in CENTURIES if century + int(year) <= until)


def _exists(typed: TypedDate) -> bool:
    try:
        date(int(typed.year), int(typed.month), int(typed.day or 1))
    except ValueError:
        return False
    return True


def _read_numbers(text: str) -> list[TypedDate]:
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return [_make(day, month, year)]
    if not (found := YEAR_LAST.fullmatch(text)):
        return []
    one, other, year = found.groups()
    if one is None:
        return [_make(None, other, year)]
    # Half of the world writes the day first, and half the month: what can be no month is the day.
    return list(dict.fromkeys([_make(one, other, year), _make(other, one, year)]))


def _read_words(text: str) -> Iterator[TypedDate]:
    if found := DAY_FIRST.fullmatch(text):
        day, word, year = found.groups()
    elif found := MONTH_FIRST.fullmatch(text):
        word, day, year = found.groups()
    else:
        return
    if month := find_month(word):
        yield _make(day, str(month), year)


def _make(day: str | None, month: str, year: str) -> TypedDate:
    return TypedDate(str(int(day)) if day else "", str(int(month)), str(int(year)))


def find_month(word: str) -> int | None:
    """The number of the month that a word names in a language of the site, even where it is cut short: "sept."."""
    plain = _fold(word)
    if len(plain) < FEWEST_LETTERS:
        return None
    found = {number for name, number in _list_month_names().items() if name.startswith(plain)}
    return found.pop() if len(found) == 1 else None


@cache
def _list_month_names() -> Mapping[str, int]:
    """The number of each month by its name.

    Buys 94 % of the steps of days in words of a list (`python -m bench.bought workers _list_month_names`).
    """
    names: dict[str, int] = {}
    for language in settings.LETTER_LANGUAGES:
        with override(language):
            names |= {_fold(str(name)): number for number, name in MONTHS.items()}
    return names


def _fold(word: str) -> str:
    """The word without accents, capital letters and the point of an abbreviation."""
    plain = unicodedata.normalize("NFKD", word.strip(". "))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
