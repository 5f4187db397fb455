"""The pages of the intake: find, ask the flow, answer.

Every change is a POST followed by a redirect, and no page is cached, so that
Back shows what is kept. Nobody sees a draft or a result that is not theirs:
both are looked up by the token in the browser's signed cookie.
"""

import uuid
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from intake.forms.visit_marks import CHANGE, DONE, LOST, WRONG, add_marks
from intake.models import Client
from intake.questionnaire import draft, page_cache
from intake.questionnaire.choices import occupation_titles
from intake.questionnaire.flow import Flow, Page
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.step_urls import address, of_path, path_of
from intake.questionnaire.steps import SECTIONS


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What is needed and how long it takes; where to go on, for a draft that has been begun."""
    intake = draft.intake_of(request)
    flow = draft.flow_of(intake)
    return render(request, "intake/start.html", {"begun": intake, **so_far(flow)})


def so_far(flow: Flow) -> dict[str, Any]:
    """How far a draft has come, and where to go on."""
    going_on = SECTIONS[flow.next.section] if flow.next else None
    progress = [(SECTIONS[section], state) for section, state in flow.progress()]
    return {"progress": progress, "going_on": going_on, "go": address(flow.next)}


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str, number: int | None = None, part: str | None = None) -> HttpResponse:
    """One page of questions."""
    known = draft.token_of(request)
    if LOST in request.GET and known is None:
        return render(request, "intake/no_cookies.html")
    token = known or uuid.uuid4()
    flow = draft.flow_of(draft.intake_with(token))
    asked = flow.find(path_of(slug, number, part))
    if asked is None:
        return redirect(address(flow.next))
    answer_or_ask = answer if request.method == "POST" else again if after(request) else ask
    return draft.remember(answer_or_ask(request, token, flow, asked), token)


def after(request: HttpRequest) -> str:
    """What led to this page again: it was sent with mistakes, or without its cookies; empty where nothing did."""
    return next((mark for mark in (WRONG, LOST) if mark in request.GET), "")


def answer(request: HttpRequest, token: uuid.UUID, flow: Flow, asked: Page) -> HttpResponse:
    """Keep what was posted and go on; or lead back to what is to be mended."""
    typed = asked.showing().posted(request.POST)
    form, changing = asked.with_data(typed), CHANGE in request.GET
    if "later" in request.POST:
        draft.keep_page(token, asked.path, typed)
        return redirect("intake:saved")
    if not form.is_valid():
        draft.keep_mistake(token, asked.path, typed)
        return redirect(address(asked, changing=changing, after=WRONG))
    return HttpResponseRedirect(kept(token, asked, form, changing=changing))


def again(request: HttpRequest, token: uuid.UUID, flow: Flow, asked: Page) -> HttpResponse:
    """The page that was just sent and led back here; as any other time, where it was mended meanwhile."""
    if asked.mistake is None:
        return redirect(address(asked, changing=CHANGE in request.GET))
    return ask(request, token, flow, asked)


def kept(token: uuid.UUID, asked: Page, form: Step, *, changing: bool) -> str:
    """Keep a valid page; the address of the next."""
    if isinstance(form, Listing) and form.wants_more:
        _intake, path = draft.open_item(token, asked.path)
        return of_path(path, changing=changing)
    flow = draft.flow_of(draft.keep_page(token, asked.path, dict(form.data)))
    return address(flow.after(asked.path, changing=changing), changing=changing)


def ask(request: HttpRequest, token: uuid.UUID, flow: Flow, asked: Page) -> HttpResponse:
    """Show a page as it was last left, with what is known of the way; with what is wrong, where it was just sent."""
    form = asked.mistaken() if WRONG in request.GET else asked.showing()
    fill_in(request, form)
    changing = CHANGE in request.GET
    before = flow.before(asked)
    back = reverse("intake:start") if before is None else address(before, changing=changing)
    context = {
        "form": form,
        "page": asked,
        "back": reverse("intake:check") if changing and not asked.item and not flow.next else back,
        "section": SECTIONS[asked.section],
        "section_number": flow.sections.index(asked.section) + 1,
        "section_count": len(flow.sections),
        "changing": changing,
        "ticket": draft.ticket(token),
        "action": address(asked, changing=changing),
        "lost": LOST in request.GET,
    }
    return page_cache.response(request, form, asked, context)


def fill_in(request: HttpRequest, form: Step) -> None:
    """The address that the person who is signed in has proved, where a page asks for one that nobody typed yet."""
    if "email" not in form.fields or not form.untouched:
        return
    if client := Client.objects.of(request.user).first():
        form.initial["email"], form.untouched = client.email, False
        form.own("email").help_text = _("The address of your file. Nothing has to be confirmed.")


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask whether to remove an item, and remove it."""
    flow = draft.flow_of(draft.intake_of(request))
    asked = flow.find(path_of(slug, number))
    token = draft.token_of(request)
    if asked is None or asked.item is None or token is None:
        return redirect(address(flow.next))
    if request.method == "POST":
        draft.remove_item(token, asked.path)
        return redirect(of_path(slug, changing=CHANGE in request.GET))
    return render(request, "intake/remove.html", {"item": asked.item, "listing": of_path(slug)})


@cache_control(public=True, max_age=7 * 24 * 3600)
@require_GET
def titles(request: HttpRequest) -> HttpResponse:
    """The titles of all occupations in this language, for the search on a page in the other one."""
    packed = {"Content-Encoding": "gzip"}
    return HttpResponse(occupation_titles(get_language() or "en"), content_type="application/json", headers=packed)


@never_cache
@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """The answers are kept; how to come back."""
    flow = draft.flow_of(draft.intake_of(request))
    return render(request, "intake/saved.html", {"days": draft.LIFETIME.days, **so_far(flow)})


@never_cache
@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest) -> HttpResponse:
    """Forget the answers on this device, and whoever is signed in on it."""
    if request.method == "POST":
        logout(request)
        return draft.forget(redirect(add_marks(request.path, DONE)), draft.token_of(request))
    done = DONE in request.GET and draft.token_of(request) is None
    return render(request, "intake/cleared.html" if done else "intake/clear.html")
