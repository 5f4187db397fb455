"""Category-based selection: the conditions of each category that is in force on a day.

The official rule asks for the work in one listed occupation, whether or not it
is the primary one. A condition on the program is not one of these: it shows in
the streams.
"""

from collections.abc import Callable

from scoring import experience
from scoring.candidate import Candidate
from scoring.reasons import Reason
from scoring.requirements import Outcome, Requirement, outcome
from scoring.rulebook import Rules
from scoring.streams import CATEGORIES
from scoring.table import Table
from scoring.work import amount

LONG_ENOUGH = frozenset({"two_year", "three_year_or_more", "bachelors", "masters", "professional", "doctoral"})


def categories(c: Candidate) -> dict[str, Outcome]:
    """Every category in force on the day."""
    return {name: SPECIAL.get(name, occupations)(c, table) for name, table in _in_force(c.rules)}


def _in_force(rules: Rules) -> list[tuple[str, Table]]:
    found: list[tuple[str, Table]] | None = rules.kept.get(categories)
    if found is None:
        tables = [(name, rules.get(f"categories/{name}")) for name in CATEGORIES]
        found = rules.kept[categories] = [(name, table) for name, table in tables if table]
    return found


def french(c: Candidate, table: Table) -> Outcome:
    """NCLC 7 in all four abilities."""
    needed = table.points("each_ability")
    lowest = max((levels.lowest for levels in c.me.tests_in("fr")), default=None)
    because = Reason("no_french_test", needed=needed) if lowest is None else Reason("nclc", clb=lowest, needed=needed)
    return outcome([Requirement("category_french", (lowest or 0) >= needed, because, table.source)])


def occupations(c: Candidate, table: Table) -> Outcome:
    """So much work in one listed occupation, in the window, where and how the list asks for it."""
    counts = experience.paid_in_canada if table.values["where"] == "canada" else experience.paid
    work = c.me.experience
    listed = [noc for noc in work.nocs(counts) if noc in table.cells]
    years = table.value("window_years")
    if not listed:
        return Outcome(
            False, [Requirement("category_work", False, Reason("no_listed_work", window=years), table.source)]
        )
    how = work.continuous if table.values["continuous"] else work.amount
    most, noc = max((how(counts, c.on, years, noc), noc) for noc in listed)
    because = Reason("listed_weeks", weeks=work.weeks(most), noc=noc, months=table.value("months"))
    met = most >= amount(table.value("hours"))
    advice = _primary_advice(c, table) if met else None
    return outcome([Requirement("category_work", met, because, table.source)], advice=advice)


def _primary_advice(c: Candidate, table: Table) -> Reason | None:
    """The firm's guide wants the primary occupation on the list, which the official rule does not ask for."""
    named = [job.noc for job in c.profile.jobs if job.primary]
    return None if not named or any(noc in table for noc in named) else Reason("primary_not_listed", noc=named[-1])


def military(c: Candidate, table: Table) -> Outcome:
    """Service in a foreign military, an offer from the Canadian Armed Forces, and a credential."""
    return outcome([_service(c, table), _offer(c, table), _credential(c, table)])


def _service(c: Candidate, table: Table) -> Requirement:
    years, needed = c.profile.foreign_military_years, table.value("service_years")
    because = Reason("military_years", years=f"{years:g}", count=int(years), needed=needed)
    return Requirement("military_service", years >= needed, because, table.source)


def _offer(c: Candidate, table: Table) -> Requirement:
    offer = c.profile.job_offer
    met = bool(offer and offer.canadian_armed_forces and offer.noc in table)
    because = Reason("military_offer", noc=offer.noc) if offer and met else Reason("no_military_offer")
    return Requirement("military_offer", met, because, table.source)


def _credential(c: Candidate, table: Table) -> Requirement:
    met = any(x.level in LONG_ENOUGH for x in c.me.credentials)
    because = Reason("military_credential", level=c.me.level)
    return Requirement("military_education", met, because, table.source)


SPECIAL: dict[str, Callable[[Candidate, Table], Outcome]] = {"french": french, "military": military}
