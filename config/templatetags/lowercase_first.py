"""The filter `begun_small`, for words that stand after a colon or a semicolon. A builtin: every template has it."""

from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def begun_small(words: Any, inside: bool = True) -> str:
    """Words with a small first letter where the language is French; a name in capitals ("TEF Canada") keeps it.

    `inside`: they stand inside a sentence; those that begin one, as the second of a list with full stops, stay.
    """
    text = str(words)
    if not inside or not (get_language() or "").startswith("fr") or not (text[1:2].islower() or text[1:2] == " "):
        return text
    return text[:1].lower() + text[1:]
