"""Whether a person meets the programs of a day: each requirement of each, by its kind."""

from collections.abc import Callable

from scoring.candidate import Candidate
from scoring.programs import document_requirements, language_requirements, work_requirements
from scoring.programs.application import Application
from scoring.programs.tables import Program, RequirementRow, programs
from scoring.requirements import Outcome, Requirement, outcome

# Requirements that look at the person alone, and those that look at an application: which occupation it names, what
# education is worth with it.
OF_PERSON: dict[str, Callable[[Candidate, RequirementRow], Requirement]] = {
    "first_language": language_requirements.in_first_language,
    "language": language_requirements.in_either_language,
    "language_by_ability": language_requirements.by_ability,
    "job_offer": document_requirements.job_offer,
    "quebec": document_requirements.quebec,
}
OF_APPLICATION: dict[str, Callable[[Application, RequirementRow], Requirement]] = {
    "continuous_work": work_requirements.continuous,
    "work_in_one_occupation": work_requirements.in_one_occupation,
    "work_in_total": work_requirements.in_total,
    "language_by_teer": language_requirements.by_teer,
    "education": document_requirements.education,
    "certificate_or_offer": document_requirements.certificate_or_offer,
    "funds": document_requirements.funds,
    "grid": document_requirements.grid,
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
