"""The cells of a list's rows as Django's admin writes them, letter for letter; what a column shares is found once.

Django looks for the column again in each row of a page, and each link of a row is taken apart and put together twice.
"""

from collections.abc import Callable
from datetime import date, time
from typing import Any, NamedTuple

from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.utils import display_for_field, display_for_value
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from intake.staff.lists.list_pages import ListOfRows

# What stands in a cell, and whether it stays on one line; of a row.
Show = Callable[[Any], tuple[Any, bool]]
BOXES = "action_checkbox"


class Column(NamedTuple):
    """A column: the class of its cells, what stands in them, and whether it leads to the row."""

    css: str
    show: Show
    leads: bool


def list_rows(cl: ChangeList) -> dict[str, Any]:
    """What the table of a list is made of; of one with forms or unusual columns as Django has it."""
    columns = [build_column(cl, name) for name in cl.list_display]
    known = [column for column in columns if column]
    # Forms put fields into cells, popups mark their links, and another list's links are not ready.
    if len(known) < len(columns) or cl.formset or cl.is_popup or cl.to_field or not isinstance(cl, ListOfRows):
        return admin_list.result_list(cl)
    headers: list[dict[str, Any]] = list(admin_list.result_headers(cl))
    return {
        "cl": cl,
        "result_hidden_fields": [],
        "result_headers": headers,
        "num_sorted_fields": sum(1 for header in headers if header["sortable"] and header["sorted"]),
        "results": [admin_list.ResultList(None, [join_cells(cl, row, known)]) for row in cl.result_list],
    }


def build_column(cl: ChangeList, name: Any) -> Column | None:
    """A column of fields, or of what a method of the admin says; None for another kind."""
    leads = cl.list_display_links is not None and name in cl.list_display_links
    if not isinstance(name, str) or not (leads or cl.list_display_links):
        return None
    show = build_field(cl, name, leads) or build_method(cl, name)
    return show and Column("action-checkbox" if name == BOXES else f"field-{name}", show, leads)


def build_field(cl: ChangeList, name: str, leads: bool) -> Show | None:
    """What a field of the rows says."""
    try:
        field: Any = cl.lookup_opts.get_field(name)
    except FieldDoesNotExist:
        return None
    if field.auto_created or (field.is_relation and (not field.many_to_one or field.name != name)):
        return None
    one_line = isinstance(field, models.DateField | models.TimeField | models.ForeignKey)
    empty, words = cl.model_admin.get_empty_value_display(), dict(field.flatchoices)

    def show(row: Any) -> tuple[Any, bool]:
        value = empty_blank(getattr(row, name))
        if field.is_relation:
            return empty if value is None else value, one_line
        return words.get(value, empty) if words else display_for_field(value, field, empty, avoid_link=leads), one_line

    return show


def build_method(cl: ChangeList, name: str) -> Show | None:
    """What a method of the admin says of the rows."""
    method = getattr(cl.model_admin, name, None)
    if not callable(method):
        return None
    empty = getattr(method, "empty_value_display", cl.model_admin.get_empty_value_display())
    boolean = getattr(method, "boolean", False)

    def show(row: Any) -> tuple[Any, bool]:
        try:
            value = empty_blank(method(row))
        except ObjectDoesNotExist:
            return empty, False
        return display_for_value(value, empty, boolean), isinstance(value, date | time)

    return show


def empty_blank(value: Any) -> Any:
    """The value; of a text of spaces alone the empty one."""
    return "" if isinstance(value, str) and not value.strip() else value


def join_cells(cl: ChangeList, row: Any, columns: list[Column]) -> SafeString:
    """The cells of a row; the first that leads to it is its heading."""
    address, headed, cells = conditional_escape(cl.url_for_result(row)), False, []
    for css, show, leads in columns:
        said, one_line = show(row)
        tag, inner = "th" if leads and not headed else "td", str(conditional_escape(said))
        if leads:
            headed, inner = True, f'<a href="{address}">{inner}</a>'
        cells.append(f'<{tag} class="{css}{" nowrap" if one_line else ""}">{inner}</{tag}>')
    # Each part was escaped above.
    return mark_safe("".join(cells))  # noqa: S308
