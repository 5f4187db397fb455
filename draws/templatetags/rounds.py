"""The rounds so far, for pages of other apps."""

from datetime import date

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from draws.models import Draw
from draws.public.result_section import where
from intake.common.cache import kept, print_of
from intake.models import Assessment
from scoring.apps import rulebook
from scoring.dates import in_utc
from scoring.numbers import grouped

register = template.Library()
register.filter("in_utc", in_utc)
register.filter("grouped", grouped)
NEWEST = 4


@register.simple_tag
def where_it_stands(assessment: Assessment) -> str:
    """The rounds set beside a kept assessment; made anew when a round, the rules or the day is another.

    Of one that is not kept, each time.
    """
    today = timezone.localdate()
    if assessment.pk is None:
        return rendered(assessment, today)
    number, changed = Draw.objects.public().last_change()
    newest = changed.timestamp() if changed else 0
    key = f"where:{assessment.reference}:{get_language()}:{today}:{number}:{newest}:{print_of(rulebook())}"
    return kept(key, lambda: rendered(assessment, today))


def rendered(assessment: Assessment, today: date) -> str:
    """The section in words."""
    shown = where(assessment.facts, today) | {"kept_crs": assessment.crs}
    return render_to_string("draws/where.html", shown)


@register.simple_tag
def newest_rounds() -> list[Draw]:
    """The last rounds that are public, newest first."""
    return list(Draw.objects.public().defer("received", "not_understood")[:NEWEST])
