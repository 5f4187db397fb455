"""A client's result for staff: one that was kept, or what the file comes to today, as claimed and as verified."""

from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse

from intake.assessments.find import build_unsaved
from intake.models import Assessment, Client
from intake.result import page_context
from intake.result.headline_score import find_headline
from intake.result.question_links import get_no_url
from intake.verification import verified_score

TODAY, VERIFIED = "today", "verified"


def find_result(client: Client, which: str, on: date) -> Assessment | None:
    """The result of this name in the client's file: today's, the verified one, or a saved one by its reference."""
    if which not in (TODAY, VERIFIED):
        return client.assessments.filter(reference=which).first()
    found = verified_score.get_verified_score(client, on)
    scored = found and (found.claimed if which == TODAY else found.proved)
    return build_unsaved(scored, client.reference, client) if scored else None


def build_context(client: Client, assessment: Assessment, which: str, *, may_change: bool) -> dict[str, Any]:
    """The client's result page; missing answers link to the long page for staff who may change the file.

    Every number is of what there is; an estimate is one sentence beside it, and none beside what is verified.
    """
    leads = partial(get_long_page_url, client) if may_change else get_no_url
    shown = page_context.build_context(assessment, leads, supposing=False) | {"for_staff": True, "shows_reports": True}
    return shown | {"beside": None if which == VERIFIED else find_headline(shown["now"]).estimate}


def get_long_page_url(client: Client, slug: str | None) -> str:
    """The URL where staff put this question."""
    where = reverse("admin:intake_client_answers", args=[client.pk])
    return f"{where}#{slug}" if slug else where
