"""The points of the answers so far, for those who ask for them: no question page works them out."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from intake.forms.query_flags import CHANGE
from intake.questionnaire import draft
from intake.questionnaire.answers_to_profile import build_facts_so_far
from intake.questionnaire.flow import Flow, name_items
from intake.questionnaire.step_urls import FROM, get_url
from intake.questionnaire.steps import SECTIONS
from scoring.apps import rulebook
from scoring.candidate import Candidate
from scoring.crs.score import score
from scoring.profile import ProfileError, decode


@never_cache
@require_GET
def show_points_so_far(request: HttpRequest) -> HttpResponse:
    """The points of the answers so far, what is not in them yet, and the way back to the question."""
    flow = draft.build_flow(draft.read_draft(request).intake)
    page = flow.find(request.GET.get(FROM, "")) or flow.next
    context = {
        "points": count_points(flow, flow.on),
        "missing": list_missing(flow),
        "back": get_url(page, changing=CHANGE in request.GET),
    }
    return render(request, "intake/points_so_far.html", context)


def count_points(flow: Flow, on: date) -> int | None:
    """The points of what was answered; None where there is no score yet, or the answers contradict each other."""
    facts = build_facts_so_far(list_known(flow))
    if facts is None:
        return None
    try:
        # The engine scores it, as it does the whole: there is no second table of points (record 0188).
        return score(Candidate(decode(facts), on, rulebook().on(on))).total
    except ProfileError:
        return None


def list_known(flow: Flow) -> dict[str, Any]:
    """The cleaned answers, with the finished items of a listing that still asks for more."""
    open_ = {
        name_items(page.step): [item.cleaned for item in page.items if item.complete]
        for page in flow.route
        if page.items and not page.answered
    }
    return {**flow.cleaned, **open_}


def list_missing(flow: Flow) -> list[Any]:
    """The names of the sections that are not answered whole."""
    return [SECTIONS[section] for section, state in flow.progress() if state != "done"]
