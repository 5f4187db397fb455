"""The table of a list of the staff's tool, and the filters beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.contrib.admin.templatetags.base import InclusionAdminNode
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from intake.staff.lists import list_cells

register = template.Library()
SELECTED = mark_safe(' class="selected"')


@register.tag(name="list_rows")
def list_rows(parser: Any, token: Any) -> Any:
    """As Django's tag `result_list`, in the template of the same name."""
    # Its stubs are of a later Django, which takes other arguments.
    make: Any = InclusionAdminNode
    return make(parser, token, func=list_cells.list_rows, template_name="change_list_results.html", takes_context=False)


@register.simple_tag
def filter_choices(choices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The choices of a filter as Django's template has them; a list may have a hundred of them beside it."""
    parts = (
        (SELECTED if choice["selected"] else "", iri_to_uri(choice["query_string"]), choice["display"])
        for choice in choices
    )
    return format_html_join("", '<li{}>\n    <a href="{}">{}</a></li>\n  ', parts)
