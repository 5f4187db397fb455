"""Links to pages of a government, which have one address a language. A builtin: every template has it."""

import re

from django import template
from django.utils.translation import get_language

register = template.Library()
FRENCH = re.compile(r"/(?:fr|fra|francais)/|\bfr-ca\b|\.gouv\.qc\.ca/", re.IGNORECASE)


@register.filter
def in_english_only(address: str) -> bool:
    """Whether a source leads a reader of another language to an English page: then the page says so.

    A source's French address (`url_fr`) shows its language; all others are English.
    """
    return get_language() != "en" and not FRENCH.search(address)
