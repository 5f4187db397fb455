"""The result and its downloads. Each view asks `find_assessment` first: nobody sees what is not theirs."""

import re
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from intake.account.confirmations import find_state
from intake.assessments import find
from intake.common.cache import get_or_make
from intake.common.rule_numbers import get_number
from intake.firm.look import get_look
from intake.models import Assessment
from intake.result import downloads, present
from intake.result.decision import Choice
from intake.result.ics_file import build_calendar
from intake.result.worksheet import build_worksheet as sheet
from intake.site.page_cache import make_page, respond
from scoring.apps import rulebook
from scoring.plans.estimates import LEVELS
from scoring.profile import decode

# No more than four figures: a score has them, and `int` reads figures of any script and length.
TARGET = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


def get_result(request: HttpRequest, reference: str) -> Assessment:
    """The result with this reference, if this reader may see it. Raises `Http404`."""
    return find.find_assessment(reference, request)


@never_cache
@require_GET
def result(request: HttpRequest, reference: str) -> HttpResponse:
    """The score, with every point explained."""
    assessment = get_result(request, reference)
    # Not kept whole: the button to confirm the address brings a token of this browser.
    if assessment.contact.get("email") and not assessment.client_id:
        return show_result(request, assessment, get_chosen_parts(request, assessment), find_state(assessment))
    # Nor this: there is no end of what can stand in an address (record 0152).
    if request.GET:
        return show_result(request, assessment, get_chosen_parts(request, assessment))
    # Looked up only now that the database has said that the reader may see it (record 0152).
    key = present.build_cache_key("page", *present.list_marks(assessment), *get_look())
    return respond(request, get_or_make(key, lambda: make_page(partial(show_whole, assessment), request)))


def get_chosen_parts(request: HttpRequest, assessment: Assessment) -> dict[str, str]:
    """The parts of the page, by what the reader chose in its address."""
    return present.get_parts(assessment, read_choice(request))


def show_whole(assessment: Assessment, request: HttpRequest) -> HttpResponse:
    """The page with nothing chosen and nothing to confirm, which is the same at each look."""
    return show_result(request, assessment, present.render_parts(assessment))


def show_result(
    request: HttpRequest, assessment: Assessment, parts: dict[str, str], confirmation: str | None = None
) -> HttpResponse:
    """The page; with a button to confirm the address, and its token, where there is one to be confirmed."""
    context = {"assessment": assessment, "confirmation": confirmation, **parts}
    return render(request, "intake/result.html", context)


def read_choice(request: HttpRequest) -> Choice:
    """The level that the reader chose for an estimate, and the score to reach; None for what is none."""
    # In the address, so that the page works without scripts (record 0086).
    level = request.GET.get("level", "")
    return Choice(next((one for one in LEVELS if str(one) == level), None), *read_target(request.GET.get("target", "")))


def read_target(typed: str) -> tuple[int | None, bool]:
    """The score that was typed, and whether what was typed is none; None where nothing usable was."""
    # What was typed is not kept: the page is, and there is no end of what can be typed.
    typed = typed.strip()
    target = int(typed) if TARGET.fullmatch(typed) else None
    return (target, False) if target and target <= get_number("most_points") else (None, bool(typed))


@never_cache
@require_GET
def result_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same page as a PDF."""
    assessment = get_result(request, reference)
    context = {"assessment": assessment, **get_chosen_parts(request, assessment)}
    name = f"express-entry-result-{assessment.shown_reference}"
    return downloads.respond_with_pdf(request, "intake/paper/result.html", context, name)


@never_cache
@require_GET
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The days on which the score changes, for a calendar program."""
    assessment = get_result(request, reference)
    return downloads.build_file_response(
        build_calendar(assessment, read_choice(request).clb),
        "text/calendar; charset=utf-8",
        f"express-entry-{assessment.shown_reference}.ics",
    )


@never_cache
@require_GET
def worksheet(request: HttpRequest, reference: str) -> HttpResponse:
    """The answers in the order of IRCC's profile."""
    assessment = get_result(request, reference)
    return render(request, "intake/worksheet.html", {"assessment": assessment, **build_worksheet(assessment)})


@never_cache
@require_GET
def worksheet_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The same sheet as a PDF."""
    assessment = get_result(request, reference)
    context = {"assessment": assessment, **build_worksheet(assessment)}
    name = f"express-entry-worksheet-{assessment.shown_reference}"
    return downloads.respond_with_pdf(request, "intake/paper/worksheet.html", context, name)


def build_worksheet(assessment: Assessment) -> dict[str, Any]:
    """The kept facts, section by section."""
    rules = rulebook().on(assessment.on)
    months = 12 * rules["pool/validity"].points("profile")
    return {"sections": sheet(decode(assessment.facts), rules), "profile_months": months}
