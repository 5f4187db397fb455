"""The question pages: find the page, ask the flow, answer.

Every change is a POST followed by a redirect, and no page is cached by browsers, so that Back shows what is stored.
Nobody sees a draft or a result that is not theirs: both are looked up by the token in the browser's signed cookie.
"""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from intake.common.sources import find_source
from intake.forms.query_flags import CHANGE, DONE, EARLY, LOST, WRONG, add_flags
from intake.models import Client, Intake
from intake.questionnaire import csrf_failure, draft, one_minute_reminder, page_cache, progress_counts
from intake.questionnaire.flow import Flow, Page
from intake.questionnaire.occupation_search import suggest, suggest_trades
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.step_urls import get_path_url, get_so_far_url, get_url, join_path
from intake.questionnaire.steps import SECTIONS

# The button that changes the language; "language" is a question.
SWITCH = "in_language"
# The button that shows the points so far, where no script does.
SO_FAR = "so_far"


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What is needed and how long it takes; where to continue, for a draft that has been begun."""
    intake = draft.read_draft(request).intake
    flow = draft.build_flow(intake)
    lost, early = (mark in request.GET and intake is None for mark in (LOST, EARLY))
    context = {"begun": intake, "lost": lost, "early": early, "source": find_source(request), **describe_progress(flow)}
    return render(request, "intake/start.html", context)


def describe_progress(flow: Flow) -> dict[str, Any]:
    """How far a draft has come, and where to continue."""
    going_on = SECTIONS[flow.next.section] if flow.next else None
    progress = [(SECTIONS[section], state) for section, state in flow.progress()]
    return {"progress": progress, "going_on": going_on, "go": get_url(flow.next)}


@never_cache
@require_http_methods(["GET", "POST"])
@draft.survives_deletion
def page(request: HttpRequest, slug: str, number: int | None = None, part: str | None = None) -> HttpResponse:
    """One page of questions."""
    known, intake = draft.read_draft(request)
    # The cookie that the page before set did not come back: this browser keeps none, and the form would be lost again.
    if LOST in request.GET and known is None:
        return render(request, "intake/no_cookies.html")
    lost = request.method == "POST" and known is None
    if lost and (found := find_lost(request)):
        return found
    token = known or uuid.uuid4()
    flow = draft.build_flow(intake)
    asked = flow.find(join_path(slug, number, part))
    if asked is None:
        return redirect(find_beginning(intake, flow, lost=lost))
    if intake is None and says_something(request, asked) and progress_counts.begin(request, token):
        progress_counts.count_reached(request, asked, find_source(request))
    answer_or_ask = save_answer if request.method == "POST" else ask_again if get_mark(request) else ask
    return draft.remember(answer_or_ask(request, token, flow, asked), token)


def find_beginning(intake: Intake | None, flow: Flow, *, lost: bool = False) -> str:
    """Where to go instead of a page that is not asked: what is asked next, or the start, which says why."""
    if lost or intake is None:
        return add_flags(reverse("intake:start"), LOST if lost else EARLY)
    return get_url(flow.next)


def find_lost(request: HttpRequest) -> HttpResponse | None:
    """The way back for a form whose draft this browser has forgotten while the page was open; None without one."""
    # The form says which draft it is of, as where all cookies are gone (record 0027).
    token = draft.read_posted_token(request)
    return csrf_failure.bring_back(request, token) if token else None


def says_something(request: HttpRequest, asked: Page) -> bool:
    """Whether more was posted than that the page is wanted in another language, or the points so far."""
    if request.method != "POST":
        return False
    return not {SWITCH, SO_FAR} & set(request.POST) or any(asked.get_form().pick_posted(request.POST).values())


def get_mark(request: HttpRequest) -> str:
    """Why this page is shown again: `WRONG` (posted with mistakes) or `LOST` (posted without cookies); else empty."""
    return next((mark for mark in (WRONG, LOST) if mark in request.GET), "")


def save_answer(request: HttpRequest, token: uuid.UUID, flow: Flow, asked: Page) -> HttpResponse:
    """Save what was posted and continue; redirect back to the page where it has mistakes."""
    typed = asked.get_form().pick_posted(request.POST)
    form, changing = asked.with_data(typed), CHANGE in request.GET
    # "Save and come back later" keeps anything, right or wrong; Continue only what is valid (record 0017).
    if "later" in request.POST:
        draft.save_page(token, asked.path, form.pick_asked())
        return redirect("intake:saved")
    if (language := request.POST.get(SWITCH, "")) in settings.LETTER_LANGUAGES:
        return redirect(translate_url(keep_typed(request, token, asked, form), language))
    if SO_FAR in request.POST:
        keep_typed(request, token, asked, form)
        return redirect(get_so_far_url(asked, changing=changing))
    if not form.is_valid():
        draft.save_mistake(token, asked.path, typed)
        return redirect(get_url(asked, changing=changing, after=WRONG))
    return HttpResponseRedirect(save_and_continue(request, token, asked, form))


def keep_typed(request: HttpRequest, token: uuid.UUID, asked: Page, form: Step) -> str:
    """Keep what was typed before the page is shown in another language, or left for another; returns its address."""
    typed, right = dict(form.data), form.is_valid()
    if asked.answered or any(typed.values()):
        # What is wrong is kept beside the answer that was right (record 0039).
        save = draft.save_page if right else draft.save_mistake
        save(token, asked.path, form.pick_asked() if right else typed)
    # A page that was shown with its mistakes shows them in the other language too.
    after = WRONG if WRONG in request.GET and not right else ""
    return get_url(asked, changing=CHANGE in request.GET, after=after)


def ask_again(request: HttpRequest, token: uuid.UUID, flow: Flow, asked: Page) -> HttpResponse:
    """The page that was just posted with mistakes; without the mark, where they were corrected meanwhile."""
    if asked.mistake is None:
        return redirect(get_url(asked, changing=CHANGE in request.GET))
    return ask(request, token, flow, asked)


def save_and_continue(request: HttpRequest, token: uuid.UUID, asked: Page, form: Step) -> str:
    """Save a valid page; returns the URL of the next."""
    changing = CHANGE in request.GET
    if isinstance(form, Listing) and form.wants_more:
        _intake, path = draft.open_item(token, asked.path)
        return get_path_url(path, changing=changing)
    flow = draft.build_flow(intake := draft.save_page(token, asked.path, form.pick_asked()))
    progress_counts.count_answer(request, asked, flow, intake.source)
    following = flow.after(asked.path, changing=changing, first=not asked.answered)
    return get_url(following, changing=changing)


def ask(request: HttpRequest, token: uuid.UUID, flow: Flow, asked: Page) -> HttpResponse:
    """Show a page as it was last left, with its errors where it was just posted with mistakes."""
    form = asked.get_form_with_errors() if WRONG in request.GET else asked.get_form()
    fill_in_email(request, form)
    changing = CHANGE in request.GET
    before = flow.before(asked)
    back = reverse("intake:start") if before is None else get_url(before, changing=changing)
    context = {
        "form": form,
        "page": asked,
        "back": reverse("intake:check") if changing and not asked.item and not flow.next else back,
        "section": SECTIONS[asked.section],
        "section_number": flow.sections.index(asked.section) + 1,
        "section_count": len(flow.sections),
        "may_gain_section": flow.may_gain_section,
        "position": flow.find_position(asked),
        "so_far": SO_FAR,
        "so_far_url": get_so_far_url(asked, changing=changing),
        "switch": SWITCH,
        "switches": settings.LETTER_LANGUAGES,
        "changing": changing,
        # For a browser that loses its cookies while the page is open (record 0027).
        "ticket": draft.sign_token(token),
        "action": get_url(asked, changing=changing, after=WRONG if WRONG in request.GET else ""),
        "lost": LOST in request.GET,
        "told": one_minute_reminder.remind(form, asked, flow.answers),
    }
    return page_cache.render_page(request, form, asked, context)


def fill_in_email(request: HttpRequest, form: Step) -> None:
    """Offer the address of the signed-in client, where a page asks for one and nothing was typed yet."""
    if "email" not in form.fields or not form.untouched:
        return
    # From here on the page counts as touched: one that nobody has touched is kept for everybody.
    if client := Client.objects.owned_by(request.user).first():
        form.initial["email"], form.untouched = client.email, False
        form.copy_field("email").help_text = _("The address of your file. Nothing has to be confirmed.")


@never_cache
@require_http_methods(["GET", "POST"])
@draft.survives_deletion
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask whether to remove an item, and remove it."""
    token, intake = draft.read_draft(request)
    flow = draft.build_flow(intake)
    asked = flow.find(join_path(slug, number))
    if asked is None or asked.item is None or token is None:
        return redirect(find_beginning(intake, flow))
    if request.method == "POST":
        draft.remove_item(token, asked.path)
        return redirect(get_path_url(slug, changing=CHANGE in request.GET))
    return render(request, "intake/remove.html", {"item": asked.item, "listing": get_path_url(slug)})


@cache_control(public=True, max_age=3600)
@require_GET
def occupation_search(request: HttpRequest) -> JsonResponse:
    """The first ten occupations, or trades, for what somebody types, in this language, for the script of the search."""
    # The same for everybody, so that any cache may keep it: no draft and no person is looked at.
    find = suggest_trades if request.GET.get("of") == "trades" else suggest
    found = find(request.GET.get("q", ""))
    return JsonResponse({"found": [{"text": one.text, "more": one.more} for one in found]})


@never_cache
@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """Say that the answers are saved, and how to come back."""
    flow = draft.build_flow(draft.read_draft(request).intake)
    return render(request, "intake/saved.html", {"days": draft.LIFETIME.days, **describe_progress(flow)})


@never_cache
@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest) -> HttpResponse:
    """Forget the answers on this device, and sign out whoever is signed in on it."""
    if request.method == "POST":
        logout(request)
        # What was submitted stays: the link in its message may still confirm it (record 0016).
        return draft.delete_draft(redirect(add_flags(request.path, DONE)), draft.read_draft(request).token)
    done = DONE in request.GET and draft.read_draft(request).token is None
    return render(request, "intake/answers_cleared.html" if done else "intake/clear.html")
