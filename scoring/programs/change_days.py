"""The days on which a program may turn although no fact changes, requirement by requirement."""

from collections.abc import Callable, Iterator, Set
from datetime import date
from itertools import combinations

from scoring import experience
from scoring.experience import Counts, Experience
from scoring.occupations import teer
from scoring.programs.tables import RequirementRow, programs
from scoring.rulebook import Rules
from scoring.table import Table, begins
from scoring.threshold_days import Ahead, crossing_days, overtaking_days
from scoring.work import amount

Turns = Callable[[Experience, Ahead, Rules, RequirementRow], Iterator[date]]


def turning_days(work: Experience, ahead: Ahead, rules: Rules) -> Iterator[tuple[Set[str], Iterator[date]]]:
    """Each program's code, and the days of the applicant's work that can move it."""
    for program in programs(rules):
        for row in program.rows:
            if row.kind in TURNS:
                yield {program.code}, TURNS[row.kind](work, ahead, rules, row)


def partner_turning_days(work: Experience, ahead: Ahead, rules: Rules) -> Iterator[tuple[Set[str], Iterator[date]]]:
    """The days of the partner's work that can move the adaptability of a program's grid."""
    for code in list_grids(rules):
        yield {code}, _adaptability(work, experience.partner_canadian, ahead, rules)


def list_ages(rules: Rules) -> list[tuple[str, Table]]:
    """The programs that look at the age, each with its table of ages."""
    return [(code, rules["programs/fsw_age"]) for code in list_grids(rules)]


def list_grids(rules: Rules) -> list[str]:
    """The programs with a grid, which alone look at a partner."""
    return [program.code for program in programs(rules) if program.grid]


def _grid(work: Experience, ahead: Ahead, rules: Rules, row: RequirementRow) -> Iterator[date]:
    """Years of skilled work, and the year in Canada of adaptability."""
    years = [number * work.measure.year for number in begins(rules["programs/fsw_experience"]) if number]
    window = experience.windows(rules).fsw
    yield from crossing_days(work.spells(experience.skilled_work), window, years, ahead)
    yield from _adaptability(work, experience.authorized_canadian, ahead, rules)


def _adaptability(work: Experience, counts: Counts, ahead: Ahead, rules: Rules) -> Iterator[date]:
    needed = amount(rules["programs/fsw_adaptability"].value("work_hours"))
    for run in work.full_time_runs(counts):
        # No window: "any previous period of full-time work" (IRPR 83(1)(c), (c.1)).
        yield from crossing_days(run, None, [needed], ahead)


def _continuous(work: Experience, ahead: Ahead, rules: Rules, row: RequirementRow) -> Iterator[date]:
    for noc in work.nocs(row.counts):
        for run in work.runs(row.counts, noc):
            yield from crossing_days(run, row.years, [row.needed], ahead)


def _in_one_occupation(work: Experience, ahead: Ahead, rules: Rules, row: RequirementRow) -> Iterator[date]:
    for noc in work.nocs(row.counts):
        yield from crossing_days(work.spells(row.counts, noc), row.years, [row.needed], ahead)


def _in_total(work: Experience, ahead: Ahead, rules: Rules, row: RequirementRow) -> Iterator[date]:
    yield from crossing_days(work.spells(row.counts), row.years, [row.needed], ahead)


def _by_teer(work: Experience, ahead: Ahead, rules: Rules, row: RequirementRow) -> Iterator[date]:
    """The main occupation becomes one that asks for another level."""
    assert row.levels is not None  # noqa: S101 - the kind needs them
    for one, other in combinations(work.nocs(row.counts), 2):
        if row.levels.points(teer(one)) != row.levels.points(teer(other)):
            yield from overtaking_days(work.spells(row.counts, one), work.spells(row.counts, other), row.years, ahead)


TURNS: dict[str, Turns] = {
    "continuous_work": _continuous,
    "work_in_one_occupation": _in_one_occupation,
    "work_in_total": _in_total,
    "language_by_teer": _by_teer,
    "grid": _grid,
}
