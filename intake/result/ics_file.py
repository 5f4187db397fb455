"""The score calendar as a file for a calendar program: all-day events, in the reader's language."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import TRANSP, Calendar, Event

from intake.models import Assessment
from intake.result.score_calendar import Change, changes, each_day, periods
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode

MAKER = "-//Express Entry//Score calendar//EN"


def calendar_file(assessment: Assessment) -> bytes:
    """Every change of the next 24 months, as iCalendar (RFC 5545). It names nobody."""
    found = assess(decode(assessment.facts), assessment.on, rulebook())
    caveats = [str(caveat) for caveat in found.caveats]
    events = [event(assessment, change, caveats) for change in changes(each_day(found, periods(found)))]
    return Calendar.new(
        name=_("Express Entry score"),
        prodid=MAKER,
        uid=assessment.reference,
        language=get_language(),
        subcomponents=events,
    ).to_ical()


def event(assessment: Assessment, change: Change, caveats: list[str]) -> Event:
    """One change; the same event each time the file is made, so that a program does not hold it twice."""
    words = {"change": change, "caveats": caveats, "opens": joined(change.opens), "closes": joined(change.closes)}
    return Event.new(
        start=change.on,
        stamp=assessment.created,
        uid=f"{change.on}-{assessment.reference}@{urlsplit(settings.SITE_URL).hostname}",
        summary=summary(change),
        description=render_to_string("intake/result/change.txt", words).strip(),
        transparency=TRANSP.TRANSPARENT,
        url=settings.SITE_URL + reverse("intake:result", args=[assessment.reference]),
    )


def joined(titles: Iterable[Any]) -> str:
    """Titles in a line; the template's own filter takes no sentences that wait for their language."""
    return "; ".join(str(title) for title in titles)


def summary(change: Change) -> str:
    """What the calendar shows on the day: the score, and what happens."""
    if change.gain:
        said = _("Express Entry score: from %(before)d to %(after)d") % {"before": change.before, "after": change.after}
    else:
        said = _("Express Entry: other kinds of round, still %(after)d points") % {"after": change.after}
    return f"{said} ({joined(change.causes)})" if change.causes else said
