"""What an application costs a family, and the money it must show: every amount from its table, none inferred."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from scoring.programs.document_requirements import funds_needed
from scoring.rulebook import Rules
from scoring.table import Source, Table

WORDS = {
    "processing": _("Processing the application: you"),
    "partner": _("Processing the application: spouse or common-law partner"),
    "child": _("Processing the application: each dependent child"),
    "right_of_permanent_residence": _("Right of permanent residence: you"),
    "right_of_couple": _("Right of permanent residence: each adult of the couple"),
}


class Family(NamedTuple):
    """Who is in the application: a partner or none, and how many dependent children."""

    partner: bool
    children: int

    @property
    def adults(self) -> int:
        """The applicant, and a partner."""
        return 1 + self.partner

    @property
    def size(self) -> int:
        """How many people."""
        return self.adults + self.children


class Fee(NamedTuple):
    """One fee in Canadian dollars for each of `persons`.

    `each` is None where IRCC's amount of today is not known; then `before` is the amount until it changed.
    """

    words: Any
    each: int | None
    persons: int
    before: int | None

    @property
    def total(self) -> int | None:
        """For all of them; None where not known."""
        return None if self.each is None else self.each * self.persons


class Costs(NamedTuple):
    """What a family pays to IRCC and must show, in Canadian dollars. `funds` is None where no table is in force.

    `rose` is the day on which the fees that are not known changed.
    """

    family: Family
    fees: list[Fee]
    biometrics_each: int
    biometrics_most: int
    funds: int | None
    funds_source: Source | None
    rose: date
    sources: list[Source]

    @property
    def known(self) -> int:
        """The sum of what is known."""
        return sum(fee.total for fee in self.fees if fee.total is not None)

    @property
    def about(self) -> int:
        """The sum with each amount that is not known as it was before it rose."""
        return self.known + self.at_old_amounts

    @property
    def at_old_amounts(self) -> int:
        """The sum of what is not known, as it was before it rose."""
        return sum((fee.before or 0) * fee.persons for fee in self.unknown)

    @property
    def unknown(self) -> list[Fee]:
        """The fees that are not in the sum."""
        return [fee for fee in self.fees if fee.total is None]

    @property
    def biometrics(self) -> int:
        """The most that biometrics of this family cost."""
        return min(self.biometrics_each * self.family.size, self.biometrics_most)


def work_out_costs(rules: Rules, family: Family) -> Costs:
    """The costs of a family under the tables of a day. Raises `RuleError` where no table of fees is in force."""
    biometrics, funds = rules["guide/biometrics_fees"], rules.get("programs/funds")
    relatives = find_newest(rules, "guide/family_fees").source
    sources = [rules["guide/fees"].source, relatives, biometrics.source]
    return Costs(
        family=family,
        fees=list_fees(rules, family),
        biometrics_each=biometrics.points("person"),
        # IRCC's maximum is for a family that applies together: of one person it would be too much.
        biometrics_most=biometrics.points("family") if family.size > 1 else biometrics.points("person"),
        funds=funds_needed(funds, family.size) if funds else None,
        funds_source=funds.source if funds else None,
        rose=relatives.effective,
        sources=list({source.cite: source for source in sources + ([funds.source] if funds else [])}.values()),
    )


def list_fees(rules: Rules, family: Family) -> list[Fee]:
    """Each fee that this family pays, once a kind."""
    own, relatives = rules["guide/fees"], rules["guide/family_fees"]
    # An amount that nobody has seen is not inferred; the page says what it was before, and leaves it out of the sum
    # (record 0091).
    known = not find_newest(rules, relatives.name).pending
    fees = [Fee(WORDS["processing"], own.points("processing"), 1, None)]
    for person, persons in {"partner": int(family.partner), "child": family.children}.items():
        amount = relatives.points(person)
        if persons:
            fees.append(Fee(WORDS[person], amount if known else None, persons, None if known else amount))
    right = "right_of_permanent_residence"
    words = WORDS["right_of_couple" if family.partner else right]
    return [*fees, Fee(words, own.points(right), family.adults, None)]


def find_newest(rules: Rules, name: str) -> Table:
    """The edition that has begun last, be its numbers known or not."""
    return next((table for table in rules.pending if table.name == name), rules[name])
