"""What a change of rules does to one client: the rules before and with it, over the same facts on one day."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from draws.models import FirmEdition, RuleChange, RuleEffect
from draws.rule_changes.live_rulebook import load_rules_around, read_tables
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment
from scoring.profile import Profile, ProfileError, decode
from scoring.rulebook import Rulebook
from scoring.table import RuleError

Rules = tuple[Rulebook, Rulebook]


def work_out_effect(change: RuleChange, rules: Rules, pk: int, facts: dict[str, Any]) -> RuleEffect:
    """One client's effect, unsaved; an empty one where the rules can't read the facts, so that nobody waits for it."""
    try:
        return build_effect(change, rules, pk, decode(facts))
    except ProfileError:
        # Without a row the change could never be released, which waits until everybody has been compared.
        return RuleEffect(change=change, client_id=pk, before=0, after=0)


def build_effect(change: RuleChange, rules: Rules, pk: int, profile: Profile) -> RuleEffect:
    """What the edition does to one profile; `rules` are those before it and with it."""
    before, after = (ProfileAssessment(profile, change.on, book) for book in rules)
    return RuleEffect(
        change=change,
        client_id=pk,
        before=before.crs.total,
        after=after.crs.total,
        gained=[stream for stream in after.streams if stream not in before.streams],
        lost=[stream for stream in before.streams if stream not in after.streams],
        factors=list(find_differing_rows(before, after)),
    )


def load_rules_compared(change: RuleChange) -> Rules:
    """The rules before the edition and with it. Raises `RuleError` where it does not go with those in use."""
    return load_rules_around(change.firm_edition) if change.firm_edition else load_rules_in_use(change)


def load_rules_told(change: RuleChange) -> Rules:
    """The same once it was told; for an edition of the firm's that an upgrade has brought too, those in use.

    Raises `RuleError` where the rules of this process do not have the edition.
    """
    try:
        return load_rules_compared(change)
    except RuleError:
        if change.firm_edition is None:
            raise
        # It stands in the files by then, and the firm's own is left out (record 0077).
        return load_rules_shipped(change.firm_edition)


def load_rules_in_use(change: RuleChange) -> Rules:
    """The rules in use as they were before the edition's day, and all of them. Raises `RuleError` without any of it."""
    book = rulebook()
    # A process of a release from before it would find that it changes nothing, for anybody.
    if change.edition not in book.turns:
        raise RuleError(f"{change.edition}: the rules of this process have no edition of that day")
    return get_rulebook_before(book, change.edition), book


def load_rules_shipped(edition: FirmEdition) -> Rules:
    """The rules in use without the tables of the firm's edition, and all of them. Raises `RuleError` without those."""
    book = rulebook()
    own = frozenset((table.name, table.source.effective) for table in read_tables(edition))
    if not own <= {(table.name, table.source.effective) for table in book.all()}:
        raise RuleError(f"Edition {edition.pk} of the firm's rules is not among those of this process")
    return get_rulebook_lacking(book, own), book


@lru_cache(maxsize=8)
def get_rulebook_before(book: Rulebook, edition: date) -> Rulebook:
    """The rules as they were before the edition.

    Buys 67 % of the steps of what letters say of an edition: rows are shared within one rulebook
    (`python -m bench.bought workers get_rulebook_before`).
    """
    return book.without(edition)


@lru_cache(maxsize=8)
def get_rulebook_lacking(book: Rulebook, dropped: frozenset[tuple[str, date]]) -> Rulebook:
    """The rules without these editions of tables.

    Buys 52 % of the steps of what letters say of an edition that came with the site since
    (`python -m bench.bought workers get_rulebook_lacking`).
    """
    return book.lacking(dropped)


def find_differing_rows(before: ProfileAssessment, after: ProfileAssessment) -> Iterator[list[str | int]]:
    """The rows whose points differ: code, before, after, as the database gives them back."""
    was = {factor.code: factor.points for factor in before.crs.factors}
    now = {factor.code: factor.points for factor in after.crs.factors}
    for code in {**was, **now}:
        if was.get(code, 0) != now.get(code, 0):
            yield [code, was.get(code, 0), now.get(code, 0)]
