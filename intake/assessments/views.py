"""From answers to a result: the check of the answers, and the message that asks to confirm the address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.account.stay_open import stay_open
from intake.assessments.find import find_assessment
from intake.assessments.open_days import describe_decision, find_open_decisions
from intake.assessments.submission import Sender, ask_to_confirm, find_contradictions, submit
from intake.common import client_ip
from intake.forms.error_summary import ErrorSummaryLine
from intake.forms.query_flags import DONE, TOO_MANY, WRONG, add_flags
from intake.models import Client, Intake, VisitCount
from intake.questionnaire import draft, session_confirmation
from intake.questionnaire.answers_to_profile import build_facts
from intake.questionnaire.check_summary import build_sections
from intake.questionnaire.flow import Flow
from intake.questionnaire.step_urls import get_path_url, get_url
from intake.visits.counting import count_step
from scoring.profile import ProfileError


@never_cache
@require_http_methods(["GET", "POST"])
@draft.survives_deletion
def check(request: HttpRequest) -> HttpResponse:
    """Check your answers, then see the score."""
    intake = draft.read_draft(request).intake
    flow = draft.build_flow(intake)
    if flow.next or intake is None:
        return redirect(get_url(flow.next))
    if request.method == "POST":
        return submit_and_redirect(request, intake, flow)
    context = {"sections": build_sections(flow), "back": get_url(flow.route[-1]), "open_days": list_open_days(flow)}
    if WRONG in request.GET:
        context["problems"] = [
            ErrorSummaryLine("main", sentence) for sentence in find_contradictions(flow, timezone.localdate())
        ]
    return render(request, "intake/check.html", context)


def list_open_days(flow: Flow) -> list[dict[str, Any]]:
    """The days that decide and were not stated, with the page that asks; none where answers contradict each other."""
    try:
        found = find_open_decisions(flow.cleaned, build_facts(flow.cleaned), timezone.localdate())
    except ProfileError:
        return []
    return [
        {**describe_decision(one)._asdict(), "question": get_path_url(describe_decision(one).slug, changing=True)}
        for one in found
    ]


def submit_and_redirect(request: HttpRequest, intake: Intake, flow: Flow) -> HttpResponse:
    """Score the answers and redirect to the result; back to the check where they contradict each other."""
    owner, confirmed = Client.objects.owned_by(request.user).first(), session_confirmation.find_files(request)
    sender = Sender(owner, confirmed, client_ip.find_client_ip(request))
    try:
        made = submit(intake, flow, timezone.localdate(), sender)
    except ProfileError:
        return redirect(add_flags(reverse("intake:check"), WRONG))
    # As it was read before `submit`, which changes the locked row: each draft is counted once (record 0160).
    if intake.submitted_at is None:
        count_step(request, VisitCount.CountedVisit.SUBMITTED, source=intake.source)
    shown = redirect("intake:result", made.reference)
    return stay_open(request, shown, made) if confirmed else shown


@never_cache
@require_http_methods(["GET", "POST"])
def resend(request: HttpRequest, reference: str) -> HttpResponse:
    """Owe the confirmation message again, then say so; or that there were too many."""
    assessment = find_assessment(reference, request)
    if request.method == "POST":
        owed = ask_to_confirm(assessment, client_ip.find_client_ip(request))
        return redirect(add_flags(request.path, DONE if owed else TOO_MANY))
    if DONE not in request.GET and TOO_MANY not in request.GET:
        return redirect("intake:result", reference)
    return render(request, "intake/resent.html", {"assessment": assessment, "too_many": TOO_MANY in request.GET})
