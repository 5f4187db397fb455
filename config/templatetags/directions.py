"""What letters and papers say for a reader of a language from right to left. A builtin: every template has it.

In English and French none of them says anything.
"""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from intake.common import directions

register = template.Library()


@register.simple_tag
def direction_mark() -> SafeString:
    """The attribute of an element whose lines begin at the right."""
    return mark_safe(' dir="rtl"' if get_language_bidi() else "")  # noqa: S308 - no word of anybody's


@register.simple_tag
def side(which: str) -> str:
    """The side where lines "start" or "end", for styles that must name it. Raises `KeyError` for another word."""
    return directions.get_sides()[which]


@register.filter(needs_autoescape=True)
def isolate(words: Any, autoescape: bool = True) -> Any:
    """Words with an order of their own (a name, an address, a date) in a sentence of the reader's language."""
    return directions.isolate(words, in_html=autoescape)
