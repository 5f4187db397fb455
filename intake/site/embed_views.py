"""The score in a minute for the frame of another site: it stays there, and every link opens in the whole window."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.common.framing import allow_framing
from intake.site.one_minute_views import build_context


@never_cache
@require_safe
@allow_framing
def show_score(request: HttpRequest) -> HttpResponse:
    """The choices and their score, with a way to the site that keeps them."""
    return render(request, "intake/embed/score.html", build_context(request))
