"""Which of a person's jobs count for what, and how much work they add up to."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from scoring.days import years_before
from scoring.memory import make_once, remember
from scoring.occupations import occupations
from scoring.profile import Job, Leave
from scoring.rulebook import Rules
from scoring.trades import is_skilled_trade
from scoring.work import WEEK, Measure, Segment, at_rate, bridged, in_canada, segments, spells, stretches, worked

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


class WorkKind(NamedTuple):
    """What decides what a job counts for, whoever did it and whenever.

    `for_canada`: in Canada, for an employer established there, or one of whom
    nothing is stated. `permitted`: under a permit; `authorized`: with temporary
    resident status besides.
    """

    noc: str
    in_canada: bool
    for_canada: bool
    paid: bool
    self_employed: bool
    permitted: bool
    authorized: bool
    while_full_time_student: bool
    qualified_for_trade: bool


Fields = tuple[str, bool, bool, bool, bool, bool, bool, bool, bool]


def kind(job: Job) -> Fields:
    """The fields of a job's `WorkKind`."""
    here = in_canada(job)
    return (
        job.noc,
        here,
        # An employer of whom nothing is stated is taken to be here, and the result says so (record 0061).
        here and job.employer_country in (None, "CA"),
        job.paid,
        job.self_employed,
        job.authorized or job.permit_without_status,
        # IRPR 87.1(3)(c) asks for temporary resident status, MI s. 15(7) likewise; s. 83(1)(c) asks for a permit alone.
        job.authorized and not job.permit_without_status,
        job.while_full_time_student,
        job.qualified_for_trade,
    )


Counts = Callable[[WorkKind, Rules], bool]


class WorkInOccupations(NamedTuple):
    """Work that counts for one thing, in some occupations only."""

    counts: Counts
    nocs: frozenset[str]


Counted = Counts | WorkInOccupations
Spells = tuple[Segment, ...]  # when how much was worked


def _of(counts: Counted) -> tuple[Counts, frozenset[str] | None]:
    """What a job must count for, and the occupations that it must be in; None for all."""
    return counts if isinstance(counts, WorkInOccupations) else (counts, None)


def canadian(job: WorkKind, rules: Rules) -> bool:
    """Canadian work experience (MI s. 15; IRPR s. 87.1): authorised, employed, not as a full-time student.

    "Physically in Canada and working for a Canadian employer" (CEC page). Since
    25 April 2023 physicians' self-employed work counts too (public policy).
    """
    if not (job.for_canada and job.authorized and not job.while_full_time_student and skilled_work(job, rules)):
        return False
    return not job.self_employed or _physician(job, rules)


def _physician(job: WorkKind, rules: Rules) -> bool:
    """A physician, whose self-employed work counts."""
    physicians = rules.get("work/self_employed_physicians")
    return bool(physicians and job.noc in physicians)


def foreign(job: WorkKind, rules: Rules) -> bool:
    """Foreign work experience (MI s. 25)."""
    # Unlike in Canada, work as a full-time student counts (IRCC help centre,
    # 394), and no rule leaves out self-employment.
    return not job.in_canada and skilled_work(job, rules)


def canadian_or_foreign(job: WorkKind, rules: Rules) -> bool:
    """Work experience of either sort, as each of them counts."""
    return canadian(job, rules) or foreign(job, rules)


def skilled_work(job: WorkKind, rules: Rules) -> bool:
    """Paid work in TEER 0 to 3, anywhere, in any capacity (FSW, IRPR s. 75(2)(a))."""
    # Students' and self-employed work too: s. 75 has no exclusions such as those of s. 87.1(3).
    return job.paid and job.noc in skilled(rules)


def authorized_canadian(job: WorkKind, rules: Rules) -> bool:
    """Skilled work in Canada for FSW adaptability (IRPR s. 83(1)(c)): under a permit, in any capacity."""
    return job.in_canada and job.permitted and skilled_work(job, rules)


def partner_canadian(job: WorkKind, rules: Rules) -> bool:
    """The partner's work in Canada for FSW adaptability (IRPR s. 83(1)(c.1)): under a permit, in any occupation."""
    return job.in_canada and job.permitted and job.paid


def trade(job: WorkKind, rules: Rules) -> bool:
    """Work in a skilled trade (IRPR s. 87.2), qualified to practise it, not as a full-time student."""
    # Students are left out by IRCC's page of the program (help centre, 394); s. 87.2 itself is silent about them.
    listed = is_skilled_trade(job.noc, rules)
    return listed and job.paid and job.qualified_for_trade and not job.while_full_time_student


def paid(job: WorkKind, rules: Rules) -> bool:
    """Paid work anywhere, which most categories count."""
    return job.paid


def paid_in_canada(job: WorkKind, rules: Rules) -> bool:
    """Authorised paid work in Canada for categories that ask for it; as a student or self-employed, as we read them."""
    if not (job.paid and job.for_canada and job.authorized):
        return False
    readings = rules["work/readings"].values
    studying = job.while_full_time_student and not readings["category_work_while_studying"]
    self_employed = job.self_employed and not (_physician(job, rules) or readings["category_work_self_employed"])
    return not (studying or self_employed)


ALL: tuple[Counts, ...] = (
    canadian,
    foreign,
    canadian_or_foreign,
    skilled_work,
    authorized_canadian,
    partner_canadian,
    trade,
    paid,
    paid_in_canada,
)


@remember
def uses(fields: Fields, rules: Rules) -> frozenset[Counts]:
    """What a job counts for that has these fields of a `WorkKind`."""
    job = WorkKind(*fields)
    return frozenset([counts for counts in ALL if counts(job, rules)])


@make_once
def one_foreign_occupation(rules: Rules) -> bool:
    """Whether the CRS counts foreign work in the one occupation that has most, as IRCC's tool asks, or in all."""
    return bool(rules["work/readings"].values["foreign_work_in_one_occupation"])


def leave_breaks_a_year(rules: Rules) -> bool:
    """Whether leave inside a job is a gap in continuous work."""
    return bool(rules["work/readings"].values["leave_breaks_a_year"])


@make_once
def skilled(rules: Rules) -> frozenset[str]:
    """The codes of the occupations in TEER 0 to 3 (IRPR s. 73; `work/definitions`)."""
    lowest = rules["work/definitions"].points("lowest_skilled_teer")
    return frozenset([o.code for o in occupations() if o.teer <= lowest])


@make_once
def idle_days(rules: Rules) -> frozenset[int]:
    """The days of the week that are no gap between two jobs, counted from Sunday, 0."""
    # "No gaps in employment", says IRCC's page: a weekend is none, any working day is one (record 0060).
    points = rules["work/readings"].points
    return frozenset([number for number, day in enumerate(DAYS) if points(day, "no_gap")])


class Windows(NamedTuple):
    """How many years back work counts: for the CRS and for each program."""

    crs: int
    fsw: int
    cec: int
    fst: int


@make_once
def windows(rules: Rules) -> Windows:
    """The windows of a day, in years, from the table `work/windows`."""
    return Windows(*map(rules["work/windows"].points, Windows._fields))


class Experience:
    """A person's jobs under the rules of one edition; amounts in the units of `scoring.work`."""

    def __init__(self, jobs: Sequence[Job], rules: Rules) -> None:
        self.jobs = jobs
        self.rules = rules
        self.measure = _measure(rules)
        self._works = [(job, spells(job, self.measure.full_week), uses(kind(job), rules)) for job in jobs]
        # Asked for by several rules and on every day of a timeline; each answer is kept for as long as the jobs are.
        self._groups: dict[Counted, dict[str | None, tuple[Spells, ...]]] = {}
        self._added: dict[tuple[Spells, ...], Spells] = {}

    def chosen(self, counts: Counted) -> list[Job]:
        """The jobs that count, in the order given."""
        basis, nocs = _of(counts)
        return [job for job, _, used in self._works if basis in used and (nocs is None or job.noc in nocs)]

    def nocs(self, counts: Counted) -> list[str]:
        """The occupations of the jobs that count, in the order given."""
        _all, *found = self._group(counts)
        return found  # type: ignore[return-value]

    def spells(self, counts: Counted, noc: str | None = None) -> Spells:
        """When how much was worked in one occupation, or in all; in order, without overlaps."""
        jobs = self._group(counts).get(noc, ())
        if len(jobs) < 2:  # noqa: PLR2004 - nothing to add up
            return jobs[0] if jobs else ()
        found = self._added.get(jobs)
        if found is None:
            # By the jobs, because the same ones often count for several things.
            found = self._added[jobs] = segments(bridged(jobs, idle_days(self.rules)), self.measure.full_week)
        return found

    def _group(self, counts: Counted) -> dict[str | None, tuple[Spells, ...]]:
        """When each of the jobs that count was worked in, by occupation; under None all of them."""
        if counts not in self._groups:
            self._groups[counts] = self._group_anew(counts)
        return self._groups[counts]

    def _group_anew(self, counts: Counted) -> dict[str | None, tuple[Spells, ...]]:
        basis, nocs = _of(counts)
        found: dict[str | None, tuple[Spells, ...]] = {None: ()}  # first, so that the others are the occupations
        for job, own, used in self._works:
            noc = job.noc
            if basis in used and (nocs is None or noc in nocs):
                found[None] += (own,)
                found[noc] = found[noc] + (own,) if noc in found else (own,)
        return found

    def amount(self, counts: Counted, on: date, years: int | None, noc: str | None = None) -> int:
        """The amount worked up to the day `on` in the last `years` years (None: ever), in one occupation or in all."""
        if not self.jobs:
            return 0
        spells = self.spells(counts, noc)
        return worked(spells, *window(on, years)) if spells else 0

    def continuous(self, counts: Counted, on: date, years: int, noc: str) -> int:
        """The most that was worked in that window without a break, in one occupation."""
        first, last = window(on, years)
        return max([worked(run, first, last) for run in self.runs(counts, noc)], default=0)

    def runs(self, counts: Counted, noc: str) -> list[Spells]:
        """The work in one occupation, each run without a break on its own."""
        spells = self.spells(counts, noc)
        if len(spells) > 1:
            return list(stretches(spells, self._bridging(counts, noc)))
        return [spells] if spells else []

    def _bridging(self, counts: Counted, noc: str | None = None) -> list[Leave]:
        """The leaves that are no gap in continuous work: none, unless the firm reads it so."""
        if leave_breaks_a_year(self.rules):
            return []
        jobs = [job for job in self.chosen(counts) if noc in (None, job.noc)]
        return [leave for job in jobs for leave in job.unpaid_leave]

    def full_time_runs(self, counts: Counted) -> list[Spells]:
        """The work of full weeks, over all jobs held at once, each run without a break on its own."""
        # Two half-time jobs held at once make full weeks, so that the rate is looked at after they are added up.
        # IRPR 83(1)(c) and (c.1) say "full-time work" and no equivalent in part-time work, unlike ss. 75, 80 and 87.1.
        full = at_rate(self.spells(counts), self.measure.full_week)
        if len(full) > 1:
            return list(stretches(full, self._bridging(counts)))
        return [tuple(full)] if full else []

    def years(self, counts: Counted, on: date, years: int, noc: str | None = None) -> int:
        """Completed years of work in the window of `years` years that ends on the day."""
        return self.amount(counts, on, years, noc) // self.measure.year

    def weeks(self, worked: int) -> int:
        """Full weeks of full-time work in an amount, rounded down."""
        return worked // (self.measure.full_week * WEEK)

    def by_occupation(self, counts: Counted, on: date, years: int) -> dict[str, int]:
        """NOC code -> the amount worked in it in the window of `years` years that ends on the day."""
        return {noc: self.amount(counts, on, years, noc) for noc in self.nocs(counts)}


@remember
def window(on: date, years: int | None) -> tuple[int, int]:
    """The first and the last day, as ordinals, of the window of this many years that ends on the day."""
    # Both ends count: work on the same day this many years ago is inside (our reading, docs/before-launch.md).
    return years_before(on, years).toordinal() if years is not None else 0, on.toordinal()


@make_once
def _measure(rules: Rules) -> Measure:
    return Measure.from_table(rules["work/definitions"])
