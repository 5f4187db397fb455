"""A form that was sent without its token: the cookies were lost while the page was open. What was typed is not.

The page is shown again as it was typed, with a fresh token, and nothing
changes until it is sent once more. Answers that are in somebody's file are not
shown: what was typed is kept there, and the person signs in again. All this
only where a page of this site sent the form, which the browser itself says in
`Origin`; anything else is refused.
"""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from intake import draft
from intake.addresses import NAMES, path_of
from intake.flow import Flow, Page
from intake.views import ask


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show the question again, as it was typed; say what happened where it is none of ours."""
    token = draft.token_of(request) or draft.token_in(request)
    if token is None or not (of_this_site(request) and is_question(request)):
        return render(request, "403_csrf.html", status=403)
    intake = draft.intake_with(token)
    flow = draft.flow_of(intake)
    page = flow.find(path_of(**request.resolver_match.kwargs))  # type: ignore[union-attr]
    if page is None:
        return render(request, "403_csrf.html", status=403)
    if intake and intake.client_id and not draft.token_of(request):
        return kept_for_its_owner(request, token, page)
    return again(request, token, flow, page)


def of_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {here, *settings.CSRF_TRUSTED_ORIGINS}


def is_question(request: HttpRequest) -> bool:
    """Whether the address is that of a page of questions."""
    match = request.resolver_match
    return bool(match and match.namespace == "intake" and match.url_name in NAMES)


def again(request: HttpRequest, token: UUID, flow: Flow, page: Page) -> HttpResponse:
    """The page as it was typed, not judged and not kept."""
    form = page.step.showing(page.showing().posted(request.POST), page.known)
    response = ask(request, token, flow, page, form, lost=True)
    response.status_code = 403
    return draft.remember(response, token)


def kept_for_its_owner(request: HttpRequest, token: UUID, page: Page) -> HttpResponse:
    """Keep what was typed, as "Save and come back later" does, and ask its owner to sign in."""
    draft.keep_page(token, page.path, page.showing().posted(request.POST))
    context = {"sign_in": f"{reverse('account_login')}?next={request.path}"}
    return render(request, "403_csrf.html", context, status=403)
