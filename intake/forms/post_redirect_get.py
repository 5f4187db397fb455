"""A form that was sent with mistakes is shown by another request, so that Back, Forward and reload never send it again.

Between the two, what was typed and what is wrong with it wait in a signed cookie
of that one address and person, for ten minutes at most. Nothing is judged twice:
no code is sent and no attempt counted by looking. The pages of questions keep
what was typed beside their answers instead (`intake.questionnaire.draft_edits`).
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from intake.forms.error_summary import KeptErrors, Problems
from intake.forms.visit_marks import DONE, WRONG, marked

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
F = TypeVar("F", bound=Problems)
# What a page shows beside its form.
Context = Callable[[], Mapping[str, Any]]

TEN_MINUTES = 600
# A browser keeps 4096 bytes of a cookie with its name. What is longer is answered by the page itself.
LONGEST = 3800
TOKEN = "csrfmiddlewaretoken"  # noqa: S105


class Mistakes(NamedTuple):
    """What was typed, and what is wrong with it."""

    typed: QueryDict
    errors: KeptErrors


def form_of(request: HttpRequest, make: Callable[[QueryDict | None], F]) -> F:
    """The form as it was just posted; or as it was posted before, with its errors; or as nobody has touched it."""
    if request.method == "POST":
        return make(request.POST)
    before = mistakes(request)
    if before is None:
        return make(None)
    form = make(before.typed)
    form.kept_errors = before.errors
    return form


def mistakes(request: HttpRequest) -> Mistakes | None:
    """What was sent to this address with mistakes, where the address says that something was."""
    if WRONG not in request.GET:
        return None
    try:
        kept = signing.loads(request.COOKIES.get(name(request), ""), salt=salt(request), max_age=TEN_MINUTES)
    except signing.BadSignature:
        return None
    return Mistakes(QueryDict(kept["typed"]), kept["errors"])


def page(request: HttpRequest, form: Problems | None, template: str, context: Context) -> HttpResponse:
    """The page of a form; where it was just posted with mistakes, the way to that page, which alone needs the rest."""
    return led(request, form) or render(request, template, {"form": form, **context()})


def led(request: HttpRequest, form: Problems | None) -> HttpResponse | None:
    """The way to the page that shows what is wrong with what was just posted, if anything is."""
    if request.method != "POST" or form is None or not form.errors:
        return None
    kept = {"typed": typed(request), "errors": form.errors.get_json_data()}
    value = signing.dumps(kept, salt=salt(request), compress=True)
    if len(value) > LONGEST:
        return None
    response = redirect(f"{request.path}?{said(request)}")
    response.set_cookie(
        name(request),
        value,
        max_age=TEN_MINUTES,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def done(request: HttpRequest) -> HttpResponse:
    """The way back to the page, which says that what was sent is kept."""
    return redirect(marked(request.path, DONE))


def typed(request: HttpRequest) -> str:
    """What was posted, without the form's token."""
    found = request.POST.copy()
    found.pop(TOKEN, None)
    return found.urlencode()


def said(request: HttpRequest) -> str:
    """What the address says, and that something was wrong."""
    query = request.GET.copy()
    query.pop(DONE, None)
    query[WRONG] = "1"
    return query.urlencode()


def mendable(view: V) -> V:
    """Mistakes are forgotten once the form is sent without any."""

    @wraps(view)
    def forgetting(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        cookie = name(request)
        if request.method == "POST" and cookie in request.COOKIES and cookie not in response.cookies:
            response.delete_cookie(cookie, path=request.path, samesite="Lax")
        return response

    return cast("V", forgetting)


def name(request: HttpRequest) -> str:
    """The cookie of this address."""
    match = request.resolver_match
    return f"mistakes_{match.url_name if match else ''}"


def salt(request: HttpRequest) -> str:
    """Only this person, at this address, sees the mistakes."""
    return f"intake.again:{request.path}:{request.user.pk}"
