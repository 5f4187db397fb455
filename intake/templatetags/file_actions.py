"""The tag `file_actions`: what the list of clients offers to do with files, for pages on which some are chosen."""

from typing import Any

from django import template

from intake.staff.client_admin.list_actions import list_offered

register = template.Library()


@register.simple_tag(takes_context=True)
def file_actions(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and label of each action, as that list would offer them to whoever reads this page."""
    return list_offered(context["request"])
