"""Whether a person meets the programs of a day: each requirement of each, by its kind."""

from collections.abc import Callable

from scoring.candidate import Candidate
from scoring.programs import language, papers, work
from scoring.programs.application import Application
from scoring.programs.tables import Program, Row, programs
from scoring.requirements import Outcome, Requirement, outcome

Judge = Callable[[Application, Row], Requirement]

JUDGES: dict[str, Judge] = {
    "continuous_work": work.continuous,
    "work_in_one_occupation": work.in_one_occupation,
    "work_in_total": work.in_total,
    "first_language": language.in_first_language,
    "language": language.in_either_language,
    "language_by_teer": language.by_teer,
    "language_by_ability": language.by_ability,
    "education": papers.education,
    "certificate_or_offer": papers.certificate_or_offer,
    "job_offer": papers.job_offer,
    "funds": papers.funds,
    "quebec": papers.quebec,
    "grid": papers.grid,
}


def judge_programs(c: Candidate) -> dict[str, Outcome]:
    """Every program in force on the day, by its code, in the order in which they are named."""
    return {program.code: judge(c, program) for program in programs(c.rules)}


def judge(c: Candidate, program: Program) -> Outcome:
    """What one program comes to."""
    application = Application(c, program)
    found = [JUDGES[row.kind](application, row) for row in program.rows]
    return outcome(*found, grid=application.grid)


def is_eligible(c: Candidate, program: Program) -> bool:
    """Whether every requirement is met; after one that is not, no other is looked at."""
    application = Application(c, program)
    return all(JUDGES[row.kind](application, row).met for row in program.rows)
