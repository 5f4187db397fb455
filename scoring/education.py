"""The list of credentials -> the one level of education that tables ask for."""

from collections.abc import Iterable, Sequence
from datetime import date

from scoring.days import years_after
from scoring.profile import Credential
from scoring.rulebook import Rules

LONG = frozenset({"three_year_or_more", "bachelors", "masters", "professional", "doctoral"})
# From the highest down: the level in the tables, and the credentials that have it.
RANKS: tuple[tuple[str, frozenset[str]], ...] = (
    ("doctoral", frozenset({"doctoral"})),
    ("masters_or_professional", frozenset({"masters", "professional"})),
    ("two_or_more", frozenset()),
    ("three_year_or_bachelors", frozenset({"three_year_or_more", "bachelors"})),
    ("two_year", frozenset({"two_year"})),
    ("one_year", frozenset({"one_year"})),
    ("secondary", frozenset({"secondary"})),
)


def assessment_expires(issued: date, rules: Rules) -> date:
    """The first day on which an ECA no longer counts: it is five years old (IRPR s. 75(2)(e))."""
    return years_after(issued, rules["education/validity"].points("eca"))


def counts(credential: Credential, on: date, rules: Rules) -> bool:
    """Awarded by the day, and Canadian or with an ECA under five years old."""
    if credential.awarded_on and credential.awarded_on > on:
        return False
    if credential.country == "CA":
        return True
    issued = credential.eca_issued_on
    return issued is not None and issued <= on < assessment_expires(issued, rules)


def counted(credentials: Iterable[Credential], on: date, rules: Rules) -> list[Credential]:
    """The credentials that count on the day."""
    return [c for c in credentials if counts(c, on, rules)]


def level(credentials: Sequence[Credential]) -> str:
    """The highest level among these credentials, "none" where there are none.

    Two or more post-secondary credentials, one of a program of three years or
    more, are a level of their own, above a single bachelor's degree.
    """
    held = [c.level for c in credentials]
    several = sum(name != "secondary" for name in held) > 1 and not LONG.isdisjoint(held)
    for name, names in RANKS:
        if (name == "two_or_more" and several) or not names.isdisjoint(held):
            return name
    return "none"
