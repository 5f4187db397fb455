"""An assessment in the public form of `scoring/contract/result.schema.json`.

Rows and requirements are shared between people, and so are the objects that
stand for them here: read them, don't write in them.
"""

from typing import Any

from django.utils.translation import get_language

from scoring.assess import ProfileAssessment
from scoring.crs.rows import Factor, Rows
from scoring.memory import remember
from scoring.requirements import Outcome, Requirement
from scoring.table import Source


def as_json(assessment: ProfileAssessment, next_change_on: Any = None) -> dict[str, Any]:
    """The result as plain values, its sentences in the language in use."""
    language = get_language()
    return {
        "id": assessment.profile.id,
        "on": assessment.on.isoformat(),
        "edition": assessment.edition.isoformat(),
        "crs": _crs(assessment, language),
        "programs": {name: _outcome(program, language) for name, program in assessment.programs.items()},
        "categories": {name: _outcome(category, language) for name, category in assessment.categories.items()},
        "streams": assessment.streams,
        "next_change_on": next_change_on and next_change_on.isoformat(),
        "caveats": [caveat.worded(language) for caveat in assessment.caveats],
    }


def _crs(assessment: ProfileAssessment, language: str | None) -> dict[str, Any]:
    crs = assessment.crs
    return {
        "total": crs.total,
        "core": crs.core,
        "partner": crs.partner,
        "transferability": crs.transferability,
        "additional": crs.additional,
        "first_official_language": crs.first_official_language,
        "factors": [factor for rows in crs.groups for factor in _rows(rows, language)],
    }


@remember
def _rows(rows: Rows, language: str | None) -> list[dict[str, Any]]:
    return [_factor(factor, language) for factor in rows.factors]


def _factor(factor: Factor, language: str | None) -> dict[str, Any]:
    return {
        "code": factor.code,
        "section": factor.section,
        "points": factor.points,
        "maximum": factor.maximum,
        "because": factor.because.worded(language),
        "source": _source(factor.source, language),
    }


def _outcome(outcome: Outcome, language: str | None) -> dict[str, Any]:
    grid = {"grid": dict(outcome.grid)} if outcome.grid else {}
    requirements = [_requirement(requirement, language) for requirement in outcome.requirements]
    advice = {"advice": outcome.advice.worded(language)} if outcome.advice else {}
    return {"eligible": outcome.eligible, **grid, "requirements": requirements, **advice}


@remember
def _requirement(requirement: Requirement, language: str | None) -> dict[str, Any]:
    return {
        "code": requirement.code,
        "met": requirement.met,
        "because": requirement.because.worded(language),
        "source": _source(requirement.source, language),
    }


@remember
def _source(source: Source, language: str | None) -> dict[str, str]:
    return {"cite": source.worded(language), "url": source.page(language), "effective": source.effective.isoformat()}
