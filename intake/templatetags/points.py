"""The filter by which a score says how much of a factor's points there are."""

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def out_of(points: int, maximum: int) -> str:
    """As "110 of 136": a table has a dozen, for which `blocktranslate` takes an eighth of the page's time."""
    return gettext("%(points)s of %(maximum)s") % {"points": points, "maximum": maximum}
