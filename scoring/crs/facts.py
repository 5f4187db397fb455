"""What the rows of the CRS depend on: the facts of each group, from which points and reasons are worked out.

Whoever has the same facts has the same rows.
"""

from msgspec import Struct

from scoring import experience, offers
from scoring.candidate import Candidate, Person
from scoring.crs import high_wage
from scoring.crs.high_wage import HighWage
from scoring.education import POST_SECONDARY
from scoring.language import Levels
from scoring.profile import ABILITIES
from scoring.trades import is_trade


class AgeAndEducation(Struct, frozen=True, gc=False):
    """Age, the level of education, how many credentials count for nothing, and the column that all are read in."""

    column: str
    age: int
    level: str
    ignored: int


class Worked(Struct, frozen=True, gc=False):
    """Completed years of Canadian work, and the column that they are read in."""

    column: str
    years: int


class Spoken(Struct, frozen=True, gc=False):
    """One sitting of a test, and the column that it is read in; None without a valid test."""

    column: str | None
    test: str | None = None
    scores: tuple[float, ...] = ()
    levels: tuple[int, ...] = ()

    def level(self, ability: str) -> int | None:
        """CLB or NCLC in one ability."""
        return self.levels[ABILITIES.index(ability)] if self.test else None


class Skills(Struct, frozen=True, gc=False):
    """What is transferable: education, the lowest ability, years of work, a trade certificate.

    `certified` is whether there is a certificate in a trade; None where nobody
    knows whether its occupation is one. `elsewhere` is the occupation of a
    certificate that is not in a trade, or not known to be. `one_occupation`:
    the foreign work is that in one occupation, not in all.
    """

    level: str
    clb: int
    canadian: int
    foreign: int
    certified: bool | None
    elsewhere: str | None = None
    one_occupation: bool = True


class Extras(Struct, frozen=True, gc=False):
    """What gives additional points.

    `base` is a nomination outside Express Entry, which gives none. `offer` is
    the occupation of a job offer, `meets` whether it meets the conditions,
    `nclc` and `clb` the lowest ability in French and in English, `studied` the
    Canadian credentials that count, `high_wage` the listed occupations that were
    worked in or are offered, read in `column`; `sibling_stays`: the brother
    or sister is that of a partner who does not count. `nclc_needed` is the level
    in French below which English plays no part.
    """

    nominated: bool
    base: bool
    offer: str | None
    meets: bool
    nclc: int | None
    clb: int | None
    studied: frozenset[str]
    sibling: bool
    high_wage: HighWage
    sibling_stays: bool = False
    column: str = "single"
    nclc_needed: int = 0


def standing(c: Candidate) -> AgeAndEducation:
    """The candidate's."""
    return AgeAndEducation(c.column, c.age, c.me.level, c.me.ignored)


def partner_standing(person: Person) -> AgeAndEducation:
    """The partner's, whose age gives nothing."""
    # The same age for every partner, so that they share their rows (record 0030).
    return AgeAndEducation("partner", 0, person.level, person.ignored)


def spoken(levels: Levels | None, column: str | None) -> Spoken:
    """The levels of a test; the partner's have a table with just one column, which needs no name."""
    return Spoken(column, levels.test.test, levels.scores, levels.abilities) if levels else Spoken(column)


def skills(c: Candidate) -> Skills:
    """The candidate's."""
    certificate = c.profile.certificate_of_qualification
    certified = is_trade(certificate.noc, c.rules) if certificate else False
    elsewhere = certificate.noc if certificate and not certified else None
    one = experience.one_foreign_occupation(c.rules)
    return Skills(c.me.level, c.first_clb, c.me.canadian_years, c.me.foreign_years, certified, elsewhere, one)


def extras(c: Candidate) -> Extras:
    """The candidate's."""
    profile, offer = c.profile, c.profile.job_offer
    lowest = {levels.language: levels.lowest for levels in (c.first, c.second) if levels}
    return Extras(
        profile.nominated,
        profile.provincial_nomination and not profile.nominated,
        offer.noc if offer else None,
        # Arranged employment is in TEER 0 to 3 by definition (IRPR 82(1)).
        bool(offer and offers.counts(offer, c.rules) and offer.noc in experience.skilled(c.rules)),
        lowest.get("fr"),
        lowest.get("en"),
        # Hashable like the rest, because these facts are the key under which rows are kept.
        frozenset(
            [
                x.level
                for x in c.me.credentials
                if x.canadian_study_bonus and x.country == "CA" and x.level in POST_SECONDARY
            ]
        ),
        profile.has_sibling,
        high_wage.find(c) if high_wage.POINTS in c.rules.tables else high_wage.NOTHING,
        profile.sibling_in_canada and not profile.has_sibling,
        c.column,
        # French has given additional points since 6 June 2017.
        c.rules["crs/french"].value("nclc") if "crs/french" in c.rules.tables else 0,
    )
