"""A score's whole future: if no fact changes, it changes only on days that can be worked out.

Those are birthdays, the days a test or an ECA expires (or begins to count), the
days on which hours of work reach or lose a threshold inside their window, and
the days on which a new edition comes into force. Between two of them nothing
changes, so the outcome is worked out once for each.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from scoring import crs
from scoring.candidate import Candidate
from scoring.categories import categories
from scoring.days import years_after
from scoring.profile import Profile, born_by
from scoring.programs import PROGRAMS
from scoring.rulebook import Rulebook
from scoring.turning_days import turning_days

MONTHS_AHEAD_YEARS = 2


class Period(NamedTuple):
    """This score in these streams from `since` until the day before `until`."""

    since: date
    until: date
    crs: int
    streams: tuple[str, ...]
