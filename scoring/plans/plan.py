"""Some changes together: what they give on the day on which they are true, and what they ask of a person."""

from datetime import date, timedelta
from functools import cached_property

from scoring.advice import MIXED, SOON
from scoring.assess import ProfileAssessment, assess
from scoring.days import years_after
from scoring.later_facts import (
    STUDY,
    YEAR,
    YEAR_WEEKS,
    find_own_day,
    needs_permit,
    see_done,
    stop_at_permit,
    take_tests_now,
)
from scoring.plans.efforts import Effort, estimate_effort, find_least_weeks, name_change
from scoring.profile import Profile
from scoring.reasons import Reason
from scoring.renewals import Renewal, list_needed, renew
from scoring.table import Source
from scoring.timeline import Period, timeline, two_years_from

# From this effort on it takes years or is another's to give: a further language, a degree, a permit, a certificate of
# qualification, a nomination.
FAR = 9
# Changes of one effort that are offered at several levels: the lower level asks for less.
LEVELLED = frozenset({"all_abilities", "english", "partner_test", "french_up", "first_french", *MIXED})


class Plan:
    """Some changes together, and the assessment with all of them made today.

    If one of the changes is work that has to go on, it is the assessment of the day on which that work is complete, not
    of today. What is said of a plan is `lasting`: the score of the day by which all can be true.
    """

    def __init__(self, changes: tuple[Reason, ...], found: ProfileAssessment, now: ProfileAssessment) -> None:
        self.changes = changes
        self.found = found
        self.now = now

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the changes."""
        return tuple(map(name_change, self.changes))

    @cached_property
    def needed(self) -> list[Renewal]:
        """What counts today and ends before all of them are true, or within half a year: renewed alongside."""
        return list_needed(self.found.profile, self.now, self.kept_until)

    @property
    def renewals(self) -> list[Reason]:
        """What is renewed alongside the changes."""
        return [one.because for one in self.needed]

    @property
    def until(self) -> date:
        """The day by which all can be true: of what is known of their times the last one, else today."""
        return self.day or self.found.on

    @property
    def kept_until(self) -> date:
        """The day on which all that counts today must still count: half a year from now at the least."""
        # Else a plan of which nobody knows the time would rest on a test that ends in three weeks.
        return max(self.until, self.now.on + SOON)

    @property
    def parts(self) -> tuple[Reason, ...]:
        """The changes, and what is renewed beside them."""
        return (*self.changes, *self.renewals)

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names of the changes and of what is renewed beside them, for an address."""
        return tuple(map(name_change, self.parts))

    @property
    def crs(self) -> int:
        """The total with all of them made."""
        return self.found.crs.total

    @property
    def gain(self) -> int:
        """The points that they give together."""
        return self.found.crs.total - self.now.crs.total

    @cached_property
    def efforts(self) -> list[Effort | None]:
        """What each of them asks of the person; None where the table has no row for it."""
        return [estimate_effort(change, self.now.rules) for change in self.changes]

    @cached_property
    def own_effort(self) -> int:
        """The effort of all of them."""
        return sum(one.effort for one in self.efforts if one)

    @property
    def all_efforts(self) -> list[Effort | None]:
        """What each of them and each renewal beside them asks of the person."""
        return [*self.efforts, *[estimate_effort(renewal, self.now.rules) for renewal in self.renewals]]

    @cached_property
    def effort(self) -> int:
        """The effort of all of them, and of what is renewed beside them."""
        return sum(one.effort for one in self.all_efforts if one)

    @cached_property
    def level(self) -> int:
        """The levels of what is offered at several, together: of one effort the lower asks for less."""
        return sum(find_level(change) for change in self.changes if change.code in LEVELLED)

    @property
    def needs_permit(self) -> bool:
        """It asks for work after the last day of the work permit, and so for another one."""
        return needs_permit(self.changes)

    @property
    def order(self) -> tuple[bool, int, int, int, int]:
        """What needs a new permit last; smallest effort first, then lower levels, fewer changes, the most points."""
        return self.needs_permit, self.effort, self.level, len(self.changes), -self.gain

    @property
    def ease(self) -> tuple[bool, int, int, bool, int, int, int, int]:
        """The least of the hardest change first, then of all together; of one effort the shorter time that is known."""
        # By the sum alone two papers and a test would come after one doctorate.
        hardest = max((one.effort for one in self.efforts if one), default=0)
        conditional, effort, level, number, gain = self.order
        return conditional, hardest, effort, self.weeks is None, self.weeks or 0, level, number, gain

    @cached_property
    def weeks(self) -> int | None:
        """The weeks until all are true, side by side; None where one of them is not known, or two can't be at once."""
        known = [one.weeks for one in self.efforts if one and one.weeks is not None]
        return max(known) if len(known) == len(self.changes) and not self.is_one_after_the_other else None

    @property
    def is_one_after_the_other(self) -> bool:
        """A year of work and one of study, of which nobody knows which is first."""
        # Work during full-time studies does not count.
        codes = {change.code for change in self.changes}
        return bool(codes & YEAR) and STUDY in codes

    @property
    def stops_work(self) -> bool:
        """Work that goes on today is supposed to stop for a program of study, before the day that counts."""
        going = any(job.end is None for job in self.now.profile.jobs)
        return going and bool(self.counted_on) and any(change.code == STUDY for change in self.changes)

    @property
    def is_open_ended(self) -> bool:
        """Nobody knows how long one of them takes: a test, an assessment, a doctorate, what is another's to give."""
        # Beside it the weeks of another change say nothing: "at least 4 weeks" is no word on a new language.
        return any(one is None or one.weeks is None for one in self.efforts)

    @property
    def least_weeks(self) -> int | None:
        """The full weeks until the day by which all can be true; None where the time of one of them is not known."""
        return None if self.is_open_ended or self.day is None else (self.day - self.now.on) // timedelta(weeks=1)

    @property
    def says_time(self) -> bool:
        """Weeks of it are known, or the day on which it is counted."""
        return self.weeks is not None or self.least_weeks is not None or self.is_open_on_its_day

    @cached_property
    def day(self) -> date | None:
        """The first day by which all can be true, as far as their times are known; None where no time is.

        It is what the plan is counted on, and no promise: that is `is_dated`.
        """
        days = {change: find_day(change, self.now) for change in self.changes}
        known = {change: day for change, day in days.items() if day}
        work = [day for change, day in known.items() if change.code in YEAR]
        study = [day for change, day in known.items() if change.code == STUDY]
        last = max(known.values(), default=None)
        # One after the other, as work during full-time studies counts for nothing.
        return work[0] + (study[0] - self.now.on) if work and study else last

    @property
    def is_dated(self) -> bool:
        """The times of all of them are known, so that a day can be named on which all could be done."""
        return self.day is not None and self.weeks is not None

    @property
    def counted_on(self) -> date | None:
        """The day to come on which `lasting` is the score; None where that is today's."""
        return self.day if self.day and self.day > self.now.on else None

    @property
    def has_undated_study(self) -> bool:
        """A degree is among them of which nobody knows how long it takes."""
        return any(change.code == STUDY and find_day(change, self.now) is None for change in self.changes)

    @property
    def is_open_on_its_day(self) -> bool:
        """It is counted on a day to come, and how long all of it takes is not known."""
        return self.counted_on is not None and not self.is_dated

    @cached_property
    def cad(self) -> int | None:
        """The dollars that all of them cost together; None where the cost of one of them is not known."""
        known = [one.cad for one in self.all_efforts if one and one.cad is not None]
        return sum(known) if len(known) == len(self.all_efforts) else None

    @property
    def source(self) -> Source | None:
        """Whose figures its weeks and dollars are; None where it shows none but those of the changes themselves."""
        shown = self.cad is not None or self.weeks is not None or self.least_weeks is not None
        return next(filter(None, (one.source for one in self.all_efforts if one)), None) if shown else None

    @cached_property
    def later(self) -> ProfileAssessment | None:
        """The assessment of `day`, with birthdays until then and what ends renewed; None where no day is known."""
        if self.day is None or self.day == self.found.on:
            return self.found if self.day else None
        return assess(see_done(self.found.profile, self.now, self.changes, self.day), self.day, self.now.book)

    @property
    def lasting(self) -> int:
        """The total of the day by which all can be true; today's, where no time is known."""
        return self.later.crs.total if self.later else self.crs

    def opens(self, stream: str) -> bool:
        """The stream is open with all of them made, and still is on the day by which all can be true."""
        return stream in self.found.streams and (self.later is None or stream in self.later.streams)

    def reaches(self, stream: str, cutoff: int) -> bool:
        """A round of this kind could invite afterwards, on the day by which all can be true too."""
        return self.opens(stream) and self.lasting >= cutoff

    def find_fall(self, stream: str, cutoff: int) -> Period | None:
        """The first period within two years in which a cut-off that is reached no longer is; None without one."""
        if self.lasting < cutoff:
            return None
        return next((period for period in self.ahead if period.crs < cutoff or stream not in period.streams), None)

    def find_drop(self, least: int) -> Period | None:
        """The first period within two years with this many points less than the plan has; None without one."""
        return next((period for period in self.ahead if self.lasting - period.crs >= least), None)

    @cached_property
    def lasting_profile(self) -> Profile:
        """The facts of the day by which all can be true, with each new test of today and with what is had again."""
        begun = self.later or self.found
        profile = renew(take_tests_now(begun.profile, self.now), self.now, self.needed)
        return profile if self.needs_permit else stop_at_permit(profile, self.now.on)

    @cached_property
    def ahead(self) -> list[Period]:
        """The score from the day by which all can be true, as far as one is known, else from today, for two years."""
        begun = self.later or self.found
        # A test of which nobody knows the day is supposed to be taken today, and the last day is the one on which
        # such a test would end: that is no day of this person's.
        end = two_years_from(self.now.on) - timedelta(days=1)
        return timeline(self.lasting_profile, begun.on, max(end, begun.on + timedelta(days=1)), self.now.book)

    @property
    def is_closed_later(self) -> bool:
        """What it opens has closed again by the day on which all is true."""
        return bool(self.later and self.found.streams and not self.later.streams)


def find_day(change: Reason, now: ProfileAssessment) -> date | None:
    """The first day by which a change is true: its own, or that after its weeks; None where these are not known."""
    own, weeks = find_own_day(change), find_least_weeks(change, now.rules)
    if own or weeks is None:
        return own
    day = now.on + timedelta(weeks=weeks, days=1)
    # A year with a 29 February in it is a day longer than 52 weeks and one.
    return max(day, years_after(now.on + timedelta(weeks=weeks - YEAR_WEEKS), 1)) if change.code in YEAR else day


def find_level(change: Reason) -> int:
    """The level of a change in tenths, so that the next one in one ability is a step between two."""
    return 10 * int(str(change.facts["clb"])) + ("above" in change.facts)
