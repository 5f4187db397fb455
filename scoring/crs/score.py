"""The CRS points of one person on one day, by section, with the rows that they are the sums of."""

from msgspec import Struct

from scoring.candidate import Candidate, Person
from scoring.crs import facts as f
from scoring.crs import rows as r
from scoring.crs.rows import Rows, rows


class Score(Struct, frozen=True):
    """The points by section, and the rows by group."""

    total: int
    core: int
    partner: int
    transferability: int
    additional: int
    groups: tuple[Rows, ...]


def score(c: Candidate) -> Score:
    """The points in the order of official languages that gives the higher total, which `c` keeps.

    Of equal totals, the order that stands first in `c.orders`. Raises `LookupError` where there is no order, and
    `RuleError` where a table has no row for a fact.
    """
    best, spoken = None, (c.first, c.second)
    for order in c.orders:
        c.first, c.second = order
        found = _in_this_order(c)
        # By the total: transferability looks at the first language alone, so that most language points need not win.
        if best is None or found.total > best.total:
            best, spoken = found, order
    c.first, c.second = spoken
    if best is None:
        raise LookupError("no order of official languages to score")
    return best


def _in_this_order(c: Candidate) -> Score:
    """The sections in the order of the official page, with the languages in the order that `c` has."""
    rules, column = c.rules, c.column
    core_points, core = r.limited(_core(c), "core", rules, column)
    partner_points, partner = r.limited(_partner(c, c.partner), "partner", rules, column) if c.partner else (0, ())
    transferability = r.transferability(rules, column, f.skills(c))
    additional = rows(r.ADDITIONAL, rules, column, f.extras(c))
    sums = core_points, partner_points, transferability.points, additional.points
    return Score(sum(sums), *sums, (*core, *partner, transferability, additional))


def _core(c: Candidate) -> tuple[Rows, ...]:
    column = c.column
    return (
        rows(r.PERSON, c.rules, column, f.standing(c)),
        rows(r.FIRST_LANGUAGE, c.rules, column, f.spoken(c.first, column)),
        rows(r.SECOND_LANGUAGE, c.rules, column, f.spoken(c.second, column)),
        rows(r.WORK, c.rules, column, f.Worked(column, c.me.canadian_years)),
    )


def _partner(c: Candidate, partner: Person) -> tuple[Rows, ...]:
    column = c.column
    return (
        rows(r.PARTNER, c.rules, column, f.partner_standing(partner)),
        rows(r.PARTNER_LANGUAGE, c.rules, column, f.spoken(c.partner_test, None)),
        rows(r.PARTNER_WORK, c.rules, column, f.Worked("partner", partner.canadian_years)),
    )
