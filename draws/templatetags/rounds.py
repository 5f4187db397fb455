"""What the pages and messages of rounds say of them."""

from datetime import date

from django import template
from django.conf import settings
from django.utils.translation import get_language

from draws.feed.parser import get_page_url
from draws.models import Draw
from draws.public.round_list import find_as_of
from draws.rounds.round_names import Name, translate_name
from scoring.dates import format_utc, format_utc_time
from scoring.numbers import group_thousands

register = template.Library()
register.filter("in_utc", format_utc)
register.filter("time_in_utc", format_utc_time)
register.filter("grouped", group_thousands)


@register.filter
def named(draw: Draw) -> Name:
    """IRCC's name of a round in the active language where it is known, else as it was published."""
    return translate_name(get_language() or settings.LANGUAGE_CODE, draw.name, draw.held_on)


@register.filter
def name_in_words(draw: Draw) -> str:
    """The same without its language."""
    return named(draw).words


@register.simple_tag
def rounds_as_of() -> date | None:
    """The day up to which the rounds are known."""
    return find_as_of()


@register.simple_tag
def all_rounds_at_ircc() -> str:
    """The address of IRCC's own list, in the active language where it has one."""
    return get_page_url({}, get_language() or settings.LANGUAGE_CODE)
