"""A what-if on the day when its assumed answers can be true, and when documents in it expire.

In the working copy future work is given past dates, so that every answer is valid; here it gets its real dates.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake.questionnaire.flow import Flow
from intake.result.assumed_answers import PLANNED, UNTIL, find_planned_day, takes_new_permit
from intake.result.couple_options import name_programs
from intake.result.headline_score import HeadlineScore
from scoring.advice import SOON
from scoring.assess import ProfileAssessment, assess
from scoring.later_facts import UNDER_WAY, YEAR, find_stop, find_year_end, place_year, stop_at_permit, stop_work
from scoring.profile import Job, Profile
from scoring.reasons import Reason
from scoring.renewals import describe_end, list_renewals


class Ending(NamedTuple):
    """What ceases to count in a trial, and its score and programs from that day on."""

    because: Reason
    on: date
    crs: int
    programs: list[Any]


def assess_then(flow: Flow, tried: HeadlineScore) -> ProfileAssessment | None:
    """The trial on the day by which what a plan filled in can be true; None where that is today.

    `tried`: the trial as of today.
    """
    now, day = tried.basis, find_planned_day(flow)
    if day is None or day <= now.on:
        return None
    return assess(keep_to_permit(flow, place_work(flow, now, day), now.on), day, now.book)


def place_work(flow: Flow, now: ProfileAssessment, day: date) -> Profile:
    """The facts of a copy with its work where it will be by a day, and what cannot go on beside it ended."""
    end = find_year_end(now.profile, now.on, day, permitted=takes_new_permit(flow))
    dated_jobs = list(place_jobs(flow, now.profile.jobs, now.on, end))
    marks = [posted for posted in flow.answers.values() if posted and UNTIL in posted]
    worked = [date.fromisoformat(posted[UNTIL]) for posted in marks if posted.get(PLANNED) in UNDER_WAY]
    studies = any(PLANNED not in posted for posted in marks)
    moves = any(posted.get(PLANNED) in YEAR - UNDER_WAY for posted in marks)
    jobs = tuple(stop_work(dated_jobs, max(worked, default=now.on), day, studies=studies, moves=moves))
    return replace(now.profile, jobs=jobs)


def keep_to_permit(flow: Flow, profile: Profile, today: date) -> Profile:
    """The facts of a copy with no work in Canada after its work permit, unless a new one is part of it."""
    return profile if takes_new_permit(flow) else stop_at_permit(profile, today)


def find_work_end(
    flow: Flow, tried: HeadlineScore, then: ProfileAssessment | None, endings: Iterable[Ending]
) -> date | None:
    """The last day of the copy's permit, where a score of a later day is shown that leaves work after it out."""
    now = tried.basis
    profile = place_work(flow, now, then.on) if then else now.profile
    stop = None if takes_new_permit(flow) else find_stop(profile, now.on)
    shown = [then.on] if then else []
    return stop if stop and any(stop < day for day in (*shown, *(one.on for one in endings))) else None


def place_jobs(flow: Flow, jobs: tuple[Job, ...], today: date, day: date) -> Iterator[Job]:
    """The jobs of a copy with work that is still to come where it will be: a year of it ends on the day."""
    # A job whose page was opened and left is in the answers, and counts for nothing.
    listing = flow.find("jobs")
    for item, job in zip(listing.items if listing else (), jobs, strict=True):
        posted = item.pages[0].posted or {}
        # A job that goes on has no part of its own to come: by the day it has gone on.
        if UNTIL not in posted:
            yield job
        elif posted[PLANNED] not in UNDER_WAY and job.end:
            yield place_year(job, today, day)


def list_endings(flow: Flow, tried: HeadlineScore, then: ProfileAssessment | None) -> list[Ending]:
    """What in a trial ends within half a year, or before the day by which it can be true; the next one first.

    `tried`: the trial as of today.
    """
    now = tried.basis
    profile = then.profile if then else keep_to_permit(flow, now.profile, now.on)
    day = max(now.on + SOON, then.on if then else now.on)
    found = sorted((describe_end(one) for one in list_renewals(now, day)), key=lambda ending: ending[1])
    return [describe_ending(because, assess(profile, ends, now.book)) for because, ends in found]


def describe_ending(because: Reason, after: ProfileAssessment) -> Ending:
    """What is left on the day of an assessment, from which something no longer counts."""
    return Ending(because, after.on, after.crs.total, name_programs(after))
