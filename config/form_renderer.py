"""The smallest parts of a form, without templates: letter for letter as Django's write them, but for empty lines.

A page of the staff's tool has two hundred of them. A template of ours with one of these names would not be seen: a test
compares each with what Django has (record 0185).

Buys 25 % of the steps of a client's file, 15 % of its time (`python -m bench.bought desk form_renderer`).
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.template import Context
from django.template.base import render_value_in_context
from django.template.defaultfilters import stringformat
from django.utils.safestring import SafeData

from scoring.merging import merge

WIDGETS = "django/forms/widgets"
# Their templates are that of `input` and nothing else.
INPUTS = (
    "input",
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "checkbox",
    "file",
)
ERRORS = ("django/forms/errors/list/default.html", "django/forms/errors/list/ul.html")
PLAIN = Context()


class FormRenderer(TemplatesSetting):
    """The templates of the project and of Django, but for the smallest."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The part of a form."""
        if template_name in ERRORS and not context["errors"]:
            return ""
        write = WRITERS.get(template_name)
        return write(context) if write else super().render(template_name, context, request)


def write_input(context: Mapping[str, Any]) -> str:
    """A control of one element."""
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{write_text(widget["value"])}"'
    return (
        f'<input type="{show(widget["type"])}" name="{show(widget["name"])}"{value}{write_attributes(widget["attrs"])}>'
    )


def write_staff_day(context: Mapping[str, Any]) -> str:
    """A day in the staff's tool, in a paragraph to which its script adds a calendar."""
    return f'<p class="date">\n  {write_input(context)}\n</p>'


def write_textarea(context: Mapping[str, Any]) -> str:
    """A text of several lines."""
    widget = context["widget"]
    value = show(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{show(widget["name"])}"{write_attributes(widget["attrs"])}>\n{value}</textarea>'


def write_select(context: Mapping[str, Any]) -> str:
    """A list of choices."""
    widget = context["widget"]
    groups = "".join(write_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{show(widget["name"])}"{write_attributes(widget["attrs"])}>{groups}\n</select>'


def write_group(name: Any, options: Iterable[Mapping[str, Any]]) -> str:
    """The choices of a group, or those that are in none."""
    inner = "".join(f"\n  {write_option(option)}" for option in options)
    return f'\n  <optgroup label="{show(name)}">{inner}\n  </optgroup>' if name else inner


def write_option(option: Mapping[str, Any]) -> str:
    """One choice."""
    # No template of ours writes an option; another one would be a control of its own.
    value, attributes = write_text(option["value"]), write_attributes(option["attrs"])
    return f'<option value="{value}"{attributes}>{show(option["label"])}</option>'


def write_label(context: Mapping[str, Any]) -> str:
    """The label of a control, or its words alone."""
    words = show(context["label"])
    tag = show(context["tag"])
    whole = f"<{tag}{write_attributes(context['attrs'] or {})}>{words}</{tag}>" if context["use_tag"] else words
    return whole.strip()


def write_attributes(attributes: Mapping[str, Any]) -> str:
    """Attributes of an element, with a space before each."""
    return "".join(
        f" {show(name)}" if value is True else f' {show(name)}="{write_text(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def write_text(value: Any) -> str:
    """A value as the filter `stringformat` has it: numbers without signs between their figures."""
    if type(value) is str:
        return escape(value)
    text: str = stringformat(value, "s")
    return text if isinstance(value, SafeData) else escape(text)


def show(value: Any) -> str:
    """A value as it stands between two braces."""
    # Most are plain texts, which are the same in every language.
    return escape(value) if type(value) is str else render_value_in_context(value, PLAIN)


WRITERS: dict[str, Callable[[Mapping[str, Any]], str]] = merge(
    {f"{WIDGETS}/{name}.html": write_input for name in INPUTS},
    {
        "admin/widgets/date.html": write_staff_day,
        f"{WIDGETS}/textarea.html": write_textarea,
        f"{WIDGETS}/select.html": write_select,
        "django/forms/label.html": write_label,
    },
)
