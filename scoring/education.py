"""The list of credentials -> the one level of education that tables ask for."""

from collections.abc import Iterable, Sequence
from datetime import date

from scoring.days import years_after
from scoring.profile import Credential
from scoring.rulebook import Rules

LONG = frozenset({"three_year_or_more", "bachelors", "masters", "professional", "doctoral"})
# From the lowest up, as the tables name them; "two_or_more" is no credential but a number of them.
LEVELS = (
    "none",
    "secondary",
    "one_year",
    "two_year",
    "three_year_or_bachelors",
    "two_or_more",
    "masters_or_professional",
    "doctoral",
)
# A program of less than a year gives no level and is not one of "two or more".
RANKS = {
    "secondary": LEVELS.index("secondary"),
    "one_year": LEVELS.index("one_year"),
    "two_year": LEVELS.index("two_year"),
    "three_year_or_more": LEVELS.index("three_year_or_bachelors"),
    "bachelors": LEVELS.index("three_year_or_bachelors"),
    "masters": LEVELS.index("masters_or_professional"),
    "professional": LEVELS.index("masters_or_professional"),
    "doctoral": LEVELS.index("doctoral"),
}

# The credentials whose conditions of Canadian study give additional points.
POST_SECONDARY = frozenset(RANKS) - {"secondary"}


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
    held = [c.level for c in credentials if c.level in RANKS]
    rank = max([RANKS[name] for name in held], default=LEVELS.index("none"))
    # Two post-secondary credentials: a secondary diploma is no second one (CRS criteria, A; IRPR 78(1)(e)).
    if len(held) - held.count("secondary") > 1 and not LONG.isdisjoint(held):
        rank = max(rank, LEVELS.index("two_or_more"))
    return LEVELS[rank]
