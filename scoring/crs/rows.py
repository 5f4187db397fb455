"""The factors in their groups, and their rows: points, the most a factor can give, why, and by which rule.

Whoever has the same facts under the same rules has the same rows, so rows are
shared: those that were asked for last are kept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import msgspec

from scoring.crs import explanations as b
from scoring.crs import points as p
from scoring.crs.explanations import Why
from scoring.crs.facts import Skills
from scoring.crs.points import Points
from scoring.memory import make_once, remember
from scoring.profile import ABILITIES
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.table import Source, Table


class Factor(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One row of a result: points of at most `maximum`, the reason, and where the rule is published."""

    code: str
    section: str
    points: int
    maximum: int
    because: Reason
    source: Source


class Rows:
    """What the rows of a group come to, and the rows, worked out when somebody reads them."""

    def __init__(self, points: int, make: Callable[[], Iterable[Factor]]) -> None:
        self.points = points
        self._make = make

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Each row, and one for a limit that takes points away."""
        return tuple(self._make())


@dataclass(frozen=True, slots=True)
class Rule:
    """How one factor is scored: by which table, for how many points, why, of how many."""

    code: str
    table: str
    points: Points
    because: Why
    maximum: Points = p.most_of_all


@dataclass(frozen=True, slots=True, eq=False)
class FactorGroup:
    """Factors of one section that depend on the same facts; `limit` names the most that they give together."""

    section: str
    rules: tuple[Rule, ...]
    limit: str = ""


def _by_ability(code: str, missing: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(f"{code}_{name}", f"crs/{code}", p.language(name), b.language(name, missing), p.most_of_column)
        for name in ABILITIES
    )


# A group has few facts, because rows are kept by them: the fewer there are, the more people share one (record 0030).
PERSON = FactorGroup(
    "core",
    (
        Rule("age", "crs/age", p.age, b.age, p.most_of_column),
        Rule("education", "crs/education", p.education, b.education, p.most_of_column),
    ),
)
FIRST_LANGUAGE = FactorGroup("core", _by_ability("first_language", "no_first_language"))
SECOND_LANGUAGE = FactorGroup("core", _by_ability("second_language", "no_second_language"), limit="second_language")
WORK = FactorGroup(
    "core", (Rule("canadian_work", "crs/canadian_work", p.canadian_work, b.canadian_work, p.most_of_column),)
)
PARTNER = FactorGroup(
    "partner", (Rule("partner_education", "crs/education", p.education, b.education, p.most_of_column),)
)
PARTNER_LANGUAGE = FactorGroup("partner", _by_ability("partner_language", "no_partner_language"))
PARTNER_WORK = FactorGroup(
    "partner",
    (Rule("partner_canadian_work", "crs/canadian_work", p.canadian_work, b.canadian_work, p.most_of_column),),
)
# The limit of 50 is that of a group, over both of its tables, and not of each table (CRS criteria, C; MI ss. 21 to 27).
TRANSFERABILITY = (
    FactorGroup(
        "transferability",
        (
            Rule("education_language", "crs/education_language", p.education_language, b.education_language),
            Rule(
                "education_canadian_work",
                "crs/education_canadian_work",
                p.education_canadian_work,
                b.education_canadian_work,
            ),
        ),
        limit="transferability_education",
    ),
    FactorGroup(
        "transferability",
        (
            Rule(
                "foreign_work_language", "crs/foreign_work_language", p.foreign_work_language, b.foreign_work_language
            ),
            Rule(
                "foreign_work_canadian_work",
                "crs/foreign_work_canadian_work",
                p.foreign_work_canadian_work,
                b.foreign_work_canadian_work,
            ),
        ),
        limit="transferability_foreign_work",
    ),
    FactorGroup(
        "transferability",
        (Rule("certificate_language", "crs/certificate_language", p.certificate_language, b.certificate_language),),
        limit="transferability_certificate",
    ),
)
ADDITIONAL = FactorGroup(
    "additional",
    (
        Rule("nomination", "crs/nomination", p.nomination, b.nomination),
        Rule("job_offer", "crs/job_offer", p.job_offer, b.job_offer),
        Rule("french", "crs/french", p.french, b.french),
        Rule("canadian_study", "crs/canadian_study", p.canadian_study, b.canadian_study),
        Rule("sibling", "crs/sibling", p.sibling, b.sibling),
        Rule("high_wage", "crs/high_wage", p.high_wage, b.high_wage, p.most_of_high_wage),
    ),
    limit="additional",
)
CORE = (PERSON, FIRST_LANGUAGE, SECOND_LANGUAGE, WORK)
PARTNERS = (PARTNER, PARTNER_LANGUAGE, PARTNER_WORK)
TABLES = {rule.code: rule.table for group in (*CORE, *PARTNERS, *TRANSFERABILITY, ADDITIONAL) for rule in group.rules}


@remember
def rows(group: FactorGroup, rules: Rules, column: str, facts: Any) -> Rows:
    """The rows of a group under the rules of a day; a factor that has no table on the day has no row.

    `column` is that of the CRS tables, "with_partner" or "single"; `facts` those of the group (`scoring.crs.facts`).
    """
    in_force = [(rule, rules.tables[rule.table]) for rule in group.rules if rule.table in rules.tables]
    scored = [(rule, table, rule.points(table, facts)) for rule, table in in_force]
    reached = sum([points for _rule, _table, points in scored])
    points = min(reached, _limit(group.limit, rules, column)[0]) if group.limit and scored else reached
    # The rows are made when a page shows them; a pool that is rescored needs the points alone.
    return Rows(points, partial(_factors, group, rules, column, facts, scored))


def limited(found: tuple[Rows, ...], section: str, rules: Rules, column: str) -> tuple[int, tuple[Rows, ...]]:
    """The points of a section and its groups, of which one takes away what the others give above the section's most."""
    limit, source = _limit(section, rules, column)
    reached = sum([group.points for group in found])
    # Always so far: core and partner factors come to no more than their limits. An
    # edition to come may change that (record 0082).
    if reached <= limit:
        return reached, found
    because = Reason("limit", limit=limit, reached=reached)
    # A row of its own with negative points, so that the rows always add up to the section.
    row = Factor(f"{section}_limit", section, limit - reached, 0, because, source)
    return limit, (*found, Rows(limit - reached, lambda: (row,)))


def _factors(
    group: FactorGroup, rules: Rules, column: str, facts: Any, scored: list[tuple[Rule, Table, int]]
) -> list[Factor]:
    found = [_row(group.section, *one, facts) for one in scored]
    return _limited(found, group.limit, rules, column) if group.limit and found else found


@remember
def transferability(rules: Rules, column: str, facts: Skills) -> Rows:
    """Each group up to its own limit, then all of them up to the limit of the section."""
    # All three look at the same facts, so that the section is kept as a whole.
    found = [rows(group, rules, column, facts) for group in TRANSFERABILITY]
    points = min(sum([group.points for group in found]), _limit("transferability", rules, column)[0])
    return Rows(points, partial(_transferability, found, rules, column))


def _transferability(found: list[Rows], rules: Rules, column: str) -> list[Factor]:
    return _limited([row for group in found for row in group.factors], "transferability", rules, column)


def _limited(scored: list[Factor], name: str, rules: Rules, column: str) -> list[Factor]:
    """The rows, and one that takes away what they give above the limit."""
    limit, source = _limit(name, rules, column)
    reached = sum([row.points for row in scored])
    if reached <= limit:
        return scored
    because = Reason("limit", limit=limit, reached=reached)
    return [*scored, Factor(f"{name}_limit", scored[0].section, limit - reached, 0, because, source)]


@make_once
def _limit(name: str, rules: Rules, column: str) -> tuple[int, Source]:
    """The most that a group or a section gives; for the second language 22 with a partner, 24 without."""
    if name == "second_language":
        table = rules["crs/second_language"]  # in force: without it there are no rows to limit
        return table.value(f"maximum_{column}"), table.source
    table = rules["crs/limits"]
    return table.points(name, column), table.source


def _row(section: str, rule: Rule, table: Table, points: int, facts: Any) -> Factor:
    return Factor(rule.code, section, points, rule.maximum(table, facts), rule.because(facts), table.source)
