"""Assessments of diplomas from outside Canada (ECA): who makes them, and what their words stand for."""

from typing import Any, NamedTuple

from scoring.occupations import occupation
from scoring.rulebook import Rules
from scoring.words import BODY_NAMES, LEVEL_NAMES


class LicensedProfession(NamedTuple):
    """An occupation whose own body alone assesses, where a licence is needed."""

    code: str
    title: str
    body: Any


def list_bodies(rules: Rules) -> list[Any]:
    """The names of those that assess for every profession. Raises `KeyError` for one without a name."""
    return [BODY_NAMES[code] for code in rules["guide/eca_bodies"].cells]


def list_professional_bodies(rules: Rules) -> list[LicensedProfession]:
    """The occupations with a body of their own."""
    rows = rules["education/professional_bodies"].cells
    return [LicensedProfession(noc, occupation(noc).title, BODY_NAMES[str(row["body"])]) for noc, row in rows.items()]


def find_results(rules: Rules, typed: str) -> list[tuple[str, Any]]:
    """The wordings that have every word of what was typed, the shortest first, each with its level; without, all."""
    wanted = flatten(typed).split()
    rows = rules["guide/eca_results"].cells
    found = [wording for wording in rows if all(word in flatten(wording) for word in wanted)]
    return [(wording, LEVEL_NAMES[str(rows[wording]["level"])]) for wording in sorted(found, key=len)]


def flatten(words: str) -> str:
    """Words in small letters, with one form of the apostrophe and no stops in abbreviations."""
    return words.lower().replace("’", "'").replace(".", "")
