"""Whether a person meets the programs of a day: each requirement of each, by its kind."""

from collections.abc import Callable

from scoring.candidate import Candidate
from scoring.programs import language, papers, work
from scoring.programs.application import Application
from scoring.programs.tables import Program, RequirementRow, programs
from scoring.requirements import Outcome, Requirement, outcome

# Requirements that look at the person alone, and those that look at an application: which occupation it names, what
# education is worth with it.
OF_PERSON: dict[str, Callable[[Candidate, RequirementRow], Requirement]] = {
    "first_language": language.in_first_language,
    "language": language.in_either_language,
    "language_by_ability": language.by_ability,
    "job_offer": papers.job_offer,
    "quebec": papers.quebec,
}
OF_APPLICATION: dict[str, Callable[[Application, RequirementRow], Requirement]] = {
    "continuous_work": work.continuous,
    "work_in_one_occupation": work.in_one_occupation,
    "work_in_total": work.in_total,
    "language_by_teer": language.by_teer,
    "education": papers.education,
    "certificate_or_offer": papers.certificate_or_offer,
    "funds": papers.funds,
    "grid": papers.grid,
}


def judge_programs(c: Candidate) -> dict[str, Outcome]:
    """Every program in force on the day, by its code, in the order in which they are named."""
    return {program.code: judge(c, program) for program in programs(c.rules)}


def judge(c: Candidate, program: Program) -> Outcome:
    """What one program comes to."""
    application = Application(c, program)
    found = [
        OF_PERSON[row.kind](c, row) if row.kind in OF_PERSON else OF_APPLICATION[row.kind](application, row)
        for row in program.rows
    ]
    return outcome(*found, grid=application.grid if program.grid else None)


def is_eligible(c: Candidate, program: Program) -> bool:
    """Whether every requirement is met; after one that is not, no other is looked at."""
    # Everybody's test ends within two years, and without a valid one no application need be thought of.
    if not all(OF_PERSON[row.kind](c, row).met for row in program.rows if row.kind in OF_PERSON):
        return False
    application = Application(c, program)
    return all(OF_APPLICATION[row.kind](application, row).met for row in program.rows if row.kind in OF_APPLICATION)
