"""The page of provincial nominations, with the reader's own score beside what a stream asks for."""

import re
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from intake.guide.nominations import list_provinces
from intake.guide.views import get_rules
from intake.models import REFERENCE_LETTERS
from intake.result.leading import find_leading_of
from intake.result.present import find_today
from intake.result.views import get_result, read_choice

REFERENCE = re.compile(rf"[{REFERENCE_LETTERS}]{{4}}(-[{REFERENCE_LETTERS}]{{4}}){{2}}")


class OwnScore(NamedTuple):
    """The score that leads on the reader's own page."""

    crs: int
    estimated: bool


@require_safe
def show_nominations(request: HttpRequest) -> HttpResponse:
    """What a nomination gives, and the streams of each province, as far as sources speak of them."""
    rules, reference = get_rules(), request.GET.get("result", "")
    # Only where to go back to: the result's own page looks who may see it.
    result = reference if REFERENCE.fullmatch(reference) else None
    own = find_own_score(request, result) if result else None
    context = {
        "points": rules["crs/nomination"].points("nominated"),
        "provinces": list_provinces(rules),
        "streams": rules["guide/nominee_streams"].source,
        "sources": [rules["crs/nomination"].source],
        "result": result,
        "own": own,
    }
    answer = render(request, "intake/guide/nominations.html", context)
    if own:
        add_never_cache_headers(answer)
    return answer


def find_own_score(request: HttpRequest, reference: str) -> OwnScore | None:
    """The score that leads in the result with this reference; None where there is none that this reader may see."""
    try:
        assessment = get_result(request, reference)
    except Http404:
        return None
    leading = find_leading_of(assessment, find_today(assessment), read_choice(request).clb)
    return OwnScore(leading.crs, leading.estimate is not None)
