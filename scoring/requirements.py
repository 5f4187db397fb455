"""Requirements, three-valued: met, not met, or not known because a fact was not stated."""

from collections.abc import Mapping
from typing import NamedTuple

from scoring.reasons import Reason
from scoring.table import Source


class Requirement(NamedTuple):
    """One thing that a program or a category asks for; `met` is None where a needed fact was not stated."""

    code: str
    met: bool | None
    because: Reason
    source: Source


class Outcome(NamedTuple):
    """Whether all requirements are met, each of them, for FSW the points of the grid, and the firm's advice beside."""

    eligible: bool
    requirements: list[Requirement]
    grid: Mapping[str, int] | None = None
    advice: Reason | None = None


def outcome(
    requirements: list[Requirement], grid: Mapping[str, int] | None = None, advice: Reason | None = None
) -> Outcome:
    """Eligible where every requirement is met: one not known is not enough."""
    return Outcome(all(r.met is True for r in requirements), requirements, grid, advice)
