"""The rounds that a client's score reached: the app that knows the rounds registers where they come from.

`intake` names nothing of that app; without one there are none.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple


class MatchedRound(NamedTuple):
    """A past round: IRCC's number, the stream's code, its day and cut-off, and whom it selected from, in words."""

    number: str
    stream: str
    on: date
    cutoff: int | None
    who: Any = ""


# By the client's primary key and the day until which: newest first.
Find = Callable[[int, date], Sequence[MatchedRound]]
# Registered and not imported, since imports go from `draws` to `intake` and never back (record 0055).
_found_by: list[Find] = []


def provide(find: Find) -> None:
    """Let the rounds come from here."""
    _found_by[:] = [find]


def find_matched_rounds(client: int, today: date) -> Sequence[MatchedRound]:
    """The rounds that a client (a primary key) may have been invited in; empty where nobody knows any."""
    return _found_by[0](client, today) if _found_by else ()
