"""What a reader must know besides the numbers: facts that were assumed, and what gives nothing."""

from collections.abc import Callable, Iterator
from datetime import date

from scoring import offers
from scoring.language import accepted
from scoring.profile import COUPLES, Profile
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.trades import is_skilled_trade

Check = Callable[[Profile, date, Rules], Iterator[Reason]]


def caveats(profile: Profile, on: date, rules: Rules) -> list[Reason]:
    """Everything of this kind about a profile."""
    return [found for check in CHECKS for found in check(profile, on, rules)]


def classification(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """On a day of an older classification of occupations, today's stands in for it."""
    # NOC 2021 has applied since 16 November 2022; a job has no code of the older ones here.
    if rules["work/classification"].values["stands_in"] and profile.jobs:
        yield Reason("classification_stands_in")


def partner(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """A partner about whom nothing is stated."""
    if profile.marital_status in COUPLES and profile.partner is None:
        # Scored as not accompanying: our reading (docs/before-launch.md).
        yield Reason("partner_not_stated")


def family_in_canada(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Whose brother, sister or relative it is decides where a partner does not come along."""
    other = profile.stated_partner
    if other is None or other.accompanying:
        return
    if profile.sibling_in_canada and profile.sibling_of is None:
        yield Reason("sibling_of_whom")
    if profile.relative_in_canada and profile.relative_of is None:
        yield Reason("relative_of_whom")


def nomination(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """A nomination of whose stream nothing is stated, or that gives nothing here."""
    # Taken as aligned with Express Entry, as a line from before the question meant it (record 0065).
    if profile.provincial_nomination and profile.nomination_stream is None:
        yield Reason("stream_not_stated")
    if profile.provincial_nomination and profile.nomination_stream == "base":
        yield Reason("base_nomination")


def job_offer(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """An offer that qualifies for nothing, with an open work permit, or for the trades alone, by two employers."""
    offer = profile.job_offer
    if offer and offer.basis == "open_permit" and not offers.counts(offer, rules):
        yield Reason("open_permit", noc=offer.noc)
    if offer and offer.qualifies and offer.two_employers:
        in_trade = is_skilled_trade(offer.noc, rules)
        yield Reason("two_employers" if in_trade else "two_employers_no_trade", noc=offer.noc)


def credentials(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """A program of less than a year."""
    if any(held.level == "under_one_year" for held in profile.credentials):
        yield Reason("short_program")


def tests(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """A test that Express Entry did not accept yet."""
    for name in dict.fromkeys(test.test for test in profile.language_tests if not accepted(test, rules)):
        yield Reason("test_not_accepted", test=name)


CHECKS: tuple[Check, ...] = (classification, partner, family_in_canada, nomination, job_offer, credentials, tests)
