"""A result to look at before one has a result: that of an invented person, worked out by the rules of the day."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.assessments.find import build_unsaved
from intake.common.cache import get_or_make
from intake.result import page_context
from intake.result.question_links import get_no_url
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.days import years_after
from scoring.profile import decode

REFERENCE = "EXAMPLE"
PARTS = ("head", "body")


@require_safe
def show_example(request: HttpRequest) -> HttpResponse:
    """The page; rendered once a day, a language and a state of rules and rounds."""
    on = timezone.localdate()
    parts = get_or_make(page_context.build_cache_key("example"), lambda: render_parts(on))
    return render(request, "intake/example.html", parts)


def render_parts(on: date) -> dict[str, str]:
    """The parts of a result page, without what only its owner can do."""
    assessment = build_unsaved(assess(decode(build_facts(on)), on, rulebook()), REFERENCE)
    # What staff see of a client's result is what anybody may see of this one: no link to change or keep it.
    context = page_context.build_context(assessment, get_no_url) | {"for_staff": True}
    return {name: render_to_string(f"intake/result/{name}.html", context) for name in PARTS}


def build_facts(on: date) -> dict[str, Any]:
    """A nurse of 31 with a degree from abroad, as a profile; her days move along, so that the example never ends."""
    return {
        "date_of_birth": str(years_after(on, -31) - timedelta(days=120)),
        "marital_status": "never_married",
        "credentials": [build_degree(on)],
        "language_tests": [build_language_test(on)],
        "jobs": build_jobs(on),
        "settlement_funds_cad": 21000,
    }


def build_degree(on: date) -> dict[str, Any]:
    """Her bachelor's degree, with its assessment."""
    return {
        "level": "bachelors",
        "country": "PH",
        "awarded_on": str(years_after(on, -9)),
        "eca_issued_on": go_back(on, months=20),
        "eca_issuer": "wes",
    }


def build_language_test(on: date) -> dict[str, Any]:
    """Her test of English."""
    scores = {"listening": 8, "reading": 7.5, "writing": 7, "speaking": 7.5}
    return {"test": "ielts_general", "taken_on": go_back(on, months=20)} | scores


def build_jobs(on: date) -> list[dict[str, Any]]:
    """Her work abroad, which has ended, and in Canada, which goes on."""
    abroad = {"country": "PH", "start": go_back(on, months=76), "end": go_back(on, months=22), "hours_per_week": 40}
    in_canada = {"country": "CA", "start": go_back(on, months=9), "hours_per_week": 37.5}
    return [{"noc": "31301"} | job for job in (abroad, in_canada)]


def go_back(on: date, *, months: int) -> str:
    """The day this many months earlier, as a profile writes it."""
    return str(on - timedelta(days=round(months * 30.5)))
