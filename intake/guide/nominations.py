"""The provinces that nominate, and their streams, as far as sources speak of them and as surely as they do."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import get_language

from intake.guide.nomination_words import (
    BEGINS,
    CERTAINTIES,
    CONDITIONS,
    GIVES,
    OFFERS,
    PROSPECTS,
    SOURCES,
    asks_for,
    describe_all,
    read_least,
)
from intake.questionnaire.steps import PROVINCES
from scoring.rulebook import Rules

NAMES = dict(PROVINCES)
BY_GIVEN = {"yes": "points", "option": "unsure", "unknown": "unsure", "no": "base"}


class Details(NamedTuple):
    """What a stream asks for, how it begins, and what that rests on; `as_of`, if known, is a day of a month.

    `least`: the CRS score that it asks for at the least; None where it names none. `graduate_permit`, `permit`,
    `offer`: it asks for a post-graduation work permit, a work permit, a job offer.
    """

    begins: list[str]
    conditions: list[str]
    source: Any
    as_of: date | None
    certainty: Any
    other_since: date | None
    least: int | None
    graduate_permit: bool
    permit: bool
    offer: bool


class ProvincialStream(NamedTuple):
    """A stream by its own name; `since` is the day of its opening or closing, None where not known."""

    name: str
    express_entry: str
    status: str
    since: date | None
    details: Details | None

    @property
    def gives(self) -> Any:
        """Whether a nomination through it gives the points of Express Entry."""
        return GIVES[self.express_entry]

    @property
    def prospect(self) -> str:
        """What it has to offer, as a word of `PROSPECTS`."""
        return BY_GIVEN[self.express_entry] if self.status == "open" else self.status


class Province(NamedTuple):
    """A province or territory, its program by its own name, and the streams that are known."""

    code: str
    name: str
    program: str
    url: str
    streams: list[ProvincialStream]

    @property
    def prospect(self) -> Any:
        """The best that one of its streams has to offer."""
        offered = {stream.prospect for stream in self.streams} or {"none"}
        return next(words for prospect, words in PROSPECTS.items() if prospect in offered)


class Minimum(NamedTuple):
    """The least CRS score that an open stream asks for, and what the province has open outside Express Entry."""

    province: str
    stream: str
    least: int
    outside: tuple[ProvincialStream, ...] = ()


def list_minimums(rules: Rules, code: str | None = None) -> list[Minimum]:
    """What the open streams of all provinces, or of the one with this code, ask for as a CRS score."""
    return [
        Minimum(province.name, stream.name, stream.details.least, tuple(list_outside(province)))
        for province in list_provinces(rules)
        for stream in province.streams
        if code in {None, province.code} and stream.status == "open" and stream.details and stream.details.least
    ]


def list_outside(province: Province) -> Iterator[ProvincialStream]:
    """The open base streams of a province of which no source names a least CRS score."""
    for stream in province.streams:
        if stream.prospect == "base" and stream.details and stream.details.least is None:
            yield stream


def list_provinces(rules: Rules) -> list[Province]:
    """Every province that nominates, by name. Raises KeyError for a word that the tables should not have."""
    found = [
        Province(code, str(NAMES[code]), str(row["program"]), _choose_url(row), list(_list_streams(code, rules)))
        for code, row in rules["guide/nominee_programs"].cells.items()
    ]
    # Taken apart, so that “Île” and “Québec” stand at their letters and not after z.
    return sorted(found, key=lambda province: unicodedata.normalize("NFD", province.name))


def _choose_url(row: Mapping[str, Any]) -> str:
    # Not every province has its page in French.
    return str(row["url_fr"] if get_language() == "fr" and row["url_fr"] else row["url"])


def _list_streams(code: str, rules: Rules) -> Iterator[ProvincialStream]:
    details = rules["guide/nominee_details"].cells
    for key, row in rules["guide/nominee_streams"].cells.items():
        if row["province"] == code:
            told = _read_details(details[key]) if key in details else None
            yield ProvincialStream(
                str(row["stream"]), str(row["express_entry"]), str(row["status"]), _read_day(row["since"]), told
            )


def _read_details(row: Mapping[str, Any]) -> Details:
    return Details(
        describe_all(str(row["begins"]), BEGINS),
        describe_all(str(row["conditions"]), CONDITIONS),
        SOURCES[str(row["source"])],
        _read_day(row["as_of"]),
        CERTAINTIES[str(row["certainty"])],
        _read_day(row["other_since"]),
        read_least(str(row["conditions"])),
        asks_for("graduate_permit", str(row["conditions"])),
        asks_for("permit", str(row["conditions"])),
        any(asks_for(one, str(row["conditions"])) for one in OFFERS),
    )


def _read_day(stated: Any) -> date | None:
    return date.fromisoformat(str(stated)) if stated else None
