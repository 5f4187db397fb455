"""A client's facts one by one, which of them staff have seen proved, and the profile without the others.

A fact that was not seen counts as not stated. Some can't be left out: without a date of birth, a marital status and,
for a couple, how the partner counts, there is no score to speak of, neither high nor low.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from intake.models import Client, DocumentSeen
from scoring.profile import COUPLES, Profile

# Leaving the partner out could give more points than there are (record 0036).
NEEDED = ("date_of_birth", "marital_status", "partner")
# Nothing has to be proved where the answer is the profile's own default: no nomination, no offer.
SINGLE = (
    "certificate_of_qualification",
    "provincial_nomination",
    "sibling_in_canada",
    "relative_in_canada",
    "job_offer",
    "authorized_to_work_in_canada",
    "foreign_military_years",
    "study_in_canada",
)
LISTS = ("credentials", "language_tests", "jobs")
# The money is proved with the size of the family that it must suffice for (record 0036).
FUNDS = ("settlement_funds_cad", "family_size")
OF_PARTNER = ("accompanying", "canadian", "date_of_birth")
# A wish, not a fact to be proved: another choice is no other job.
CHOSEN = frozenset({"primary"})
# Fields added to a fact whose documents may have been seen already, each with what it is where nothing is stated.
CAME_LATER = {"two_employers": False}


class ProvableFact(NamedTuple):
    """One fact: its kind, what is stated as plain values, and the object of the profile."""

    code: str
    value: Any
    fact: Any

    @property
    def print(self) -> str:
        """A digest that is the same for the same fact and for no other."""
        # Sorted: the order of the keys is the database's, and must not make another fact of the same one.
        text = json.dumps([self.code, self.value], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def needed(self) -> bool:
        """Whether there is no score without it."""
        return self.code in NEEDED


def list_facts(profile: Profile) -> list[ProvableFact]:
    """Every fact that a document can prove."""
    return [*list_single_facts(profile), *list_items(profile, "")]


def list_single_facts(profile: Profile) -> Iterator[ProvableFact]:
    """The facts that are one answer, and the partner."""
    yield make_fact("date_of_birth", profile.date_of_birth)
    yield make_fact("marital_status", profile.marital_status)
    if is_couple(profile):
        yield make_fact("partner", {name: getattr(profile.partner, name) for name in OF_PARTNER})
        yield from list_items(profile.partner, "partner.")
    yield from (make_fact(name, getattr(profile, name)) for name in SINGLE if is_stated(profile, name))
    if profile.settlement_funds_cad is not None:
        yield make_fact("settlement_funds", {name: getattr(profile, name) for name in FUNDS})


def is_couple(profile: Profile) -> bool:
    """Whether a partner is stated and the marital status says that there is one."""
    return profile.partner is not None and profile.marital_status in COUPLES


def is_stated(profile: Profile, name: str) -> bool:
    """Whether the answer differs from the default of a profile that does not state it."""
    return bool(getattr(profile, name) != getattr(make_blank(profile), name))


def make_blank(profile: Profile) -> Profile:
    """The same person with nothing stated but what every profile has."""
    return Profile(date_of_birth=profile.date_of_birth, marital_status=profile.marital_status)


def list_items(person: Any, prefix: str) -> Iterator[ProvableFact]:
    """Each credential, test and job of the client or of the partner."""
    for name in LISTS:
        yield from (make_fact(prefix + name, one) for one in getattr(person, name))


def make_fact(code: str, fact: Any) -> ProvableFact:
    """A fact with its plain values."""
    value = msgspec.to_builtins(fact)
    if isinstance(value, dict):
        value = {name: stated for name, stated in value.items() if name not in CHOSEN and not is_left_out(name, stated)}
    return ProvableFact(code, value, fact)


def is_left_out(name: str, value: Any) -> bool:
    """A field that came later says nothing by its default: what was seen before it came stays seen."""
    return name in CAME_LATER and value == CAME_LATER[name]


def find_marks(client: Client) -> dict[str, DocumentSeen]:
    """The newest mark of each print; those that were taken back are left out."""
    # Rows come newest first, so that the first of each print is the one that counts.
    newest: dict[str, DocumentSeen] = {}
    for mark in client.documents_seen.select_related("author"):
        newest.setdefault(mark.print, mark)
    return {print_: mark for print_, mark in newest.items() if mark.seen}


def leave_out(profile: Profile, left_out: Iterable[ProvableFact]) -> Profile:
    """The profile without these facts, none of which may be one that is needed."""
    codes: dict[str, list[Any]] = {}
    for one in left_out:
        codes.setdefault(one.code, []).append(one.fact)
    blank = make_blank(profile)
    changed = {name: getattr(blank, name) for name in SINGLE if name in codes}
    if "settlement_funds" in codes:
        changed |= {name: getattr(blank, name) for name in FUNDS}
    if is_couple(profile):
        changed["partner"] = msgspec.structs.replace(
            profile.partner, **shorten_lists(profile.partner, codes, "partner.")
        )  # type: ignore[type-var]
    return msgspec.structs.replace(profile, **changed, **shorten_lists(profile, codes, ""))


def shorten_lists(person: Any, codes: dict[str, list[Any]], prefix: str) -> dict[str, Any]:
    """The lists of a person without some of their items."""
    return {
        name: tuple(one for one in getattr(person, name) if one not in codes[prefix + name])
        for name in LISTS
        if prefix + name in codes
    }
