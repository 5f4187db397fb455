"""A kept assessment: looked up for whoever may see it, and its result in the language of the reader.

The sentences are worked out anew from the kept facts, the kept day and the
rules of that day, so that both languages read the same result. The rules are
appended and never edited, so the numbers come out the same; should they not
(a table was mended), the result is shown as it was kept.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.shortcuts import get_object_or_404

from intake.models import Assessment, Client
from scoring.apps import rulebook
from scoring.assess import Assessment as Assessed
from scoring.assess import assess
from scoring.profile import decode
from scoring.result import as_json
from scoring.timeline import next_change


def find(reference: str, token: UUID | None, user: User | AnonymousUser | None = None) -> Assessment:
    """The assessment with this reference, if this browser or this person holds it; else as if there were none."""
    files = Client.objects.of(user or AnonymousUser())
    return get_object_or_404(Assessment.objects.open_to(token, files), reference=reference)


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
