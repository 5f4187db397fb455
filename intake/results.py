"""A kept assessment, shown: in the reader's language, to its holder only.

The sentences are worked out anew from the kept facts, the kept day and the
rules of that day, so that both languages read the same result. The rules are
appended and never edited, so the numbers come out the same; should they not
(a table was mended), the page shows the result as it was kept.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404

from intake.models import Assessment
from intake.outlook import outlook
from scoring.apps import rulebook
from scoring.assess import Assessment as Assessed
from scoring.assess import assess
from scoring.profile import decode
from scoring.result import as_json
from scoring.streams import CATEGORIES, PROGRAMS, STREAMS
from scoring.timeline import next_change
from scoring.words import FACTOR_TITLES, GRID_TITLES, REQUIREMENT_TITLES, SECTION_NAMES


def find(reference: str, token: UUID | None) -> Assessment:
    """The assessment with this reference, if this browser holds its draft; else as if there were none."""
    found = Assessment.objects.held_by(token).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def scored(facts: dict[str, Any], on: date) -> dict[str, Any]:
    """The result of these facts on a day, in the contract's form and the active language."""
    return in_form(assess(decode(facts), on, rulebook()))


def in_form(found: Assessed) -> dict[str, Any]:
    """The contract's form of what the rules say."""
    return as_json(found, next_change(found.profile, found.on, found.book))


def read(kept: dict[str, Any], found: Assessed) -> dict[str, Any]:
    """The result in the active language, or as it was kept where the numbers differ."""
    fresh = in_form(found)
    return fresh if numbers(fresh) == numbers(kept) else kept


def numbers(result: dict[str, Any]) -> tuple:
    """What must come out the same in every language."""
    points = [(row["code"], row["points"]) for row in result["crs"]["factors"]]
    return result["crs"]["total"], points, result["streams"]


def shown(assessment: Assessment) -> dict[str, Any]:
    """What the result page shows."""
    found = assess(decode(assessment.facts), assessment.on, rulebook())
    result, beside = read(assessment.result, found), outlook(found)
    return {
        **beside,
        "result": result,
        "total": result["crs"]["total"],
        "next_change_on": day(result["next_change_on"]),
        "parts": [part(result["crs"], code, beside["more"]) for code in SECTION_NAMES],
        "programs": [outcome(PROGRAMS[code], found) for code, found in result["programs"].items()],
        "categories": [outcome(CATEGORIES[code], found) for code, found in result["categories"].items()],
        "streams": [STREAMS[code] for code in result["streams"]],
    }


def day(text: str | None) -> date | None:
    """A day as JSON writes it."""
    return date.fromisoformat(text) if text else None


def part(crs: dict[str, Any], section: str, more: dict[str, Any]) -> dict[str, Any]:
    """One section of the score with its factors, and the smallest change that would give more in each."""
    rows = [row for row in crs["factors"] if row["section"] == section]
    factors = [row | {"title": FACTOR_TITLES[row["code"]], "more": more.get(row["code"])} for row in rows]
    return {"title": SECTION_NAMES[section], "points": crs[section], "factors": factors}


def outcome(title: Any, found: dict[str, Any]) -> dict[str, Any]:
    """One program or category with its requirements, and its selection grid if it has one."""
    requirements = [row | {"title": REQUIREMENT_TITLES[row["code"]]} for row in found["requirements"]]
    grid = [(GRID_TITLES[code], points) for code, points in found.get("grid", {}).items() if code in GRID_TITLES]
    unknown = not found["eligible"] and all(row["met"] is not False for row in requirements)
    return {
        "title": title,
        "eligible": found["eligible"],
        "unknown": unknown,
        "requirements": requirements,
        "grid": grid,
        "advice": found.get("advice"),
    }
