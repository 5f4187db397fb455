"""The factors in their sections, the limits of each, and the total.

A table that is not in force on the day has no factor.
"""

from collections.abc import Callable
from itertools import chain
from typing import NamedTuple

from scoring.candidate import Candidate
from scoring.crs import points as p
from scoring.crs.points import Points
from scoring.profile import ABILITIES
from scoring.rulebook import Rules
from scoring.table import Table

TRANSFER = "transferability"


class Rule(NamedTuple):
    """How one factor is scored: by which table, for how many points, of how many."""

    code: str
    section: str
    table: str
    points: Points
    maximum: Points


class Score(NamedTuple):
    """The CRS points of one person on one day, by section."""

    total: int
    core: int
    partner: int
    transferability: int
    additional: int


def own_column(c: Candidate, table: Table) -> int:
    """The most that a factor gives in the candidate's column."""
    return table.maximum(c.column)


def partner_column(c: Candidate, table: Table) -> int:
    """The most that a factor gives for the partner."""
    return table.maximum("partner")


def only_column(c: Candidate, table: Table) -> int:
    """The most that a factor of one column gives."""
    return table.maximum()


def last_column(c: Candidate, table: Table) -> int:
    """The most that a combination gives."""
    return table.maximum(table.columns[-1])


def any_column(c: Candidate, table: Table) -> int:
    """The most that any column gives."""
    return max(map(table.maximum, table.columns))


def _by_ability(code: str, section: str, points: Callable[[int], Points], maximum: Points) -> tuple[Rule, ...]:
    return tuple(
        Rule(f"{code}_{name}", section, f"crs/{code}", points(index), maximum) for index, name in enumerate(ABILITIES)
    )


def _combination(code: str, points: Points) -> Rule:
    return Rule(code, TRANSFER, f"crs/{code}", points, last_column)


CORE = (
    Rule("age", "core", "crs/age", p.age, own_column),
    Rule("education", "core", "crs/education", p.education, own_column),
    *_by_ability("first_language", "core", p.first_language, own_column),
    Rule("canadian_work", "core", "crs/canadian_work", p.canadian_work, own_column),
)
SECOND_LANGUAGE = _by_ability("second_language", "core", p.second_language, own_column)
PARTNER = (
    Rule("partner_education", "partner", "crs/education", p.partner_education, partner_column),
    *_by_ability("partner_language", "partner", p.partner_language, only_column),
    Rule("partner_canadian_work", "partner", "crs/canadian_work", p.partner_canadian_work, partner_column),
)
TRANSFERABILITY = {
    "transferability_education": (
        _combination("education_language", p.education_language),
        _combination("education_canadian_work", p.education_canadian_work),
    ),
    "transferability_foreign_work": (
        _combination("foreign_work_language", p.foreign_work_language),
        _combination("foreign_work_canadian_work", p.foreign_work_canadian_work),
    ),
    "transferability_certificate": (
        Rule("certificate_language", TRANSFER, "crs/certificate_language", p.certificate_language, only_column),
    ),
}
ADDITIONAL = (
    Rule("nomination", "additional", "crs/nomination", p.nomination, only_column),
    Rule("job_offer", "additional", "crs/job_offer", p.job_offer, only_column),
    Rule("french", "additional", "crs/french", p.french, only_column),
    Rule("canadian_study", "additional", "crs/canadian_study", p.canadian_study, only_column),
    Rule("sibling", "additional", "crs/sibling", p.sibling, only_column),
    Rule("high_wage", "additional", "crs/high_wage", p.high_wage, any_column),
)
RULES = {
    rule.code: rule
    for rule in (*CORE, *SECOND_LANGUAGE, *PARTNER, *chain.from_iterable(TRANSFERABILITY.values()), *ADDITIONAL)
}


def score(c: Candidate) -> Score:
    """The points by section, in the order of official languages that gives the higher total."""
    best, spoken = None, (c.first, c.second)
    for order in c.orders():
        c.first, c.second = order
        found = sections(c)
        if best is None or found.total > best.total:
            best, spoken = found, order
    c.first, c.second = spoken
    if best is None:
        raise LookupError("no order of official languages to score")
    return best


def sections(c: Candidate) -> Score:
    """The points by section, with the languages in the order that `c` has."""
    limits, column = c.rules["crs/limits"], c.column
    second = min(_sum(c, SECOND_LANGUAGE), second_language_limit(c)) if c.second else 0
    core = _sum(c, CORE) + second
    partner = _sum(c, PARTNER) if c.partner else 0
    groups = [min(_sum(c, rules), limits.points(name, column)) for name, rules in TRANSFERABILITY.items()]
    transferability = min(sum(groups), limits.points(TRANSFER, column))
    additional = min(_sum(c, ADDITIONAL), limits.points("additional", column))
    return Score(core + partner + transferability + additional, core, partner, transferability, additional)


def second_language_limit(c: Candidate) -> int:
    """The most that the second official language gives: 22 with a partner, 24 without."""
    return c.rules["crs/second_language"].value(f"maximum_{c.column}")


def _sum(c: Candidate, rules: tuple[Rule, ...]) -> int:
    return sum([points(c, table) for points, table in _scored(c.rules, rules)])


def _scored(rules: Rules, factors: tuple[Rule, ...]) -> list[tuple[Points, Table]]:
    """What `in_force` says, without what adding up does not need."""
    kept = (_scored, factors[0].code)  # a group's first factor names it; hashing all of them is slow
    found: list[tuple[Points, Table]] | None = rules.kept.get(kept)
    if found is None:
        found = rules.kept[kept] = [(rule.points, table) for rule, table in in_force(rules, factors)]
    return found


def in_force(rules: Rules, factors: tuple[Rule, ...]) -> list[tuple[Rule, Table]]:
    """The factors that have a table on the day, with it."""
    return [(rule, rules.tables[rule.table]) for rule in factors if rule.table in rules.tables]
