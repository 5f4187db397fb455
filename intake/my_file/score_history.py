"""The scores in a file over time, and what changed from one to the next."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext

from intake.models import Assessment, Client
from intake.result.headline_score import HeadlineScore, find_headline_of
from intake.result.outcomes import build_programs
from intake.result.page_context import find_today
from intake.result.score_calendar import CalendarChange, assess_periods, list_changes, list_periods
from scoring.dates import format_date
from scoring.streams import STREAMS, sort_streams
from scoring.words import FACTOR_TITLES, LIMITS, describe_limit

SHOWN = 20


class FactorChange(NamedTuple):
    """A factor whose points differ from before; `words` says it alone where the factor is a limit."""

    title: Any
    before: int
    after: int
    words: str = ""


@dataclass
class HistoryEntry:
    """One assessment compared with the one before it."""

    assessment: Assessment
    before: Assessment | None = None
    is_newest: bool = False
    # Another one that is shown is of the same day.
    shares_day: bool = False

    @cached_property
    def headline(self) -> HeadlineScore:
        """The figure that leads: of the newest today's, as on the page of the result; of others that of their day."""
        return find_headline_of(self.assessment, find_today(self.assessment) if self.is_newest else self.assessment.on)

    @property
    def when(self) -> str:
        """The day of the figure; with the time where another one is of that day."""
        shown = self.headline.now.on if self.headline.estimate else self.assessment.on
        return tell_moment(self.assessment) if self.shares_day and shown == self.assessment.on else format_date(shown)

    @property
    def before_when(self) -> str:
        """The same of the one before."""
        if self.before is None:
            return ""
        return tell_moment(self.before) if self.before.on == self.assessment.on else format_date(self.before.on)

    @cached_property
    def next_change(self) -> CalendarChange | None:
        """The next day on which the figure or the rounds change by themselves; of the newest alone."""
        return find_next_change(self.headline) if self.is_newest else None

    @property
    def difference(self) -> int:
        """Points more than before; negative for fewer."""
        return self.assessment.crs - self.before.crs if self.before else 0

    @property
    def changes(self) -> list[FactorChange]:
        """The factors whose points differ from before."""
        return list(self._changes())

    def _changes(self) -> Iterator[FactorChange]:
        after, before = get_points(self.assessment), get_points(self.before)
        for code in [*after, *(code for code in before if code not in after)]:
            if after.get(code, 0) != before.get(code, 0):
                yield build_factor_change(code, before.get(code, 0), after.get(code, 0))

    @property
    def gained(self) -> list[Any]:
        """The streams that are new."""
        return name_streams(set(get_streams(self.assessment)) - set(get_streams(self.before)))

    @property
    def lost(self) -> list[Any]:
        """The streams that are no longer open."""
        return name_streams(set(get_streams(self.before)) - set(get_streams(self.assessment)))

    @property
    def undecided(self) -> list[dict[str, Any]]:
        """The programs that depend on an answer that was missing."""
        return [program for program in build_programs(self.assessment.result) if program["unknown"]]

    @property
    def new_rules(self) -> bool:
        """Whether the rules changed in between."""
        return self.before is not None and self.before.edition != self.assessment.edition


def list_history(client: Client) -> list[HistoryEntry]:
    """The newest assessments of a client, newest first, each with the one before it."""
    # One more than is shown, for the last of them to be compared with.
    newest = list(client.assessments.all()[: SHOWN + 1])
    pairs = [*pairwise(newest), *([(newest[-1], None)] if 0 < len(newest) <= SHOWN else [])]
    shown = Counter(after.on for after, _before in pairs)
    return [
        HistoryEntry(after, before, is_newest=after is newest[0], shares_day=shown[after.on] > 1)
        for after, before in pairs
    ]


def build_factor_change(code: str, before: int, after: int) -> FactorChange:
    """The change of a factor; of a limit, what is above it and does not count."""
    words = describe_limit(code, before, after) if code in LIMITS else ""
    return FactorChange(FACTOR_TITLES.get(code, code), before, after, words)


def find_next_change(headline: HeadlineScore) -> CalendarChange | None:
    """The first change to come of a figure, as the page of its result has it; None within two years."""
    days = assess_periods(headline.basis, list_periods(headline)[:2])
    return next((change for change in list_changes(days) if change.on > headline.now.on), None)


def tell_moment(assessment: Assessment) -> str:
    """The day of an assessment and the time at which it was made."""
    clock = format_date(timezone.localtime(assessment.created), "TIME_FORMAT")
    return f"{format_date(assessment.on)}, {clock} {gettext('(Ottawa time)')}"


def get_points(assessment: Assessment | None) -> dict[str, int]:
    """The points of an assessment by factor; none without one."""
    if assessment is None:
        return {}
    return {row["code"]: row["points"] for row in assessment.result["crs"]["factors"]}


def get_streams(assessment: Assessment | None) -> list[str]:
    """The codes of the streams that an assessment fits."""
    return assessment.result["streams"] if assessment else []


def name_streams(codes: set[str]) -> list[Any]:
    """The streams in words, in their own order."""
    return [STREAMS[code] for code in sort_streams(codes)]
