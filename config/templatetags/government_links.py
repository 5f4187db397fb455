"""Links to pages of a government, which have one address a language. A builtin: every template has it."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from intake.common.languages import OFFICIAL

register = template.Library()
FRENCH = re.compile(r"/(?:fr|fra|francais)/|\bfr-ca\b|\.gouv\.qc\.ca/", re.IGNORECASE)


@register.filter
def in_english_only(url: str) -> bool:
    """Whether a source leads a reader of another language to an English page: then the page says so.

    A source's French address (`url_fr`) shows its language; all others are English.
    """
    return get_language() != "en" and not FRENCH.search(url)


@register.simple_tag
def english_mark() -> SafeString:
    """Attributes of an element whose words exist in English and French alone, for a reader of another language."""
    return mark_safe("" if get_language() in OFFICIAL else ' lang="en" dir="ltr"')  # noqa: S308 - no word of anybody's
