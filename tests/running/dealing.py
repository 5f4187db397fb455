"""Deals the tests among the testers of a run, so that none of them ends with all that takes long.

pytest-xdist gives each tester one piece of the list, of the same length, and lets whoever is done take from the end of
another's. pytest-django puts what commits behind what does not, and what needs no database last: so the last tester
had every browser, and the run ended with one of them at work. Dealt, each piece has its share of every kind in that
order, and ends with the rules, whose tests take no time. A module stays whole, because its fixtures may be dear.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, groupby
from typing import TypeVar

import pytest

One = TypeVar("One")
COMMITTING = {"transactional_db", "live_server"}


def find_kind(item: pytest.Item) -> str:
    """What pytest-django has sorted by: a test without database, one that commits, or one that is undone."""
    mark = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    if COMMITTING & fixtures or (mark and mark.kwargs.get("transaction")):
        return "commits"
    return "undone" if mark or "db" in fixtures else "no database"


def find_module(item: pytest.Item) -> str:
    """The file that it stands in."""
    return item.nodeid.partition("::")[0]


def split(items: Iterable[pytest.Item], find: Callable[[pytest.Item], str]) -> list[list[pytest.Item]]:
    """The tests of one kind or module together, as they follow on each other."""
    return [list(found) for _, found in groupby(items, find)]


def deal(kinds: Iterable[Sequence[Sequence[One]]], testers: int) -> list[One]:
    """One piece for each tester behind the other; each module goes where the fewest tests of its kind are."""
    pieces: list[list[One]] = [[] for _ in range(testers)]
    for modules in kinds:
        shares: list[list[One]] = [[] for _ in range(testers)]
        for module in modules:
            min(shares, key=len).extend(module)
        for piece, share in zip(pieces, shares, strict=True):
            piece.extend(share)
    return list(chain(*pieces))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every tester of a run deals alike; a run without others has nothing to deal."""
    testers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if testers > 1:
        kinds = (split(found, find_module) for found in split(items, find_kind))
        items[:] = deal(kinds, testers)
