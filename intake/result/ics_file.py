"""The score calendar as a file for a calendar program: all-day events, in the reader's language."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from icalendar import TRANSP, Calendar, Event

from intake.models import Assessment
from intake.result.headline_score import find_headline_of
from intake.result.page_context import find_today
from intake.result.pool_profile import find_submission_day
from intake.result.score_calendar import CalendarChange, assess_periods, list_changes, list_periods
from intake.result.shown_urgent import describe_urgent
from scoring.assess import ProfileAssessment
from scoring.dates import format_date
from scoring.numbers import group_thousands
from scoring.plans.deadlines import Urgent, build_permit_end, build_profile_end
from scoring.plans.estimates import Estimate

MAKER = "-//Express Entry//Score calendar//EN"
AT_LENGTH = frozenset({"permit_ends", "permit_ended", "profile_ends", "profile_ended"})


def build_calendar(assessment: Assessment, clb: int | None = None) -> bytes:
    """What cannot wait and every change of the next 24 months as iCalendar (RFC 5545). It contains no name.

    `clb`: the level that was chosen for a test still to be taken.
    """
    headline = find_headline_of(assessment, find_today(assessment), clb)
    caveats = [str(caveat) for caveat in headline.now.caveats]
    days = assess_periods(headline.basis, list_periods(headline))
    events = [*list_urgent_events(assessment, headline.now), *list_last_days(assessment, headline.now)]
    events += [build_event(assessment, change, caveats, headline.estimate) for change in list_changes(days)]
    calendar = Calendar.new(
        name=_("Express Entry score"),
        prodid=MAKER,
        uid=assessment.reference,
        language=get_language(),
        subcomponents=events,
    )
    content: bytes = calendar.to_ical()
    return content


def build_event(assessment: Assessment, change: CalendarChange, caveats: list[str], estimate: Estimate | None) -> Event:
    """One change; with the same uid each time, so that a calendar program updates it instead of adding another."""
    words = {
        "change": change,
        "estimate": estimate,
        "caveats": caveats,
        "opens": join_titles(change.opens),
        "closes": join_titles(change.closes),
    }
    summary = build_summary(change, estimated=estimate is not None)
    return make_event(
        assessment, str(change.on), change.on, summary, render_to_string("intake/result/change.txt", words)
    )


def list_urgent_events(assessment: Assessment, now: ProfileAssessment) -> Iterator[Event]:
    """What cannot wait, on the day of the file; and the day on which steps open a program."""
    for one in describe_urgent(now, (), find_submission_day(now, assessment.client)):
        opens = join_titles(one.prevented)
        text = render_to_string("intake/result/urgent.txt", {"one": one, "prevented": opens})
        summary = build_urgent_summary(one.found)
        # Two things may have one day.
        yield make_event(assessment, f"urgent-{one.found.because.code}-{one.found.on}", now.on, summary, text)
        if one.found.prevented:
            if one.found.because.code == "eca_ends":
                title = _("Express Entry: with a valid assessment you could meet the conditions of: %(opens)s")
            else:
                title = _("Express Entry: with a valid test you could meet the conditions of: %(opens)s")
            on = one.found.prevented.on
            yield make_event(assessment, f"opens-{on}", on, title % {"opens": opens}, text)


def build_urgent_summary(found: Urgent) -> str:
    """What the calendar shows of something that cannot wait; the act only where it is short."""
    if found.because.code in AT_LENGTH:
        return _("Express Entry, what cannot wait: %(because)s") % {"because": found.because}
    return _("Express Entry, what cannot wait: %(because)s. %(act)s") % found._asdict()


def list_last_days(assessment: Assessment, now: ProfileAssessment) -> Iterator[Event]:
    """The last days of a work permit and of the profile, which no change of the score tells, and days before them."""
    permit = _("Express Entry: extend your work permit, or apply for a new one, by %(day)s, its last day")
    profile = _("Express Entry: prepare a new profile, because yours is in IRCC's pool until %(day)s")
    submitted_on = find_submission_day(now, assessment.client)
    yield from list_end_events(assessment, now, "permit", build_permit_end(now), permit)
    yield from list_end_events(assessment, now, "profile", build_profile_end(now, submitted_on), profile)


def list_end_events(
    assessment: Assessment, now: ProfileAssessment, name: str, found: Urgent | None, before_words: str
) -> Iterator[Event]:
    """The last day of something, if that is still to come, and the days before it on which to act."""
    ends = found.on - timedelta(days=1) if found else None
    if found is None or ends is None or ends < now.on:
        return
    text = f"{found.because}.\n{found.advice}"
    yield make_event(assessment, f"{name}-{ends}", ends, _("Express Entry: %(ends)s") % {"ends": found.because}, text)
    for days in settings.REMIND_BEFORE_LAPSE:
        before = ends - timedelta(days=days)
        if before > now.on:
            summary = before_words % {"day": format_date(ends)}
            yield make_event(assessment, f"{name}-{ends}-{days}", before, summary, text)


def make_event(assessment: Assessment, name: str, on: date, summary: str, text: str) -> Event:
    """An all-day event; `name`: what tells it from the others of the result."""
    return Event.new(
        start=on,
        # Not the time of the download: to a calendar program the event is unchanged when the file is made again.
        stamp=assessment.created,
        uid=f"{name}-{assessment.reference}@{urlsplit(settings.SITE_URL).hostname}",
        summary=summary,
        description=text.strip(),
        # The day stays free in the calendar (RFC 5545, 3.8.2.7).
        transparency=TRANSP.TRANSPARENT,
        url=settings.SITE_URL + reverse("intake:result", args=[assessment.reference]),
    )


def join_titles(titles: Iterable[Any]) -> str:
    """Titles in a line; the template's own `join` does not accept lazily translated strings."""
    return "; ".join(str(title) for title in titles)


def build_summary(change: CalendarChange, *, estimated: bool) -> str:
    """What the calendar shows on the day: the score, and what happens; that it is an estimate where it is one."""
    if change.gain and estimated:
        words = _("Express Entry score, as an estimate: from %(before)s to %(after)s")
    elif estimated:
        words = ngettext(
            "Express Entry: other kinds of round, still %(after)s point as an estimate",
            "Express Entry: other kinds of round, still %(after)s points as an estimate",
            change.after,
        )
    elif change.gain:
        words = _("Express Entry score: from %(before)s to %(after)s")
    else:
        words = ngettext(
            "Express Entry: other kinds of round, still %(after)s point",
            "Express Entry: other kinds of round, still %(after)s points",
            change.after,
        )
    title = words % {"before": group_thousands(change.before), "after": group_thousands(change.after)}
    return f"{title} ({join_titles(change.causes)})" if change.causes else title
