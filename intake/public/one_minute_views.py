"""A score in a minute: ten choices, the total and its parts; and on into the intake with them."""

import uuid
from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intake.common.framing import allow_framing
from intake.forms.widgets import select_option
from intake.public.one_minute_choices import QUESTIONS, list_missing, read_choices, render_question_options
from intake.public.one_minute_score import work_out
from intake.public.one_minute_to_draft import copy_choices_to_draft
from intake.public.page_cache import render_with_gaps
from intake.questionnaire import draft, progress_counts
from intake.questionnaire.step_urls import get_url
from scoring.apps import rulebook
from scoring.reported_rules import pending
from scoring.rulebook import Rulebook, Rules

# The name of each question and what was chosen.
Chosen = tuple[tuple[str, str], ...]
# In every process: some 15 KB in French, so that they come to 1 MB.
PAGES_KEPT = 64


@never_cache
@require_safe
def show_one_minute_score(request: HttpRequest) -> HttpResponse:
    """The choices and, where they are made, the score."""
    parts = render_parts(request) | {"csrf_token": get_token(request)}
    return render_with_gaps(request, "intake/one_minute_score/page.html", parts)


@never_cache
@require_safe
@allow_framing
def show_embedded_score(request: HttpRequest) -> HttpResponse:
    """The same for the frame of another site: it stays there, and every link opens in the whole window."""
    return render_with_gaps(request, "intake/embed/score.html", render_parts(request))


def render_parts(request: HttpRequest) -> dict[str, str]:
    """The choices of an address as controls and as text, and their score."""
    chosen = read_request(request)
    return {
        "choices": render_choices(chosen, get_language() or "en", rulebook().on(timezone.localdate())),
        "answer": render_answer(chosen, timezone.localdate(), rulebook(), begun=bool(request.GET)),
    }


@require_safe
def answer_in_one_minute(request: HttpRequest) -> JsonResponse:
    """The score alone, for the script of the page."""
    return JsonResponse({"html": render_answer(read_request(request), timezone.localdate(), rulebook(), begun=True)})


def read_request(request: HttpRequest) -> Chosen:
    """The choices in an address, as pairs."""
    return tuple(read_choices(request.GET.dict(), rulebook().on(timezone.localdate())).items())


@lru_cache(maxsize=PAGES_KEPT)
def render_choices(chosen: Chosen, language: str, rules: Rules) -> SafeString:
    """The ten selects, with what was chosen.

    Buys 36 % of the steps of the page before anything is chosen (`python -m bench.bought pages render_choices`).
    """
    values = dict(chosen)
    asked = [
        (question, select_option(render_question_options(question.name, rules, language), values[question.name]))
        for question in QUESTIONS
    ]
    return render_to_string("intake/one_minute_score/choices.html", {"asked": asked})


def render_answer(chosen: Chosen, on: date, book: Rulebook, *, begun: bool) -> SafeString:
    """The score of the choices in the language in use, or what is still to be chosen."""
    missing = list_missing(dict(chosen))
    found = None if missing else work_out(chosen, on, book)
    context = {"found": found, "missing": missing, "on": on, "begun": begun, "caveats": pending(book.on(on))}
    return render_to_string("intake/one_minute_score/answer.html", context)


@require_POST
def keep_choices(request: HttpRequest) -> HttpResponse:
    """Carry the choices into the draft of this browser, which is made where there is none, and go on there."""
    # As they stand in the form, whatever score is shown: on a slow line that is of older ones (record 0194).
    chosen = read_choices(request.POST.dict(), rulebook().on(timezone.localdate()))
    token = draft.read_draft(request).token or uuid.uuid4()
    begun = progress_counts.begin(request, token)
    intake = draft.change_draft(token, lambda intake: copy_choices_to_draft(intake, chosen))
    flow = draft.build_flow(intake)
    if begun:
        progress_counts.count_reached(request, flow.next, intake.source)
    return draft.remember(redirect(get_url(flow.next)), token)
