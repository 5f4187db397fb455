"""The staff's work queue as a template tag, for the admin's first page."""

from typing import Any

from django import template

from draws.work_queue import rows

register = template.Library()


@register.inclusion_tag("admin/work_queue.html")
def work_queue(user: Any) -> dict[str, Any]:
    """What waits for this member of staff."""
    return {"rows": rows(user.has_perm)}
