"""The facts of a later day: a year of work that is still to come is put where it will be, a new test to its own day.

Work in Canada after the last day of the work permit that was stated is assumed by no change that does not name the
permit (record 0213).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from scoring.assess import ProfileAssessment, assess
from scoring.days import years_after
from scoring.profile import Job, Profile
from scoring.reasons import Reason
from scoring.renewals import list_needed, renew
from scoring.rulebook import Rules
from scoring.table_checks import EFFORTS, read_known
from scoring.work import in_canada

# The next full year of the work that goes on, and one after it.
LONGER = "canadian_years_go_on"
GOES_ON = frozenset({"canadian_year_goes_on", LONGER})
STUDY = "credential"
# A year of work that is complete only after the last day of the permit, by the same year without that condition.
WITH_PERMIT = {
    code: f"{code}_permit"
    for code in (
        *sorted(GOES_ON),
        "canadian_year",
        "first_canadian_job",
        "first_canadian_year",
        "first_canadian_year_licensed",
    )
}
NEEDS_PERMIT = frozenset(WITH_PERMIT.values())
YEAR = NEEDS_PERMIT | {*WITH_PERMIT}
SECOND_YEAR = frozenset({LONGER, WITH_PERMIT[LONGER]})
# A year that is begun and has a day of its own, whether it comes by itself or needs a permit.
UNDER_WAY = GOES_ON | {WITH_PERMIT[code] for code in GOES_ON}
# A year of work takes a year, whatever a firm's edition of the table of efforts says.
YEAR_WEEKS = 52
# What takes a time that nobody knows, and then at least as long as another change.
AT_LEAST = {"first_canadian_year_licensed": "first_canadian_year"}


def assess_change(because: Reason, changed: Profile, now: ProfileAssessment) -> ProfileAssessment:
    """The assessment with a change made: today's, or that of the day which the change names itself."""
    day = find_own_day(because)
    return assess(see_on(changed, now, [because], day), day, now.book) if day else assess(changed, now.on, now.book)


def find_own_day(because: Reason) -> date | None:
    """The day on which a change comes by itself, if all goes on; None of what is done on no day of its own."""
    day = because.facts.get("day")
    return day if isinstance(day, date) else None


def count_year_weeks(row: Mapping[str, Any]) -> int | None:
    """The weeks of a year of work that is not begun, by its row in the table of efforts; None where not known."""
    known = read_known(row["weeks"])
    return None if known is None else max(known, YEAR_WEEKS)


def count_least_weeks(code: str, rules: Rules) -> int:
    """The weeks that a year of work that is not begun takes at the least."""
    rows = (rules[EFFORTS].cells[name] for name in (code, AT_LEAST.get(code, code)))
    return next(filter(None, map(count_year_weeks, rows)), YEAR_WEEKS)


def find_first_day(code: str, now: ProfileAssessment) -> date:
    """The first day on which a year of work that is not begun can be complete, as far as its time is known."""
    weeks = count_least_weeks(code, now.rules)
    return max(years_after(now.on, 1), now.on + timedelta(weeks=weeks, days=1))


def see_on(changed: Profile, now: ProfileAssessment, changes: Sequence[Reason], on: date) -> Profile:
    """The changed facts as they are on a later day, with what counts today and ends until then had again.

    Without work in Canada that no permit covers.
    """
    return _keep_up(wait_for_year(changed, now, changes, on), now, changes, on)


def see_done(changed: Profile, now: ProfileAssessment, changes: Sequence[Reason], on: date) -> Profile:
    """The changed facts as they are on the day by which all is done: with what a change keeps from going on stopped."""
    waiting, codes = wait_for_year(changed, now, changes, on), {change.code for change in changes}
    worked = max((day for change in changes if (day := find_own_day(change))), default=now.on)
    studies, moves = STUDY in codes, bool(codes & YEAR - UNDER_WAY)
    # Before a permit ends it: beside studies work counts for nothing until then either.
    jobs = tuple(stop_work(waiting.jobs, worked, on, studies=studies, moves=moves))
    return _keep_up(replace(waiting, jobs=jobs), now, changes, on)


def _keep_up(seen: Profile, now: ProfileAssessment, changes: Sequence[Reason], on: date) -> Profile:
    tested, stop = take_tests_now(seen, now), find_stop(seen, now.on)
    # Only on a day after it: until then a job is the very one that was stated, by which added ones are told.
    if stop and stop < on and not needs_permit(changes):
        tested = stop_on(tested, stop)
    return renew(tested, now, list_needed(tested, now, on))


def stop_work(jobs: Iterable[Job], stop: date, on: date, *, studies: bool, moves: bool) -> Iterator[Job]:
    """The jobs with those ended that cannot go on until a day.

    `studies`: none goes on beside a program in Canada, during which work counts for nothing; `moves`: who works a year
    in Canada works nowhere else.
    """
    for job in jobs:
        stops = job.end is None and stop < on and (studies or (moves and job.country != "CA"))
        yield end_job(job, max(stop, job.start)) if stops else job


def needs_permit(changes: Iterable[Reason]) -> bool:
    """One of the changes is work after the last day of the permit."""
    return any(change.code in NEEDS_PERMIT for change in changes)


def stop_at_permit(profile: Profile, today: date) -> Profile:
    """The facts with no work in Canada after the last day of the permit that was stated.

    What was worked by `today` stays as it was stated, also after a permit that has ended.
    """
    stop = find_stop(profile, today)
    return stop_on(profile, stop) if stop else profile


def stop_on(profile: Profile, stop: date) -> Profile:
    """The facts with no work in Canada after a day."""
    return replace(profile, jobs=tuple(list_until(profile.jobs, stop)))


def find_stop(profile: Profile, today: date) -> date | None:
    """The last day on which work in Canada is assumed that would go on after it; None where no permit ends any."""
    last = find_permit_end(profile)
    stop = max(last, today) if last else None
    going = stop and any(in_canada(job) and (job.end is None or job.end > stop) for job in profile.jobs)
    return stop if going else None


def find_permit_end(profile: Profile) -> date | None:
    """The last day of the work permit; None where none was stated."""
    return profile.work_permit_until if profile.authorized_to_work_in_canada else None


def list_until(jobs: Iterable[Job], stop: date) -> Iterator[Job]:
    """The jobs, those in Canada only as far as the day."""
    for job in jobs:
        if not in_canada(job) or (job.end and job.end <= stop):
            yield job
        elif job.start <= stop:
            yield end_job(job, stop)


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
    stated = [job for job in changed.jobs if id(job) in known]
    added = [] if codes & UNDER_WAY else [job for job in changed.jobs if id(job) not in known]
    end = find_year_end(changed, now.on, on, permitted=needs_permit(changes))
    return replace(changed, jobs=(*stated, *[place_year(job, now.on, end) for job in added]))


def find_year_end(profile: Profile, today: date, on: date, *, permitted: bool) -> date:
    """The last day of a year of work that is complete by a day: inside the work permit, where it is long enough.

    Otherwise a slower change beside it would move the year to days that no permit covers. `permitted`: another permit
    is a part of the plan.
    """
    last = None if permitted else find_permit_end(profile)
    return last if last and years_after(today, 1) <= last < on else on


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
