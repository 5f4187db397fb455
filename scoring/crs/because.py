"""The fact behind each CRS factor, for `because`."""

from collections.abc import Callable

from scoring.candidate import Candidate, Person
from scoring.language import Levels
from scoring.profile import ABILITIES
from scoring.reasons import Fact, Reason

Why = Callable[[Candidate], Reason]


def partner(c: Candidate) -> Person:
    """The partner who counts. Section B has rows only where there is one."""
    if c.partner is None:
        raise LookupError("no partner counts, so no row speaks of one")
    return c.partner


def age(c: Candidate) -> Reason:
    """The age in years."""
    return Reason("age", age=c.age)


def education(person: Person) -> Reason:
    """The level, and how many credentials count for nothing for want of an ECA."""
    ignored = len(person.facts.credentials) - len(person.credentials)
    code = "education_ignored" if ignored else "education"
    return Reason(code, level=person.level, ignored=ignored)


def language(levels: Levels | None, ability: int, missing: str) -> Reason:
    """The level in one ability and the score it comes from."""
    if levels is None:
        return Reason(missing)
    test = levels.test
    code = "ability_nclc" if test.language == "fr" else "ability_clb"
    name = ABILITIES[ability]
    scored = f"{getattr(test, name):g}"
    shown: dict[str, Fact] = {"ability": name, "test": test.test, "score": scored, "clb": levels.abilities[ability]}
    return Reason(code if levels.abilities[ability] else f"{code}_none", **shown)


def canadian_work(person: Person) -> Reason:
    """Completed years of Canadian work."""
    return Reason("canadian_work", years=person.canadian_years)


def education_language(c: Candidate) -> Reason:
    """The level of education and the lowest ability."""
    return _with_language(c, "education_language", level=c.me.level)


def foreign_work_language(c: Candidate) -> Reason:
    """The years of foreign work and the lowest ability."""
    return _with_language(c, "foreign_work_language", years=c.me.foreign_years)


def _with_language(c: Candidate, code: str, **facts: int | str) -> Reason:
    return Reason(code, clb=c.first_clb, **facts) if c.first_clb else Reason(f"{code}_none", **facts)


def certificate(c: Candidate) -> Reason:
    """Whether there is a trade certificate, and the lowest ability."""
    held = c.profile.certificate_of_qualification
    return _with_language(c, "certificate_language") if held else Reason("no_certificate")


def french(c: Candidate) -> Reason:
    """The lowest ability in French and in English."""
    spoken = {levels.test.language: levels.lowest for levels in (c.first, c.second) if levels}
    if "fr" not in spoken:
        return Reason("no_french")
    return Reason("french" if "en" in spoken else "french_only", nclc=spoken["fr"], clb=spoken.get("en", 0))


def canadian_study(c: Candidate) -> Reason:
    """Whether a Canadian credential meets the conditions."""
    studied = any(x.canadian_study_bonus and x.country == "CA" for x in c.me.credentials)
    return Reason("canadian_study" if studied else "no_canadian_study")


def job_offer(c: Candidate) -> Reason:
    """Whether there is an offer that meets the conditions."""
    offer = c.profile.job_offer
    if not offer:
        return Reason("no_job_offer")
    return Reason("job_offer" if offer.qualifying else "job_offer_not_qualifying", noc=offer.noc)


def _yes_no(fact: str, yes: str, no: str) -> Why:
    return lambda c: Reason(yes if getattr(c.profile, fact) else no)


def _first(ability: int) -> Why:
    return lambda c: language(c.first, ability, "no_first_language")


def _second(ability: int) -> Why:
    return lambda c: language(c.second, ability, "no_second_language")


def _partner(ability: int) -> Why:
    return lambda c: language(c.partner_test, ability, "no_partner_language")


def _by_ability(code: str, why: Callable[[int], Why]) -> dict[str, Why]:
    return {f"{code}_{name}": why(index) for index, name in enumerate(ABILITIES)}


BECAUSE: dict[str, Why] = {
    "age": age,
    "education": lambda c: education(c.me),
    **_by_ability("first_language", _first),
    **_by_ability("second_language", _second),
    "canadian_work": lambda c: canadian_work(c.me),
    "partner_education": lambda c: education(partner(c)),
    **_by_ability("partner_language", _partner),
    "partner_canadian_work": lambda c: canadian_work(partner(c)),
    "education_language": education_language,
    "education_canadian_work": lambda c: Reason(
        "education_canadian_work", level=c.me.level, canadian=c.me.canadian_years
    ),
    "foreign_work_language": foreign_work_language,
    "foreign_work_canadian_work": lambda c: Reason(
        "foreign_work_canadian_work", years=c.me.foreign_years, canadian=c.me.canadian_years
    ),
    "certificate_language": certificate,
    "nomination": _yes_no("provincial_nomination", "nomination", "no_nomination"),
    "job_offer": job_offer,
    "french": french,
    "canadian_study": canadian_study,
    "sibling": _yes_no("sibling_in_canada", "sibling", "no_sibling"),
    "high_wage": lambda c: Reason("high_wage"),
}
