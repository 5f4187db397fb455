"""Post/redirect/get for forms with mistakes too, so that Back, Forward and reload never post a form again.

Between the POST and the GET, what was typed and its errors wait in a signed cookie of that one page and person, for
ten minutes at most. Nothing is validated twice: looking sends no code and counts no attempt. The question pages store
what was typed beside their answers instead (`intake.questionnaire.draft_edits`).
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from intake.common.cookies import get_cookie_flags
from intake.forms.error_summary import ErrorSummaryMixin, StoredErrors
from intake.forms.query_flags import DONE, WRONG, add_flags

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
F = TypeVar("F", bound=ErrorSummaryMixin)
# What a page shows besides its form.
Context = Callable[[], Mapping[str, Any]]

TEN_MINUTES = 600
# A browser keeps 4096 bytes of a cookie with its name. What is longer is answered by the page itself.
LONGEST = 3800
TOKEN = "csrfmiddlewaretoken"  # noqa: S105


class Mistakes(NamedTuple):
    """What was posted, and its errors."""

    typed: QueryDict
    errors: StoredErrors


def get_form(request: HttpRequest, make: Callable[[QueryDict | None], F]) -> F:
    """Return the form as just posted, or as posted before the redirect with its errors, or empty."""
    if request.method == "POST":
        return make(request.POST)
    before = load_mistakes(request)
    if before is None:
        return make(None)
    form = make(before.typed)
    form.stored_errors = before.errors
    return form


def load_mistakes(request: HttpRequest) -> Mistakes | None:
    """Return what was posted to this page with mistakes; None unless the URL is marked and the cookie is valid."""
    if WRONG not in request.GET:
        return None
    try:
        stored = signing.loads(
            request.COOKIES.get(get_cookie_name(request), ""), salt=get_salt(request), max_age=TEN_MINUTES
        )
    except signing.BadSignature:
        return None
    return Mistakes(QueryDict(stored["typed"]), stored["errors"])


def render_form(request: HttpRequest, form: ErrorSummaryMixin | None, template: str, context: Context) -> HttpResponse:
    """Render the form's page, or redirect to it where it was just posted with mistakes.

    `context` is only called where the page is rendered.
    """
    return redirect_to_mistakes(request, form) or render(request, template, {"form": form, **context()})


def redirect_to_mistakes(request: HttpRequest, form: ErrorSummaryMixin | None) -> HttpResponse | None:
    """Redirect to the page that shows the errors of what was just posted; None where there are none.

    None, too, where they do not fit into a cookie: the page then answers the POST itself.
    """
    if request.method != "POST" or form is None or not form.errors:
        return None
    stored = {"typed": encode_posted(request), "errors": form.errors.get_json_data()}
    value = signing.dumps(stored, salt=get_salt(request), compress=True)
    if len(value) > LONGEST:
        return None
    response = redirect(f"{request.path}?{flag_query(request)}")
    response.set_cookie(
        get_cookie_name(request),
        value,
        max_age=TEN_MINUTES,
        # Of this address alone, so that the browser sends it to no other page (record 0046).
        path=request.path,
        **get_cookie_flags(),
    )
    return response


def redirect_done(request: HttpRequest) -> HttpResponse:
    """Redirect to the same page, marked to say that what was sent is saved."""
    return redirect(add_flags(request.path, DONE))


def encode_posted(request: HttpRequest) -> str:
    """Return what was posted as a query string, without the CSRF token."""
    found = request.POST.copy()
    found.pop(TOKEN, None)
    return found.urlencode()


def flag_query(request: HttpRequest) -> str:
    """Return the query string of this URL with the mark that something was wrong."""
    query = request.GET.copy()
    query.pop(DONE, None)
    query[WRONG] = "1"
    return query.urlencode()


def clears_mistakes(view: V) -> V:
    """Decorate a view of a form: delete the cookie of mistakes once the form is posted without any."""

    @wraps(view)
    def forgetting(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        cookie = get_cookie_name(request)
        if request.method == "POST" and cookie in request.COOKIES and cookie not in response.cookies:
            response.delete_cookie(cookie, path=request.path, samesite="Lax")
        return response

    return cast("V", forgetting)


def get_cookie_name(request: HttpRequest) -> str:
    """Name the cookie of this page."""
    match = request.resolver_match
    return f"mistakes_{match.url_name if match else ''}"


def get_salt(request: HttpRequest) -> str:
    """Salt the signature, so that only this person on this page can read the mistakes."""
    # Of this page and person alone: on a shared browser the cookie outlives whoever typed into it by ten minutes
    # (record 0046).
    return f"intake.again:{request.path}:{request.user.pk}"
