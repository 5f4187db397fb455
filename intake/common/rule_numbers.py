"""Numbers of the rules in force that questions and pages name: each comes from its dated table."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.functional import lazy

from scoring.apps import rulebook
from scoring.rulebook import Rules
from scoring.table import find_first_giving
from scoring.timeline import YEARS_AHEAD
from scoring.words import SECTION_NAMES


def read(table: str, row: str) -> Callable[[Rules], int]:
    """What reads a row of a table."""
    return lambda rules: rules[table].points(row)


def most_points(rules: Rules) -> int:
    """The most that anybody can have, with or without a partner."""
    table = rules["crs/limits"]
    return max(sum(table.points(section, column) for section in SECTION_NAMES) for column in ("with_partner", "single"))


def find_first_age(rules: Rules) -> int:
    """The first age that gives points, in the ranking system or in the selection grid; 0 where none does."""
    tables = filter(None, map(rules.get, ("crs/age", "programs/fsw_age")))
    ages = [age for table in tables if (age := find_first_giving(table)) is not None]
    return min(ages, default=0)


NUMBERS: dict[str, Callable[[Rules], int]] = {
    # Years for which each counts.
    "eca_years": read("education/validity", "eca"),
    "test_years": read("language/validity", "test"),
    # How many years back work counts.
    "work_years": read("work/windows", "crs"),
    # Hours of a full week.
    "week_hours": read("work/definitions", "full_week_hours"),
    "lowest_teer": read("work/definitions", "lowest_skilled_teer"),
    "most_points": most_points,
    "first_age": find_first_age,
    # Whoever lived in a country for this many months from that age on gets a police certificate from it.
    "police_age": read("guide/police_certificates", "from_age"),
    "police_months": read("guide/police_certificates", "months_in_country"),
    # What a person answers for: study in Canada, relatives there, the letter of a bank.
    "study_months": read("guide/canadian_study", "months"),
    "study_hours": read("guide/conditions", "study_hours"),
    "relative_age": read("guide/conditions", "relative_age"),
    "funds_months": read("guide/conditions", "funds_months"),
    # How far ahead a score is worked out, which is ours to set.
    "years_ahead": lambda _rules: YEARS_AHEAD,
    "months_ahead": lambda _rules: 12 * YEARS_AHEAD,
}


def get_number(name: str) -> int:
    """The number as it is today. Raises `KeyError` for an unknown name."""
    return NUMBERS[name](rulebook().on(timezone.localdate()))


# For labels, which are put together before there is a day.
number: Callable[[str], Any] = lazy(get_number, int)
