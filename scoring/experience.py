"""Which of a person's jobs count for what, and how much work they come to."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from scoring.days import years_before
from scoring.occupations import occupations
from scoring.profile import Job
from scoring.rulebook import Rules
from scoring.work import WEEK, Measure, Segment, in_canada, segments, spell, stretches, worked

SHARED = 20_000  # kinds of jobs that are kept


class Kind(NamedTuple):
    """What decides what a job counts for, whoever did it and whenever."""

    noc: str
    in_canada: bool
    paid: bool
    self_employed: bool
    authorized: bool
    while_full_time_student: bool
    qualified_for_trade: bool


def kind(job: Job) -> tuple[str, bool, bool, bool, bool, bool, bool]:
    """The fields of a job's `Kind`."""
    return (
        job.noc,
        in_canada(job),
        job.paid,
        job.self_employed,
        job.authorized,
        job.while_full_time_student,
        job.qualified_for_trade,
    )


Counts = Callable[[Kind, Rules], bool]


def canadian(job: Kind, rules: Rules) -> bool:
    """Canadian work experience (MI s. 15; IRPR s. 87.1): authorised, employed, not as a full-time student.

    Since 25 April 2023 physicians' self-employed work counts too (public policy).
    """
    if not (job.in_canada and job.authorized and not job.while_full_time_student and skilled_work(job, rules)):
        return False
    physicians = rules.get("work/self_employed_physicians")
    return not job.self_employed or bool(physicians and job.noc in physicians)


def foreign(job: Kind, rules: Rules) -> bool:
    """Foreign work experience (MI s. 25)."""
    return not job.in_canada and skilled_work(job, rules)


def skilled_work(job: Kind, rules: Rules) -> bool:
    """Paid work in TEER 0 to 3, anywhere, in any capacity (FSW, IRPR s. 75(2)(a))."""
    return job.paid and job.noc in skilled(rules)


def authorized_canadian(job: Kind, rules: Rules) -> bool:
    """Skilled work in Canada for FSW adaptability (IRPR s. 83(1)(c)): authorised, in any capacity."""
    return job.in_canada and job.authorized and skilled_work(job, rules)


def partner_canadian(job: Kind, rules: Rules) -> bool:
    """The partner's work in Canada for FSW adaptability (IRPR s. 83(1)(c.1)): authorised, in any occupation."""
    return job.in_canada and job.authorized and job.paid


def trade(job: Kind, rules: Rules) -> bool:
    """Work in a skilled trade (IRPR s. 87.2), qualified to practise it, not as a full-time student."""
    listed = job.noc in rules["programs/fst_occupations"]
    return listed and job.paid and job.qualified_for_trade and not job.while_full_time_student


def paid(job: Kind, rules: Rules) -> bool:
    """Paid work anywhere."""
    return job.paid


def paid_in_canada(job: Kind, rules: Rules) -> bool:
    """Paid work in Canada that was authorised, in any capacity."""
    return job.paid and job.in_canada and job.authorized


ALL: tuple[Counts, ...] = (
    canadian,
    foreign,
    skilled_work,
    authorized_canadian,
    partner_canadian,
    trade,
    paid,
    paid_in_canada,
)


@lru_cache(maxsize=SHARED)
def uses(fields: tuple[str, bool, bool, bool, bool, bool, bool], rules: Rules) -> frozenset[Counts]:
    """What a job counts for that has these fields of a `Kind`."""
    job = Kind(*fields)
    return frozenset([counts for counts in ALL if counts(job, rules)])


@lru_cache
def skilled(rules: Rules) -> frozenset[str]:
    """The occupations of TEER 0 to 3."""
    lowest = rules["work/definitions"].points("lowest_skilled_teer")
    return frozenset([o.code for o in occupations() if o.teer <= lowest])


class Windows(NamedTuple):
    """How many years back work counts."""

    crs: int
    fsw: int
    cec: int
    fst: int


@lru_cache
def windows(rules: Rules) -> Windows:
    """From the table `work/windows`."""
    return Windows(*map(rules["work/windows"].points, Windows._fields))


class Experience:
    """A person's jobs under the rules of one edition; amounts in the units of `scoring.work`."""

    def __init__(self, jobs: Sequence[Job], rules: Rules) -> None:
        self.jobs = jobs
        self.rules = rules
        self.measure = _measure(rules)
        self._used = [(job, uses(kind(job), rules), spell(job, self.measure.full_week)) for job in jobs]
        self._nocs: dict[Counts, list[str]] = {}
        self._spells: dict[tuple[Counts, str | None], tuple[Segment, ...]] = {}
        self._added: dict[tuple[Segment, ...], tuple[Segment, ...]] = {}

    def chosen(self, counts: Counts) -> list[Job]:
        """The jobs that count."""
        return [job for job, used, _ in self._used if counts in used]

    def nocs(self, counts: Counts) -> list[str]:
        """The occupations of the jobs that count, in the order given."""
        found = self._nocs.get(counts)
        if found is None:
            found = self._nocs[counts] = list(dict.fromkeys([job.noc for job in self.chosen(counts)]))
        return found

    def spells(self, counts: Counts, noc: str | None = None) -> tuple[Segment, ...]:
        """When how much was worked in one occupation, or in all."""
        found = self._spells.get((counts, noc))
        if found is None:
            spells = [own for job, used, own in self._used if counts in used and noc in (None, job.noc)]
            found = self._spells[counts, noc] = self._together(tuple(spells))
        return found

    def _together(self, spells: tuple[Segment, ...]) -> tuple[Segment, ...]:
        """The same jobs often count for several things."""
        found = self._added.get(spells)
        if found is None:
            found = self._added[spells] = segments(spells, self.measure.full_week)
        return found

    def amount(self, counts: Counts, on: date, years: int | None, noc: str | None = None) -> int:
        """How much was worked in the window of so many years up to the day; None: ever."""
        if not self.jobs:
            return 0
        spells = self.spells(counts, noc)
        return worked(spells, window(on, years), on.toordinal()) if spells else 0

    def continuous(self, counts: Counts, on: date, years: int, noc: str) -> int:
        """The most that was worked in that window without a day between."""
        first, last = window(on, years), on.toordinal()
        return max([worked(run, first, last) for run in self.runs(counts, noc)], default=0)

    def runs(self, counts: Counts, noc: str) -> list[tuple[Segment, ...]]:
        """The work in one occupation, each run without a day between on its own."""
        spells = self.spells(counts, noc)
        return [spells] if len(spells) == 1 else list(stretches(spells))

    def years(self, counts: Counts, on: date, years: int, noc: str | None = None) -> int:
        """Completed years of work in the window."""
        return self.amount(counts, on, years, noc) // self.measure.year

    def weeks(self, worked: int) -> int:
        """Full weeks of full-time work."""
        return worked // (self.measure.full_week * WEEK)

    def by_occupation(self, counts: Counts, on: date, years: int) -> dict[str, int]:
        """How much was worked in each occupation in the window."""
        return {noc: self.amount(counts, on, years, noc) for noc in self.nocs(counts)}


@lru_cache(maxsize=4096)
def window(on: date, years: int | None) -> int:
    """The first day, as an ordinal, of the window of so many years that ends on the day."""
    return years_before(on, years).toordinal() if years is not None else 0


@lru_cache
def _measure(rules: Rules) -> Measure:
    return Measure.of(rules["work/definitions"])
