"""A form posted without its CSRF token: the cookies were lost while the page was open, and what was typed is saved.

The browser is redirected to the same page, which shows what was typed with a fresh token; no answer changes until it
is sent again. A draft that is in a file is open to its owner's session alone, here as everywhere: without it nothing
is saved, and the person signs in again. All this only where a page of this site sent the form, which the browser
itself says in `Origin`; anything else is refused.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from intake.forms.query_flags import CHANGE, LOST
from intake.questionnaire import draft
from intake.questionnaire.flow import Page
from intake.questionnaire.step_urls import NAMES, get_url, join_path


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Redirect to the question with what was typed; answer 403 for any other form."""
    # The cookie first: a form that was left open may carry the token of an older draft of this browser.
    token = draft.read_cookie(request) or draft.read_posted_token(request)
    found = bring_back(request, token) if token and is_from_this_site(request) and is_question(request) else None
    return found or render(request, "403_csrf.html", status=403)


def bring_back(request: HttpRequest, token: UUID) -> HttpResponse | None:
    """Redirect to the question with what was typed, in the draft with this token; None where it has no such page."""
    intake = draft.find_intake(token)
    if intake and not draft.is_open_to(intake, request):
        return redirect_to_sign_in(request)
    page = draft.build_flow(intake).find(join_path(**request.resolver_match.kwargs))  # type: ignore[union-attr]
    if page is None:
        return None
    # The first answer of all: its draft has no row yet, and what was typed needs one.
    if intake is None:
        draft.begin(token)
    return draft.remember(redirect_to_question(request, token, page), token)


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    # A page of another site can't set `Origin`, so nobody is led into another person's draft (record 0027).
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {here, *settings.CSRF_TRUSTED_ORIGINS}


def is_question(request: HttpRequest) -> bool:
    """Whether the URL is that of a question page."""
    match = request.resolver_match
    return bool(match and match.namespace == "intake" and match.url_name in NAMES)


def redirect_to_question(request: HttpRequest, token: UUID, page: Page) -> HttpResponse:
    """Save what was typed beside the answer, without validating it, and redirect to the page."""
    draft.save_mistake(token, page.path, page.get_form().pick_posted(request.POST))
    return redirect(get_url(page, changing=CHANGE in request.GET, after=LOST))


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in, which says that nothing was saved, and from there to the page.

    To the address that was asked for, whether or not the draft has such a page: that is the file's.
    """
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path, LOST: 1})}")
