"""Question pages in HTML: one that nobody has typed into is the same for everybody, so it is rendered once and cached.

Nothing that a person chose in a score in a minute is on it. Two placeholders, for the CSRF token and the signed draft
token, are replaced for each person. The cached page is rendered for a request that has a path and nothing else: no
cookie, no person.

Buys 79 % of the steps of a question that nobody has typed into (`python -m bench.bought pages page_cache`).
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from intake.common.bare_request import build_bare_request
from intake.firm.look import get_look
from intake.questionnaire.flow import Page
from intake.questionnaire.step import Step
from scoring.apps import rulebook
from scoring.fingerprint import find_basis

AN_HOUR = 3600
TOKEN, TICKET = "[the token of this form]", "[the ticket of this draft]"


def render_page(request: HttpRequest, form: Step, page: Page, context: Mapping[str, Any]) -> HttpResponse:
    """Render the page, from the cache where it is the same for everybody."""
    # What somebody chose in a score in a minute is on no page that is kept (record 0151).
    if not is_same_for_everybody(form, page) or context["lost"] or context["told"]:
        return render(request, form.template, context)
    key = sha256(repr(collect_key_parts(request, form, page, context)).encode()).hexdigest()
    html = caches["template_fragments"].get_or_set(key, lambda: render_blank(request, form, context), AN_HOUR)
    return HttpResponse(str(html).replace(TOKEN, get_token(request)).replace(TICKET, context["ticket"]))


def is_same_for_everybody(form: Step, page: Page) -> bool:
    """Whether nothing that a person typed shows on the page."""
    return form.untouched and form.needs is not None and not page.items


def collect_key_parts(request: HttpRequest, form: Step, page: Page, context: Mapping[str, Any]) -> tuple[object, ...]:
    """Everything in which one cached page differs from another."""
    section = context["section_number"], context["section_count"], context["may_gain_section"]
    place = context["back"], section, context["position"], page.item and page.item.number
    # Hints quote the rules of the day, and a page may be open over midnight.
    rules = find_basis(rulebook()), timezone.localdate(), page.on
    return type(form), sorted(form.known.items()), request.get_full_path(), get_language(), get_look(), place, rules


def render_blank(request: HttpRequest, form: Step, context: Mapping[str, Any]) -> str:
    """Render the page for a request that has nothing but its path."""
    blank = {**context, "csrf_token": TOKEN, "ticket": TICKET}
    return render_to_string(form.template, blank, build_bare_request(request))
