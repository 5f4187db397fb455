"""The newest rounds for the frame of another site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from draws.public.on_intake_pages import find_newest
from intake.common.framing import allow_framing


@never_cache
@require_safe
@allow_framing
def show_rounds(request: HttpRequest) -> HttpResponse:
    """The last rounds that are public, newest first."""
    return render(request, "draws/embed/rounds.html", {"rounds": find_newest()})
