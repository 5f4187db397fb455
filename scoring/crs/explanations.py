"""The fact behind each CRS factor, for `because`, from the same facts as its points."""

from collections.abc import Callable
from typing import Any

from scoring.crs.facts import AgeAndEducation, Extras, Skills, Spoken, Worked
from scoring.profile import ABILITIES, LANGUAGE_OF_TEST
from scoring.reasons import Reason

Why = Callable[[Any], Reason]


def age(facts: AgeAndEducation) -> Reason:
    """The age in years."""
    return Reason("age", age=facts.age)


def education(facts: AgeAndEducation) -> Reason:
    """The level, and how many credentials count for nothing for want of an ECA."""
    code = "education_ignored" if facts.ignored else "education"
    return Reason(code, level=facts.level, ignored=facts.ignored)


def canadian_work(facts: Worked) -> Reason:
    """Completed years of Canadian work."""
    return Reason("canadian_work", years=facts.years)


def language(ability: str, missing: str) -> Why:
    """The level in one ability and the score it comes from."""

    def because(facts: Spoken) -> Reason:
        if facts.test is None:
            return Reason(missing)
        level, score = facts.level(ability), facts.scores[ABILITIES.index(ability)]
        code = "ability_nclc" if LANGUAGE_OF_TEST[facts.test] == "fr" else "ability_clb"
        return Reason(
            code if level else f"{code}_none", ability=ability, test=facts.test, score=f"{score:g}", clb=level
        )

    return because


def education_language(facts: Skills) -> Reason:
    """The level of education and the lowest ability."""
    return _with_language(facts, "education_language", level=facts.level)


def education_canadian_work(facts: Skills) -> Reason:
    """The level of education and years of Canadian work."""
    return Reason("education_canadian_work", level=facts.level, canadian=facts.canadian)


def foreign_work_language(facts: Skills) -> Reason:
    """The years of foreign work and the lowest ability."""
    code = "foreign_work_language" if facts.one_occupation else "all_foreign_work_language"
    return _with_language(facts, code, years=facts.foreign)


def foreign_work_canadian_work(facts: Skills) -> Reason:
    """The years of foreign and of Canadian work."""
    code = "foreign_work_canadian_work" if facts.one_occupation else "all_foreign_work_canadian_work"
    if not facts.canadian:
        return Reason(f"{code}_none", years=facts.foreign)
    return Reason(code, years=facts.foreign, canadian=facts.canadian)


def certificate_language(facts: Skills) -> Reason:
    """Whether there is a trade certificate, and the lowest ability."""
    if facts.certified:
        return _with_language(facts, "certificate_language")
    if facts.elsewhere is None:
        return Reason("no_certificate")
    return Reason("certificate_no_trade" if facts.certified is False else "certificate_open", noc=facts.elsewhere)


def _with_language(facts: Skills, code: str, **shown: int | str) -> Reason:
    return Reason(code, clb=facts.clb, **shown) if facts.clb else Reason(f"{code}_none", **shown)


def nomination(facts: Extras) -> Reason:
    """Whether a province or territory nominates."""
    if facts.base:
        return Reason("base_nomination")
    return Reason("nomination" if facts.nominated else "no_nomination")


def job_offer(facts: Extras) -> Reason:
    """Whether there is an offer that meets the conditions."""
    if facts.offer is None:
        return Reason("no_job_offer")
    return Reason("job_offer" if facts.meets else "job_offer_not_qualifying", noc=facts.offer)


def french(facts: Extras) -> Reason:
    """The lowest ability in French, and in English where French is good enough for it to matter."""
    if facts.nclc is None:
        return Reason("no_french")
    if not facts.nclc:
        return Reason("french_none")
    if facts.nclc < facts.nclc_needed:
        return Reason("french_short", nclc=facts.nclc, needed=facts.nclc_needed)
    # 0 is a test that reaches no level in some ability; None is no test at all.
    if facts.clb == 0:
        return Reason("french_low_english", nclc=facts.nclc)
    return Reason("french_only" if facts.clb is None else "french", nclc=facts.nclc, clb=facts.clb or 0)


def canadian_study(facts: Extras) -> Reason:
    """Whether a Canadian credential meets the conditions."""
    return Reason("canadian_study" if facts.studied else "no_canadian_study")


def sibling(facts: Extras) -> Reason:
    """Whether a brother or sister lives in Canada."""
    if facts.sibling_stays:
        return Reason("sibling_stays")
    return Reason("sibling" if facts.sibling else "no_sibling")


def high_wage(facts: Extras) -> Reason:
    """The listed occupations of the work and of the offer, with their tiers."""
    work, offer, added = facts.high_wage
    if work and offer:
        code = "high_wage_sum" if added else "high_wage_higher"
        return Reason(code, noc=work.noc, tier=work.tier, other=offer.noc, other_tier=offer.tier)
    if work:
        return Reason("high_wage_work", noc=work.noc, tier=work.tier)
    return Reason("high_wage_offer", noc=offer.noc, tier=offer.tier) if offer else Reason("no_high_wage")
