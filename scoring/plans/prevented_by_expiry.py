"""What a paper that ends keeps closed: the streams that would open soon after, if it still counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from scoring import language
from scoring.advice import SOON
from scoring.assess import ProfileAssessment, assess
from scoring.later_facts import stop_at_permit
from scoring.profile import Profile
from scoring.renewals import find_assessment_end
from scoring.timeline import timeline


class Opening(NamedTuple):
    """The day on which streams would open, and which.

    `needs_permit`: not without work after the last day of the work permit.
    """

    on: date
    streams: tuple[str, ...]
    needs_permit: bool = False


def find_prevented(now: ProfileAssessment) -> dict[date, Opening]:
    """By the day within half a year on which papers end: what they would open first, within half a year too."""
    found = {ends: find_opening(now, renew_papers(now, ends), ends) for ends in sorted(set(list_ends(now)))}
    return {ends: opening for ends, opening in found.items() if opening}


def find_opening(now: ProfileAssessment, renewed: Profile, ends: date) -> Opening | None:
    """The first day from the paper's end on that opens streams with it renewed, and does not without."""
    periods = timeline(renewed, now.on, now.on + SOON + timedelta(days=1), now.book)
    for before, after in pairwise(periods):
        opened = [stream for stream in after.streams if stream not in before.streams]
        if after.since >= ends and opened:
            # A stream that opens on that day in any case does not hang on the paper.
            really = assess(now.profile, after.since, now.book).streams
            missed = tuple(stream for stream in opened if stream not in really)
            if missed:
                # Still told: somebody who is given a new permit in time would need the paper on that day.
                permitted = assess(stop_at_permit(renewed, now.on), after.since, now.book).streams
                return Opening(after.since, missed, not {*missed} <= {*permitted})
    return None


def list_ends(now: ProfileAssessment) -> Iterator[date]:
    """The days within half a year on which tests and assessments of the applicant end.

    Nothing that a partner holds opens a stream.
    """
    ends = [language.expires(test, now.rules) for test in now.profile.language_tests]
    ends += [end for held in now.profile.credentials if (end := find_assessment_end(held, now))]
    yield from (end for end in ends if now.on < end <= now.on + SOON)


def renew_papers(now: ProfileAssessment, ends: date) -> Profile:
    """The facts with every paper that ends on the day as if it were of today."""
    tests, credentials = now.profile.language_tests, now.profile.credentials
    return replace(
        now.profile,
        language_tests=tuple(
            replace(test, taken_on=now.on) if language.expires(test, now.rules) == ends else test for test in tests
        ),
        credentials=tuple(
            replace(held, eca_issued_on=now.on) if find_assessment_end(held, now) == ends else held
            for held in credentials
        ),
    )
