"""The what-if pages: the same questions over a copy of the answers, and both scores side by side."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.common.faults import describe_problem
from intake.forms.query_flags import WRONG, add_flags
from intake.models import Assessment, Scenario
from intake.questionnaire import draft_edits
from intake.questionnaire.check_summary import build_sections
from intake.questionnaire.draft import survives_deletion
from intake.questionnaire.flow import Flow, Page, list_item_numbers
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.step_urls import join_path
from intake.questionnaire.steps import SECTIONS
from intake.result.question_links import QuestionUrl, get_no_url
from intake.result.scenario_form import NameForm
from intake.result.views import get_result, read_choice
from intake.result.what_if import (
    begin_scenario,
    build_filled,
    build_flow,
    change_scenario,
    compare_scores,
    get_working_copy,
    leave_contact_out,
    list_changed_answers,
    save_answers,
)
from scoring.profile import ProfileError


@never_cache
@require_http_methods(["GET", "POST"])
@survives_deletion
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Both scores; an introduction before there is a copy. POST begins a fresh copy.

    With changes of a plan in the address, both scores with these made, of which nothing is saved; POST saves them.
    """
    assessment = get_result(request, reference)
    names = (request.POST if request.method == "POST" else request.GET).getlist("change")
    filled = build_filled(assessment, names, timezone.localdate())
    choice = read_choice(request)
    if request.method == "POST":
        save_answers(assessment, filled) if filled else begin_scenario(assessment)
        return redirect(get_base_url(assessment) + (f"?level={choice.clb}" if choice.clb else ""))
    if filled:
        return preview(request, assessment, filled, names)
    scenario = get_working_copy(assessment)
    context = {
        "assessment": assessment,
        "today": timezone.localdate(),
        "base": get_base_url(assessment),
        "choice": choice,
    }
    shown = {}
    if scenario:
        leads = partial(get_question_page, assessment)
        shown = build_comparison(assessment, build_flow(scenario), choice.clb, leads)
    if "change" in shown:
        # Only shown here: names are compared where the form is posted.
        context["form"] = NameForm(Scenario.objects.none())
    return render(request, "intake/what_if/compare.html", context | shown)


def preview(request: HttpRequest, assessment: Assessment, filled: dict[str, Any], names: list[str]) -> HttpResponse:
    """Both scores with the changes of a plan; the copy that the person may be working on stays as it is."""
    # Never saved: an address only shows a plan, the button keeps it (record 0087).
    choice = read_choice(request)
    shown = build_comparison(assessment, build_flow(Scenario(assessment=assessment, answers=filled)), choice.clb)
    context = {"assessment": assessment, "today": timezone.localdate(), "names": names, "choice": choice, **shown}
    return render(request, "intake/what_if/preview.html", context)


def build_comparison(
    assessment: Assessment, flow: Flow, clb: int | None = None, leads: QuestionUrl = get_no_url
) -> dict[str, Any]:
    """The two scores, or what is still to be answered, or what contradicts.

    `clb`: the level that was chosen for a test still to be taken; `leads`: where a question of the copy is.
    """
    if flow.next:
        # A change may bring a question that the answers never had to give.
        return {"flow": flow, "next": get_page_url(assessment, flow.next)}
    today = timezone.localdate()
    listings = [page for page in flow.route if issubclass(page.step, Listing)]
    sections = build_sections(flow)
    shown = {
        "flow": flow,
        "sections": leave_contact_out(sections),
        "listings": listings,
        "changed": list_changed_answers(assessment, sections, flow, today),
    }
    try:
        return shown | compare_scores(assessment, flow, today, clb, leads)
    except ProfileError as error:
        return shown | {"problems": [describe_problem(problem) for problem in error.problems]}


@never_cache
@require_http_methods(["GET", "POST"])
@survives_deletion
def page(request: HttpRequest, reference: str, slug: str, number: int | None = None, part: str = "") -> HttpResponse:
    """One page of questions, over the copy."""
    assessment, flow = open_scenario(request, reference)
    asked = flow.find(join_path(slug, number, part or None))
    if asked is None:
        return redirect(get_base_url(assessment))
    if request.method == "POST":
        return redirect(save_answer(assessment, asked, asked.get_form().pick_posted(request.POST)))
    # Put right meanwhile: an old error is never told as if it had just been made (record 0039).
    if WRONG in request.GET and asked.mistake is None:
        return redirect(get_page_url(assessment, asked))
    form = asked.get_form_with_errors() if WRONG in request.GET else asked.get_form()
    return ask(request, assessment, flow, asked, form)


def save_answer(assessment: Assessment, asked: Page, typed: dict[str, str]) -> str:
    """Save what was typed in the copy; returns the URL to continue at, that of the same page for mistakes."""
    form = asked.with_data(typed)
    if form.is_valid():
        return save_and_continue(assessment, asked, form)
    change_scenario(assessment, lambda scenario: draft_edits.set_mistake(scenario, asked.path, typed))
    return add_flags(get_page_url(assessment, asked), WRONG)


def open_scenario(request: HttpRequest, reference: str) -> tuple[Assessment, Flow]:
    """The result and the flow of its copy. Raises `Http404` without a copy."""
    assessment = get_result(request, reference)
    scenario = get_working_copy(assessment)
    if scenario is None:
        raise Http404
    return assessment, build_flow(scenario)


def save_and_continue(assessment: Assessment, asked: Page, form: Step) -> str:
    """Save a valid page in the copy; returns the URL of the next question it brings, or of the comparison."""
    if isinstance(form, Listing) and form.wants_more:
        scenario = change_scenario(assessment, lambda scenario: draft_edits.add_item(scenario, asked.path))
        return f"{get_base_url(assessment)}{asked.path}/{list_item_numbers(scenario.answers, asked.path)[-1]}/"
    asked_for = form.pick_asked()
    scenario = change_scenario(assessment, lambda scenario: draft_edits.set_answer(scenario, asked.path, asked_for))
    # Replayed: what was just answered may bring a question, or take one away.
    return get_page_url(assessment, build_flow(scenario).after(asked.path, changing=True))


def ask(request: HttpRequest, assessment: Assessment, flow: Flow, asked: Page, form: Step) -> HttpResponse:
    """Show a page; its way back is the comparison."""
    context = {
        "form": form,
        "page": asked,
        "back": get_base_url(assessment),
        "action": get_page_url(assessment, asked),
        "base": get_base_url(assessment),
        "section": SECTIONS[asked.section],
        "section_number": flow.sections.index(asked.section) + 1,
        "section_count": len(flow.sections),
        "may_gain_section": flow.may_gain_section,
        "changing": True,
    }
    return render(request, form.template, context)


@never_cache
@require_http_methods(["GET", "POST"])
@survives_deletion
def remove(request: HttpRequest, reference: str, slug: str, number: int) -> HttpResponse:
    """Ask whether to remove an item of the copy, and remove it."""
    assessment, flow = open_scenario(request, reference)
    asked = flow.find(join_path(slug, number))
    if asked is None or asked.item is None:
        return redirect(get_base_url(assessment))
    listing = f"{get_base_url(assessment)}{slug}/"
    if request.method == "POST":
        change_scenario(assessment, lambda scenario: draft_edits.remove_item(scenario, asked.path))
        return redirect(listing)
    return render(request, "intake/remove.html", {"item": asked.item, "listing": listing})


def get_base_url(assessment: Assessment) -> str:
    """The URL of the comparison; the copy's pages are under it."""
    return reverse("intake:what_if", args=[assessment.reference])


def get_question_page(assessment: Assessment, slug: str | None) -> str:
    """The URL of a question of the copy by its slug; of the comparison without one."""
    return f"{get_base_url(assessment)}{slug}/" if slug else get_base_url(assessment)


def get_page_url(assessment: Assessment, found: Page | None) -> str:
    """The URL of a page of the copy; of the comparison where there is none."""
    return f"{get_base_url(assessment)}{found.path}/" if found else get_base_url(assessment)
