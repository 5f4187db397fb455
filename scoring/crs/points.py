"""The points of each factor, by its table and the facts of its group.

Ministerial Instructions respecting the Express Entry system; "CRS criteria" of
IRCC. Every number stands in `tables/crs/`.
"""

from collections.abc import Callable
from typing import Any

from scoring.crs import high_wage as high_wages
from scoring.crs.facts import Extras, Skills, Spoken, Standing, Worked
from scoring.occupations import major_group
from scoring.table import Table

Points = Callable[[Table, Any], int]

# --- A. Core / human capital, and B. Spouse or common-law partner ---------------


def age(table: Table, facts: Standing) -> int:
    """By age on the day."""
    return table.points(facts.age, facts.column)


def education(table: Table, facts: Standing) -> int:
    """By the highest level only."""
    return table.points(facts.level, facts.column)


def canadian_work(table: Table, facts: Worked) -> int:
    """By completed years of Canadian work."""
    return table.points(facts.years, facts.column)


def language(ability: str) -> Points:
    """By the level in one ability of one language; nothing without a valid test."""

    def points(table: Table, facts: Spoken) -> int:
        level = facts.level(ability)
        return 0 if level is None else table.points(level, facts.column)

    return points


# --- C. Skill transferability -------------------------------------------------


def education_language(table: Table, facts: Skills) -> int:
    """Education with the lowest ability in the first official language."""
    return table.at(facts.level, facts.clb)


def education_canadian_work(table: Table, facts: Skills) -> int:
    """Education with years of Canadian work."""
    return table.at(facts.level, facts.canadian)


def foreign_work_language(table: Table, facts: Skills) -> int:
    """Years of foreign work with the lowest ability in the first official language."""
    return table.at(facts.foreign, facts.clb)


def foreign_work_canadian_work(table: Table, facts: Skills) -> int:
    """Years of foreign work with years of Canadian work."""
    return table.at(facts.foreign, facts.canadian)


def certificate_language(table: Table, facts: Skills) -> int:
    """A trade certificate with the lowest ability in the first official language."""
    return table.points(facts.clb) if facts.certified else 0


# --- D. Additional ------------------------------------------------------------


def nomination(table: Table, facts: Extras) -> int:
    """A nomination by a province or territory."""
    return table.points("nominated") if facts.nominated else 0


def job_offer(table: Table, facts: Extras) -> int:
    """A qualifying offer, by the offer's occupation."""
    if facts.offer is None or not facts.meets:
        return 0
    return table.points("major_group_00" if major_group(facts.offer) == "00" else "other")


def french(table: Table, facts: Extras) -> int:
    """French in all four abilities, more with English in all four."""
    return table.points(facts.clb or 0) if (facts.nclc or 0) >= table.value("nclc") else 0


def canadian_study(table: Table, facts: Extras) -> int:
    """The Canadian credential that gives most; study abroad never counts."""
    return max(map(table.points, facts.studied), default=0)


def sibling(table: Table, facts: Extras) -> int:
    """A brother or sister living in Canada."""
    return table.points("sibling") if facts.sibling else 0


def high_wage(table: Table, facts: Extras) -> int:
    """Canadian work, an offer, or both, in high-wage occupations."""
    return high_wages.count(table, facts.column, facts.high_wage)


# --- The most that a factor can give ------------------------------------------


def most_of_column(table: Table, facts: Standing | Spoken | Worked) -> int:
    """In the column that is read."""
    return table.maximum(facts.column)


def most_of_high_wage(table: Table, facts: Extras) -> int:
    """Of work and the offer together."""
    return high_wages.limit(table, facts.column)


def most_of_all(table: Table, facts: object) -> int:
    """In any column."""
    return max(map(table.maximum, table.columns))
