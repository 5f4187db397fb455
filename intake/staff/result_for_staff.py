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


def find_result(client: Client, which: str, on: date) -> Assessment | None:
    """The result of this name in the client's file: today's, the verified one, or a saved one by its reference."""
    if which not in (TODAY, VERIFIED):
        return client.assessments.filter(reference=which).first()
    found = verified_score.get_verified_score(client, on)
    scored = found and (found.claimed if which == TODAY else found.proved)
    return build_unsaved(client, scored) if scored else None


def build_unsaved(client: Client, found: Assessed) -> Assessment:
    """A result in the form in which results are saved, under the reference of the client."""
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


def build_context(client: Client, assessment: Assessment, *, may_change: bool) -> dict[str, Any]:
    """The client's result page; missing answers link to the long page for staff who may change the file."""
    leads = partial(get_long_page_url, client) if may_change else get_no_url
    return present.build_context(assessment, leads) | {"for_staff": True}


def get_long_page_url(client: Client, slug: str | None) -> str:
    """The URL where staff put this question."""
    where = reverse("admin:intake_client_answers", args=[client.pk])
    return f"{where}#{slug}" if slug else where


def get_no_url(_slug: str | None) -> str:
    """No URL, for staff who may only read."""
    return ""
