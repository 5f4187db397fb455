"""Which of a person's jobs count for what, and how much work they come to."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from scoring.days import years_before
from scoring.occupations import occupations
from scoring.profile import Job
from scoring.rulebook import Rules
from scoring.work import WEEK, Measure, Segment, in_canada, segments, stretches, worked

Counts = Callable[[Job, Rules], bool]


def canadian(job: Job, rules: Rules) -> bool:
    """Canadian work experience (MI s. 15; IRPR s. 87.1): authorised, employed, not as a full-time student.

    Since 25 April 2023 physicians' self-employed work counts too (public policy).
    """
    if not (in_canada(job) and job.authorized and not job.while_full_time_student and skilled_work(job, rules)):
        return False
    physicians = rules.get("work/self_employed_physicians")
    return not job.self_employed or bool(physicians and job.noc in physicians)


def foreign(job: Job, rules: Rules) -> bool:
    """Foreign work experience (MI s. 25)."""
    return not in_canada(job) and skilled_work(job, rules)


def skilled_work(job: Job, rules: Rules) -> bool:
    """Paid work in TEER 0 to 3, anywhere, in any capacity (FSW, IRPR s. 75(2)(a))."""
    return job.paid and job.noc in _skilled_occupations(rules)


def _skilled_occupations(rules: Rules) -> frozenset[str]:
    found: frozenset[str] | None = rules.kept.get(skilled_work)
    if found is None:
        lowest = rules["work/definitions"].points("lowest_skilled_teer")
        found = rules.kept[skilled_work] = frozenset(o.code for o in occupations() if o.teer <= lowest)
    return found


def authorized_canadian(job: Job, rules: Rules) -> bool:
    """Skilled work in Canada for FSW adaptability (IRPR s. 83(1)(c)): authorised, in any capacity."""
    return in_canada(job) and job.authorized and skilled_work(job, rules)


def partner_canadian(job: Job, rules: Rules) -> bool:
    """The partner's work in Canada for FSW adaptability (IRPR s. 83(1)(c.1)): authorised, in any occupation."""
    return in_canada(job) and job.authorized and job.paid


def trade(job: Job, rules: Rules) -> bool:
    """Work in a skilled trade (IRPR s. 87.2), qualified to practise it, not as a full-time student."""
    listed = job.noc in rules["programs/fst_occupations"]
    return listed and job.paid and job.qualified_for_trade and not job.while_full_time_student


def paid(job: Job, rules: Rules) -> bool:
    """Paid work anywhere."""
    return job.paid


def paid_in_canada(job: Job, rules: Rules) -> bool:
    """Paid work in Canada that was authorised, in any capacity."""
    return job.paid and in_canada(job) and job.authorized


class Experience:
    """A person's jobs under the rules of one edition; amounts in the units of `scoring.work`."""

    def __init__(self, jobs: Sequence[Job], rules: Rules) -> None:
        self.jobs = jobs
        self.rules = rules
        self.measure = _measure(rules)
        self._chosen: dict[Counts, list[Job]] = {}
        self._nocs: dict[Counts, list[str]] = {}
        self._spells: dict[tuple[Counts, str | None], tuple[Segment, ...]] = {}

    def chosen(self, counts: Counts) -> list[Job]:
        """The jobs that count."""
        found = self._chosen.get(counts)
        if found is None:
            found = self._chosen[counts] = [job for job in self.jobs if counts(job, self.rules)]
        return found

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
            jobs = [job for job in self.chosen(counts) if noc is None or job.noc == noc]
            found = self._spells[counts, noc] = segments(jobs, self.measure.full_week) if jobs else ()
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
        return max((worked(run, first, last) for run in self.runs(counts, noc)), default=0)

    def runs(self, counts: Counts, noc: str) -> list[tuple[Segment, ...]]:
        """The work in one occupation, each run without a day between on its own."""
        return list(stretches(self.spells(counts, noc)))

    def years(self, counts: Counts, on: date, years: int, noc: str | None = None) -> int:
        """Completed years of work in the window."""
        return self.amount(counts, on, years, noc) // self.measure.year

    def weeks(self, worked: int) -> int:
        """Full weeks of full-time work."""
        return worked // (self.measure.full_week * WEEK)

    def by_occupation(self, counts: Counts, on: date, years: int) -> dict[str, int]:
        """How much was worked in each occupation in the window, the most first."""
        amounts = {noc: self.amount(counts, on, years, noc) for noc in self.nocs(counts)}
        return dict(sorted(amounts.items(), key=lambda item: -item[1]))


@lru_cache(maxsize=4096)
def window(on: date, years: int | None) -> int:
    """The first day, as an ordinal, of the window of so many years that ends on the day."""
    return years_before(on, years).toordinal() if years is not None else 0


def _measure(rules: Rules) -> Measure:
    measure: Measure | None = rules.kept.get(Measure)
    if measure is None:
        measure = rules.kept[Measure] = Measure.of(rules["work/definitions"])
    return measure
