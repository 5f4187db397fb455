"""What draws shows on the pages of intake: registered when the app is ready, so that intake need not know of it."""

from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from draws.models import Draw
from draws.public.history import find_as_of
from draws.public.result_section import build_context
from intake.common import slots
from intake.common.cache import fingerprint, get_or_make
from intake.models import Assessment
from scoring.apps import rulebook

NEWEST = 4


def register() -> None:
    """Fill the slots."""
    slots.fill(slots.RESULT, render_standing)
    slots.fill(slots.HOME, render_newest_rounds)
    slots.fill(slots.GUIDE_LINKS, render_guide_links)
    slots.fill(slots.OCCUPATION_LINK, render_occupation_link)


def render_standing(assessment: Assessment) -> str:
    """The rounds set beside a kept assessment; made anew when a round, the rules or the day is another.

    Of one that is not kept, each time.
    """
    today, until = timezone.localdate(), find_as_of()
    if assessment.pk is None:
        return render_section(assessment, today, until)
    number, changed = Draw.objects.public().last_change()
    newest = changed.timestamp() if changed else 0
    known = f"{until}:{number}:{newest}:{fingerprint(rulebook())}"
    key = f"where:{assessment.reference}:{get_language()}:{today}:{known}"
    return get_or_make(key, lambda: render_section(assessment, today, until))


def render_section(assessment: Assessment, today: date, until: date | None) -> str:
    """The section in words; the rounds are known until a day."""
    context = build_context(assessment.facts, today) | {"kept_crs": assessment.crs, "as_of": until}
    return render_to_string("draws/where.html", context)


def render_newest_rounds() -> str:
    """The last rounds that are public, newest first."""
    rounds = Draw.objects.public().defer("received", "not_understood")[:NEWEST]
    return render_to_string("draws/newest.html", {"rounds": list(rounds)})


def render_guide_links() -> str:
    """Where to read on about rounds."""
    return render_to_string("draws/slots/guide_links.html")


def render_occupation_link() -> str:
    """Where an occupation is found."""
    return render_to_string("draws/slots/occupation_link.html")
