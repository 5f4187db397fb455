"""One person's application under one program: what the program's requirements share."""

from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct

from scoring.candidate import Candidate
from scoring.fsw_grid import Grid
from scoring.fsw_grid import grid as make_grid
from scoring.programs import fsw_education, trade_papers
from scoring.programs.fsw_education import AssessedEducation
from scoring.programs.tables import Program, RequirementRow


class Chosen(Struct, frozen=True, gc=False):
    """The occupation that an application would name, and how much was worked in it."""

    noc: str
    worked: int


class Application:
    """The candidate, the program, and what several of its requirements ask about.

    `named` is the occupation to name, where the program asks for work in one and
    there is such work; `assessed` education as the program counts it with that
    occupation; `grid` the points of the selection grid, where there is a pass mark.
    """

    def __init__(self, c: Candidate, program: Program) -> None:
        self.c = c
        self.program = program
        self.named = choose(c, program, program.work) if program.work else None
        self.noc = self.named.noc if self.named else None
        self.assessed = _assess(c, program, self.noc)

    @cached_property
    def grid(self) -> Grid | None:
        """Worked out when somebody asks for it: whoever fails another requirement needs none."""
        row = self.program.grid
        return make_grid(self.c, self.assessed.level, row.clb) if row and self.assessed else None


def _assess(c: Candidate, program: Program, noc: str | None) -> AssessedEducation | None:
    """Education, where the program asks for it or gives points for it."""
    row = program.education
    if row is None and program.grid is None:
        return None
    return fsw_education.assessed(c, noc if row and row.professional_bodies else None)


def choose(c: Candidate, program: Program, row: RequirementRow) -> Chosen | None:
    """The occupation to name: of those with enough work one that fits besides, then the one with the most work.

    The first of equals; None where there is no such work.
    """
    amounts = _amounts(c, row)
    # With one occupation there is nothing to choose, and what it fits need not be worked out.
    noc = _best(c, program, row, amounts) if len(amounts) > 1 else next(iter(amounts), None)
    return None if noc is None else Chosen(noc, amounts[noc])


def _best(c: Candidate, program: Program, row: RequirementRow, amounts: Mapping[str, int]) -> str:
    def rank(noc: str) -> tuple[bool, bool, int]:
        fitting = _fits(c, program, noc) if amounts[noc] >= row.needed else False
        return fitting is True, fitting is None, amounts[noc]

    return max(amounts, key=rank)


def _amounts(c: Candidate, row: RequirementRow) -> Mapping[str, int]:
    """How much was worked in each occupation: without a break, in those that the person named if any; or in all."""
    work = c.me.experience
    # Only IRPR 75(2)(a) speaks of a primary occupation. One that was named is the only one looked at, even where
    # it can't qualify (docs/before-launch.md).
    if row.kind != "continuous_work":
        return work.by_occupation(row.counts, c.on, row.years)
    named = dict.fromkeys([job.noc for job in c.profile.jobs if job.primary])
    return {noc: work.continuous(row.counts, c.on, row.years, noc) for noc in named or work.nocs(row.counts)}


def _fits(c: Candidate, program: Program, noc: str) -> bool | None:
    """Whether what hangs on the occupation is met with this one."""
    met = [FITS[row.kind](c, row, noc) for row in program.rows if row.kind in FITS]
    return False if False in met else None if None in met else True


def _is_assessed(c: Candidate, row: RequirementRow, noc: str) -> bool | None:
    return fsw_education.assessed(c, noc if row.professional_bodies else None).met


def _has_paper(c: Candidate, row: RequirementRow, noc: str) -> bool | None:
    return trade_papers.requirement_of(c, row, noc).met


FITS: dict[str, Callable[[Candidate, RequirementRow, str], bool | None]] = {
    "education": _is_assessed,
    "certificate_or_offer": _has_paper,
}
