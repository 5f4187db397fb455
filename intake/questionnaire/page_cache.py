"""A page of questions in HTML. One that nobody has typed into is the same for everybody: rendered once and kept.

What is one person's own stands in it as two marks, the form's token and the
draft's ticket, and is put in for each. The kept page is rendered for a request
that has a path and nothing else: no cookie, no person.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from intake.questionnaire.choices import rules_of_today
from intake.questionnaire.flow import Page
from intake.questionnaire.step import Step

AN_HOUR = 3600
TOKEN, TICKET = "[the token of this form]", "[the ticket of this draft]"


def response(request: HttpRequest, form: Step, page: Page, context: Mapping[str, Any]) -> HttpResponse:
    """The page, kept where it is the same for everybody."""
    if not same_for_everybody(form, page) or context["lost"]:
        return render(request, form.template, context)
    key = sha256(repr(what_it_hangs_on(request, form, page, context)).encode()).hexdigest()
    html = caches["template_fragments"].get_or_set(key, lambda: blank(request, form, context), AN_HOUR)
    return HttpResponse(str(html).replace(TOKEN, get_token(request)).replace(TICKET, context["ticket"]))


def same_for_everybody(form: Step, page: Page) -> bool:
    """Whether nothing that a person typed shows on the page."""
    return form.untouched and form.needs is not None and not page.items


def what_it_hangs_on(request: HttpRequest, form: Step, page: Page, context: Mapping[str, Any]) -> tuple:
    """All that makes one kept page differ from another."""
    place = context["back"], context["section_number"], context["section_count"], page.item and page.item.number
    rules = id(rules_of_today()), page.on
    return type(form), sorted(form.known.items()), request.get_full_path(), get_language(), place, rules


def blank(request: HttpRequest, form: Step, context: Mapping[str, Any]) -> str:
    """The page for a request that has nothing but its path."""
    bare = HttpRequest()
    bare.path, bare.META, bare.user = request.path, {"QUERY_STRING": request.META["QUERY_STRING"]}, AnonymousUser()
    bare.resolver_match = request.resolver_match
    return render_to_string(form.template, {**context, "csrf_token": TOKEN, "ticket": TICKET}, bare)
