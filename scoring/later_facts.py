"""The facts of a later day: a year of work that is still to come is put where it will be, a new test to its own day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from scoring.assess import ProfileAssessment, assess
from scoring.profile import Job, Profile
from scoring.reasons import Reason
from scoring.renewals import list_needed, renew

# The next full year of the work that goes on, and one after it.
LONGER = "canadian_years_go_on"
GOES_ON = frozenset({"canadian_year_goes_on", LONGER})
STUDY = "credential"
YEAR = GOES_ON | {"canadian_year", "first_canadian_year", "first_canadian_year_licensed"}


def assess_change(because: Reason, changed: Profile, now: ProfileAssessment) -> ProfileAssessment:
    """The assessment with a change made: today's, or that of the day which the change names itself."""
    day = find_own_day(because)
    return assess(see_on(changed, now, [because], day), day, now.book) if day else assess(changed, now.on, now.book)


def find_own_day(because: Reason) -> date | None:
    """The day on which a change comes by itself, if all goes on; None of what is done on no day of its own."""
    day = because.facts.get("day")
    return day if isinstance(day, date) else None


def see_on(changed: Profile, now: ProfileAssessment, changes: Sequence[Reason], on: date) -> Profile:
    """The changed facts as they are on a later day, with what counts today and ends until then had again."""
    moved = take_tests_now(wait_for_year(changed, now, changes, on), now)
    return renew(moved, now, list_needed(moved, now, on))


def see_done(changed: Profile, now: ProfileAssessment, changes: Sequence[Reason], on: date) -> Profile:
    """The changed facts as they are on the day by which all is done: with what a change keeps from going on stopped."""
    seen = see_on(changed, now, changes, on)
    codes = {change.code for change in changes}
    worked = max((day for change in changes if (day := find_own_day(change))), default=now.on)
    studies, moves = STUDY in codes, bool(codes & YEAR - GOES_ON)
    return replace(seen, jobs=tuple(stop_work(seen.jobs, worked, on, studies=studies, moves=moves)))


def stop_work(jobs: Iterable[Job], stop: date, on: date, *, studies: bool, moves: bool) -> Iterator[Job]:
    """The jobs with those ended that cannot go on until a day.

    `studies`: none goes on beside a program in Canada, during which work counts for nothing; `moves`: who works a year
    in Canada works nowhere else.
    """
    for job in jobs:
        stops = job.end is None and stop < on and (studies or (moves and job.country != "CA"))
        yield end_job(job, max(stop, job.start)) if stops else job


def end_job(job: Job, end: date) -> Job:
    """A job that goes on, ended on a day with its leave."""
    leave = [replace(one, end=min(one.end, end)) for one in job.unpaid_leave if one.start <= end]
    return replace(job, end=end, unpaid_leave=tuple(leave))


def wait_for_year(changed: Profile, now: ProfileAssessment, changes: Sequence[Reason], on: date) -> Profile:
    """The changed facts, with the year of work from the day of the assessment until `on`, not in the past.

    To see at once what a year gives it was put before the work that counts; by the day it has been worked. A year
    under way needs no work but that which goes on.
    """
    codes = {change.code for change in changes}
    if not codes & YEAR:
        return changed
    # By identity: the added year may equal a job that was stated.
    known = {id(job) for job in now.profile.jobs}
    kept = [job for job in changed.jobs if id(job) in known]
    added = [] if codes & GOES_ON else [job for job in changed.jobs if id(job) not in known]
    return replace(changed, jobs=(*kept, *[place_year(job, now.on, on) for job in added]))


def take_tests_now(changed: Profile, now: ProfileAssessment) -> Profile:
    """The changed facts, with each test that a change brought taken on the day of the assessment: a new sitting."""
    # By identity, as above: a level is raised in a copy of the test, which has the old one's day.
    known = {id(test) for test in now.profile.language_tests}
    tests = [test if id(test) in known else replace(test, taken_on=now.on) for test in changed.language_tests]
    return replace(changed, language_tests=tuple(tests))


def place_year(year: Job, today: date, end: date) -> Job:
    """A year of work as the last one before a day, and none of it before tomorrow."""
    start = end - (year.end - year.start) if year.end else year.start
    return replace(year, start=max(start, today + timedelta(days=1)), end=end)
