"""What cannot wait: whatever closes a kind of round or costs many points within half a year, and the act against it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from scoring import education, language
from scoring.advice import SOON
from scoring.assess import ProfileAssessment
from scoring.days import age_on, years_after
from scoring.later_facts import find_permit_end
from scoring.plans.prevented_by_expiry import Opening, find_prevented
from scoring.pool import find_last_day_in_pool
from scoring.profile import Partner, Profile
from scoring.reasons import Reason
from scoring.work import in_canada

MUCH = 50  # points; ours, as half a year is
PAPER_ACTS = frozenset({"act_test", "act_eca", "act_partner_test", "act_partner_eca"})


class Urgent(NamedTuple):
    """A day from which less is true: why, what closes then, the points lost, and what to do before.

    Of a work permit nothing closes and no points go: work after it does not count unless it is authorized. So it is of
    the profile that is in IRCC's pool: what ends is not what it says, but its place there.
    `prevented`: what would open after that day, if the paper that ends on it still counted; `untested`: from that day
    no results of the candidate count, without which no program can be met; `more`: what else is so, and why.
    """

    on: date
    because: Reason
    act: Reason
    closes: tuple[str, ...]
    remaining: tuple[str, ...]
    lost: int
    prevented: Opening | None = None
    untested: bool = False
    more: Reason | None = None

    @property
    def advice(self) -> str:
        """What to do before, with what else is so, in words."""
        return " ".join(map(str, filter(None, (self.act, self.more))))


def find_urgent(
    now: ProfileAssessment, days: Sequence[ProfileAssessment], submitted_on: date | None = None
) -> list[Urgent]:
    """What cannot wait, the next day first; `days` are the assessments of the days on which something changes.

    In `days` no work goes on after a work permit, as in the score ahead. `now`: the facts as they were stated, by
    which a paper is told that a permit still to come would need. `submitted_on`: the day on which a profile that may
    still lead to an invitation was submitted to IRCC.
    """
    prevented = find_prevented(now)
    found = (
        describe(before, after, prevented.get(after.on))
        for before, after in pairwise(days)
        if is_urgent(before, after, days[0].on) or after.on in prevented
    )
    return sorted((*found, *list_other_ends(now, submitted_on)), key=lambda one: one.on)


def list_other_ends(now: ProfileAssessment, submitted_on: date | None) -> Iterator[Urgent]:
    """The ends of the work permit and of the profile, within half a year or past: no score of today tells them."""
    for found in (build_permit_end(now), build_profile_end(now, submitted_on)):
        if found and found.on <= now.on + SOON:
            yield found


def build_permit_end(now: ProfileAssessment) -> Urgent | None:
    """The day after the last one of the work permit, and what to do before it; None where none was stated."""
    until = find_permit_end(now.profile)
    if until is None:
        return None
    # Unauthorized work is in no period of experience (IRPR 87.1(3)(b)); work while an application to extend is decided
    # is authorized by s. 186(u) and counts under the same conditions (officers' instructions on the class).
    ended = until < now.on
    because = Reason("permit_ended" if ended else "permit_ends", on=until)
    act = Reason("act_permit_ended") if ended else Reason(name_permit_act(now.profile), by=until)
    more = None if ended else Reason("permit_law")
    return Urgent(until + timedelta(days=1), because, act, (), tuple(now.streams), 0, more=more)


def build_profile_end(now: ProfileAssessment, submitted_on: date | None) -> Urgent | None:
    """The day after the last one of the profile in IRCC's pool, and what comes then; None where there is none."""
    if submitted_on is None:
        return None
    until = find_last_day_in_pool(submitted_on, now.rules)
    codes = ("profile_ended", "act_profile_ended") if until < now.on else ("profile_ends", "act_profile")
    because, act = (Reason(code, on=until) for code in codes)
    more = Reason("profile_tie_break")
    return Urgent(until + timedelta(days=1), because, act, (), tuple(now.streams), 0, more=more)


def name_permit_act(profile: Profile) -> str:
    """What to do before the permit ends: with the employer, where a job in Canada goes on."""
    works = any(in_canada(job) and job.end is None for job in profile.jobs)
    return "act_permit_employer" if works else "act_permit"


def is_urgent(before: ProfileAssessment, after: ProfileAssessment, today: date) -> bool:
    """Within half a year a stream closes, or many points go."""
    closes = not set(before.streams) <= set(after.streams)
    return after.on <= today + SOON and (closes or before.crs.total - after.crs.total >= MUCH)


def describe(before: ProfileAssessment, after: ProfileAssessment, prevented: Opening | None = None) -> Urgent:
    """What is lost on the day of the second assessment."""
    because, act = next(_causes(before, after))
    closes = tuple(stream for stream in before.streams if stream not in after.streams)
    lost = max(before.crs.total - after.crs.total, 0)
    # Where nothing that is open closes, a paper is needed on the day on which it opens something; the day on which it
    # ends is said already.
    by = prevented.on if prevented and not closes else after.on
    act = Reason(f"{act.code}_by", by=by) if act.code in PAPER_ACTS and by != after.on else act
    untested = because.code == "test_ends" and after.crs.first is None
    return Urgent(after.on, because, act, closes, tuple(after.streams), lost, prevented, untested)


def _causes(before: ProfileAssessment, after: ProfileAssessment) -> Iterator[tuple[Reason, Reason]]:
    profile, on = after.profile, after.on
    yield from _papers(profile, before, on, "")
    if profile.counted_partner:
        yield from _papers(profile.counted_partner, before, on, "partner_")
    if on == years_after(profile.date_of_birth, on.year - profile.date_of_birth.year):
        yield Reason("turning", age=age_on(profile.date_of_birth, on), on=on), Reason("act_before", on=on)
    if on in after.book.days:
        yield Reason("rules_change", on=on), Reason("act_before", on=on)
    # What is left of the reasons for a turning day (`scoring.timeline`).
    yield Reason("work_leaves", on=on), Reason("act_work")


def _papers(
    person: Profile | Partner, found: ProfileAssessment, on: date, whose: str
) -> Iterator[tuple[Reason, Reason]]:
    """The tests and credentials whose papers end on the day."""
    for test in person.language_tests:
        if language.expires(test, found.rules) == on:
            yield Reason(f"{whose}test_ends", test=test.test, on=on), Reason(f"act_{whose}test")
    for held in person.credentials:
        issued = held.eca_issued_on
        if issued and held.country != "CA" and education.assessment_expires(issued, found.rules) == on:
            yield Reason(f"{whose}eca_ends", on=on), Reason(f"act_{whose}eca")
