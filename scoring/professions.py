"""The occupations for which one body alone assesses a foreign credential, and whether it did (IRPR s. 75(2.1))."""

from typing import NamedTuple

from scoring import education
from scoring.assess import ProfileAssessment
from scoring.programs.application import Application
from scoring.programs.tables import programs

BODIES = "education/professional_bodies"


class Profession(NamedTuple):
    """The occupation that an application names, and the body whose assessment alone counts for it."""

    noc: str
    body: str


def find_profession(now: ProfileAssessment) -> Profession | None:
    """The occupation with a body of its own that a program would name; None where it names another one, or none."""
    bodies = now.rules.get(BODIES)
    # Almost nobody's occupation has a body, and to choose the occupation costs more than to look.
    if not bodies or not any(job.noc in bodies for job in now.profile.jobs):
        return None
    asking = (one for one in programs(now.rules) if one.education and one.education.professional_bodies)
    named = (Application(now.candidate, program).noc for program in asking)
    return next((Profession(noc, str(bodies.cells[noc]["body"])) for noc in named if noc and noc in bodies), None)


def is_licensed(noc: str, now: ProfileAssessment) -> bool:
    """Nobody practises it without a licence: it has a body of its own."""
    bodies = now.rules.get(BODIES)
    return bodies is not None and noc in bodies


def is_assessed_by(body: str, now: ProfileAssessment) -> bool | None:
    """Whether a credential counts by this body, or as a Canadian one; None where an issuer is not stated."""
    counted = education.counted(now.profile.credentials, now.on, now.rules)
    issuers = {body if held.country == "CA" else held.eca_issuer for held in counted}
    return True if body in issuers else None if None in issuers else False
