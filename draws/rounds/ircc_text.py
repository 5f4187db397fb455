"""What IRCC's published words mean: numbers, dates, tie-breaks, names of rounds.

Each function gives the one meaning the words can have, or raises `Unclear`.
Nothing is guessed: what is unclear goes to a person.
"""

import re
import tomllib
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from scoring.apps import rulebook
from scoring.days import years_after
from scoring.streams import PROGRAMS, list_program_names
from scoring.table import RuleError

MONTHS = (
    ("january", "janvier"),
    ("february", "fevrier"),
    ("march", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juin"),
    ("july", "juillet"),
    ("august", "aout"),
    ("september", "septembre"),
    ("october", "octobre"),
    ("november", "novembre"),
    ("december", "decembre"),
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in (*names, f"{number:02}")}
MONTH = f"(?P<month>{'|'.join(name for names in MONTHS for name in names)})"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
YEAR = r"(?: ?(?P<year>\d{4}))?"
# As `normalize_words` leaves "2026-08-19": its hyphens are spaces by then.
ISO = r"(?P<year>\d{4}) (?P<month>0[1-9]|1[0-2]) (?P<day>\d{2})"
DATES = (re.compile(f"{MONTH} ?{DAY}{YEAR}"), re.compile(f"{DAY} ?{MONTH}{YEAR}"), re.compile(ISO))
# "at 18:34:05 UTC", the "T" of ISO 8601, and French "à 18 h 34 min 05 s".
CLOCK = re.compile(
    r"(?:at|a|t)? ?(?P<h>\d{1,2}) ?(?::|h) ?(?P<m>\d{2}) ?(?::|min) ?(?P<s>\d{2}) ?s? ?(?P<half>am|pm)? ?(?:utc|z)?"
)
# What is left of ", 2026-Version 3" and "(Version 1)" once the words are normalized.
VERSION = re.compile(r"( \d{4})? version \d+$")


class Unclear(ValueError):
    """Words that have no meaning, or more than one."""


@cache
def read_tables() -> dict[str, Any]:
    """The names and bands of `data/feed.toml`."""
    return tomllib.loads((Path(__file__).parents[1] / "data" / "feed.toml").read_text(encoding="utf-8"))


def normalize_words(words: str) -> str:
    """Words without accents, capitals and the punctuation that IRCC varies; colons stay."""
    letters = (c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9:]+", " ", "".join(letters).casefold()).strip()


def parse_number(words: str) -> int:
    """Read a number of at most nine digits: "1,000", "1000", or "1 000" (French, also with no-break spaces)."""
    # Only between groups of three: "1,2" is unclear and not twelve.
    digits = re.sub(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3}\b)", "", words.strip())
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise Unclear(words)
    return int(digits)


def parse_day(words: str) -> date:
    """Read a date: 2026-08-19, August 19, 2026, or 19 août 2026."""
    found, rest = split_leading_date(words)
    if rest or not found["year"]:
        raise Unclear(words)
    return make_date(found, int(found["year"]))


def split_leading_date(words: str) -> tuple[re.Match[str], str]:
    """The date in words that a text begins with, and what follows it."""
    text = normalize_words(words)
    for pattern in DATES:
        if found := pattern.match(text):
            return found, text[found.end() :].strip()
    raise Unclear(words)


def make_date(found: re.Match[str], year: int) -> date:
    """The date found, in that year."""
    try:
        return date(year, MONTH_OF[found["month"]], int(found["day"]))
    except ValueError as problem:
        raise Unclear(found[0]) from problem


def parse_tie_break(words: str, held_on: date) -> datetime | None:
    """The moment of a tie-break in UTC; None when none was published.

    "March 1, 2026 at 18:34:05 UTC", and the irregular ways of saying it. Where
    the year is missing it is that of the only such day in which a profile that is
    still in the pool can have been submitted.
    """
    if not words.strip():
        return None
    found, rest = split_leading_date(words)
    clock = CLOCK.fullmatch(rest)
    if not clock:
        raise Unclear(words)
    on = make_date(found, int(found["year"])) if found["year"] else find_only_day(found, held_on)
    # A day later too: the tie-break is in UTC, and the round has its day in Ottawa.
    if not find_first_day(held_on) <= on <= held_on + timedelta(days=1):
        raise Unclear(words)
    return datetime.combine(on, parse_hour(words, clock), UTC)


def find_first_day(held_on: date) -> date:
    """The first day on which a profile that is in the pool on a day can have been submitted."""
    try:
        years = rulebook().on(held_on)["pool/validity"].points("profile")
    # A day before the first edition of the rules: what it can mean is not known, which is no error of the feed.
    except RuleError as problem:
        raise Unclear(held_on.isoformat()) from problem
    return years_after(held_on, -years) - timedelta(days=1)


def find_only_day(found: re.Match[str], held_on: date) -> date:
    """The one day of that name up to the round on which a profile in the pool can have been submitted."""
    first = find_first_day(held_on)
    days = [make_date(found, year) for year in range(first.year, held_on.year + 1)]
    days = [on for on in days if first <= on <= held_on]
    # Of the round's own day, a year ago and now, nothing says which is meant.
    if len(days) != 1:
        raise Unclear(found[0])
    return days[0]


def parse_hour(words: str, clock: re.Match[str]) -> time:
    """A 24-hour time; "20:19:59 PM" says nothing new, "01:05:00 PM" is unclear."""
    hour = int(clock["h"])
    # IRCC writes 24 hours and sometimes a half of the day with it; where the two disagree a person decides.
    if clock["half"] and (clock["half"] == "pm") != (hour >= 12):
        raise Unclear(words)
    try:
        return time(hour, int(clock["m"]), int(clock["s"]))
    except ValueError as problem:
        raise Unclear(words) from problem


def list_names(code: str) -> list[str]:
    """A program's names in both languages, as a round's name is compared with them."""
    return [normalize_words(name) for name in list_program_names(code)]


def parse_stream(name: str) -> str:
    """The stream that a round's name stands for: "Trade occupations (Version 1)" is "trades"."""
    words = VERSION.sub("", normalize_words(name))
    # As a whole: a new name that merely contains "healthcare" must not be matched by the healthcare list (record 0011).
    fitting = [
        code
        for code, patterns in read_tables()["streams"].items()
        if any(re.fullmatch(pattern, words) for pattern in patterns)
    ]
    # A program that an edition brings has its names in its own table, and no pattern here (record 0081).
    fitting = fitting or [code for code in PROGRAMS if words in list_names(code)]
    # No pattern, or two: which round it was decides who is told, so that a person must say.
    if len(fitting) != 1:
        raise Unclear(name)
    stream: str = fitting[0]
    return stream
