"""The last rounds of each kind, for pages of intake: the app that knows them registers where they come from.

`intake` names nothing of that app; without one there are no rounds.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from scoring.plans.ways import Rounds


class Provider(NamedTuple):
    """`version()` changes when a round does; `find_last(today)` gives the newest rounds of each stream."""

    version: Callable[[], str]
    find_last: Callable[[date], Rounds]


# Registered and not imported, since imports go from `draws` to `intake` and never back (record 0055).
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let the rounds come from here."""
    _providers[:] = [provider]


def find_version() -> str:
    """A word that is another one when a round was added or changed."""
    return _providers[0].version() if _providers else ""


def find_last_rounds(today: date) -> Rounds:
    """The newest rounds of each stream until today, newest first; empty where nobody knows any."""
    return _providers[0].find_last(today) if _providers else {}
