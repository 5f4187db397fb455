"""Days of a job that are not stated: the month alone was, and the result hangs on the day.

A profile takes of such a month the day that gives the least work, so that it
claims nothing which the true day might not give. What the other days of the
month would give is worked out here, by the same rules.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from scoring.assess import ProfileAssessment, assess
from scoring.later_facts import stop_at_permit
from scoring.profile import Job, Profile
from scoring.reasons import Reason
from scoring.rulebook import Rulebook
from scoring.timeline import timeline, two_years_from

Edge = Literal["start", "end"]
Who = Literal["me", "partner"]


class OpenDay(Struct, frozen=True):
    """The first or the last day of one job, which may be any from `first` to `last`."""

    who: Who
    job: int
    edge: Edge
    first: date
    last: date

    @property
    def best(self) -> date:
        """The day that gives the most work."""
        return self.first if self.edge == "start" else self.last

    def from_least(self) -> list[date]:
        """All its days, from the one that gives the least work to the one that gives most."""
        days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        return days[::-1] if self.edge == "start" else days


class DayOutcome(Struct, frozen=True):
    """What hangs on a day: the score and the kinds of round."""

    crs: int
    streams: tuple[str, ...]

    def reaches(self, other: "DayOutcome") -> bool:
        """It is as good in both."""
        return self.crs >= other.crs and set(self.streams) >= set(other.streams)


class Decision(Struct, frozen=True):
    """From `day` on, towards more work, a job gives `then`; short of it `otherwise`, and the same again from `later`.

    Without a day: only the days of several jobs together decide.
    """

    open_day: OpenDay | None
    noc: str
    day: date | None
    then: DayOutcome
    otherwise: DayOutcome
    later: date | None = None

    @property
    def opens(self) -> list[str]:
        """The kinds of round that the day opens."""
        return [stream for stream in self.then.streams if stream not in self.otherwise.streams]

    @property
    def closes(self) -> list[str]:
        """The kinds of round that the day closes."""
        return [stream for stream in self.otherwise.streams if stream not in self.then.streams]

    @property
    def because(self) -> Reason:
        """The sentence, without the kinds of round."""
        scores = {"then": self.then.crs, "otherwise": self.otherwise.crs}
        if self.open_day is None:
            return Reason("days_decide", **scores)
        code = f"{self.open_day.edge}_decides" if self.open_day.who == "me" else f"partner_{self.open_day.edge}_decides"
        if self.later:
            return Reason(f"{code}_or_later", noc=self.noc, day=self.day, later=self.later, **scores)
        return Reason(code, noc=self.noc, day=self.day, **scores)


def find_decisions(profile: Profile, open_days: Sequence[OpenDay], on: date, book: Rulebook) -> list[Decision]:
    """What the open days of a profile decide; the profile itself has the day of each that gives the least work."""
    now = _find_outcome(profile, on, book)
    found = [decision for one in open_days for decision in _find_steps(profile, one, now, on, book)]
    if found or len(open_days) < 2:  # noqa: PLR2004 - one day alone was looked at
        return found
    # Only the best of all days: their combinations are thirty to the power of their number.
    most = profile
    for one in open_days:
        most = replace_day(most, one, one.best)
    then = _find_outcome(most, on, book)
    return [] if then == now else [Decision(None, "", None, then, now)]


def _find_steps(profile: Profile, one: OpenDay, now: DayOutcome, on: date, book: Rulebook) -> Iterator[Decision]:
    """Each day of the month on which the outcome changes."""
    # Most open days decide nothing, which one assessment shows in place of thirty.
    if _find_outcome(replace_day(profile, one, one.best), on, book) == now:
        return
    noc, before = get_jobs(profile, one.who)[one.job].noc, now
    for day in one.from_least():
        then = _find_outcome(replace_day(profile, one, day), on, book)
        if then != before:
            yield Decision(one, noc, day, then, before, _find_later(profile, then, on, book))
        before = then


def _find_later(profile: Profile, wanted: DayOutcome, on: date, book: Rulebook) -> date | None:
    """The day on which the least work comes to as much, if no fact changes and a work permit does not end before."""
    periods = timeline(stop_at_permit(profile, on), on, two_years_from(on), book)
    later = next((p.since for p in periods if DayOutcome(p.crs, p.streams).reaches(wanted)), on)
    return later if later > on else None


def _find_outcome(profile: Profile, on: date, book: Rulebook) -> DayOutcome:
    found: ProfileAssessment = assess(profile, on, book)
    return DayOutcome(found.crs.total, tuple(found.streams))


def get_jobs(profile: Profile, who: Who) -> tuple[Job, ...]:
    """The jobs of the applicant or of the partner."""
    if who == "me":
        return profile.jobs
    return profile.partner.jobs if profile.partner else ()


def replace_day(profile: Profile, one: OpenDay, day: date) -> Profile:
    """The profile with this day in the place of an open one."""
    jobs = list(get_jobs(profile, one.who))
    changed: dict[str, Any] = {one.edge: day}
    jobs[one.job] = replace(jobs[one.job], **changed)
    if one.who == "me":
        return replace(profile, jobs=tuple(jobs))
    assert profile.partner is not None  # noqa: S101 - the job is the partner's
    return replace(profile, partner=replace(profile.partner, jobs=tuple(jobs)))
