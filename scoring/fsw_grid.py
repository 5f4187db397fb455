"""The selection grid of the Federal Skilled Worker Program: six factors, 100 points (IRPR ss. 78 to 83)."""

from scoring import experience
from scoring.candidate import Candidate, Person
from scoring.language import Levels
from scoring.occupations import teer
from scoring.table import Table
from scoring.work import amount


def grid(c: Candidate) -> dict[str, int]:
    """The points of each factor, and their total."""
    points = {
        "language": language(c),
        "education": c.rules["programs/fsw_education"].points(c.me.level),
        "experience": work(c),
        "age": c.rules["programs/fsw_age"].points(c.age),
        "arranged_employment": arranged_employment(c),
        "adaptability": adaptability(c),
    }
    return {"total": sum(points.values()), **points}


def language(c: Candidate) -> int:
    """Per ability in the first official language, and for the second where all four reach a level."""
    return _language(c, *order(c))


def order(c: Candidate) -> tuple[Levels | None, Levels | None]:
    """The first and second official language for this program.

    Of the orders whose first language is good enough, the one that gives
    most; where none is, the order that the CRS counts.
    """
    needed = c.rules["programs/fsw_minimum"].points("clb")
    fitting = [(first, second) for first, second in c.orders() if first and first.lowest >= needed]
    return max(fitting, key=lambda spoken: _language(c, *spoken), default=(c.first, c.second))


def _language(c: Candidate, first: Levels | None, second: Levels | None) -> int:
    table = c.rules["programs/fsw_language"]
    own = sum(map(table.points, first.abilities)) if first else 0
    return own + c.rules["programs/fsw_second_language"].points(second.lowest if second else 0)


def work(c: Candidate) -> int:
    """Completed years of skilled work, in any occupation."""
    years = c.me.experience.years(experience.skilled_work, c.on, c.rules["work/windows"].points("fsw"))
    return c.rules["programs/fsw_experience"].points(years)


def arranged_employment(c: Candidate) -> int:
    """A qualifying offer of skilled work."""
    return c.rules["programs/fsw_arranged_employment"].points("offer") if has_arranged_employment(c) else 0


def has_arranged_employment(c: Candidate) -> bool:
    """IRPR s. 82: an offer that qualifies, in TEER 0 to 3."""
    offer = c.profile.job_offer
    lowest = c.rules["work/definitions"].points("lowest_skilled_teer")
    return bool(offer and offer.qualifying and teer(offer.noc) <= lowest)


def adaptability(c: Candidate) -> int:
    """What the candidate and the partner who comes along bring, up to the limit."""
    table = c.rules["programs/fsw_adaptability"]
    parts = {
        "study": _studied(c.me, table),
        "work": _worked(c.me, experience.authorized_canadian, table),
        "arranged_employment": has_arranged_employment(c),
        "relative": c.profile.relative_in_canada,
    }
    if c.partner:
        parts |= _partner(c.partner, table)
    return min(sum(table.points(name) for name, held in parts.items() if held), table.value("maximum"))


def _partner(partner: Person, table: Table) -> dict[str, bool]:
    return {
        "partner_language": any(levels.lowest >= table.value("partner_clb") for levels in partner.tests),
        "partner_study": _studied(partner, table),
        "partner_work": _worked(partner, experience.partner_canadian, table),
    }


def _studied(person: Person, table: Table) -> bool:
    """Full-time study in Canada for so many academic years, in a program at least that long."""
    return any(
        x.country == "CA" and x.level != "one_year" and x.full_time_academic_years >= table.value("study_years")
        for x in person.credentials
    )


def _worked(person: Person, counts: experience.Counts, table: Table) -> bool:
    """A year of full-time work in Canada at any time."""
    return person.experience.amount(counts, person.on, None) >= amount(table.value("work_hours"))
