"""What a paper that ends keeps closed: the streams that would open soon after, if it still counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from scoring import education, language
from scoring.assess import Assessment, assess
from scoring.profile import Profile
from scoring.timeline import timeline

# Half a year is ours (record 0085).
AHEAD = timedelta(days=183)


class Opening(NamedTuple):
    """The day on which streams would open, and which."""

    on: date
    streams: tuple[str, ...]


def find_prevented(now: Assessment) -> dict[date, Opening]:
    """By the day within half a year on which a paper ends: what it would open first, within half a year too."""
    found = {ends: find_opening(now, renewed, ends) for ends, renewed in renew_papers(now)}
    return {ends: opening for ends, opening in found.items() if opening}


def find_opening(now: Assessment, renewed: Profile, ends: date) -> Opening | None:
    """The first day from the paper's end on that opens streams with it renewed, and does not without."""
    periods = timeline(renewed, now.on, now.on + AHEAD + timedelta(days=1), now.book)
    for before, after in pairwise(periods):
        opened = [stream for stream in after.streams if stream not in before.streams]
        if after.since >= ends and opened:
            really = assess(now.profile, after.since, now.book).streams
            missed = tuple(stream for stream in opened if stream not in really)
            if missed:
                return Opening(after.since, missed)
    return None


def renew_papers(now: Assessment) -> Iterator[tuple[date, Profile]]:
    """Each test and assessment of the applicant that ends within half a year: its end, and the facts with it of today.

    Nothing that a partner holds opens a stream.
    """
    profile, last = now.profile, now.on + AHEAD
    for test in profile.language_tests:
        ends = language.expires(test, now.rules)
        if now.on < ends <= last:
            renewed = [replace(other, taken_on=now.on) if other is test else other for other in profile.language_tests]
            yield ends, replace(profile, language_tests=tuple(renewed))
    for held in profile.credentials:
        ended = find_assessment_end(held.eca_issued_on, now) if held.country != "CA" else None
        if ended and now.on < ended <= last:
            issued = [replace(other, eca_issued_on=now.on) if other is held else other for other in profile.credentials]
            yield ended, replace(profile, credentials=tuple(issued))


def find_assessment_end(issued: date | None, now: Assessment) -> date | None:
    """The first day on which an assessment issued on a day no longer counts; None without one."""
    return education.assessment_expires(issued, now.rules) if issued else None
