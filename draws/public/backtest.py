"""Where a person stands: the rounds so far, each compared with their score of the round's own day."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from draws.models import Draw
from scoring.profile import Profile
from scoring.rulebook import Rulebook
from scoring.timeline import Period, timeline

ROUNDS = 40


class Verdict(StrEnum):
    """What a round would have come to."""

    MET = "met"
    TIE = "tie"  # at the cut-off, and the time the profile was submitted is not known
    LATE = "late"  # at the cut-off, and submitted after the tie-break
    SHORT = "short"
    OUTSIDE = "outside"  # its stream was not open to the person on the day


class RoundResult(NamedTuple):
    """One round, and the score that the person would have had on its day."""

    draw: Draw
    crs: int
    verdict: Verdict

    @property
    def missing(self) -> int:
        """The points missing to the cut-off; 0 where there were enough."""
        return max((self.draw.cutoff or 0) - self.crs, 0)


class BackTest(NamedTuple):
    """The rounds that the person could be in, newest first, at most `ROUNDS`."""

    rounds: list[RoundResult]

    def count(self, *verdicts: Verdict) -> int:
        """How many rounds had one of these verdicts."""
        return sum(one.verdict in verdicts for one in self.rounds)

    @property
    def met(self) -> int:
        """How many the person would have met, whatever the tie-break."""
        return self.count(Verdict.MET)

    @property
    def ties(self) -> int:
        """How many would have been decided by a time that we do not know."""
        return self.count(Verdict.TIE)

    @property
    def nearest_miss(self) -> RoundResult | None:
        """The round missed by the fewest points, the newest of them."""
        missed = [one for one in self.rounds if one.verdict in (Verdict.LATE, Verdict.SHORT)]
        # Of equals `min` takes the first, and the rounds come newest first.
        return min(missed, key=lambda one: one.missing, default=None)


def build_timeline(profile: Profile, draws: Sequence[Draw], until: date, book: Rulebook) -> list[Period]:
    """The person's score and streams from the first of these rounds to the end of a day."""
    # Nobody is assessed before their birth (`check_birth`).
    first = max(min((draw.held_on for draw in draws), default=until), profile.date_of_birth)
    return timeline(profile, min(first, until), until + timedelta(days=1), book)


def judge_rounds(profile: Profile, draws: Iterable[Draw], periods: Sequence[Period]) -> Iterator[RoundResult]:
    """Each round that has a cut-off, in the order given, with the score of its day."""
    begins = [period.since for period in periods]
    for draw in draws:
        index = bisect(begins, draw.held_on) - 1
        if index >= 0 and draw.cutoff is not None:
            period = periods[index]
            yield RoundResult(draw, period.crs, judge_round(profile, draw, period))


def judge_round(profile: Profile, draw: Draw, period: Period) -> Verdict:
    """What a round of that period would have come to."""
    if draw.stream not in period.streams:
        return Verdict.OUTSIDE
    if draw.cutoff is None or period.crs < draw.cutoff:
        return Verdict.SHORT
    return Verdict.MET if period.crs > draw.cutoff else judge_tie(profile, draw)


def judge_tie(profile: Profile, draw: Draw) -> Verdict:
    """At the cut-off itself, a profile submitted at or before the tie-break is invited."""
    if draw.tie_break is None:
        return Verdict.MET
    if profile.profile_submitted_at is None:
        return Verdict.TIE
    return Verdict.MET if profile.profile_submitted_at <= draw.tie_break else Verdict.LATE


def build_back_test(found: Iterable[RoundResult]) -> BackTest:
    """The newest rounds among these that the person could be in."""
    return BackTest([one for one in found if one.verdict != Verdict.OUTSIDE][:ROUNDS])
