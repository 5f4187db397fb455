"""The page and the card of one kind of round."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from draws.public.stream_page import StreamPage, build_stream_page
from intake.common.cards import SharedCard
from intake.public.card_views import send_card
from scoring.apps import rulebook
from scoring.streams import STREAMS


@require_safe
def show_stream(request: HttpRequest, stream: str) -> HttpResponse:
    """One kind of round: the last one first, then its past and who can be invited."""
    return render(request, "draws/stream.html", {"page": find_page(stream)})


@require_safe
def show_card(request: HttpRequest, stream: str) -> HttpResponse:
    """The card of one kind of round, with its last cut-off."""
    page = find_page(stream)
    return send_card(SharedCard(str(page.name), page.cutoff, page.answer, settings.FIRM["name"]))


def find_page(stream: str) -> StreamPage:
    """The page of a kind of round. Raises `Http404` where there is no such kind."""
    if stream not in STREAMS:
        raise Http404
    return build_stream_page(stream, timezone.localdate(), rulebook())
