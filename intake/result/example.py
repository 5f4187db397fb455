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
from intake.result import present
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
    parts = get_or_make(present.build_cache_key("example"), lambda: render_parts(on))
    return render(request, "intake/example.html", parts)


def render_parts(on: date) -> dict[str, str]:
    """The parts of a result page, without what only its owner can do."""
    assessment = build_unsaved(assess(decode(build_facts(on)), on, rulebook()), REFERENCE)
    # What staff see of a client's result is what anybody may see of this one: no link to change or keep it.
    context = present.build_context(assessment, get_no_url) | {"for_staff": True}
    return {name: render_to_string(f"intake/result/{name}.html", context) for name in PARTS}


def build_facts(on: date) -> dict[str, Any]:
    """A nurse of 31 with a degree from abroad, as a profile; her days move along, so that the example never ends."""
    months_ago = {months: on - timedelta(days=round(months * 30.5)) for months in (9, 20, 22, 76)}
    return {
        "date_of_birth": str(years_after(on, -31) - timedelta(days=120)),
        "marital_status": "never_married",
        "credentials": [
            {
                "level": "bachelors",
                "country": "PH",
                "awarded_on": str(years_after(on, -9)),
                "eca_issued_on": str(months_ago[20]),
                "eca_issuer": "wes",
            }
        ],
        "language_tests": [
            {
                "test": "ielts_general",
                "taken_on": str(months_ago[20]),
                "listening": 8,
                "reading": 7.5,
                "writing": 7,
                "speaking": 7.5,
            }
        ],
        "jobs": [
            {
                "noc": "31301",
                "country": "PH",
                "start": str(months_ago[76]),
                "end": str(months_ago[22]),
                "hours_per_week": 40,
            },
            {"noc": "31301", "country": "CA", "start": str(months_ago[9]), "hours_per_week": 37.5},
        ],
        "settlement_funds_cad": 21000,
    }
