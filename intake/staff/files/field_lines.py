"""The lines of a part of a form in the admin as Django writes them, letter for letter; each field is looked at once.

Django's template goes through the fields of a line twice and writes every field's mistakes three times, which for a
client's file took a quarter of the page (record 0185).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.helpers import Fieldset
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def write_lines(fieldset: Fieldset | Iterable[Any]) -> SafeString:
    """The lines, with the labels, controls, mistakes and help of their fields."""
    # Each part is escaped where it is written.
    return mark_safe("\n".join(write_line(line) for line in fieldset))  # noqa: S308


def write_line(line: Any) -> str:
    """A line of one field or several."""
    fields, alone, mistakes = list(line), len(line.fields) == 1, line.errors()
    names = "".join(write_name(field) for field in fields)
    css = f"form-row{' errors' if alone and mistakes else ''}{'' if line.has_visible_field else ' hidden'}{names}"
    inner = "\n".join(write_field(field, alone=alone) for field in fields)
    if alone:
        return f'<div class="{css}">\n{mistakes}\n{inner}\n</div>'
    return f'<div class="{css}">\n<div class="flex-container form-multiline">\n{inner}\n</div>\n</div>'


def write_field(field: Any, *, alone: bool) -> str:
    """A field; its mistakes too, where it stands beside others."""
    mistakes = "" if alone or field.is_readonly else field.errors()
    hidden = " hidden" if find(field, "is_hidden") else ""
    css = "" if alone else f" fieldBox{write_name(field)}{' errors' if mistakes else ''}{hidden}"
    box = " checkbox-row" if field.is_checkbox else ""
    inner = f'<div class="flex-container{css}{box}">\n{write_control(field)}\n</div>'
    return f"<div>\n{mistakes}\n{inner}\n{write_help(field, hidden)}\n</div>"


def write_control(field: Any) -> str:
    """The label and the control, or what is shown of a field that nobody changes here."""
    label = field.label_tag()
    if field.is_checkbox:
        return f"{field.field}{label}"
    shown = f'<div class="readonly">{field.contents()}</div>' if field.is_readonly else str(field.field)
    return f"{label}\n{shown}"


def write_help(field: Any, hidden: str) -> str:
    """What is said below a field."""
    words = find(field, "help_text")
    if not words:
        return ""
    pk = find(field, "id_for_label")
    place = f' id="{conditional_escape(pk)}_helptext"' if pk else ""
    return f'<div class="help{hidden}"{place}>\n<div>{words}</div>\n</div>'


def write_name(field: Any) -> str:
    """The name of a field, as a class of an element."""
    name = find(field, "name")
    return f" field-{conditional_escape(name)}" if name else ""


def find(field: Any, name: str) -> Any:
    """What is known of a field: of one that nobody changes, Django has it in a dictionary."""
    return field.field.get(name) if field.is_readonly else getattr(field.field, name)
