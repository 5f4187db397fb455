"""What a result depends on besides the facts: a rule that can be read another way, and what was assumed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec.structs import replace as with_facts

from scoring import experience
from scoring.candidate import Candidate, Person
from scoring.categories import categories
from scoring.crs.score import score
from scoring.experience import kind
from scoring.memory import make_once
from scoring.merging import merge
from scoring.occupations import teer
from scoring.profile import Job
from scoring.programs.evaluate import judge, judge_programs
from scoring.programs.tables import programs
from scoring.reasons import Reason
from scoring.requirements import Outcome
from scoring.rulebook import Rules
from scoring.work import in_canada

FSW = "fsw"
READINGS = "work/readings"
NOTHING_STATED = {"me": "employer_not_stated", "partner": "partner_employer_not_stated"}
LEAVE_BREAKS = "leave_breaks_a_year"
LEAVE = {"me": "leave_not_counted", "partner": "partner_leave_not_counted"}
OF_LOWER_TEER = {"me": "work_of_lower_teer", "partner": "partner_work_of_lower_teer"}
# Work in Canada that the Regulations leave out, by why.
LEFT_OUT = {
    "me": {
        "unpaid": "work_unpaid",
        "student": "work_while_studying",
        "self_employed": "work_self_employed",
        "without_status": "work_without_status",
        "elsewhere": "employer_elsewhere",
    },
    "partner": {
        "unpaid": "partner_work_unpaid",
        "student": "partner_work_while_studying",
        "self_employed": "partner_work_self_employed",
        "without_status": "partner_work_without_status",
        "elsewhere": "partner_employer_elsewhere",
    },
}


def find_readings(c: Candidate, outcomes: Mapping[str, Outcome]) -> list[Reason]:
    """A sentence for each reading that this result hangs on, with the total under both, and for each fact assumed.

    `outcomes` is what each program comes to for the candidate.
    """
    jobs: tuple[Job, ...] = c.profile.jobs
    found: list[Reason] = []
    if len(c.me.experience.nocs(experience.foreign)) > 1:
        found += _foreign_work(c)
    if any(job.while_full_time_student for job in jobs):
        found += _canadian_categories(c, "category_work_while_studying")
    if any(job.self_employed for job in jobs):
        found += _canadian_categories(c, "category_work_self_employed")
    # The partner's leave breaks the year that IRPR 83(1)(c.1) gives points for.
    people = [person for person in (c.me, c.fsw_partner) if person]
    if any(job.unpaid_leave for person in people for job in person.facts.jobs):
        found += _leave(c, outcomes)
    fsw = outcomes.get(FSW)
    if fsw and fsw.eligible and len(c.me.experience.nocs(experience.skilled_work)) > 1:
        found += _primary_occupation(c, fsw)
    found += _job_offer(c, outcomes)
    for who, person in (("me", c.me), ("partner", c.partner)):
        if person and person.facts.jobs:
            found += _employers(who, person)
    return found


@make_once
def turned(rules: Rules, name: str) -> Rules:
    """The same rules with one reading turned."""
    table = rules[READINGS]
    # Without the answers that the table remembers: they are those of the other reading.
    other = replace(table, values={**table.values, name: not table.values[name]}, _known={})
    return Rules({**rules.tables, READINGS: other}, rules.pending)


def _foreign_work(c: Candidate) -> Iterator[Reason]:
    """Foreign work in several occupations: IRCC's tool asks for one, the Instructions can be read as all."""
    work, counts = c.me.experience, experience.foreign
    nocs, years = work.nocs(counts), experience.windows(c.rules).crs
    # The same years either way: then the reading decides nothing, and two scorings are saved.
    if work.years(counts, c.on, years) == max([work.years(counts, c.on, years, noc) for noc in nocs]):
        return
    now, other = _total(c, c.rules), _total(c, turned(c.rules, "foreign_work_in_one_occupation"))
    if now != other:
        code = "foreign_work_in_one" if experience.one_foreign_occupation(c.rules) else "foreign_work_in_all"
        yield Reason(code, total=now, other=other)


def _total(c: Candidate, rules: Rules) -> int:
    # A candidate of its own, because scoring tries the orders of languages on the one that it is given.
    return score(Candidate(c.profile, c.on, rules)).total


def _canadian_categories(c: Candidate, reading: str) -> Iterator[Reason]:
    """Categories of Canadian work that hang on work as a student, or on self-employment."""
    other = Candidate(c.profile, c.on, turned(c.rules, reading))
    code = reading if c.rules[READINGS].values[reading] else f"no_{reading}"
    now, then = (categories(candidate) for candidate in (c, other))
    for name, outcome in now.items():
        if outcome.eligible != then[name].eligible:
            yield Reason(code, category=name, total=_total(c, c.rules), other=_total(c, other.rules))


def _leave(c: Candidate, outcomes: Mapping[str, Outcome]) -> Iterator[Reason]:
    """Programs and categories that hang on whether leave inside a job breaks a continuous year."""
    other = Candidate(c.profile, c.on, turned(c.rules, LEAVE_BREAKS))
    total, then = _total(c, c.rules), score(other).total
    now = merge(outcomes, categories(c))
    turned_outcomes = merge(judge_programs(other), categories(other))
    code = "leave_breaks" if experience.leave_breaks_a_year(c.rules) else "leave_is_no_break"
    for name, outcome in now.items():
        if outcome.eligible != turned_outcomes[name].eligible:
            yield Reason(code, stream=name, total=total, other=then)


def _job_offer(c: Candidate, outcomes: Mapping[str, Outcome]) -> Iterator[Reason]:
    """An offer said to qualify, of which it is not stated on what it rests: all that it decides, with both outcomes."""
    offer = c.profile.job_offer
    if not offer or not offer.qualifying or offer.basis:
        return
    other = Candidate(with_facts(c.profile, job_offer=with_facts(offer, qualifying=False)), c.on, c.rules)
    total, then = _total(c, c.rules), score(other).total
    without = judge_programs(other)
    decided = [reason for name in outcomes for reason in _decided(name, outcomes[name], without[name])]
    if decided or total != then:
        yield Reason("offer_basis_not_stated", noc=offer.noc)
    if total != then:
        yield Reason("offer_decides_score", total=total, other=then)
    yield from decided


def _decided(name: str, now: Outcome, without: Outcome) -> Iterator[Reason]:
    """What of one program is met, or has more points, with the offer alone."""
    if now.grid and without.grid and now.grid["total"] != without.grid["total"]:
        yield Reason("offer_decides_grid", stream=name, total=now.grid["total"], other=without.grid["total"])
    if now.eligible and not without.eligible:
        yield Reason("offer_decides_open" if without.unknown else "offer_decides", stream=name)
        return
    for row, other in zip(now.requirements, without.requirements, strict=True):
        if row.met and not other.met:
            yield Reason("offer_decides_requirement", stream=name, requirement=row.code)


def _primary_occupation(c: Candidate, taken: Outcome) -> Iterator[Reason]:
    """No primary occupation was named, and FSW is met with one of those worked in and not with another."""
    if any(job.primary for job in c.profile.jobs):
        return
    nocs = c.me.experience.nocs(experience.skilled_work)
    failing = [noc for noc in nocs if not _eligible_with(c, noc)]
    if failing:
        noc = taken.requirements[0].because.facts["noc"]
        yield Reason("primary_taken", noc=noc, others=", ".join(failing))


def _eligible_with(c: Candidate, noc: str) -> bool:
    """Whether FSW is met with this primary occupation."""
    jobs = tuple(with_facts(job, primary=job.noc == noc) for job in c.profile.jobs)
    named = Candidate(with_facts(c.profile, jobs=jobs), c.on, c.rules)
    # The order of languages is settled by the CRS, which the primary occupation does not touch.
    named.first, named.second = c.first, c.second
    return all(judge(named, program).eligible for program in programs(c.rules) if program.code == FSW)


def _employers(who: str, person: Person) -> Iterator[Reason]:
    """Work in Canada whose employer is not stated, or that is no Canadian work experience; leave."""
    jobs = person.facts.jobs
    if any(job.employer_country is None for job in person.experience.chosen(experience.canadian)):
        yield Reason(NOTHING_STATED[who])
    if any(map(in_canada, jobs)):
        yield from dict.fromkeys(filter(None, [_not_counted(who, job, person.rules) for job in jobs]))
    if leaves := sum(len(job.unpaid_leave) for job in jobs):
        breaks = who == "partner" or experience.leave_breaks_a_year(person.rules)
        yield Reason(LEAVE[who] if breaks else "leave_without_hours", count=leaves)


def _not_counted(who: str, job: Job, rules: Rules) -> Reason | None:
    """Why a job in Canada is no Canadian work experience; None where it is, or where a contradiction says it."""
    if not in_canada(job) or experience.canadian in experience.uses(kind(job), rules):
        return None
    lowest, own = rules["work/definitions"].points("lowest_skilled_teer"), teer(job.noc)
    if own > lowest:
        return Reason(OF_LOWER_TEER[who], noc=job.noc, teer=own, lowest=lowest)
    left_out = {
        "unpaid": not job.paid,
        "student": job.while_full_time_student,
        "self_employed": job.self_employed,
        "without_status": job.permit_without_status,
        "elsewhere": job.employer_country not in (None, "CA"),
    }
    why = next((why for why, applies in left_out.items() if applies), None)
    return Reason(LEFT_OUT[who][why], noc=job.noc) if why else None
