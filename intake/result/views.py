"""The result and its downloads. Each view asks `find_assessment` first: nobody sees what is not theirs."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from intake.account.confirmations import find_state
from intake.assessments import find
from intake.common.rule_numbers import get_number
from intake.models import Assessment
from intake.public.page_cache import respond_packed
from intake.result import downloads, page_context
from intake.result.cached_page import (
    PAPER,
    begin_result_pdf,
    find_with_page,
    get_whole_page,
    is_same_at_each_look,
    show_result,
)
from intake.result.decision import Choice
from intake.result.ics_file import build_calendar
from intake.result.worksheet import build_worksheet as sheet
from scoring.apps import rulebook
from scoring.assess import assess
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
    assessment, page = find_with_page(reference, request)
    # Not kept whole: the button to confirm the address brings a token of this browser.
    if not is_same_at_each_look(assessment):
        return show_result(request, assessment, get_chosen_parts(request, assessment), find_state(assessment))
    # Not cached either: a URL can hold any value (record 0152).
    if request.GET:
        return show_result(request, assessment, get_chosen_parts(request, assessment))
    return respond_packed(request, page or show_first(assessment, request))


def show_first(assessment: Assessment, request: HttpRequest) -> bytes:
    """The page that nobody has seen since it would say what it says now; its PDF is begun."""
    page = get_whole_page(assessment, request)
    begin_result_pdf(assessment, request)
    return page


def get_chosen_parts(request: HttpRequest, assessment: Assessment) -> dict[str, Any]:
    """The parts of the page, by what the reader chose in its address."""
    return page_context.get_parts(assessment, read_choice(request))


def read_choice(request: HttpRequest) -> Choice:
    """The level that the reader chose for an estimate, and the score to reach; None for what is not one."""
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
    name = downloads.name_result_file(assessment.shown_reference)
    origin = downloads.build_origin(request, _("Back to your score"), "intake:result", reference)
    return downloads.respond_with_pdf(request, PAPER, context, name, origin)


@never_cache
@require_GET
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The days on which the score changes, for a calendar program."""
    assessment = get_result(request, reference)
    return downloads.build_file_response(
        build_calendar(assessment, read_choice(request).clb),
        "text/calendar; charset=utf-8",
        pgettext("name of a file, without accents", "express-entry-%(reference)s.ics")
        % {"reference": assessment.shown_reference},
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
    name = pgettext("name of a file, without accents", "express-entry-worksheet-%(reference)s")
    origin = downloads.build_origin(request, _("Back to the worksheet"), "intake:worksheet", reference)
    return downloads.respond_with_pdf(
        request, "intake/paper/worksheet.html", context, name % {"reference": assessment.shown_reference}, origin
    )


def build_worksheet(assessment: Assessment) -> dict[str, Any]:
    """The kept facts, section by section."""
    found = assess(decode(assessment.facts), assessment.on, rulebook())
    months = 12 * found.rules["pool/validity"].points("profile")
    return {"sections": sheet(found.profile, found.rules, found.crs), "profile_months": months}
