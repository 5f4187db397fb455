"""The rounds so far: what was asked of the list, and what each stream's rounds came to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Subquery
from django.utils import timezone

from draws.models import Draw, Feed
from scoring.streams import STREAMS, sort_streams


class Cutoff(NamedTuple):
    """One round as a chart and a summary need it."""

    number: str
    held_on: date
    stream: str
    cutoff: int | None


class Filters(NamedTuple):
    """The filters of the list: a stream and a year, "" and None for all."""

    stream: str
    year: int | None

    def fits(self, one: Cutoff) -> bool:
        """Whether a round is one of those asked for."""
        return self.stream in {"", one.stream} and self.year in {None, one.held_on.year}

    @property
    def words(self) -> str:
        """The filters in words: "Trade occupations, 2026"."""
        return ", ".join(map(str, filter(None, [self.stream and STREAMS[self.stream], self.year])))

    @property
    def query(self) -> str:
        """The filters as the end of an address."""
        parts = [f"stream={self.stream}" if self.stream else "", f"year={self.year}" if self.year else ""]
        return "&".join(filter(None, parts))


class Choices(NamedTuple):
    """What can be asked for: streams (code, name) and years that have rounds."""

    streams: list[tuple[str, Any]]
    years: list[int]


class Summary(NamedTuple):
    """One stream's rounds; `newest` is the last of them, `lowest` and `highest` its cut-offs."""

    stream: str
    name: Any
    rounds: int
    newest: Cutoff
    lowest: int
    highest: int


def list_rounds() -> list[Cutoff]:
    """Every public round, newest first."""
    return [Cutoff(*row) for row in Draw.objects.public().cutoffs()]


def list_numbers_and_changes() -> list[tuple[str, datetime]]:
    """The number of every public round, and when its record last changed."""
    return list(Draw.objects.public().values_list("number", "updated"))


def find_as_of() -> date | None:
    """The day up to which the rounds are known: the feed was read on it, or the newest round was held on it."""
    visits = Feed.objects.exclude(read_at=None).order_by("-read_at").values("read_at")
    newest = Draw.objects.public().annotate(read_at=Subquery(visits[:1])).values_list("held_on", "read_at").first()
    if newest is None:
        return None
    held_on, read_at = newest
    # Staff may have recorded a round since the feed was last read.
    return max(held_on, timezone.localdate(read_at)) if read_at else held_on


def list_choices(rounds: Iterable[Cutoff]) -> Choices:
    """The streams and years that some round belongs to."""
    rounds = list(rounds)
    found = sort_streams(one.stream for one in rounds if one.stream)
    years = sorted({one.held_on.year for one in rounds}, reverse=True)
    return Choices([(code, STREAMS[code]) for code in found], years)


def read_filters(given: Mapping[str, str], offered: Choices) -> Filters:
    """The filters in a URL's query; a value that is not offered is ignored."""
    stream, year = given.get("stream", ""), given.get("year", "")
    return Filters(
        stream if stream in dict(offered.streams) else "",
        int(year) if year in map(str, offered.years) else None,
    )


def summarize_streams(rounds: Sequence[Cutoff]) -> list[Summary]:
    """Each stream that has had a round with a known cut-off, in the order of the streams; `rounds` newest first.

    Last come those of a class that was withdrawn.
    """
    grouped: dict[str, list[Cutoff]] = defaultdict(list)
    for one in rounds:
        if one.stream and one.cutoff is not None:
            grouped[one.stream].append(one)
    return [_summarize(code, grouped[code]) for code in sort_streams(grouped)]


def _summarize(stream: str, rounds: list[Cutoff]) -> Summary:
    cutoffs = [one.cutoff for one in rounds if one.cutoff is not None]
    return Summary(stream, STREAMS[stream], len(rounds), rounds[0], min(cutoffs), max(cutoffs))
