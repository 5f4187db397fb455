"""All the rules together: the assessment of one profile on one day."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from scoring.candidate import Candidate
from scoring.categories import categories
from scoring.caveats import caveats
from scoring.crs.gains import gain
from scoring.crs.rows import Factor
from scoring.crs.score import score
from scoring.experience import Experience
from scoring.language import Levels
from scoring.profile import Profile, check_birth
from scoring.programs.evaluate import judge_programs
from scoring.readings import find_readings
from scoring.reasons import Reason
from scoring.reported_rules import for_person, pending
from scoring.rulebook import Rulebook, Rules
from scoring.streams import list_streams


class Crs:
    """The CRS points by section, whole numbers, and the rows that they are the sums of."""

    def __init__(self, candidate: Candidate) -> None:
        self._candidate = candidate
        found = score(candidate)
        self.total, self.groups = found.total, found.groups
        self.core, self.partner = found.core, found.partner
        self.transferability, self.additional = found.transferability, found.additional

    @property
    def factors(self) -> list[Factor]:
        """One row a factor, zero-point rows included; a limit that takes points away is a row of its own."""
        return [factor for rows in self.groups for factor in rows.factors]

    def gain(self, code: str) -> Reason | None:
        """The smallest change that would give more points in the row of this code, before any limit."""
        return gain(code, self._candidate)

    @property
    def first(self) -> Levels | None:
        """The levels in the language that was counted first; None without a valid test in it."""
        return self._candidate.first

    @property
    def second(self) -> Levels | None:
        """The levels in the language that was counted second."""
        return self._candidate.second

    @property
    def first_official_language(self) -> str | None:
        """The language that was counted first; None without a valid test in it."""
        return self.first.test.language if self.first else None

    @property
    def bilingual(self) -> bool:
        """There is a valid test in both official languages."""
        return self.first is not None and self.second is not None


class ProfileAssessment:
    """What one profile comes to on one day, with every reason and its source."""

    def __init__(self, profile: Profile, on: date, book: Rulebook, works: dict[int, Experience] | None = None) -> None:
        self.profile = profile
        self.on = on
        self.book = book
        self.rules: Rules = book.on(on)
        self.candidate = candidate = Candidate(profile, on, self.rules, works)
        # First of all: it settles the order of the languages, whose levels programs ask for.
        self.crs = Crs(candidate)
        self.programs = judge_programs(candidate)
        self.categories = categories(candidate)

    @cached_property
    def streams(self) -> list[str]:
        """The kinds of round this person could be invited in on the day; none without a program."""
        met = [name for name, program in self.programs.items() if program.eligible]
        fitting = [name for name, category in self.categories.items() if category.eligible]
        return list_streams(met, fitting, nominated=self.profile.nominated)

    @property
    def possible_streams(self) -> list[str]:
        """The kinds of round that nothing which was stated closes, whatever the missing answers turn out to be."""
        programs = [name for name, program in self.programs.items() if program.eligible or program.unknown]
        fitting = [name for name, category in self.categories.items() if category.eligible or category.unknown]
        return list_streams(programs, fitting, nominated=self.profile.nominated)

    @property
    def undecided(self) -> list[str]:
        """The programs that are neither met nor not met: they hang on a fact that was not stated."""
        return [name for name, program in self.programs.items() if program.unknown]

    @property
    def edition(self) -> date:
        """The day on which the newest rule that applied came into force."""
        return self.rules.edition

    @cached_property
    def caveats(self) -> list[Reason]:
        """What a reader must know besides the numbers."""
        # Only when they are read: each reading that is open works the result out a second time (record 0061).
        return list(self._caveats())

    def _caveats(self) -> Iterator[Reason]:
        yield from pending(self.rules)
        yield from for_person(self.candidate)
        yield from caveats(self.profile, self.on, self.rules)
        # Both orders were tried, and the reader is told which of them counts.
        if self.profile.first_official_language is None and self.crs.bilingual:
            yield Reason("french_first" if self.crs.first_official_language == "fr" else "english_first")
        yield from find_readings(self.candidate, self.programs)


def assess(profile: Profile, on: date, book: Rulebook) -> ProfileAssessment:
    """Assess a profile under the rules of a day: CRS points, programs, categories, streams.

    `on` is the day in Ottawa. Nothing is read but the arguments, so the same ones always give the same result. Raises
    `ProfileError` for a birth after the day, `RuleError` for a day without rules.
    """
    check_birth(profile, on)
    return ProfileAssessment(profile, on, book)
