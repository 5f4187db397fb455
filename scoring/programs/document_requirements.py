"""Requirements of papers and means: education, offers, certificates, funds, destination, and the pass mark."""

from scoring import experience, fsw_grid, offers
from scoring.candidate import Candidate
from scoring.education import LEVELS
from scoring.fsw_grid import Grid
from scoring.memory import remember
from scoring.programs import fsw_education, trade_papers
from scoring.programs.application import Application
from scoring.programs.fsw_education import AssessedEducation
from scoring.programs.tables import RequirementRow, is_of_teers
from scoring.requirements import Requirement, requirement
from scoring.table import Table


def education(a: Application, row: RequirementRow) -> Requirement:
    """A Canadian credential, or a foreign one with a valid ECA; of a level, where the table asks for one."""
    assert a.assessed is not None  # noqa: S101 - the program has this requirement
    found = fsw_education.requirement_of(a.c, row, a.assessed)
    if row.level is None or not found.met:
        return found
    level = a.assessed.level
    met = LEVELS.index(level) >= LEVELS.index(row.level)
    return requirement(row.code, met, found.source, "education_level", level=level, level_needed=row.level)


def certificate_or_offer(a: Application, row: RequirementRow) -> Requirement:
    """One of the two in the trade that is named."""
    return trade_papers.requirement_of(a.c, row, a.noc)


def job_offer(c: Candidate, row: RequirementRow) -> Requirement:
    """An offer that meets the conditions, in an occupation that counts."""
    offer = c.profile.job_offer
    if offer is None:
        return requirement(row.code, False, row.source, "no_job_offer")
    if not offers.counts(offer, c.rules):
        return requirement(row.code, False, row.source, "job_offer_not_qualifying", noc=offer.noc)
    listed = row.occupations is None or offer.noc in row.occupations
    met = listed and (is_of_teers(offer.noc, row.teers) if row.teers else offer.noc in experience.skilled(c.rules))
    return requirement(row.code, met, row.source, "job_offer" if met else "offer_elsewhere", noc=offer.noc)


def quebec(c: Candidate, row: RequirementRow) -> Requirement:
    """IRPR ss. 75(1), 87.1(1) and 87.2(2): an intention to live outside Quebec."""
    profile = c.profile
    if profile.destination_quebec:
        return requirement(row.code, False, row.source, "in_quebec")
    why = "outside_quebec_undecided" if profile.destination_undecided else "outside_quebec"
    return requirement(row.code, True, row.source, why)


def grid(a: Application, row: RequirementRow) -> Requirement:
    """The pass mark; not known where it hangs on who issued an assessment."""
    assert a.grid is not None  # noqa: S101 - the program has this requirement
    assert a.assessed is not None  # noqa: S101 - education is read where there is a grid
    needed, total, assessed = row.pass_mark, a.grid.total, a.assessed
    points = fsw_grid.get_most_points(a.c.rules)
    if total < needed <= (most := _most(a.c, a.grid, assessed)):
        facts = {"total": total, "points": points, "most": most, "needed": needed, "body": assessed.body}
        return requirement(row.code, None, row.source, "grid_open", **facts)
    return requirement(row.code, total >= needed, row.source, "grid", total=total, points=points, needed=needed)


def _most(c: Candidate, found: Grid, assessed: AssessedEducation) -> int:
    """The total if every assessment came from the body that the occupation asks for."""
    if assessed.highest == assessed.level:
        return found.total
    return found.total - found.education + fsw_grid.education(c, assessed.highest)


# --- Settlement funds ---------------------------------------------------------


def funds(a: Application, row: RequirementRow) -> Requirement:
    """Settlement funds, unless authorised to work with an offer that exempts.

    That is arranged employment in TEER 0 to 3 (IRPR s. 76(1)(b)(ii)), or an
    offer in the trade that the application names (s. 87.2(5)).
    """
    c = a.c
    table = c.rules.get("programs/funds")
    # An offer alone is not enough: s. 82(2)(c), for people who may not work here yet, is not among the exceptions.
    if c.profile.may_work_in_canada and _exempt(a, row):
        return requirement(row.code, True, table.source if table else row.source, "funds_exempt")
    # Amounts before 9 June 2022 are entered nowhere, and no other year's stands in for them.
    if table is None:
        return requirement(row.code, None, row.source, "funds_no_table")
    return _funds_against(row.code, table, c.profile.settlement_funds_cad, c.profile.family_size)


def _exempt(a: Application, row: RequirementRow) -> bool:
    if row.exempt == "skilled_offer":
        return fsw_grid.has_arranged_employment(a.c)
    return row.exempt == "trade_offer" and trade_papers.offered(a.c, row, a.noc)


@remember
def _funds_against(code: str, table: Table, stated: float | None, family: int) -> Requirement:
    needed = funds_needed(table, family)
    if stated is None:
        return requirement(code, None, table.source, "funds_not_stated", needed_cad=needed, family=family)
    met = stated >= needed
    because = "funds_enough" if met else "funds_short"
    # Whole dollars in the sentence; compared was the amount as it was stated.
    return requirement(code, met, table.source, because, stated_cad=int(stated), needed_cad=needed, family=family)


def funds_needed(table: Table, family: int) -> int:
    """Canadian dollars for a family of this size."""
    listed = len(table.cells)
    return table.points(min(family, listed)) + max(family - listed, 0) * table.value("each_further_member")
