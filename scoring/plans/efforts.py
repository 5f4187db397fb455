"""What a change asks of a person: effort on the firm's own scale, weeks and dollars where they are known."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from scoring.later_facts import (
    GOES_ON,
    NEEDS_PERMIT,
    SECOND_YEAR,
    UNDER_WAY,
    WITH_PERMIT,
    YEAR,
    YEAR_WEEKS,
    count_least_weeks,
    count_year_weeks,
)
from scoring.merging import merge
from scoring.reasons import Reason
from scoring.rulebook import FIRST_DAY, Rules
from scoring.table import Source, Table
from scoring.table_checks import EFFORTS, HARDEST, read_known

# One change under several sentences: what it is called depends on what the person has already.
SAME = merge(
    {
        "first_eca": "eca",
        "eca_body": "eca",
        "eca_issuer": "eca",
        "first_canadian_job": "canadian_year",
        "first_canadian_year": "canadian_year",
        "first_canadian_year_licensed": "canadian_year",
        "canadian_year_goes_on": "canadian_year",
        "canadian_years_go_on": "canadian_year",
        "nomination_rest": "nomination_up",
        "first_french": "french_up",
        "french_up_and_one": "french_up",
        "all_abilities_and_one": "all_abilities",
    },
    dict.fromkeys(WITH_PERMIT.values(), "canadian_year"),
)
# The same year without the condition that a new permit lets it be worked.
WITHOUT_PERMIT = {conditional: plain for plain, conditional in WITH_PERMIT.items()}
# The first of these takes more effort than later ones, so each has its own row.
OWN_ROWS = GOES_ON | {
    "eca_issuer",
    "first_canadian_job",
    "first_canadian_year",
    "first_canadian_year_licensed",
    "first_french",
}
# French has a row for each level that is looked at, and English one for the level that a beginner reaches first.
BY_LEVEL = frozenset({"french_up", "first_french"})

EXPECTED_TEST = "expected_test"  # the row of a first test of a language at a level that was stated for it
NEW_PERMIT = "new_permit"  # the row of what a year of work after the last day of the permit asks for beside it
# The facts that tell changes of one kind apart.
NAMED = ("ability", "clb", "above", "level", "test", "years")


class Effort(NamedTuple):
    """Effort from 1 (a paper to fetch) to 10 (years of one's life); weeks and dollars are None where not known.

    `source`: whose figures the weeks and the dollars are; None where the change itself names its weeks.
    """

    effort: int
    weeks: int | None
    cad: int | None
    source: Source | None = None


UNKNOWN = Effort(0, None, None)  # of what is a choice, of which no row speaks


def name_change(because: Reason) -> str:
    """The name of a change, the same in every combination: "all_abilities-9", "canadian_year-2"."""
    facts = because.facts
    if "booked" in facts:
        return name_booked(str(facts["booked"]), int(str(facts["clb"])))
    shown = [str(facts[name]) for name in NAMED if name in facts]
    return "-".join([SAME.get(because.code, because.code), *shown])


def name_booked(language: str, clb: int) -> str:
    """The name of a test that an estimate supposes, whichever of the two it then counts as: "test-fr-8"."""
    return f"test-{language}-{clb}"


def find_row(because: Reason) -> str:
    """The row of `guide/efforts` that speaks of a change."""
    if expects(because):
        return EXPECTED_TEST
    plain = name_plain(because)
    code = plain if plain in OWN_ROWS else SAME.get(plain, plain)
    if code in BY_LEVEL:
        return f"{code}_{because.facts['clb']}"
    return f"{code}_{because.facts['level']}" if code == "credential" else code


def expects(because: Reason) -> bool:
    """A first test of a language, at a level that the person stated for it."""
    return bool(because.facts.get("expected", 0) >= because.facts.get("clb", HARDEST))  # type: ignore[operator]


def name_level_row(because: Reason) -> str:
    """The row of a change at its level, for those that have one beside the row of the change."""
    if "clb" not in because.facts or expects(because):
        return ""
    # Whoever stated a level does not begin from nothing.
    code = SAME.get(because.code, because.code) if "expected" in because.facts else because.code
    return f"{code}_{because.facts['clb']}"


def estimate_effort(because: Reason, rules: Rules) -> Effort | None:
    """What a change asks; None of one that is no plan of ours, such as that a partner stays behind.

    A change that names its own weeks, as the rest of a year that is under way, takes that many.
    """
    table = rules[EFFORTS]
    row = table.cells.get(name_level_row(because)) or table.cells.get(find_row(because))
    if row is None:
        return None
    effort, weeks, cad = int(row["effort"]), find_weeks(because, row), read_known(row["cad"])
    if because.code in NEEDS_PERMIT:
        permit = table.cells[NEW_PERMIT]
        # The second year is a rung above the first.
        effort = min(max(effort, int(permit["effort"])) + (because.code in SECOND_YEAR), HARDEST)
        cad = add_known(cad, read_known(permit["cad"]))
        if because.code not in UNDER_WAY:
            weeks = begin_with_permit(because, add_known(weeks, read_known(permit["weeks"])))
    return Effort(effort, weeks, cad, find_figures(table, row, cad))


def find_weeks(because: Reason, row: Mapping[str, Any]) -> int | None:
    """The weeks of a change alone: its own, else those of its row; None where they are not known."""
    if "weeks" in because.facts:
        return int(str(because.facts["weeks"]))
    return count_year_weeks(row) if because.code in YEAR - UNDER_WAY else read_known(row["weeks"])


def begin_with_permit(because: Reason, known: int | None) -> int | None:
    """The weeks of a year that begins with a new permit: a year of them after the one that was stated has ended.

    `known`: those of the permit and of the year; None where they are not known. A year under way has its day.
    """
    left = int(str(because.facts.get("permit_weeks", 0)))
    return None if known is None else max(known, left + YEAR_WEEKS)


def name_plain(because: Reason) -> str:
    """The code of a change without the condition of a new permit."""
    return WITHOUT_PERMIT.get(because.code, because.code)


def add_known(*figures: int | None) -> int | None:
    """Weeks or dollars together; None where one of them is not known."""
    known = [one for one in figures if one is not None]
    return sum(known) if len(known) == len(figures) else None


def find_figures(table: Table, row: Mapping[str, Any], cad: int | None) -> Source | None:
    """Whose figures the weeks of a row and the dollars are; None where there are none but those of a change itself."""
    # The first edition has only the weeks that a change names itself: a year of work, a program of one year or two.
    stated = cad is not None or read_known(row["weeks"]) is not None
    return table.source if stated and table.source.effective > FIRST_DAY else None


def find_least_weeks(because: Reason, rules: Rules) -> int | None:
    """The weeks that a change takes at the least; None where nothing is known of its time."""
    effort = estimate_effort(because, rules)
    if effort is None or effort.weeks is not None or because.code not in YEAR - UNDER_WAY:
        return effort.weeks if effort else None
    year = count_least_weeks(name_plain(because), rules)
    if because.code not in NEEDS_PERMIT:
        return year
    return begin_with_permit(because, year + (read_known(rules[EFFORTS].cells[NEW_PERMIT]["weeks"]) or 0))
