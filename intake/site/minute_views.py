"""A score in a minute: ten choices, the total and its parts; and on into the intake with them."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intake.forms.widgets import select_option
from intake.questionnaire import draft
from intake.questionnaire.step_urls import get_url
from intake.site.minute_choices import QUESTIONS, list_missing, read_choices, render_question_options
from intake.site.minute_score import work_out
from intake.site.minute_to_draft import carry
from scoring.apps import rulebook
from scoring.assess import pending


@never_cache
@require_safe
def minute(request: HttpRequest) -> HttpResponse:
    """The choices and, where they are made, the score."""
    rules = rulebook().on(timezone.localdate())
    chosen = read_choices(request.GET.dict(), rules)
    language = get_language() or "en"
    asked = [
        (question, select_option(render_question_options(question.name, rules, language), chosen[question.name]))
        for question in QUESTIONS
    ]
    context = {"asked": asked, "begun": bool(request.GET), **find_answer(chosen)}
    return render(request, "intake/minute/page.html", context)


@require_safe
def minute_answer(request: HttpRequest) -> JsonResponse:
    """The score alone, for the script of the page."""
    chosen = read_choices(request.GET.dict(), rulebook().on(timezone.localdate()))
    html = render_to_string("intake/minute/answer.html", {"begun": True, **find_answer(chosen)})
    return JsonResponse({"html": html})


def find_answer(chosen: dict[str, str]) -> dict[str, Any]:
    """The score of the choices, or what is still to be chosen; and the choices as an address has them."""
    missing, on = list_missing(chosen), timezone.localdate()
    found = None if missing else work_out(tuple(chosen.items()), on, rulebook())
    caveats = pending(rulebook().on(on))
    return {"found": found, "missing": missing, "on": on, "caveats": caveats, "chosen": urlencode(chosen)}


@require_POST
def keep_minute(request: HttpRequest) -> HttpResponse:
    """Carry the choices into the draft of this browser, which is made where there is none, and go on there."""
    given = QueryDict(request.POST.get("chosen", "")).dict()
    chosen = read_choices(given, rulebook().on(timezone.localdate()))
    token = draft.read_token(request) or uuid.uuid4()
    flow = draft.build_flow(draft.change_draft(token, lambda intake: carry(intake, chosen)))
    return draft.remember(redirect(get_url(flow.next)), token)
