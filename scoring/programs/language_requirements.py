"""Requirements of language: levels in the four abilities of valid tests."""

from operator import ge

from scoring import experience, fsw_grid
from scoring.candidate import Candidate
from scoring.experience import Counted
from scoring.memory import remember
from scoring.occupations import teer
from scoring.profile import ABILITIES
from scoring.programs.application import Application
from scoring.programs.tables import RequirementRow
from scoring.requirements import Requirement, requirement
from scoring.table import Table


def in_first_language(c: Candidate, row: RequirementRow) -> Requirement:
    """One level in all four abilities of the first official language, as the grid takes it."""
    first, _second = fsw_grid.order(c, row.clb)
    return _all_abilities(row, first.lowest if first else None)


def in_either_language(c: Candidate, row: RequirementRow) -> Requirement:
    """One level in all four abilities of either language."""
    return _all_abilities(row, c.me.best_lowest)


def _all_abilities(row: RequirementRow, lowest: int | None) -> Requirement:
    needed, source = row.clb, row.source
    if lowest is None:
        return requirement(row.code, False, source, "no_valid_test", needed=needed)
    met = lowest >= needed
    if not lowest:
        return requirement(row.code, met, source, "all_clb_none", needed=needed)
    return requirement(row.code, met, source, "all_clb", clb=lowest, needed=needed)


def by_teer(a: Application, row: RequirementRow) -> Requirement:
    """The level that the TEER of the main occupation asks for (IRPR s. 87.1(2)(e))."""
    # "In the English or French language" (IRPR 87.1(2)(d), (e)): whichever of them is scored first.
    noc, lowest = main_occupation(a.c, row.counts, row.years), a.c.me.best_lowest
    assert row.levels is not None  # noqa: S101 - the kind needs them
    code = "cec" if row.counts is experience.canadian else "teer"
    if noc is None:
        return requirement(row.code, None, row.source, f"{code}_no_occupation")
    of_noc = teer(noc)
    needed = row.levels.points(of_noc)
    if lowest is None:
        return requirement(row.code, False, row.source, "no_valid_test", needed=needed)
    if not lowest:
        return requirement(
            row.code, lowest >= needed, row.source, f"{code}_language_none", needed=needed, noc=noc, teer=of_noc
        )
    return requirement(
        row.code, lowest >= needed, row.source, f"{code}_language", clb=lowest, needed=needed, noc=noc, teer=of_noc
    )


def main_occupation(c: Candidate, counts: Counted, years: int) -> str | None:
    """The occupation of most work in the window; of equals the one that asks for more."""
    amounts = c.me.experience.by_occupation(counts, c.on, years)
    # IRPR 87.1(2)(e) says nothing of equal amounts; that the higher level is asked for is our reading.
    several = len(amounts) > 1
    noc = min(amounts, key=lambda noc: (-amounts[noc], teer(noc))) if several else next(iter(amounts), None)
    return noc if noc and amounts[noc] else None


def by_ability(c: Candidate, row: RequirementRow) -> Requirement:
    """A level of its own for each ability, all in one sitting."""
    assert row.levels is not None  # noqa: S101 - the kind needs them
    return _by_ability(row, row.levels, tuple([levels.abilities for levels in c.me.tests]))


@remember
def _by_ability(row: RequirementRow, table: Table, sittings: tuple[tuple[int, ...], ...]) -> Requirement:
    # Two of the four say it all: speaking and listening have one level, reading and writing another.
    needed = {"oral": table.points("speaking"), "written": table.points("reading")}
    best = max(sittings, key=lambda levels: (_reaches(levels, table), sum(levels)), default=None)
    if best is None:
        return requirement(row.code, False, row.source, "fst_no_test", **needed)
    levels = dict(zip(ABILITIES, best, strict=True))
    return requirement(row.code, _reaches(best, table), row.source, "fst_levels", **levels, **needed)


def _reaches(levels: tuple[int, ...], table: Table) -> bool:
    return all(map(ge, levels, map(table.points, ABILITIES)))
