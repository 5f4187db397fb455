"""The result and what belongs to it. Each page asks `results.find` first: nobody sees what is not theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from intake import draft, results


@never_cache
@require_GET
def result(request: HttpRequest, reference: str) -> HttpResponse:
    """The score, with every point explained."""
    assessment = results.find(reference, draft.token_of(request), request.user)
    context = {"assessment": assessment, "total": assessment.result["crs"]["total"], **results.parts(assessment)}
    return render(request, "intake/result.html", context)
