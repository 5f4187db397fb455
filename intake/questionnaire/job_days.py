"""The days of a job. Of a month whose day is not stated the profile takes the one that gives the least work."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from scoring.exact_days import OpenDay, Who

Item = Mapping[str, Any]
LISTINGS: dict[str, Who] = {"jobs": "me", "partner_jobs": "partner"}
# A page asks for this many times away.
TIMES_AWAY = (1, 2, 3)


def find_fewest_days(item: Item) -> tuple[date, date | None]:
    """The first and the last day with which the job is shortest, and a day at least; None: it goes on."""
    # The fewest days, so that nobody is told of a round that their papers do not carry (record 0062).
    start, end = item["start"], item["end"]
    if end is None:
        return start.last, None
    first = min(start.last, end.last)
    return first, max(end.first, first)


def find_open_days(known: Mapping[str, Any]) -> list[OpenDay]:
    """Every first or last day of a job of which the month alone was stated."""
    return [
        found
        for listing, who in LISTINGS.items()
        for number, item in enumerate(known.get(listing, ()))
        for found in find_open_days_of_job(item, who, number)
    ]


def find_open_days_of_job(item: Item, who: Who = "me", number: int = 0) -> Iterator[OpenDay]:
    """The open days of one job, from the one that makes it longest to the one that makes it shortest."""
    (first, last), start, end = find_fewest_days(item), item["start"], item["end"]
    if start.first < first:
        yield OpenDay(who, number, "start", start.first, first)
    if end and last and last < end.last:
        yield OpenDay(who, number, "end", last, end.last)


def find_leaves(item: Item) -> list[tuple[date, date]]:
    """The times away, as far as they are inside the job with its fewest days."""
    first, last = find_fewest_days(item)
    stated = [(item.get(f"away_{n}_from"), item.get(f"away_{n}_until")) for n in TIMES_AWAY] if item.get("away") else []
    inside = [(max(begun, first), min(over, last or over)) for begun, over in stated if begun and over]
    return [(begun, over) for begun, over in inside if begun <= over]
