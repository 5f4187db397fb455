"""The score and the streams alone, carried from one day to a later one: what the day can't move is kept.

Which parts a day can move, `scoring.change_dates` says: the CRS, each of the programs, the categories.
"""

from collections.abc import Set
from datetime import date

from scoring.candidate import Candidate, Order
from scoring.categories import categories
from scoring.change_dates import CATEGORIES, CRS, PAPERS, list_parts
from scoring.crs.score import score
from scoring.experience import Experience
from scoring.profile import Profile
from scoring.programs.evaluate import is_eligible
from scoring.programs.tables import programs
from scoring.rulebook import Rules
from scoring.streams import list_streams


class Moment:
    """A profile on a day under one edition of the rules: `crs` is the total."""

    def __init__(self, profile: Profile, on: date, rules: Rules, works: dict[int, Experience]) -> None:
        self.works = works
        self.crs = 0
        self._order: Order | None = None
        self._programs: dict[str, bool] = {}
        self._categories: list[str] = []
        self._candidate = Candidate(profile, on, rules, works)
        self._work_out(list_parts(rules))

    @property
    def streams(self) -> tuple[str, ...]:
        """The kinds of round, as those of an assessment."""
        met = [name for name, eligible in self._programs.items() if eligible]
        return tuple(list_streams(met, self._categories, nominated=self._candidate.profile.nominated))

    def move(self, on: date, parts: Set[str]) -> None:
        """Go to a later day, which can move these parts and no others."""
        c = self._candidate
        if PAPERS in parts:
            # Other tests or credentials count from this day on, which a person who is moved does not look at.
            self._candidate = Candidate(c.profile, on, c.rules, self.works)
        else:
            c.move_to(on)
        self._work_out(parts)

    def _work_out(self, parts: Set[str]) -> None:
        c = self._candidate
        if CRS in parts:
            self.crs = score(c).total
            if (c.first, c.second) != self._order:
                # Which language comes first is settled with the CRS, and a program may ask for its levels.
                self._order, parts = (c.first, c.second), list_parts(c.rules)
        for program in programs(c.rules):
            if program.code in parts:
                self._programs[program.code] = is_eligible(c, program)
        if CATEGORIES in parts:
            self._categories = [name for name, category in categories(c).items() if category.eligible]
