"""The Comprehensive Ranking System: one function a factor, one list of factors a section.

Ministerial Instructions respecting the Express Entry system; "CRS criteria" of
IRCC. Every number stands in `tables/crs/`.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from scoring import experience
from scoring.candidate import Candidate
from scoring.crs_reasons import REASONS
from scoring.occupations import major_group, teer
from scoring.profile import ABILITIES, JobOffer
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.table import Source, Table

Points = Callable[[Candidate, Table], int]


class Rule(NamedTuple):
    """How one factor is scored: by which table, for how many points, of how many."""

    code: str
    section: str
    table: str
    points: Points
    maximum: Points


class Factor(NamedTuple):
    """One row of a result: the points, the most it can give, why, and by which rule."""

    code: str
    section: str
    points: int
    maximum: int
    because: Reason
    source: Source


class Score(NamedTuple):
    """The CRS points of one person on one day, by section."""

    total: int
    core: int
    partner: int
    transferability: int
    additional: int


# --- A. Core / human capital --------------------------------------------------


def age(c: Candidate, table: Table) -> int:
    """By age on the day."""
    return table.points(c.age, c.column)


def education(c: Candidate, table: Table) -> int:
    """By the highest level only."""
    return table.points(c.me.level, c.column)


def first_language(ability: int) -> Points:
    """By the level in one ability of the first official language."""
    return lambda c, table: table.points(c.first[ability], c.column) if c.first else 0


def second_language(ability: int) -> Points:
    """By the level in one ability of the second official language."""
    return lambda c, table: table.points(c.second[ability], c.column) if c.second else 0


def canadian_work(c: Candidate, table: Table) -> int:
    """By completed years of Canadian work."""
    return table.points(c.me.canadian_years, c.column)


# --- B. Spouse or common-law partner ------------------------------------------


def partner_education(c: Candidate, table: Table) -> int:
    """By the partner's highest level."""
    return table.points(c.partner.level, "partner") if c.partner else 0


def partner_language(ability: int) -> Points:
    """By the level in one ability of the partner's better official language."""
    return lambda c, table: table.points(c.partner_test[ability]) if c.partner_test else 0


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


# --- The sections -------------------------------------------------------------


def own_column(c: Candidate, table: Table) -> int:
    """The most that a factor gives in the candidate's column."""
    return table.maximum(c.column)


def partner_column(c: Candidate, table: Table) -> int:
    """The most that a factor gives for the partner."""
    return table.maximum("partner")


def only_column(c: Candidate, table: Table) -> int:
    """The most that a factor of one column gives."""
    return table.maximum()


def last_column(c: Candidate, table: Table) -> int:
    """The most that a combination gives."""
    return table.maximum(table.columns[-1])


def any_column(c: Candidate, table: Table) -> int:
    """The most that any column gives."""
    return max(map(table.maximum, table.columns))


def _by_ability(code: str, section: str, points: Callable[[int], Points], maximum: Points) -> tuple[Rule, ...]:
    return tuple(
        Rule(f"{code}_{name}", section, f"crs/{code}", points(index), maximum) for index, name in enumerate(ABILITIES)
    )


CORE = (
    Rule("age", "core", "crs/age", age, own_column),
    Rule("education", "core", "crs/education", education, own_column),
    *_by_ability("first_language", "core", first_language, own_column),
    Rule("canadian_work", "core", "crs/canadian_work", canadian_work, own_column),
)
SECOND_LANGUAGE = _by_ability("second_language", "core", second_language, own_column)
PARTNER = (
    Rule("partner_education", "partner", "crs/education", partner_education, partner_column),
    *_by_ability("partner_language", "partner", partner_language, only_column),
    Rule("partner_canadian_work", "partner", "crs/canadian_work", partner_canadian_work, partner_column),
)
C = "transferability"
TRANSFERABILITY = {
    "transferability_education": (
        Rule("education_language", C, "crs/education_language", education_language, last_column),
        Rule("education_canadian_work", C, "crs/education_canadian_work", education_canadian_work, last_column),
    ),
    "transferability_foreign_work": (
        Rule("foreign_work_language", C, "crs/foreign_work_language", foreign_work_language, last_column),
        Rule(
            "foreign_work_canadian_work", C, "crs/foreign_work_canadian_work", foreign_work_canadian_work, last_column
        ),
    ),
    "transferability_certificate": (
        Rule("certificate_language", C, "crs/certificate_language", certificate_language, only_column),
    ),
}
ADDITIONAL = (
    Rule("nomination", "additional", "crs/nomination", nomination, only_column),
    Rule("job_offer", "additional", "crs/job_offer", job_offer, only_column),
    Rule("french", "additional", "crs/french", french, only_column),
    Rule("canadian_study", "additional", "crs/canadian_study", canadian_study, only_column),
    Rule("sibling", "additional", "crs/sibling", sibling, only_column),
    Rule("high_wage", "additional", "crs/high_wage", high_wage, any_column),
)
RULES = {
    rule.code: rule
    for rule in (*CORE, *SECOND_LANGUAGE, *PARTNER, *chain.from_iterable(TRANSFERABILITY.values()), *ADDITIONAL)
}


def score(c: Candidate) -> Score:
    """The points by section, in the order of official languages that gives the higher total."""
    best, spoken = None, (c.first, c.second)
    for c.first, c.second in c.orders():
        found = sections(c)
        if best is None or found.total > best.total:
            best, spoken = found, (c.first, c.second)
    c.first, c.second = spoken
    assert best  # `orders` gives at least one
    return best


def sections(c: Candidate) -> Score:
    """The points by section, with the languages in the order that `c` has."""
    limits, column = c.rules["crs/limits"], c.column
    core = _sum(c, CORE) + min(_sum(c, SECOND_LANGUAGE), second_language_limit(c))
    partner = _sum(c, PARTNER) if c.partner else 0
    groups = [min(_sum(c, rules), limits.points(name, column)) for name, rules in TRANSFERABILITY.items()]
    transferability = min(sum(groups), limits.points(C, column))
    additional = min(_sum(c, ADDITIONAL), limits.points("additional", column))
    return Score(core + partner + transferability + additional, core, partner, transferability, additional)


def second_language_limit(c: Candidate) -> int:
    """The most that the second official language gives: 22 with a partner, 24 without."""
    return c.rules["crs/second_language"].value(f"maximum_{c.column}")


def _sum(c: Candidate, rules: tuple[Rule, ...]) -> int:
    return sum([rule.points(c, table) for rule, table in _in_force(c.rules, rules)])


def _in_force(rules: Rules, factors: tuple[Rule, ...]) -> list[tuple[Rule, Table]]:
    """The factors that have a table on the day, with it."""
    try:
        return rules.kept[factors]
    except KeyError:
        found = [(rule, rules.tables[rule.table]) for rule in factors if rule.table in rules.tables]
        rules.kept[factors] = found
        return found


# --- The rows -----------------------------------------------------------------


def factors(c: Candidate) -> Iterator[Factor]:
    """One row a factor of the rules in force, and one for each limit that takes points away."""
    yield from _rows(c, CORE)
    yield from _limited(c, SECOND_LANGUAGE, "second_language", second_language_limit(c))
    if c.partner:
        yield from _rows(c, PARTNER)
    yield from _transferability(c)
    yield from _limited(c, ADDITIONAL, "additional", _limit(c, "additional"))


def _transferability(c: Candidate) -> Iterator[Factor]:
    rows = [row for name, rules in TRANSFERABILITY.items() for row in _limited(c, rules, name, _limit(c, name))]
    yield from rows
    yield from _excess(c, rows, C, _limit(c, C))


def _limit(c: Candidate, name: str) -> int:
    return c.rules["crs/limits"].points(name, c.column)


def _limited(c: Candidate, rules: tuple[Rule, ...], name: str, limit: int) -> Iterator[Factor]:
    rows = list(_rows(c, rules))
    yield from rows
    yield from _excess(c, rows, name, limit)


def _excess(c: Candidate, rows: list[Factor], name: str, limit: int) -> Iterator[Factor]:
    """A row that takes away what stands above the limit."""
    reached = sum(row.points for row in rows)
    if reached > limit:
        because = Reason("limit", limit=limit, reached=reached)
        yield Factor(f"{name}_limit", rows[0].section, limit - reached, 0, because, c.rules["crs/limits"].source)


def _rows(c: Candidate, rules: tuple[Rule, ...]) -> Iterator[Factor]:
    for rule, table in _in_force(c.rules, rules):
        points = rule.points(c, table)
        yield Factor(rule.code, rule.section, points, rule.maximum(c, table), REASONS[rule.code](c), table.source)
