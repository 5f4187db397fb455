"""The future of a score: if no fact changes, it changes only on days that can be worked out.

Those are birthdays, the days on which a test or an ECA begins or ceases to count, the days on which hours of work
reach or lose a threshold inside their window, and the days on which a new edition comes into force. Between two of
them nothing changes, so each period is worked out once, and in it only the parts that its first day can move.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from scoring.change_dates import find_turns
from scoring.days import years_after
from scoring.experience import Experience
from scoring.profile import Profile, check_birth
from scoring.rulebook import Rulebook, Rules
from scoring.score_on_later_day import Moment
from scoring.threshold_days import Ahead

# As far as standings reach (record 0015).
YEARS_AHEAD = 2


class Period(NamedTuple):
    """The same CRS total in the same streams from `since` until the day before `until`."""

    since: date
    until: date
    crs: int
    streams: tuple[str, ...]


def timeline(profile: Profile, start: date, end: date, book: Rulebook) -> list[Period]:
    """The score and the streams on every day from `start` until the day before `end`, as periods in order.

    Neighbouring periods differ. Raises `ProfileError` for a birth after `start`, `RuleError` for a day without rules.
    """
    check_birth(profile, start)
    joined: list[Period] = []
    for period in _periods(profile, start, end, book):
        if joined and joined[-1][2:] == period[2:]:
            joined[-1] = joined[-1]._replace(until=period.until)
        else:
            joined.append(period)
    return joined


def _periods(profile: Profile, start: date, end: date, book: Rulebook) -> Iterator[Period]:
    # Edition by edition, because work and turning days are worked out under one set of rules.
    for since, until in pairwise([start, *book.days_between(start, end), end]):
        rules = book.on(since)
        works = _works(profile, rules)
        turns = find_turns(profile, Ahead(since, until), rules, works)
        moment = Moment(profile, since, rules, works)
        for first, after in pairwise([since, *sorted(turns), until]):
            if first in turns:
                moment.move(first, turns[first])
            yield Period(first, after, moment.crs, moment.streams)


def _works(profile: Profile, rules: Rules) -> dict[int, Experience]:
    """The work of the candidate and of the partner who counts, by the identity of their facts."""
    # Made once and not once a day: an `Experience` depends on the edition of the rules, never on the day.
    works = {id(profile): Experience(profile.jobs, rules)}
    partner = profile.fsw_partner
    return works | ({id(partner): Experience(partner.jobs, rules)} if partner else {})


def two_years_from(on: date) -> date:
    """The first day that is more than 24 months after `on`, where a timeline ends."""
    # The last day of the calendar has no day after it.
    return min(years_after(on, YEARS_AHEAD), date.max - timedelta(days=1)) + timedelta(days=1)


def next_change(profile: Profile, on: date, book: Rulebook) -> date | None:
    """The first day after `on`, within 24 months, on which the total or the streams differ; None without one.

    Raises `ProfileError` for a birth after `on`, `RuleError` for a day without rules.
    """
    check_birth(profile, on)
    periods = _periods(profile, on, two_years_from(on), book)
    now = next(periods)
    return next((period.since for period in periods if period[2:] != now[2:]), None)
