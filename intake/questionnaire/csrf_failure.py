"""A form that was sent without its token: the cookies were lost while the page was open. What was typed is not.

The browser is led to the same page, which shows what was typed with a fresh
token; no answer changes until it is sent once more. Answers that are in somebody's file are not
shown: what was typed is kept there, and the person signs in again. All this
only where a page of this site sent the form, which the browser itself says in
`Origin`; anything else is refused.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from intake.forms.visit_marks import CHANGE, LOST
from intake.questionnaire import draft
from intake.questionnaire.flow import Page
from intake.questionnaire.step_urls import NAMES, address, path_of


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead to the question again, as it was typed; say what happened where it is none of ours."""
    token = draft.token_of(request) or draft.token_in(request)
    if token is None or not (of_this_site(request) and is_question(request)):
        return render(request, "403_csrf.html", status=403)
    intake = draft.intake_with(token)
    page = draft.flow_of(intake).find(path_of(**request.resolver_match.kwargs))  # type: ignore[union-attr]
    if page is None:
        return render(request, "403_csrf.html", status=403)
    page_again = again(request, token, page)
    if intake and intake.client_id and not draft.token_of(request):
        return to_its_owner(page_again)
    return draft.remember(page_again, token)


def of_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {here, *settings.CSRF_TRUSTED_ORIGINS}


def is_question(request: HttpRequest) -> bool:
    """Whether the address is that of a page of questions."""
    match = request.resolver_match
    return bool(match and match.namespace == "intake" and match.url_name in NAMES)


def again(request: HttpRequest, token: UUID, page: Page) -> HttpResponse:
    """To the page as it was typed: kept beside its answer, not judged."""
    draft.keep_mistake(token, page.path, page.showing().posted(request.POST))
    return redirect(address(page, changing=CHANGE in request.GET, after=LOST))


def to_its_owner(page_again: HttpResponse) -> HttpResponse:
    """To the sign-in, which says that what was typed is kept, and leads on to the page."""
    where = urlencode({"next": page_again["Location"], LOST: 1})
    return redirect(f"{reverse('account_login')}?{where}")
