"""Requirements of work: this many hours in this many years, in one occupation or in all."""

from scoring import experience
from scoring.experience import Counts, WorkInOccupations
from scoring.programs.application import Application, Chosen
from scoring.programs.tables import RequirementRow
from scoring.reasons import Fact
from scoring.requirements import Requirement, requirement

IN_TOTAL: dict[Counts, str] = {
    experience.canadian: "work_canadian",
    experience.foreign: "work_foreign",
    experience.canadian_or_foreign: "work_anywhere",
    experience.skilled_work: "work_anywhere",
    experience.trade: "work_trade",
}


def in_total(a: Application, row: RequirementRow) -> Requirement:
    """So much work in one or more occupations."""
    c = a.c
    worked = c.me.experience.amount(row.counts, c.on, row.years)
    met, weeks = worked >= row.needed, c.me.experience.weeks(worked)
    # The three programs of the files have titles and sentences of their own; a new one takes those of its kind (0081).
    if row.own:
        return requirement(row.code, met, row.source, "canadian_weeks", weeks=weeks, years_back=row.years)
    counts = row.counts.counts if isinstance(row.counts, WorkInOccupations) else row.counts
    why = "work_listed" if row.occupations else IN_TOTAL[counts]
    return requirement(row.code, met, row.source, why, weeks=weeks, **_needed(a, row), **_teers(a, row, why))


def in_one_occupation(a: Application, row: RequirementRow) -> Requirement:
    """So much work in the occupation that is named."""
    named = a.named
    if named is None:
        return _none(a, row, "no_trade", years_back=row.years)
    why = "trade_weeks" if row.own else "one_occupation"
    return _named(a, row, named, why, **({"years_back": row.years} if row.own else _needed(a, row)))


def continuous(a: Application, row: RequirementRow) -> Requirement:
    """So much work without a break in the occupation that is named."""
    named = a.named
    if named is None:
        lowest = a.c.rules["work/definitions"].points("lowest_skilled_teer")
        return _none(a, row, "no_skilled_work", teer=lowest, years_back=row.years)
    why = "continuous_work" if row.own else "one_occupation_continuous"
    return _named(a, row, named, why, **({} if row.own else _needed(a, row)))


def _none(a: Application, row: RequirementRow, own: str, **facts: Fact) -> Requirement:
    """There is no work in any occupation that counts."""
    if row.own:
        return requirement(row.code, False, row.source, own, **facts)
    return requirement(row.code, False, row.source, "no_work_that_counts", **_needed(a, row))


def _named(a: Application, row: RequirementRow, named: Chosen, why: str, **facts: Fact) -> Requirement:
    weeks = a.c.me.experience.weeks(named.worked)
    return requirement(row.code, named.worked >= row.needed, row.source, why, weeks=weeks, noc=named.noc, **facts)


def _needed(a: Application, row: RequirementRow) -> dict[str, Fact]:
    """What is needed, in full weeks, and in how many years."""
    return {"needed": a.c.me.experience.weeks(row.needed), "window": row.years}


def _teers(a: Application, row: RequirementRow, why: str) -> dict[str, Fact]:
    """The TEERs that count, where the sentence names them."""
    if why in ("work_trade", "work_listed"):
        return {}
    lowest = a.c.rules["work/definitions"].points("lowest_skilled_teer")
    return {"teers": row.teers or f"0-{lowest}"}
