"""Category-based selection: the conditions of each category that is in force on a day.

The official rule asks for the work in one listed occupation, whether or not it
is the primary one. A condition on the program is not one of these: it shows in
the streams.
"""

from collections.abc import Callable
from typing import NamedTuple

from scoring import experience
from scoring.candidate import Candidate
from scoring.category_names import CATEGORIES
from scoring.experience import Counts
from scoring.memory import make_once
from scoring.occupations import by_code, teer
from scoring.reasons import Fact, Reason
from scoring.requirements import Outcome, outcome, requirement
from scoring.rulebook import Rules
from scoring.table import RuleError, Table
from scoring.work import amount

# A program of two or more years, which the category of military recruits asks for.
LONG_ENOUGH = frozenset({"two_year", "three_year_or_more", "bachelors", "masters", "professional", "doctoral"})


class Lists(NamedTuple):
    """The categories in force: the special ones, the others by occupation, and what one has without listed work."""

    special: dict[str, Table]
    listing: dict[str, list[tuple[str, Table]]]
    without: dict[str, Outcome]


def categories(c: Candidate) -> dict[str, Outcome]:
    """Every category in force on the day: its code, and whether its conditions are met."""
    lists = list_tables(c.rules)
    # Most people have worked on no list at all: those outcomes are made once for an edition, and only lists with
    # one of the person's own occupations are looked at.
    found = dict(lists.without)
    for name, table in lists.special.items():
        found[name] = SPECIAL[name](c, table)
    # A set: two of a person's occupations may stand on one list, which is asked once.
    for name, table in {
        listed for noc in c.me.experience.nocs(experience.paid) for listed in lists.listing.get(noc, ())
    }:
        found[name] = occupations(c, table)
    return found


@make_once
def list_tables(rules: Rules) -> Lists:
    """The tables of the categories in force, in the order in which they are named."""
    tables = {name: rules.tables[f"categories/{name}"] for name in CATEGORIES if f"categories/{name}" in rules.tables}
    special = {name: table for name, table in tables.items() if name in SPECIAL}
    listing: dict[str, list[tuple[str, Table]]] = {}
    for name, table in tables.items():
        for noc in table.cells if name not in SPECIAL else ():
            listing.setdefault(noc, []).append((name, table))
    return Lists(special, listing, {name: without_listed_work(table) for name, table in tables.items()})


@make_once
def find_unlisted_occupation(rules: Rules) -> str:
    """The code of a skilled occupation that is on no list: what is planned of an occupation that nobody named.

    Raises `RuleError` where every one is on a list.
    """
    lowest, listing = rules["work/definitions"].points("lowest_skilled_teer"), list_tables(rules).listing
    # Lists of other kinds have their occupations as rows too: regulated professions, high wages.
    others = {code for table in rules.tables.values() for code in table.cells}
    # Of those that ask for most training last, whose work asks for a higher level of language too.
    skilled = sorted((-teer(code), code) for code in by_code() if teer(code) <= lowest)
    free = (code for _teer, code in skilled)
    found = next((code for code in free if code not in listing and code not in others), None)
    if found is None:
        raise RuleError("every skilled occupation is on a list: no year of work can be planned in one that is on none")
    return found


def french(c: Candidate, table: Table) -> Outcome:
    """NCLC 7 in all four abilities, in one valid test (`categories/french`)."""
    lowest = max([levels.lowest for levels in c.me.tests if levels.language == "fr"], default=None)
    needed, source = table.points("each_ability"), table.source
    if lowest is None:
        return outcome(requirement("category_french", False, source, "no_french_test", needed=needed))
    if not lowest:
        return outcome(requirement("category_french", False, source, "nclc_none", needed=needed))
    return outcome(requirement("category_french", lowest >= needed, source, "nclc", clb=lowest, needed=needed))


def occupations(c: Candidate, table: Table) -> Outcome:
    """So much work in one listed occupation, in the window, where and how the list asks for it.

    The table has `hours`, `window_years`, `where` ("canada" or anywhere) and `continuous`; its rows are the NOC codes.
    """
    work, counts = c.me.experience, counted(table)
    listed = [noc for noc in work.nocs(counts) if noc in table.cells]
    if not listed:
        return without_listed_work(table)
    # Most lists before 18 February 2026 ask for continuous work, those since then for a year in all.
    how = work.continuous if table.values["continuous"] else work.amount
    years = table.value("window_years")
    # With the code in the comparison, equal amounts always name the same occupation, whatever the order of the jobs.
    most, noc = max([(how(counts, c.on, years, noc), noc) for noc in listed])
    met = most >= amount(table.value("hours"))
    facts: dict[str, Fact] = {"weeks": work.weeks(most), "noc": noc, "months": table.value("months")}
    advice = _primary_advice(c, table) if met else None
    return outcome(requirement("category_work", met, table.source, "listed_weeks", **facts), advice=advice)


def without_listed_work(table: Table) -> Outcome:
    """No work in any listed occupation."""
    # French and military recruits have no window; what is made of them here is never read (`categories`).
    window = int(table.values.get("window_years", 0))
    why = "no_listed_canadian_work" if table.values.get("where") == "canada" else "no_listed_work"
    return outcome(requirement("category_work", False, table.source, why, window=window))


def counted(table: Table) -> Counts:
    """The jobs that a list counts: those in Canada, or all."""
    return experience.paid_in_canada if table.values["where"] == "canada" else experience.paid


def _primary_advice(c: Candidate, table: Table) -> Reason | None:
    """The firm's guide wants the primary occupation on the list, which the official rule does not ask for."""
    named = [job.noc for job in c.profile.jobs if job.primary]
    return None if not named or any(noc in table for noc in named) else Reason("primary_not_listed", noc=named[-1])


def military(c: Candidate, table: Table) -> Outcome:
    """Service in a foreign military, an offer of the Canadian Armed Forces, a credential (`categories/military`)."""
    offer = c.profile.job_offer
    # That the offer must name a listed occupation is our reading (docs/before-launch.md).
    offered = offer.noc if offer and offer.canadian_armed_forces and offer.noc in table else None
    long = not LONG_ENOUGH.isdisjoint([x.level for x in c.me.credentials])
    return _military(table, c.profile.foreign_military_years, offered, c.me.level, long)


def _military(table: Table, years: float, offered: str | None, level: str, long: bool) -> Outcome:
    """`offered` is the listed occupation of the offer, `long` whether a credential took long enough."""
    needed, source = table.value("service_years"), table.source
    served: dict[str, Fact] = {"years": f"{years:g}", "count": int(years), "needed": needed}
    return outcome(
        requirement("military_service", years >= needed, source, "military_years", **served),
        requirement("military_offer", True, source, "military_offer", noc=offered)
        if offered
        else requirement("military_offer", False, source, "no_military_offer"),
        requirement("military_education", long, source, "military_credential", level=level),
    )


SPECIAL: dict[str, Callable[[Candidate, Table], Outcome]] = {"french": french, "military": military}
