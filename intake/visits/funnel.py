"""How far people come through the questions, and which pages they look at, from a week on."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum
from django.utils import timezone

from intake.models import VisitCount

What = VisitCount.CountedVisit
WEEK = timedelta(days=7)
SHOWN_WEEKS = 12
SHOWN_PAGES = 30
SHOWN_SOURCES = 50


class FunnelQuestion(NamedTuple):
    """One question: how many reached it, answered it and stopped there, and the first as a share of all who began."""

    name: str
    reached: int
    answered: int
    share: int

    @property
    def stopped(self) -> int:
        """How many went no further; answers that came back to it later may make it less than none."""
        return max(self.reached - self.answered, 0)


class Week(NamedTuple):
    """One week, from its Monday on."""

    monday: date
    started: int
    submitted: int


def find_monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def find_counts(since: date, until: date, source: str | None) -> "QuerySet[VisitCount]":
    """The numbers from a day until before another, from one source, or from all."""
    found = VisitCount.objects.filter(day__gte=since, day__lt=until).order_by()
    return found if source is None else found.filter(source=source)


def list_stages(counts: "QuerySet[VisitCount]", slugs: list[str], started: int) -> list[FunnelQuestion]:
    """The questions that somebody reached, in the order in which they are asked."""
    rows = counts.filter(what__in=(What.REACHED, What.ANSWERED)).values_list("what", "name").annotate(Sum("number"))
    found = {(what, name): number for what, name, number in rows}
    stages = [(slug, found.get((What.REACHED, slug), 0), found.get((What.ANSWERED, slug), 0)) for slug in slugs]
    # Somebody who began before the first of these weeks may come to a question in them: no share is more than all.
    return [
        FunnelQuestion(*one, share=min(round(100 * one[1] / (started or 1)), 100)) for one in stages if one[1] or one[2]
    ]


def list_weeks(counts: "QuerySet[VisitCount]") -> list[Week]:
    """Each week with how many began and how many sent their answers in, the newest first."""
    rows = counts.filter(what__in=(What.STARTED, What.SUBMITTED)).values_list("day", "what").annotate(Sum("number"))
    weeks: dict[date, dict[str, int]] = {}
    for day, what, number in rows:
        of_week = weeks.setdefault(find_monday(day), dict.fromkeys((What.STARTED, What.SUBMITTED), 0))
        of_week[what] += number
    return [
        Week(monday, numbers[What.STARTED], numbers[What.SUBMITTED])
        for monday, numbers in sorted(weeks.items(), reverse=True)
    ]


def list_sources(since: date) -> list[dict[str, Any]]:
    """Each source with how many pages, beginnings and submissions came of it, those with the most first."""
    rows = find_counts(since, timezone.localdate() + WEEK, None).values_list("source", "what").annotate(Sum("number"))
    found: dict[str, dict[str, Any]] = {}
    for source, what, number in rows:
        found.setdefault(source, {"source": source, What.PAGE: 0, What.STARTED: 0, What.SUBMITTED: 0})[what] = number
    return sorted(found.values(), key=lambda row: (-row[What.STARTED], -row[What.PAGE], row["source"]))[:SHOWN_SOURCES]


def list_pages(counts: "QuerySet[VisitCount]") -> list[tuple[str, int]]:
    """The pages that were looked at most."""
    rows = counts.filter(what=What.PAGE).values_list("name").annotate(total=Sum("number"))
    return list(rows.order_by("-total", "name")[:SHOWN_PAGES])
