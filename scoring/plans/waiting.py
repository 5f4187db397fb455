"""The facts of a later day: a year of work that is still to come is put where it will be."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from scoring.assess import Assessment
from scoring.experience import canadian
from scoring.profile import Job, Profile
from scoring.reasons import Reason

YEAR = frozenset({"canadian_year", "canadian_year_goes_on", "first_canadian_year"})


def wait_for_year(changed: Profile, now: Assessment, changes: Sequence[Reason], on: date) -> Profile:
    """The changed facts, with the year of work from the day of the assessment until `on`, not in the past.

    To see at once what a year more gives it was put before the work that counts; by the day it has been worked.
    """
    if not any(change.code in YEAR for change in changes):
        return changed
    known = {id(job) for job in now.profile.jobs}
    added = next((job for job in changed.jobs if id(job) not in known), None)
    if added is None:
        return changed
    jobs = tuple(job for job in changed.jobs if job is not added)
    return replace(changed, jobs=jobs if _works_on(now) else (*jobs, _coming_year(added, now.on, on)))


def _works_on(now: Assessment) -> bool:
    """There is Canadian work that counts and goes on."""
    return any(spell.end is None for spell in now.candidate.me.experience.chosen(canadian))


def _coming_year(year: Job, start: date, end: date) -> Job:
    return replace(year, start=start + timedelta(days=1), end=end)
