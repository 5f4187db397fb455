"""Education as the Federal Skilled Worker Program counts it (IRPR ss. 75(2)(e), 75(2.1) and 78).

For a few professions only the assessment by their own body counts for a foreign
credential; who issued it may not be stated.
"""

from msgspec import Struct

from scoring import education
from scoring.candidate import Candidate
from scoring.profile import Credential
from scoring.programs.tables import RequirementRow
from scoring.requirements import Requirement, requirement


class AssessedEducation(Struct, frozen=True, gc=False):
    """Whether there is a credential that counts, and the level that it comes to.

    `highest` is the level if every assessment of whose issuer nothing is stated
    came from `body`, the one that the occupation asks for; None where it asks
    for none.
    """

    met: bool | None
    level: str
    highest: str
    body: str | None
    noc: str | None


def assessed(c: Candidate, noc: str | None) -> AssessedEducation:
    """What counts with this primary occupation."""
    bodies = c.rules.get("education/professional_bodies")
    if noc is None or not bodies or noc not in bodies:
        return AssessedEducation(bool(c.me.credentials), c.me.level, c.me.level, None, noc)
    body = str(bodies.cells[noc]["body"])
    sure = [x for x in c.me.credentials if _assessed_by(x, body)]
    # Who issued it is not stated: it may count, so that the requirement is not known rather than not met.
    possible = [x for x in c.me.credentials if _assessed_by(x, body) is not False]
    met = True if sure else None if possible else False
    highest = education.level(possible)
    return AssessedEducation(met, education.level(sure) if sure else highest, highest, body, noc)


def _assessed_by(credential: Credential, body: str) -> bool | None:
    """Canadian, or assessed by this body; None where who assessed it is not stated."""
    if credential.country == "CA":
        return True
    return None if credential.eca_issuer is None else credential.eca_issuer == body


def requirement_of(c: Candidate, row: RequirementRow, found: AssessedEducation) -> Requirement:
    """A Canadian credential, or a foreign one with a valid ECA, of the profession's body where it has one."""
    code, source = row.code, row.source
    if found.met:
        # A program of less than a year meets s. 75(2)(e), which asks for any credential, and s. 78 gives it no points.
        if found.level == "none":
            return requirement(code, True, source, "assessed_short")
        return requirement(code, True, source, "assessed", level=found.level)
    if not c.me.credentials:
        return requirement(code, False, source, "not_assessed")
    why = "assessed_elsewhere" if found.met is False else "assessor_not_stated"
    source = c.rules["education/professional_bodies"].source
    return requirement(code, found.met, source, why, noc=found.noc, body=found.body)
