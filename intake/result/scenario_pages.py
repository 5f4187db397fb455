"""The pages of saved scenarios: save, compare, rename, continue, delete."""

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
from intake.questionnaire.draft import survives_deletion
from intake.result import scenarios
from intake.result.scenario_form import NameForm, describe_full
from intake.result.views import get_result
from intake.result.what_if import build_flow, get_working_copy, save_answers
from intake.result.what_if_views import build_comparison


def get_result_and_scenarios(request: HttpRequest, reference: str) -> tuple[Assessment, ScenarioQuerySet[Scenario]]:
    """The result and the scenarios that this reader may see. Raises `Http404` for another's."""
    return get_result(request, reference), scenarios.find_kept(request)


def find_scenario(
    request: HttpRequest, reference: str, pk: int
) -> tuple[Assessment, ScenarioQuerySet[Scenario], Scenario]:
    """The result, the scenarios, and one of them. Raises `Http404`."""
    assessment, held = get_result_and_scenarios(request, reference)
    return assessment, held, get_object_or_404(held, pk=pk)


@never_cache
@require_http_methods(["GET", "POST"])
@survives_deletion
@post_redirect_get.clears_mistakes
def list_scenarios(request: HttpRequest, reference: str) -> HttpResponse:
    """All scenarios side by side. POST saves the working copy as another one."""
    assessment, held = get_result_and_scenarios(request, reference)
    copy = get_working_copy(assessment)
    # An unfinished copy has no score that could stand beside the others.
    form = post_redirect_get.get_form(request, partial(NameForm, held)) if copy and not build_flow(copy).next else None
    if form and copy and form.is_valid():
        if scenarios.keep_scenario(copy, form.cleaned_data["name"], held):
            return redirect("intake:scenarios", assessment.reference)
        form.add_error("name", describe_full(scenarios.MOST))

    # Worked out where it is shown alone: after a POST, ten scored scenarios would be thrown away.
    def context() -> dict[str, Any]:
        today = timezone.localdate()
        columns = list(scenarios.compare_scenarios(assessment, held, today))
        return {"assessment": assessment, "columns": columns, "today": today}

    return post_redirect_get.render_form(request, form, "intake/what_if/scenarios.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@survives_deletion
@post_redirect_get.clears_mistakes
def show_scenario(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One scenario compared with the result. POST renames it."""
    assessment, held, scenario = find_scenario(request, reference, pk)
    form = post_redirect_get.get_form(request, partial(NameForm, held.exclude(pk=pk), initial={"name": scenario.name}))
    if form.is_valid():
        # `save` would bring back a scenario that was deleted meanwhile.
        held.filter(pk=pk).update(name=form.cleaned_data["name"], updated=timezone.now())
        return redirect("intake:scenarios", assessment.reference)

    def context() -> dict[str, Any]:
        shown = {"assessment": assessment, "scenario": scenario, "today": timezone.localdate()}
        return shown | build_comparison(assessment, build_flow(scenario))

    return post_redirect_get.render_form(request, form, "intake/what_if/scenario.html", context)


@never_cache
@require_POST
@survives_deletion
def continue_scenario(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Work on a copy of this scenario; the scenario itself stays as it is."""
    assessment, _held, scenario = find_scenario(request, reference, pk)
    save_answers(assessment, scenario.answers)
    return redirect("intake:what_if", assessment.reference)


@never_cache
@require_http_methods(["GET", "POST"])
@survives_deletion
def delete(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask whether to delete a scenario, and delete it."""
    assessment, held, scenario = find_scenario(request, reference, pk)
    if request.method == "POST":
        held.filter(pk=pk).delete()
        return redirect("intake:scenarios", assessment.reference)
    return render(request, "intake/what_if/delete.html", {"assessment": assessment, "scenario": scenario})
