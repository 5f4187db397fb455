"""The three programs: who may enter the pool at all.

IRPR ss. 75 to 83 (Federal Skilled Worker), 87.1 (Canadian Experience Class),
87.2 (Federal Skilled Trades). Every number stands in `tables/programs/`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import ge

from scoring import experience, fsw_grid
from scoring.candidate import Candidate
from scoring.occupations import teer
from scoring.profile import ABILITIES
from scoring.requirements import Outcome, Requirement, outcome, requirement
from scoring.table import Table
from scoring.work import amount

SHARED = 20_000  # requirements of funds, and of several sittings, that are kept


def federal_skilled_worker(c: Candidate) -> Outcome:
    """IRPR s. 75(2) and the grid of ss. 78 to 83."""
    grid = fsw_grid.grid(c)
    return outcome(
        _fsw_work(c), _fsw_language(c), _fsw_education(c), _funds(c), _quebec(c), _fsw_grid(c, grid), grid=grid
    )


def canadian_experience_class(c: Candidate) -> Outcome:
    """IRPR s. 87.1."""
    return outcome(_cec_work(c), _cec_language(c), _quebec(c))


def federal_skilled_trades(c: Candidate) -> Outcome:
    """IRPR s. 87.2."""
    return outcome(_fst_work(c), _fst_language(c), _fst_offer_or_certificate(c), _funds(c), _quebec(c))


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


def _funds(c: Candidate) -> Requirement:
    """IRPR ss. 76(1)(b) and 87.2(5): settlement funds, unless authorised to work with a valid offer."""
    table = c.rules.get("programs/funds")
    offer = c.profile.job_offer
    if offer and offer.qualifying and c.profile.authorized_to_work_in_canada:
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


def _most(amounts: Mapping[str, int]) -> tuple[str, int] | None:
    """The occupation with the most work, the first of equals, and how much; None where there is no such work."""
    noc = max(amounts, key=amounts.__getitem__, default=None)
    return None if noc is None else (noc, amounts[noc])


# --- Federal Skilled Worker ---------------------------------------------------


def _fsw_work(c: Candidate) -> Requirement:
    """A continuous year in one occupation, the primary one where the person named it."""
    table, years = c.rules["programs/fsw_minimum"], experience.windows(c.rules).fsw
    work, counts = c.me.experience, experience.skilled_work
    named = {job.noc for job in c.profile.jobs if job.primary}
    found = _most({noc: work.continuous(counts, c.on, years, noc) for noc in named or work.nocs(counts)})
    if not found:
        return requirement("fsw_work", False, table.source, "no_skilled_work")
    noc, most = found
    met = most >= amount(table.points("work_hours"))
    return requirement("fsw_work", met, table.source, "continuous_work", weeks=work.weeks(most), noc=noc)


def _fsw_language(c: Candidate) -> Requirement:
    """CLB or NCLC 7 in all four abilities of the first official language."""
    table = c.rules["programs/fsw_minimum"]
    needed, (first, _second) = table.points("clb"), fsw_grid.order(c)
    if first is None:
        return requirement("fsw_language", False, table.source, "no_valid_test", needed=needed)
    met = first.lowest >= needed
    return requirement("fsw_language", met, table.source, "all_clb", clb=first.lowest, needed=needed)


def _fsw_education(c: Candidate) -> Requirement:
    """A Canadian credential, or a foreign one with a valid ECA."""
    level, source = c.me.level, c.rules["education/validity"].source
    if level == "none":
        return requirement("fsw_education", False, source, "not_assessed")
    return requirement("fsw_education", True, source, "assessed", level=level)


def _fsw_grid(c: Candidate, grid: fsw_grid.Grid) -> Requirement:
    table = c.rules["programs/fsw_minimum"]
    needed, total = table.points("pass_mark"), grid.total
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
    met, why = lowest >= needed, "cec_language"
    return requirement(why, met, table.source, why, clb=lowest, needed=needed, noc=noc, teer=teer(noc))


# --- Federal Skilled Trades ---------------------------------------------------


def _fst_work(c: Candidate) -> Requirement:
    """Two years in five in one trade."""
    table, work = c.rules["programs/fst"], c.me.experience
    found = _most(work.by_occupation(experience.trade, c.on, experience.windows(c.rules).fst))
    if not found:
        return requirement("fst_work", False, table.source, "no_trade")
    noc, most = found
    met = most >= amount(table.value("work_hours"))
    return requirement("fst_work", met, table.source, "trade_weeks", weeks=work.weeks(most), noc=noc)


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


def _fst_offer_or_certificate(c: Candidate) -> Requirement:
    """A certificate of qualification in a skilled trade, or a valid offer in one."""
    trades, offer = c.rules["programs/fst_occupations"], c.profile.job_offer
    certificate = c.profile.certificate_of_qualification
    code, source = "fst_offer_or_certificate", c.rules["programs/fst"].source
    if certificate and certificate.noc in trades:
        return requirement(code, True, source, "trade_certificate", noc=certificate.noc)
    if offer and offer.qualifying and offer.noc in trades:
        return requirement(code, True, source, "trade_offer", noc=offer.noc)
    return requirement(code, False, source, "no_trade_certificate")
