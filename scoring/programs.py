"""The three programs: who may enter the pool at all.

IRPR ss. 75 to 83 (Federal Skilled Worker), 87.1 (Canadian Experience Class),
87.2 (Federal Skilled Trades). Every number stands in `tables/programs/`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import ge
from typing import NamedTuple

from scoring import experience, fsw_education, fsw_grid, trade_papers
from scoring.candidate import Candidate
from scoring.occupations import teer
from scoring.profile import ABILITIES
from scoring.requirements import Outcome, Requirement, outcome, requirement
from scoring.table import Table
from scoring.work import amount

SHARED = 20_000  # requirements of funds, and of several sittings, that are kept


def federal_skilled_worker(c: Candidate) -> Outcome:
    """IRPR s. 75(2) and the grid of ss. 78 to 83."""
    primary = primary_occupation(c)
    assessed = fsw_education.assessed(c, primary.noc if primary else None)
    grid = fsw_grid.grid(c, assessed.level)
    return outcome(
        _fsw_work(c, primary),
        _fsw_language(c),
        fsw_education.requirement_of(c, assessed),
        _funds(c, exempt=fsw_grid.has_arranged_employment(c)),
        _quebec(c),
        _fsw_grid(c, assessed, grid),
        grid=grid,
    )


def canadian_experience_class(c: Candidate) -> Outcome:
    """IRPR s. 87.1."""
    return outcome(_cec_work(c), _cec_language(c), _quebec(c))


def federal_skilled_trades(c: Candidate) -> Outcome:
    """IRPR s. 87.2."""
    trade = specified_trade(c)
    paper = trade_papers.requirement_of(c, trade.noc if trade else None)
    exempt = trade_papers.offered(c, trade.noc if trade else None)
    return outcome(_fst_work(c, trade), _fst_language(c), paper, _funds(c, exempt=exempt), _quebec(c))


PROGRAMS: dict[str, Callable[[Candidate], Outcome]] = {
    "fsw": federal_skilled_worker,
    "cec": canadian_experience_class,
    "fst": federal_skilled_trades,
}


# --- What several programs ask for --------------------------------------------


def _quebec(c: Candidate) -> Requirement:
    """IRPR ss. 75(1), 87.1(1) and 87.2(2): an intention to live outside Quebec."""
    met = not c.profile.destination_quebec
    source = c.rules["programs/fsw_minimum"].source
    return requirement("quebec", met, source, "outside_quebec" if met else "in_quebec")


def _funds(c: Candidate, *, exempt: bool) -> Requirement:
    """Settlement funds, unless authorised to work with an offer that exempts.

    That is arranged employment in TEER 0 to 3 (IRPR s. 76(1)(b)(ii)), or an
    offer in the trade that the application names (s. 87.2(5)).
    """
    table = c.rules.get("programs/funds")
    if exempt and c.profile.may_work_in_canada:
        return requirement("funds", True, (table or c.rules["programs/fsw_minimum"]).source, "funds_exempt")
    if table is None:
        return requirement("funds", None, c.rules["programs/fsw_minimum"].source, "funds_no_table")
    return _funds_against(table, c.profile.settlement_funds_cad, c.profile.family_size)


@lru_cache(maxsize=SHARED)
def _funds_against(table: Table, stated: float | None, family: int) -> Requirement:
    needed = funds_needed(table, family)
    if stated is None:
        return requirement("funds", None, table.source, "funds_not_stated", needed_cad=needed, family=family)
    met = stated >= needed
    because = "funds_enough" if met else "funds_short"
    return requirement("funds", met, table.source, because, stated_cad=int(stated), needed_cad=needed, family=family)


def funds_needed(table: Table, family: int) -> int:
    """Canadian dollars for a family of this size."""
    listed = len(table.cells)
    return table.points(min(family, listed)) + max(family - listed, 0) * table.value("each_further_member")


class Chosen(NamedTuple):
    """The occupation that an application would name, and how much was worked in it."""

    noc: str
    worked: int


def _choose(amounts: Mapping[str, int], needed: int, fits: Callable[[str], bool | None]) -> Chosen | None:
    """The occupation to name: of those with enough work one that fits besides, then the one with the most work.

    The first of equals; None where there is no such work.
    """

    def rank(noc: str) -> tuple[bool, bool, int]:
        fitting = fits(noc) if len(amounts) > 1 and amounts[noc] >= needed else False
        return fitting is True, fitting is None, amounts[noc]

    noc = max(amounts, key=rank, default=None)
    return None if noc is None else Chosen(noc, amounts[noc])


# --- Federal Skilled Worker ---------------------------------------------------


def primary_occupation(c: Candidate) -> Chosen | None:
    """The one that the person named, or the one that serves best; with the most continuous work in it."""
    years, work, counts = experience.windows(c.rules).fsw, c.me.experience, experience.skilled_work
    named = {job.noc for job in c.profile.jobs if job.primary}
    amounts = {noc: work.continuous(counts, c.on, years, noc) for noc in named or work.nocs(counts)}
    needed = amount(c.rules["programs/fsw_minimum"].points("work_hours"))
    return _choose(amounts, needed, lambda noc: fsw_education.assessed(c, noc).met)


def _fsw_work(c: Candidate, primary: Chosen | None) -> Requirement:
    """A continuous year in the primary occupation."""
    table = c.rules["programs/fsw_minimum"]
    if not primary:
        return requirement("fsw_work", False, table.source, "no_skilled_work")
    met = primary.worked >= amount(table.points("work_hours"))
    weeks = c.me.experience.weeks(primary.worked)
    return requirement("fsw_work", met, table.source, "continuous_work", weeks=weeks, noc=primary.noc)


def _fsw_language(c: Candidate) -> Requirement:
    """CLB or NCLC 7 in all four abilities of the first official language."""
    table = c.rules["programs/fsw_minimum"]
    needed, (first, _second) = table.points("clb"), fsw_grid.order(c)
    if first is None:
        return requirement("fsw_language", False, table.source, "no_valid_test", needed=needed)
    met = first.lowest >= needed
    if not first.lowest:
        return requirement("fsw_language", met, table.source, "all_clb_none", needed=needed)
    return requirement("fsw_language", met, table.source, "all_clb", clb=first.lowest, needed=needed)


def _fsw_grid(c: Candidate, assessed: fsw_education.Assessed, grid: fsw_grid.Grid) -> Requirement:
    """The pass mark; not known where it hangs on who issued an assessment."""
    table = c.rules["programs/fsw_minimum"]
    needed, total = table.points("pass_mark"), grid.total
    most = total - grid.education + fsw_grid.education(c, assessed.highest)
    if total < needed <= most:
        facts = {"total": total, "most": most, "needed": needed, "body": assessed.body}
        return requirement("fsw_grid", None, table.source, "grid_open", **facts)
    return requirement("fsw_grid", total >= needed, table.source, "grid", total=total, needed=needed)


# --- Canadian Experience Class ------------------------------------------------


def _cec_work(c: Candidate) -> Requirement:
    """A year of skilled work in Canada in three years, in one or more occupations."""
    table, work = c.rules["programs/cec"], c.me.experience
    worked = work.amount(experience.canadian, c.on, experience.windows(c.rules).cec)
    met = worked >= amount(table.value("work_hours"))
    return requirement("cec_work", met, table.source, "canadian_weeks", weeks=work.weeks(worked))


def main_occupation(c: Candidate) -> str | None:
    """The occupation of most Canadian work in the CEC window; of equals the one that asks for more."""
    amounts = c.me.experience.by_occupation(experience.canadian, c.on, experience.windows(c.rules).cec)
    noc = min(amounts, key=lambda noc: (-amounts[noc], teer(noc)), default=None)
    return noc if noc and amounts[noc] else None


def _cec_language(c: Candidate) -> Requirement:
    """The level that the TEER of the main occupation asks for (IRPR s. 87.1(2)(e))."""
    table, noc = c.rules["programs/cec"], main_occupation(c)
    if noc is None:
        return requirement("cec_language", None, table.source, "cec_no_occupation")
    needed, lowest = table.points(teer(noc)), c.me.best_lowest
    if lowest is None:
        return requirement("cec_language", False, table.source, "no_valid_test", needed=needed)
    met, code, level = lowest >= needed, "cec_language", {"needed": needed, "noc": noc, "teer": teer(noc)}
    if not lowest:
        return requirement(code, met, table.source, "cec_language_none", **level)
    return requirement(code, met, table.source, code, clb=lowest, **level)


# --- Federal Skilled Trades ---------------------------------------------------


def specified_trade(c: Candidate) -> Chosen | None:
    """The trade that an application would name: of those worked in long enough one with a certificate or an offer."""
    amounts = c.me.experience.by_occupation(experience.trade, c.on, experience.windows(c.rules).fst)
    needed = amount(c.rules["programs/fst"].value("work_hours"))
    return _choose(amounts, needed, lambda noc: trade_papers.requirement_of(c, noc).met)


def _fst_work(c: Candidate, trade: Chosen | None) -> Requirement:
    """Two years in five in the trade that is named."""
    table = c.rules["programs/fst"]
    if not trade:
        return requirement("fst_work", False, table.source, "no_trade")
    met, weeks = trade.worked >= amount(table.value("work_hours")), c.me.experience.weeks(trade.worked)
    return requirement("fst_work", met, table.source, "trade_weeks", weeks=weeks, noc=trade.noc)


def _fst_language(c: Candidate) -> Requirement:
    """A level of its own for each ability, all in one sitting."""
    return _fst_language_of(c.rules["programs/fst"], tuple([levels.abilities for levels in c.me.tests]))


@lru_cache(maxsize=SHARED)
def _fst_language_of(table: Table, sittings: tuple[tuple[int, ...], ...]) -> Requirement:
    needed = {"oral": table.points("speaking"), "written": table.points("reading")}
    best = max(sittings, key=lambda levels: (_reaches(levels, table), sum(levels)), default=None)
    if best is None:
        return requirement("fst_language", False, table.source, "fst_no_test", **needed)
    levels = dict(zip(ABILITIES, best, strict=True))
    return requirement("fst_language", _reaches(best, table), table.source, "fst_levels", **levels, **needed)


def _reaches(levels: tuple[int, ...], table: Table) -> bool:
    return all(map(ge, levels, map(table.points, ABILITIES)))
