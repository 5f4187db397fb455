"""The staff's work queue as a template tag, for the admin's first page."""

from collections.abc import Mapping
from typing import Any

from django import template

from draws.rule_changes.tables_compared import STALE
from draws.staff.dashboard import count_pending_tables, count_stale_tables, list_rows
from intake.staff.daily_work.my_day import list_day, list_people

register = template.Library()


@register.inclusion_tag("admin/work_queue.html", takes_context=True)
def work_queue(context: Mapping[str, Any]) -> dict[str, Any]:
    """What waits for this member of staff, for their colleagues, for nobody and for the firm, and where work begins."""
    user = context["request"].user
    day = list_day(user)
    headings, people = list_people(day)
    return {
        "day": [(row, row.list_cells(user.pk)) for row in day],
        "headings": headings,
        "people": people,
        "rows": list_rows(user),
        "stale": count_stale_tables(user),
        "pending": count_pending_tables(user),
        "days": STALE.days,
        "may": context["may"],
    }
