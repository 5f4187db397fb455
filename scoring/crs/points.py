"""The points of each factor, by its table and the facts of its group.

Each takes the edition in force on the day and the facts, and returns whole
points, 0 where the factor gives none. Raises `RuleError` where the table has no
row for a fact. Ministerial Instructions respecting the Express Entry system;
"CRS criteria" of IRCC, whose sections A to D order this module. Every number
stands in `tables/crs/`.
"""

from collections.abc import Callable
from typing import Any

from scoring.crs import high_wage as high_wages
from scoring.crs.facts import AgeAndEducation, Extras, Skills, Spoken, Worked
from scoring.occupations import major_group
from scoring.table import Table

Points = Callable[[Table, Any], int]

# --- A. Core / human capital, and B. Spouse or common-law partner ---------------


def age(table: Table, facts: AgeAndEducation) -> int:
    """By full years of age on the day (section A; `crs/age`)."""
    return table.points(facts.age, facts.column)


def education(table: Table, facts: AgeAndEducation) -> int:
    """By the highest level only (sections A and B; `crs/education`)."""
    return table.points(facts.level, facts.column)


def canadian_work(table: Table, facts: Worked) -> int:
    """By completed years of Canadian work (sections A and B; `crs/canadian_work`)."""
    return table.points(facts.years, facts.column)


def language(ability: str) -> Points:
    """By the CLB or NCLC level in one ability of one language; nothing without a valid test (sections A and B).

    Returns the function for an ability; it reads `crs/first_language`, `second_language` or `partner_language`.
    """

    def points(table: Table, facts: Spoken) -> int:
        level = facts.level(ability)
        return 0 if level is None else table.points(level, facts.column)

    return points


# --- C. Skill transferability -------------------------------------------------


def education_language(table: Table, facts: Skills) -> int:
    """Education with the lowest ability in the first official language (section C; `crs/education_language`)."""
    return table.at(facts.level, facts.clb)


def education_canadian_work(table: Table, facts: Skills) -> int:
    """Education with years of Canadian work (section C; `crs/education_canadian_work`)."""
    return table.at(facts.level, facts.canadian)


def foreign_work_language(table: Table, facts: Skills) -> int:
    """Years of foreign work with the lowest ability in the first official language (`crs/foreign_work_language`)."""
    return table.at(facts.foreign, facts.clb)


def foreign_work_canadian_work(table: Table, facts: Skills) -> int:
    """Years of foreign work with years of Canadian work (section C; `crs/foreign_work_canadian_work`)."""
    return table.at(facts.foreign, facts.canadian)


def certificate_language(table: Table, facts: Skills) -> int:
    """A trade certificate with the lowest ability in the first official language (`crs/certificate_language`)."""
    return table.points(facts.clb) if facts.certified else 0


# --- D. Additional ------------------------------------------------------------


def nomination(table: Table, facts: Extras) -> int:
    """A nomination by a province or territory (section D; `crs/nomination`)."""
    return table.points("nominated") if facts.nominated else 0


def job_offer(table: Table, facts: Extras) -> int:
    """A qualifying offer, by the offer's occupation: major group 00, or any other (section D; `crs/job_offer`)."""
    # The table ended on 25 March 2025; a score of a day before it must come out as it did then (record 0012).
    if facts.offer is None or not facts.meets:
        return 0
    return table.points("major_group_00" if major_group(facts.offer) == "00" else "other")


def french(table: Table, facts: Extras) -> int:
    """French in all four abilities, more with English in all four (section D; `crs/french`)."""
    # No English test counts as CLB 0. CLB 5 in only some abilities gives the lower
    # bonus: our reading (docs/before-launch.md).
    return table.points(facts.clb or 0) if (facts.nclc or 0) >= table.value("nclc") else 0


def canadian_study(table: Table, facts: Extras) -> int:
    """The Canadian credential that gives most; study abroad never counts (section D; `crs/canadian_study`)."""
    return max(map(table.points, facts.studied), default=0)


def sibling(table: Table, facts: Extras) -> int:
    """A brother or sister living in Canada (section D; `crs/sibling`)."""
    return table.points("sibling") if facts.sibling else 0


def high_wage(table: Table, facts: Extras) -> int:
    """Canadian work, an offer, or both, in high-wage occupations (`crs/high_wage`)."""
    return high_wages.count(table, facts.column, facts.high_wage)


# --- The most that a factor can give ------------------------------------------


def most_of_column(table: Table, facts: AgeAndEducation | Spoken | Worked) -> int:
    """The greatest value in the column that is read."""
    return table.maximum(facts.column)


def most_of_high_wage(table: Table, facts: Extras) -> int:
    """The most that work and the offer give together."""
    return high_wages.limit(table, facts.column)


def most_of_all(table: Table, facts: object) -> int:
    """The greatest value in any column, for a factor whose columns depend on a second fact."""
    return max(map(table.maximum, table.columns))
