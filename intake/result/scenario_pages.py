"""The pages of kept scenarios: keep, compare, rename, go on with, delete."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from intake.forms import post_redirect_get
from intake.models import Assessment, Scenario
from intake.querysets import ScenarioQuerySet
from intake.questionnaire import draft
from intake.result import scenarios
from intake.result.scenario_form import NameForm, full
from intake.result.views import mine
from intake.result.what_if import flow_of, scenario_of, work_on
from intake.result.what_if_views import beside


def mine_and_kept(request: HttpRequest, reference: str) -> tuple[Assessment, ScenarioQuerySet]:
    """The result and the scenarios that whoever asks may see; else as if there were none."""
    return mine(request, reference), scenarios.held(draft.read_token(request), request.user)


def of(request: HttpRequest, reference: str, pk: int) -> tuple[Assessment, ScenarioQuerySet, Scenario]:
    """The same, and one scenario among them."""
    assessment, held = mine_and_kept(request, reference)
    return assessment, held, get_object_or_404(held, pk=pk)


@never_cache
@require_http_methods(["GET", "POST"])
@post_redirect_get.clears_mistakes
def kept(request: HttpRequest, reference: str) -> HttpResponse:
    """All side by side. POST keeps the copy that is worked on."""
    assessment, held = mine_and_kept(request, reference)
    copy = scenario_of(assessment)
    form = post_redirect_get.get_form(request, partial(NameForm, held)) if copy and not flow_of(copy).next else None
    if form and copy and form.is_valid():
        if scenarios.keep(copy, form.cleaned_data["name"], held):
            return redirect("intake:scenarios", assessment.reference)
        form.add_error("name", full(scenarios.MOST))

    def context() -> dict[str, Any]:
        today = timezone.localdate()
        columns = list(scenarios.side_by_side(assessment, held, today))
        return {"assessment": assessment, "columns": columns, "today": today}

    return post_redirect_get.render_form(request, form, "intake/what_if/scenarios.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@post_redirect_get.clears_mistakes
def one(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One scenario beside the result. POST gives it another name."""
    assessment, held, scenario = of(request, reference, pk)
    form = post_redirect_get.get_form(request, partial(NameForm, held.exclude(pk=pk), initial={"name": scenario.name}))
    if form.is_valid():
        held.filter(pk=pk).update(name=form.cleaned_data["name"], updated=timezone.now())
        return redirect("intake:scenarios", assessment.reference)

    def context() -> dict[str, Any]:
        shown = {"assessment": assessment, "scenario": scenario, "today": timezone.localdate()}
        return shown | beside(assessment, flow_of(scenario))

    return post_redirect_get.render_form(request, form, "intake/what_if/scenario.html", context)


@never_cache
@require_POST
def go_on(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Work on a copy of this scenario; it stays as it is."""
    assessment, _held, scenario = of(request, reference, pk)
    work_on(assessment, scenario.answers)
    return redirect("intake:what_if", assessment.reference)


@never_cache
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask whether to delete a scenario, and delete it."""
    assessment, held, scenario = of(request, reference, pk)
    if request.method == "POST":
        held.filter(pk=pk).delete()
        return redirect("intake:scenarios", assessment.reference)
    return render(request, "intake/what_if/delete.html", {"assessment": assessment, "scenario": scenario})
