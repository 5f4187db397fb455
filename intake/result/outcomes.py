"""The programs and categories of a result by their state: met, not known, one condition away, and the rest."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from intake.result.question_links import QuestionUrl, get_own_answer_url, get_question_url
from scoring.category_names import CATEGORIES
from scoring.days import years_before
from scoring.requirements import FOLLOWS, lacks_one
from scoring.streams import PROGRAMS
from scoring.words import GRID_TITLES, REQUIREMENT_TITLES

# In the order of the page. "close": one condition alone is missing; "closed": more is missing, or not known beside it.
STATES = ("met", "not_known", "close", "closed")


class Alike(NamedTuple):
    """Outcomes that lack the very same rows."""

    missing: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]


class OutcomeGroup(NamedTuple):
    """The outcomes of one state: each by itself, and those together that lack the same."""

    state: str
    single: list[dict[str, Any]]
    alike: list[Alike]


def build_outcomes(result: dict[str, Any], leads: QuestionUrl) -> dict[str, Any]:
    """The programs and categories of a result, the nearest first."""
    programs, categories = build_programs(result, leads), name_outcomes(CATEGORIES, result["categories"], leads)
    return {
        "programs": sort_outcomes(programs),
        "program_groups": [OutcomeGroup(state, found, []) for state, found in group_by_state(programs)],
        "categories": sort_outcomes(categories),
        "category_groups": [join_alike(state, found) for state, found in group_by_state(categories)],
        "undecided": [program for program in programs if program["unknown"]],
    }


def build_programs(result: dict[str, Any], leads: QuestionUrl = get_own_answer_url) -> list[dict[str, Any]]:
    """The programs of a result."""
    return name_outcomes(PROGRAMS, result["programs"], leads)


def name_outcomes(names: Mapping[str, Any], found: dict[str, Any], leads: QuestionUrl) -> list[dict[str, Any]]:
    """These outcomes with their names."""
    return [build_outcome(names[code], one, leads) for code, one in found.items()]


def sort_outcomes(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outcomes by their state, the nearest first."""
    return [one for _state, same in group_by_state(list(found)) for one in same]


def group_by_state(found: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The outcomes of each state that there are any of."""
    for state in STATES:
        if same := [one for one in found if one["state"] == state]:
            yield state, same


def join_alike(state: str, found: list[dict[str, Any]]) -> OutcomeGroup:
    """The outcomes of one state, those that lack the very same thing together."""
    lacking: dict[Any, list[dict[str, Any]]] = {}
    for one in found:
        # Of one with something open it is not known yet what it lacks.
        if one["missing"] and not one["open"]:
            lacking.setdefault(tuple(row["code"] for row in one["missing"]), []).append(one)
    alike = [Alike(same[0]["missing"], same) for same in lacking.values() if len(same) > 1]
    together = [one for group in alike for one in group.outcomes]
    return OutcomeGroup(state, [one for one in found if one not in together], alike)


def build_outcome(title: Any, found: dict[str, Any], leads: QuestionUrl = get_own_answer_url) -> dict[str, Any]:
    """One program or category with its requirements, its state, and its selection grid if it has one."""
    requirements = [
        row
        | {
            "title": REQUIREMENT_TITLES[row["code"]],
            "question": get_question_url(row["code"], leads),
            "aged_since": find_aged_funds(row),
        }
        for row in found["requirements"]
    ]
    missing, not_known = ([row for row in requirements if row["met"] is met] for met in (False, None))
    # One requirement that is not met decides, whatever else is not known.
    unknown = not found["eligible"] and not missing
    return {
        "title": title,
        "state": find_state(requirements, eligible=found["eligible"], unknown=unknown),
        "eligible": found["eligible"],
        "unknown": unknown,
        "missing": missing,
        "open": [row for row in not_known if row["code"] not in FOLLOWS] or not_known * unknown,
        "requirements": requirements,
        "grid": [(GRID_TITLES[code], points) for code, points in found.get("grid", {}).items() if code in GRID_TITLES],
        "advice": found.get("advice"),
    }


def find_state(requirements: Iterable[dict[str, Any]], *, eligible: bool, unknown: bool) -> str:
    """One of the states of an outcome."""
    if eligible or unknown:
        return "met" if eligible else "not_known"
    return "close" if lacks_one([row["met"] for row in requirements]) else "closed"


def parse_day(text: str | None) -> date | None:
    """A day from JSON; None stays None."""
    return date.fromisoformat(text) if text else None


def find_aged_funds(row: dict[str, Any]) -> date | None:
    """Since when the amounts of the proof of funds are in force, if that is more than a year; None of other rows."""
    # IRCC renews the amounts each year; older ones may have been replaced without our table.
    since = parse_day(row["source"].get("effective") if row["code"] == "funds" else None)
    return since if since and since < years_before(timezone.localdate(), 1) else None
