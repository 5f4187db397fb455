"""A client's result for staff: one that was kept, or what the file comes to today, as claimed and as verified."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from django.urls import reverse

from intake.assessments.find import to_contract
from intake.models import Assessment, Client
from intake.result import present
from intake.verification import verified_score
from scoring.apps import rulebook
from scoring.assess import Assessment as Assessed

TODAY, VERIFIED = "today", "verified"


def find(client: Client, which: str, on: date) -> Assessment | None:
    """The result of this name in the client's file: today's, the verified one, or a kept one by its reference."""
    if which not in (TODAY, VERIFIED):
        return client.assessments.filter(reference=which).first()
    found = verified_score.of(client, on)
    scored = found and (found.claimed if which == TODAY else found.proved)
    return unkept(client, scored) if scored else None


def unkept(client: Client, found: Assessed) -> Assessment:
    """A result in the form in which results are kept; under the reference of the client."""
    result = to_contract(found)
    return Assessment(
        reference=client.reference,
        client=client,
        facts=msgspec.to_builtins(found.profile),
        on=found.on,
        result=result,
        crs=result["crs"]["total"],
        edition=rulebook().on(found.on).edition,
    )


def shown(client: Client, assessment: Assessment, *, may_change: bool) -> dict[str, Any]:
    """What the page says: the client's result, its missing answers leading to the long page for whoever may ask."""
    leads = partial(long_page, client) if may_change else nowhere
    return present.shown(assessment, leads) | {"for_staff": True}


def long_page(client: Client, slug: str | None) -> str:
    """Where staff put this question."""
    where = reverse("admin:intake_client_answers", args=[client.pk])
    return f"{where}#{slug}" if slug else where


def nowhere(_slug: str | None) -> str:
    """Nothing to change for who only reads."""
    return ""
