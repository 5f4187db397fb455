"""The pages of the firm, and the files that they need: pictures and the stylesheet of its colours."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.firm.look import find_stylesheet
from intake.firm.pages import PAGES
from intake.models import FirmPicture

# The address says what is in it, so it never changes. Private: an answer to a signed-in person renews their cookie,
# which no cache of others may keep. A picture that is opened by itself may do nothing.
FOR_EVER = "private, max-age=31536000, immutable"
NOTHING = "default-src 'none'; style-src 'none'; sandbox"


@require_safe
def show_firm(request: HttpRequest) -> HttpResponse:
    """Who the firm is."""
    return show_page(request, "firm", timezone.localdate())


@require_safe
def show_questions(request: HttpRequest) -> HttpResponse:
    """What people ask, answered by the firm."""
    return show_page(request, "questions", timezone.localdate())


def show_page(request: HttpRequest, name: str, on: date, **more: Any) -> HttpResponse:
    """A page of the firm as it is on a day."""
    template, build = PAGES[name]
    return render(request, template, build(on) | more)


@require_safe
def send_picture(request: HttpRequest, digest: str) -> HttpResponse:
    """A logo or a photograph."""
    picture = get_object_or_404(FirmPicture, digest=digest)
    headers = {
        "Cache-Control": FOR_EVER,
        "Content-Security-Policy": NOTHING,
        "Content-Disposition": "inline",
        # A mail program that runs in a browser shows the logo too (record 0196).
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(bytes(picture.image), content_type="image/webp", headers=headers)


@require_safe
def send_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The firm's colours."""
    stylesheet = find_stylesheet(digest)
    if stylesheet is None:
        raise Http404
    return HttpResponse(stylesheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})
