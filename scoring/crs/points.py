"""The points of each factor: one function a factor.

Ministerial Instructions respecting the Express Entry system; "CRS criteria" of
IRCC. Every number stands in `tables/crs/`.
"""

from collections.abc import Callable

from scoring import experience
from scoring.candidate import Candidate
from scoring.occupations import major_group, teer
from scoring.profile import JobOffer
from scoring.table import Table

Points = Callable[[Candidate, Table], int]

# --- A. Core / human capital --------------------------------------------------


def age(c: Candidate, table: Table) -> int:
    """By age on the day."""
    return table.points(c.age, c.column)


def education(c: Candidate, table: Table) -> int:
    """By the highest level only."""
    return table.points(c.me.level, c.column)


def first_language(ability: int) -> Points:
    """By the level in one ability of the first official language."""
    return lambda c, table: table.points(c.first.abilities[ability], c.column) if c.first else 0


def second_language(ability: int) -> Points:
    """By the level in one ability of the second official language."""
    return lambda c, table: table.points(c.second.abilities[ability], c.column) if c.second else 0


def canadian_work(c: Candidate, table: Table) -> int:
    """By completed years of Canadian work."""
    return table.points(c.me.canadian_years, c.column)


# --- B. Spouse or common-law partner ------------------------------------------


def partner_education(c: Candidate, table: Table) -> int:
    """By the partner's highest level."""
    return table.points(c.partner.level, "partner") if c.partner else 0


def partner_language(ability: int) -> Points:
    """By the level in one ability of the partner's better official language."""
    return lambda c, table: table.points(c.partner_test.abilities[ability]) if c.partner_test else 0


def partner_canadian_work(c: Candidate, table: Table) -> int:
    """By the partner's completed years of Canadian work."""
    return table.points(c.partner.canadian_years, "partner") if c.partner else 0


# --- C. Skill transferability -------------------------------------------------


def education_language(c: Candidate, table: Table) -> int:
    """Education with the lowest ability in the first official language."""
    return table.at(c.me.level, c.first_clb)


def education_canadian_work(c: Candidate, table: Table) -> int:
    """Education with years of Canadian work."""
    return table.at(c.me.level, c.me.canadian_years)


def foreign_work_language(c: Candidate, table: Table) -> int:
    """Years of foreign work with the lowest ability in the first official language."""
    return table.at(c.me.foreign_years, c.first_clb)


def foreign_work_canadian_work(c: Candidate, table: Table) -> int:
    """Years of foreign work with years of Canadian work."""
    return table.at(c.me.foreign_years, c.me.canadian_years)


def certificate_language(c: Candidate, table: Table) -> int:
    """A trade certificate with the lowest ability in the first official language."""
    return table.points(c.first_clb) if c.profile.certificate_of_qualification else 0


# --- D. Additional ------------------------------------------------------------


def nomination(c: Candidate, table: Table) -> int:
    """A nomination by a province or territory."""
    return table.points("nominated") if c.profile.provincial_nomination else 0


def job_offer(c: Candidate, table: Table) -> int:
    """A qualifying offer, by the offer's occupation."""
    offer = c.profile.job_offer
    if not offer or not offer.qualifying or not _skilled_offer(c, offer):
        return 0
    return table.points("major_group_00" if major_group(offer.noc) == "00" else "other")


def _skilled_offer(c: Candidate, offer: JobOffer) -> bool:
    return teer(offer.noc) <= c.rules["work/definitions"].points("lowest_skilled_teer")


def french(c: Candidate, table: Table) -> int:
    """French in all four abilities, more with English in all four."""
    spoken = {levels.test.language: levels.lowest for levels in (c.first, c.second) if levels}
    if spoken.get("fr", 0) < table.value("nclc"):
        return 0
    return table.points(spoken.get("en", 0))


def canadian_study(c: Candidate, table: Table) -> int:
    """The Canadian credential that gives most; study abroad never counts."""
    studied = [x for x in c.me.credentials if x.canadian_study_bonus and x.country == "CA"]
    return max((table.points(x.level) for x in studied), default=0)


def sibling(c: Candidate, table: Table) -> int:
    """A brother or sister living in Canada."""
    return table.points("sibling") if c.profile.sibling_in_canada else 0


def high_wage(c: Candidate, table: Table) -> int:
    """Canadian work or an offer in a high-wage occupation: the one that gives more."""
    tiers = c.rules["crs/high_wage_occupations"]
    offer = c.profile.job_offer
    offered = [offer.noc] if offer and offer.qualifying and offer.noc in tiers else []
    worked = [noc for noc in c.me.experience.nocs(experience.canadian) if noc in tiers and _worked_a_year(c, noc)]
    given = [table.points(tiers.points(noc), "job_offer") for noc in offered]
    given += [table.points(tiers.points(noc), "canadian_work") for noc in worked]
    return max(given, default=0)


def _worked_a_year(c: Candidate, noc: str) -> bool:
    years = c.rules["work/windows"].points("crs")
    return c.me.experience.years(experience.canadian, c.on, years, noc) > 0
