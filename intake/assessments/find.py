"""Finding an assessment for those who may see it, and its result in the reader's language.

The sentences are built again from the saved facts, the saved day and the rules of that day, so that both languages read
the same result. The rules are appended to and never edited, so the numbers come out the same; should they differ (a
table was corrected), the result is shown as it was saved.
"""

from datetime import date
from typing import Any

import msgspec
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from intake.models import Assessment, Client
from intake.querysets import AssessmentQuerySet
from intake.questionnaire import draft, session_confirmation
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment, assess
from scoring.profile import decode
from scoring.result import as_json
from scoring.timeline import next_change


def find_assessment(reference: str, request: HttpRequest) -> Assessment:
    """Return the assessment with this reference, if this browser's draft or this person's file has it.

    Raises `Http404` both where there is none and where it is another person's, so that the two look alike.
    """
    # Filtered before it is looked up: another person's result is never loaded.
    return get_object_or_404(find_open(request).select_related("client"), reference=reference)


def find_open(request: HttpRequest) -> AssessmentQuerySet[Assessment]:
    """The results that this reader may see: of the draft in this browser, and of the file of whoever is signed in."""
    token = draft.read_cookie(request)
    files, confirmed = Client.objects.owned_by(request.user), session_confirmation.list_confirmed(request, token)
    return Assessment.objects.open_to(token, files, confirmed)


def score_facts(facts: dict[str, Any], on: date) -> dict[str, Any]:
    """Score these facts on a day; the result as `scoring/contract/result.schema.json`, in the active language."""
    return build_result(assess(decode(facts), on, rulebook()))


def build_result(found: ProfileAssessment) -> dict[str, Any]:
    """Return an assessment as `scoring/contract/result.schema.json`, with the day of its next change."""
    return as_json(found, next_change(found.profile, found.on, found.book))


def build_unsaved(found: ProfileAssessment, reference: str, client: Client | None = None) -> Assessment:
    """An assessment in the form in which results are saved, under this reference, without being saved."""
    result = build_result(found)
    return Assessment(
        reference=reference,
        client=client,
        facts=msgspec.to_builtins(found.profile),
        on=found.on,
        result=result,
        crs=result["crs"]["total"],
        edition=rulebook().on(found.on).edition,
    )


def translate_result(saved: dict[str, Any], found: ProfileAssessment) -> dict[str, Any]:
    """Return the result in the active language, or as it was saved where the numbers differ."""
    fresh = build_result(found)
    # In the words of that day and of that language, but never with other numbers than the person was told.
    return fresh if extract_numbers(fresh) == extract_numbers(saved) else saved


def extract_numbers(result: dict[str, Any]) -> tuple[Any, ...]:
    """Return what must be the same in every language: total, points by factor, streams."""
    points = [(row["code"], row["points"]) for row in result["crs"]["factors"]]
    return result["crs"]["total"], points, result["streams"]
