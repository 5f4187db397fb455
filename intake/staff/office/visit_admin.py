"""How far people come through the questions, where they come from and what they look at, in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import VisitCount
from intake.permissions import VIEW_VISITS, requires
from intake.questionnaire.step import Step
from intake.questionnaire.steps import STEPS
from intake.staff.changelists.day_in_url import read_day
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.visits import funnel

ALL = "all"


def name_question(step: type[Step]) -> Any:
    """The title of its page; where the page asks one thing alone, what it asks."""
    return step.title or next((field.label for field in step.base_fields.values()), step.slug)


TITLES = {step.slug: name_question(step) for step in STEPS}


@admin.register(VisitCount)
class VisitCountAdmin(ReadOnlyMixin, admin.ModelAdmin[VisitCount]):
    """One page of numbers; the rows themselves are shown nowhere."""

    @requires(VIEW_VISITS)
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The questions with how many came to each, by week and source."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Visits and questions"),
            **build_context(request.GET.get("week", ""), read_source(request.GET.get("source", ALL))),
        }
        return TemplateResponse(request, "admin/intake/visitcount/change_list.html", context)

    def has_view_permission(self, request: HttpRequest, obj: VisitCount | None = None) -> bool:
        """The page of numbers, and no page of a row."""
        return obj is None and VIEW_VISITS.held_by(request.user)


def build_context(week: str, source: str | None) -> dict[str, Any]:
    """The numbers of one week, or of all that are shown where none is asked for; of a source, or of all."""
    begin = funnel.find_monday(timezone.localdate()) - (funnel.SHOWN_WEEKS - 1) * funnel.WEEK
    monday = read_monday(week)
    counts = funnel.find_counts(begin, timezone.localdate() + funnel.WEEK, source)
    shown = counts.filter(day__gte=monday, day__lt=monday + funnel.WEEK) if monday else counts
    weeks = funnel.list_weeks(counts)
    chosen = [one for one in weeks if monday in (None, one.monday)]
    started = sum(one.started for one in chosen)
    return {
        "begin": begin,
        "week": monday,
        "source": source,
        "weeks": weeks,
        "sources": funnel.list_sources(begin),
        "started": started,
        "submitted": sum(one.submitted for one in chosen),
        "stages": [(TITLES[one.name], one) for one in funnel.list_stages(shown, list(TITLES), started)],
        "pages": [(find_url(name), number) for name, number in funnel.list_pages(shown)],
    }


def find_url(name: str) -> str:
    """The page's URL; its URL name where there is one page per round or category."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return name


def read_source(typed: str) -> str | None:
    """The source that is asked for, which may be none in the address; None for all."""
    return None if typed == ALL else typed


def read_monday(typed: str) -> Any:
    """The Monday of the week of a day; None for what is no day, and for one that is still far off."""
    day = read_day(typed)
    is_shown = day is not None and day <= timezone.localdate() + funnel.WEEK
    return funnel.find_monday(day) if day and is_shown else None
