"""The table of a list of the staff's tool."""

from typing import Any

from django import template
from django.contrib.admin.templatetags.base import InclusionAdminNode

from intake.staff import list_cells

register = template.Library()


@register.tag(name="list_rows")
def list_rows(parser: Any, token: Any) -> InclusionAdminNode:
    """As Django's tag `result_list`, in the template of the same name."""
    return InclusionAdminNode(
        parser, token, func=list_cells.list_rows, template_name="change_list_results.html", takes_context=False
    )
