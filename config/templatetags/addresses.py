"""Links to pages of a government, which have one address a language. A builtin: every template has it."""

import re

from django import template
from django.utils.translation import get_language

register = template.Library()
ENGLISH = re.compile(r"/(?:en|eng|english)/")


@register.filter
def in_english_only(address: str) -> bool:
    """Whether a link leads a reader of another language to an English page: then the page says so."""
    return get_language() != "en" and bool(ENGLISH.search(address))
