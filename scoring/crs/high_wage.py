"""The high-wage factor: Canadian work and an offer in listed occupations, each with the points of its tier.

What an edition says of it is in `tables/crs/high_wage.toml`: points by tier
in a column for work and one for the offer, or in two of each (with a partner,
without); whether the two are added or the higher one counts; the most that they
give; how much work it takes. Its list of occupations is a table of its own.
"""

from typing import NamedTuple

from scoring import experience, offers
from scoring.candidate import Candidate
from scoring.rulebook import Rules
from scoring.table import Table
from scoring.work import amount

# Neither the points nor the list is known yet: whatever the edition may bring is data (record 0082).
POINTS, OCCUPATIONS = "crs/high_wage", "crs/high_wage_occupations"
WORK, OFFER = "canadian_work", "job_offer"


class ListedOccupation(NamedTuple):
    """A listed occupation, and its tier."""

    noc: str
    tier: str


class HighWage(NamedTuple):
    """The work and the offer that give most, if any in a listed occupation, and whether they are added."""

    work: ListedOccupation | None = None
    offer: ListedOccupation | None = None
    added: bool = False


NOTHING = HighWage()


def find(c: Candidate) -> HighWage:
    """The candidate's, under the rules of the day."""
    table, occupations = c.rules.get(POINTS), c.rules.get(OCCUPATIONS)
    if table is None or occupations is None:
        return NOTHING
    offer = c.profile.job_offer
    offered = [offer.noc] if offer and offers.counts(offer, c.rules) else []
    worked = [noc for noc in c.me.experience.nocs(experience.canadian) if _worked_enough(c, noc, table)]
    work, offered_best = _best(worked, occupations, table, WORK, c), _best(offered, occupations, table, OFFER, c)
    return HighWage(work, offered_best, adds_up(table))


def _best(nocs: list[str], occupations: Table, table: Table, what: str, c: Candidate) -> ListedOccupation | None:
    """The one that gives most; of equals the one with the lowest code."""
    # Sorted, because `max` takes the first of equals, which must not hang on the order of the jobs.
    listed = [ListedOccupation(noc, str(occupations.cells[noc]["tier"])) for noc in sorted(nocs) if noc in occupations]
    return max(listed, key=lambda one: table.points(one.tier, heading(table, what, c.column)), default=None)


def _worked_enough(c: Candidate, noc: str, table: Table) -> bool:
    return c.me.experience.amount(experience.canadian, c.on, window(c.rules, table), noc) >= needed(c.rules, table)


def needed(rules: Rules, table: Table) -> int:
    """The work that it takes in one occupation, in the units of `scoring.work`; a year where the table is silent."""
    return amount(int(table.values.get("work_hours", rules["work/definitions"].points("year_hours"))))


def window(rules: Rules, table: Table) -> int:
    """How many years back it counts: as for the rest of the CRS, where the table says nothing."""
    return int(table.values.get("window_years", experience.windows(rules).crs))


def heading(table: Table, what: str, column: str) -> str:
    """The table's column for work or the offer; with a partner and without, where it tells them apart."""
    return what if what in table.columns else f"{what}_{column}"


def count(table: Table, column: str, found: HighWage) -> int:
    """The points: the higher of the two or their sum, up to the limit.

    `column` is that of the CRS tables. Raises `RuleError` for a tier that the table has no row for.
    """
    named = ((WORK, found.work), (OFFER, found.offer))
    given = [table.points(one.tier, heading(table, what, column)) for what, one in named if one]
    return min(sum(given) if found.added else max(given, default=0), limit(table, column))


def adds_up(table: Table) -> bool:
    """Work and the offer are added; else the higher of the two counts."""
    return table.values.get("together") == "sum"


def limit(table: Table, column: str) -> int:
    """The most that the factor gives: as the table says, or what its tiers come to."""
    most = [table.maximum(heading(table, what, column)) for what in (WORK, OFFER)]
    reached = sum(most) if adds_up(table) else max(most)
    return int(table.values.get(f"maximum_{column}", table.values.get("maximum", reached)))
