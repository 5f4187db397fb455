"""The filter `begun_small`, for words that stand after a colon or a semicolon. A builtin: every template has it."""

from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def begun_small(words: Any) -> str:
    """Words with a small first letter where the language is French; a name in capitals ("TEF Canada") keeps it."""
    text = str(words)
    if not (get_language() or "").startswith("fr") or not (text[1:2].islower() or text[1:2] == " "):
        return text
    return text[:1].lower() + text[1:]
