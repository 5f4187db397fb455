"""The staff's work queue as a template tag, for the admin's first page."""

from collections.abc import Mapping
from typing import Any

from django import template

from draws.rule_changes.tables_compared import STALE
from draws.staff.dashboard import count_stale_tables, list_rows

register = template.Library()


@register.inclusion_tag("admin/work_queue.html", takes_context=True)
def work_queue(context: Mapping[str, Any]) -> dict[str, Any]:
    """What waits for this member of staff, and what work begins with."""
    user = context["request"].user
    return {"rows": list_rows(user), "stale": count_stale_tables(user), "days": STALE.days, "may": context["may"]}
