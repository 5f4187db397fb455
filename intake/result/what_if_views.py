"""Trying things out: the same question pages over a copy of the answers, and both scores side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.forms.visit_marks import WRONG, add_marks
from intake.models import Assessment, Scenario
from intake.questionnaire import draft_edits
from intake.questionnaire.check_summary import build_sections
from intake.questionnaire.flow import Flow, Page, list_item_numbers
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.step_urls import join_path
from intake.questionnaire.steps import SECTIONS
from intake.result.scenario_form import NameForm
from intake.result.views import mine
from intake.result.what_if import begin, changed, compared, flow_of, keep, scenario_of
from scoring.profile import ProfileError


@never_cache
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Both scores; before there is a copy, what this is. POST begins a fresh copy."""
    assessment = mine(request, reference)
    if request.method == "POST":
        begin(assessment)
        return redirect(base(assessment))
    scenario = scenario_of(assessment)
    context = {"assessment": assessment, "today": timezone.localdate(), "base": base(assessment)}
    shown = beside(assessment, flow_of(scenario)) if scenario else {}
    if "change" in shown:
        context["form"] = NameForm(Scenario.objects.none())
    return render(request, "intake/what_if/compare.html", context | shown)


def beside(assessment: Assessment, flow: Flow) -> dict[str, Any]:
    """What the page says of the copy: the two scores, or what is still to be answered or does not fit."""
    if flow.next:
        return {"flow": flow, "next": place(assessment, flow.next)}
    listings = [page for page in flow.route if issubclass(page.step, Listing)]
    shown = {"flow": flow, "sections": build_sections(flow), "listings": listings, "changed": changed(assessment, flow)}
    try:
        return shown | compared(assessment, flow, timezone.localdate())
    except ProfileError as error:
        return shown | {"problems": error.problems}


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, reference: str, slug: str, number: int | None = None, part: str = "") -> HttpResponse:
    """One page of questions, over the copy."""
    assessment, flow = opened(request, reference)
    asked = flow.find(join_path(slug, number, part or None))
    if asked is None:
        return redirect(base(assessment))
    if request.method == "POST":
        return redirect(answered(assessment, asked, asked.get_form().pick_posted(request.POST)))
    if WRONG in request.GET and asked.mistake is None:
        return redirect(place(assessment, asked))
    form = asked.get_form_with_errors() if WRONG in request.GET else asked.get_form()
    return ask(request, assessment, flow, asked, form)


def answered(assessment: Assessment, asked: Page, typed: dict[str, str]) -> str:
    """Keep what was typed in the copy; the address to go on at, or of the same page where something is wrong."""
    form = asked.with_data(typed)
    if form.is_valid():
        return kept(assessment, asked, form)
    keep(assessment, lambda scenario: draft_edits.set_mistake(scenario, asked.path, typed))
    return add_marks(place(assessment, asked), WRONG)


def opened(request: HttpRequest, reference: str) -> tuple[Assessment, Flow]:
    """The result and the way through its copy; without a copy as if there were no page."""
    assessment = mine(request, reference)
    scenario = scenario_of(assessment)
    if scenario is None:
        raise Http404
    return assessment, flow_of(scenario)


def kept(assessment: Assessment, asked: Page, form: Step) -> str:
    """Keep a valid page in the copy; the address of the next question that it brings, or of the comparison."""
    if isinstance(form, Listing) and form.wants_more:
        scenario = keep(assessment, lambda scenario: draft_edits.add_item(scenario, asked.path))
        return f"{base(assessment)}{asked.path}/{list_item_numbers(scenario.answers, asked.path)[-1]}/"
    scenario = keep(assessment, lambda scenario: draft_edits.set_answer(scenario, asked.path, dict(form.data)))
    return place(assessment, flow_of(scenario).after(asked.path, changing=True))


def ask(request: HttpRequest, assessment: Assessment, flow: Flow, asked: Page, form: Step) -> HttpResponse:
    """Show a page; its way back is the comparison."""
    context = {
        "form": form,
        "page": asked,
        "back": base(assessment),
        "action": place(assessment, asked),
        "base": base(assessment),
        "section": SECTIONS[asked.section],
        "section_number": flow.sections.index(asked.section) + 1,
        "section_count": len(flow.sections),
        "changing": True,
    }
    return render(request, form.template, context)


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, reference: str, slug: str, number: int) -> HttpResponse:
    """Ask whether to remove an item of the copy, and remove it."""
    assessment, flow = opened(request, reference)
    asked = flow.find(join_path(slug, number))
    if asked is None or asked.item is None:
        return redirect(base(assessment))
    listing = f"{base(assessment)}{slug}/"
    if request.method == "POST":
        keep(assessment, lambda scenario: draft_edits.remove_item(scenario, asked.path))
        return redirect(listing)
    return render(request, "intake/remove.html", {"item": asked.item, "listing": listing})


def base(assessment: Assessment) -> str:
    """Where the comparison is; the copy's pages are under it."""
    return reverse("intake:what_if", args=[assessment.reference])


def place(assessment: Assessment, found: Page | None) -> str:
    """Where a page of the copy is; no page is the comparison."""
    return f"{base(assessment)}{found.path}/" if found else base(assessment)
