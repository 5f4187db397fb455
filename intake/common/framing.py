"""Pages that pages of other sites may show in a frame: those of `EMBED_HOSTS`, and without one there is no such page.

Such a page knows nobody: what the browser sends of a person is put aside, so that it sets no cookie and reads no
session. Every other page refuses to be framed (`X_FRAME_OPTIONS`, `frame-ancestors`).
"""

from collections.abc import Callable
from functools import wraps
from importlib import import_module

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[[HttpRequest], HttpResponse]


def allow_framing(view: View) -> View:
    """Let the sites of `EMBED_HOSTS` show this page. Raises `Http404` where there are none."""

    @wraps(view)
    def framed(request: HttpRequest) -> HttpResponse:
        if not settings.EMBED_HOSTS:
            raise Http404
        # Within the firm's own domain browsers do send the cookies, and a frame must not prolong a session
        # (record 0158).
        forget_person(request)
        # X-Frame-Options can't name sites: with it, browsers that know nothing newer would show nothing.
        open_view = csp_replace({"frame-ancestors": settings.EMBED_HOSTS})(xframe_options_exempt(view))
        return open_view(request)  # type: ignore[return-value]

    return framed


def forget_person(request: HttpRequest) -> None:
    """Put cookies and session aside: the frame is the same for everybody, also within the firm's own domain."""
    request.COOKIES.clear()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.user = AnonymousUser()
