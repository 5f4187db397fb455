"""The filter by which a plan names its changes."""

from django import template

from scoring.plans.steps import shorten
from scoring.reasons import Reason

register = template.Library()


@register.filter
def in_short(change: Reason) -> Reason:
    """A change without what it is for, which the ladder of single changes says."""
    return shorten(change)
