"""The staff's work queue as a template tag, for the admin's first page."""

from collections.abc import Mapping
from typing import Any

from django import template

from draws.staff.dashboard import list_rows

register = template.Library()


@register.inclusion_tag("admin/work_queue.html", takes_context=True)
def work_queue(context: Mapping[str, Any]) -> dict[str, Any]:
    """What waits for this member of staff, and what work begins with."""
    return {"rows": list_rows(context["request"].user), "may": context["may"]}
