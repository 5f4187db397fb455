"""What the attacks and faults of a run came to, for the figure line at the end of `make test`.

A test calls the fixture `count` with numbers; they travel with its report, also from the processes of pytest-xdist,
and are added up over the run.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import pytest

PROPERTY = "figures"
TRIED = {
    "cells": "cells of the access table tried",
    "inputs": "hostile inputs tried",
    "faults": "faults tried",
}
BAD = {
    "cells_leaking": "leaking",
    "inputs_failing": "answered with 5xx or a traceback",
    "messages_lost": "messages lost",
    "messages_twice": "sent twice without a cut",
}
# In the order of the line.
FIGURES = (*("cells", "cells_leaking"), *("inputs", "inputs_failing"), *("faults", "messages_lost", "messages_twice"))


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Add to the figures of the run: `count(cells=5, cells_leaking=0)`."""

    def add(**numbers: int) -> None:
        assert set(numbers) <= set(FIGURES), numbers
        record_property(PROPERTY, numbers)

    return add


def add_up(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    """The figures of these reports: those of the ends of the tests, which have everything that was counted."""
    found: Counter[str] = Counter()
    for report in reports:
        if getattr(report, "when", "") != "teardown":
            continue
        for name, numbers in report.user_properties:
            if name == PROPERTY:
                found.update(numbers)  # type: ignore[arg-type]
    return found


def describe(figures: Mapping[str, int]) -> str:
    """One line: what was tried, and what came of it."""
    words = TRIED | BAD
    return ", ".join(f"{figures.get(name, 0):,} {words[name]}" for name in FIGURES)


def find_faults(figures: Mapping[str, int]) -> list[str]:
    """What is wrong with the figures of a whole run: something bad happened, or nothing was tried."""
    bad = [words for name, words in BAD.items() if figures.get(name, 0)]
    return bad + [f"no {words}" for name, words in TRIED.items() if not figures.get(name, 0)]
