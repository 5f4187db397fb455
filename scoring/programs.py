"""The three programs: who may enter the pool at all.

IRPR ss. 75 to 83 (Federal Skilled Worker), 87.1 (Canadian Experience Class),
87.2 (Federal Skilled Trades). Every number stands in `tables/programs/`.
"""

from collections.abc import Callable

from scoring import experience, fsw_grid
from scoring.candidate import Candidate
from scoring.language import Levels
from scoring.occupations import teer
from scoring.profile import ABILITIES
from scoring.reasons import Reason
from scoring.requirements import Outcome, Requirement, outcome
from scoring.table import Table
from scoring.work import amount


def federal_skilled_worker(c: Candidate) -> Outcome:
    """IRPR s. 75(2) and the grid of ss. 78 to 83."""
    grid = fsw_grid.grid(c)
    requirements = [_fsw_work(c), _fsw_language(c), _fsw_education(c), _funds(c), _quebec(c), _fsw_grid(c, grid)]
    return outcome(requirements, grid)


def canadian_experience_class(c: Candidate) -> Outcome:
    """IRPR s. 87.1."""
    return outcome([_cec_work(c), _cec_language(c), _quebec(c)])


def federal_skilled_trades(c: Candidate) -> Outcome:
    """IRPR s. 87.2."""
    return outcome([_fst_work(c), _fst_language(c), _fst_offer_or_certificate(c), _funds(c), _quebec(c)])


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
    return Requirement("quebec", met, Reason("outside_quebec" if met else "in_quebec"), source)


def _funds(c: Candidate) -> Requirement:
    """IRPR ss. 76(1)(b) and 87.2(5): settlement funds, unless authorised to work with a valid offer."""
    table = c.rules.get("programs/funds")
    offer = c.profile.job_offer
    if offer and offer.qualifying and c.profile.authorized_to_work_in_canada:
        return Requirement("funds", True, Reason("funds_exempt"), (table or c.rules["programs/fsw_minimum"]).source)
    if table is None:
        return Requirement("funds", None, Reason("funds_no_table"), c.rules["programs/fsw_minimum"].source)
    return _funds_against(c, table)


def _funds_against(c: Candidate, table: Table) -> Requirement:
    stated, family = c.profile.settlement_funds_cad, c.profile.family_size
    needed = funds_needed(table, family)
    facts: dict[str, int | str] = {"needed": f"{needed:,}", "family": family}
    if stated is None:
        return Requirement("funds", None, Reason("funds_not_stated", **facts), table.source)
    met = stated >= needed
    code = "funds_enough" if met else "funds_short"
    return Requirement("funds", met, Reason(code, stated=f"{stated:,.0f}", **facts), table.source)


def funds_needed(table: Table, family: int) -> int:
    """Canadian dollars for a family of this size."""
    listed = len(table.cells)
    return table.points(min(family, listed)) + max(family - listed, 0) * table.value("each_further_member")


def _most(amounts: dict[str, int]) -> tuple[str, int] | None:
    """The occupation with the most work, and how much; None where there is no such work."""
    return max(amounts.items(), key=lambda item: item[1], default=None)


def _best_lowest(c: Candidate) -> int | None:
    """The lowest ability of the valid test that is best in this; None without a valid test."""
    return max((levels.lowest for levels in c.me.tests), default=None)


# --- Federal Skilled Worker ---------------------------------------------------


def _fsw_work(c: Candidate) -> Requirement:
    """A continuous year in one occupation, the primary one where the person named it."""
    table = c.rules["programs/fsw_minimum"]
    years = c.rules["work/windows"].points("fsw")
    work, counts = c.me.experience, experience.skilled_work
    named = {job.noc for job in c.profile.jobs if job.primary}
    found = _most({noc: work.continuous(counts, c.on, years, noc) for noc in named or work.nocs(counts)})
    if not found:
        return Requirement("fsw_work", False, Reason("no_skilled_work"), table.source)
    noc, most = found
    because = Reason("continuous_work", weeks=c.me.experience.weeks(most), noc=noc)
    return Requirement("fsw_work", most >= amount(table.points("work_hours")), because, table.source)


def _fsw_language(c: Candidate) -> Requirement:
    """CLB or NCLC 7 in all four abilities of the first official language."""
    table = c.rules["programs/fsw_minimum"]
    needed, (first, _second) = table.points("clb"), fsw_grid.order(c)
    if first is None:
        return Requirement("fsw_language", False, Reason("no_valid_test", needed=needed), table.source)
    because = Reason("all_clb", clb=first.lowest, needed=needed)
    return Requirement("fsw_language", first.lowest >= needed, because, table.source)


def _fsw_education(c: Candidate) -> Requirement:
    """A Canadian credential, or a foreign one with a valid ECA."""
    level = c.me.level
    because = Reason("not_assessed") if level == "none" else Reason("assessed", level=level)
    return Requirement("fsw_education", level != "none", because, c.rules["education/validity"].source)


def _fsw_grid(c: Candidate, grid: dict[str, int]) -> Requirement:
    table = c.rules["programs/fsw_minimum"]
    needed, total = table.points("pass_mark"), grid["total"]
    return Requirement("fsw_grid", total >= needed, Reason("grid", total=total, needed=needed), table.source)


# --- Canadian Experience Class ------------------------------------------------


def _cec_work(c: Candidate) -> Requirement:
    """A year of skilled work in Canada in three years, in one or more occupations."""
    table = c.rules["programs/cec"]
    worked = c.me.experience.amount(experience.canadian, c.on, c.rules["work/windows"].points("cec"))
    because = Reason("canadian_weeks", weeks=c.me.experience.weeks(worked))
    return Requirement("cec_work", worked >= amount(table.value("work_hours")), because, table.source)


def main_occupation(c: Candidate) -> str | None:
    """The occupation of most Canadian work in the CEC window; of equals the one that asks for more."""
    amounts = c.me.experience.by_occupation(experience.canadian, c.on, c.rules["work/windows"].points("cec"))
    most = max(amounts.values(), default=0)
    return min((noc for noc, worked in amounts.items() if worked == most), key=teer) if most else None


def _cec_language(c: Candidate) -> Requirement:
    """The level that the TEER of the main occupation asks for (IRPR s. 87.1(2)(e))."""
    table = c.rules["programs/cec"]
    noc = main_occupation(c)
    if noc is None:
        return Requirement("cec_language", None, Reason("cec_no_occupation"), table.source)
    needed, lowest = table.points(teer(noc)), _best_lowest(c)
    if lowest is None:
        return Requirement("cec_language", False, Reason("no_valid_test", needed=needed), table.source)
    because = Reason("cec_language", clb=lowest, needed=needed, noc=noc, teer=teer(noc))
    return Requirement("cec_language", lowest >= needed, because, table.source)


# --- Federal Skilled Trades ---------------------------------------------------


def _fst_work(c: Candidate) -> Requirement:
    """Two years in five in one trade."""
    table = c.rules["programs/fst"]
    found = _most(c.me.experience.by_occupation(experience.trade, c.on, c.rules["work/windows"].points("fst")))
    if not found:
        return Requirement("fst_work", False, Reason("no_trade"), table.source)
    noc, most = found
    because = Reason("trade_weeks", weeks=c.me.experience.weeks(most), noc=noc)
    return Requirement("fst_work", most >= amount(table.value("work_hours")), because, table.source)


def _fst_language(c: Candidate) -> Requirement:
    """A level of its own for each ability, all in one sitting."""
    table = c.rules["programs/fst"]
    needed = {"oral": table.points("speaking"), "written": table.points("reading")}
    best = max(c.me.tests, key=lambda levels: (_reaches(levels, table), sum(levels.abilities)), default=None)
    if best is None:
        return Requirement("fst_language", False, Reason("fst_no_test", **needed), table.source)
    because = Reason("fst_levels", **dict(zip(ABILITIES, best.abilities, strict=True)), **needed)
    return Requirement("fst_language", _reaches(best, table), because, table.source)


def _reaches(levels: Levels, table: Table) -> bool:
    return all(levels.abilities[index] >= table.points(ability) for index, ability in enumerate(ABILITIES))


def _fst_offer_or_certificate(c: Candidate) -> Requirement:
    """A certificate of qualification in a skilled trade, or a valid offer in one."""
    trades, offer = c.rules["programs/fst_occupations"], c.profile.job_offer
    certificate = c.profile.certificate_of_qualification
    code, source = "fst_offer_or_certificate", c.rules["programs/fst"].source
    if certificate and certificate.noc in trades:
        return Requirement(code, True, Reason("trade_certificate", noc=certificate.noc), source)
    if offer and offer.qualifying and offer.noc in trades:
        return Requirement(code, True, Reason("trade_offer", noc=offer.noc), source)
    return Requirement(code, False, Reason("no_trade_certificate"), source)
