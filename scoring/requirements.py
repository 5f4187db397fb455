"""Requirements, three-valued: met, not met, or not known because a fact was not stated."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from scoring.fsw_grid import Grid
from scoring.memory import remember
from scoring.reasons import Fact, Reason
from scoring.table import Source

# Not known only while another requirement is, which is the one to say.
FOLLOWS = frozenset({"cec_language", "fsw_grid"})


# Tens of thousands are kept, and none can be part of a cycle: the collector need not look at them (record 0030).
class Requirement(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One thing that a program or a category asks for; `met` is None where a needed fact was not stated."""

    code: str
    met: bool | None
    because: Reason
    source: Source


class Outcome(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Whether all requirements are met, each of them, for FSW the points of the grid, and the firm's advice."""

    eligible: bool
    requirements: tuple[Requirement, ...]
    grid: Mapping[str, int] | None = None
    advice: Reason | None = None

    @property
    def unknown(self) -> bool:
        """Nothing that was stated speaks against it, and something was not stated."""
        return not self.eligible and all(row.met is not False for row in self.requirements)

    def find(self, code: str) -> Requirement | None:
        """The requirement with this code; None where there is none."""
        return next((row for row in self.requirements if row.code == code), None)


def list_not_known(outcomes: Iterable[Outcome]) -> list[Requirement]:
    """What is neither met nor not, of outcomes that nothing which was stated speaks against."""
    rows = [row for one in outcomes if one.unknown for row in one.requirements if row.met is None]
    # What only follows from another answer is no question of its own, unless nothing else is open.
    return [row for row in rows if row.code not in FOLLOWS] or rows


def lacks_one(met: Sequence[bool | None]) -> bool:
    """Whether exactly one of these is not met, and all others are: none is not known."""
    return met.count(False) == 1 and met.count(True) == len(met) - 1


@remember
def requirement(code: str, met: bool | None, source: Source, because: str, **facts: Fact) -> Requirement:
    """A requirement and the sentence that says why; whoever has the same facts has the same one."""
    return Requirement(code, met, Reason(because, **facts), source)


def _all_met(requirements: Sequence[Requirement]) -> bool:
    # A loop, because a third of an outcome's cost was the list that `all` or `count` would read.
    for one in requirements:  # noqa: SIM110
        if one.met is not True:
            return False
    return True


def outcome(*requirements: Requirement, grid: Grid | None = None, advice: Reason | None = None) -> Outcome:
    """Eligible where every requirement is met: one not known is not enough."""
    eligible = _all_met(requirements)
    # Outcomes are shared between people, so that nobody may write in one (record 0030).
    points = MappingProxyType(msgspec.structs.asdict(grid)) if grid else None
    return Outcome(eligible, requirements, points, advice)
