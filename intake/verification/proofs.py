"""A client's facts one by one, which of them staff have seen proved, and the profile that is left without the others.

A fact that was not seen is treated as not stated. Some can't be left out: without
a date of birth, a marital status and, for a couple, how the partner counts, there
is no score to speak of, neither high nor low.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from intake.models import Client, DocumentSeen
from scoring.profile import COUPLES, Profile

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
)
LISTS = ("credentials", "language_tests", "jobs")
FUNDS = ("settlement_funds_cad", "family_size")
OF_PARTNER = ("accompanying", "canadian", "date_of_birth")
# A wish, not a fact to be proved: another choice is no other job.
CHOSEN = frozenset({"primary"})


class Part(NamedTuple):
    """One fact: which kind, what is stated, as plain values, and the object that stands for it."""

    code: str
    value: Any
    fact: Any

    @property
    def print(self) -> str:
        """The same for the same fact and for no other."""
        text = json.dumps([self.code, self.value], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def needed(self) -> bool:
        """Without it there is no score."""
        return self.code in NEEDED


def parts(profile: Profile) -> list[Part]:
    """Every fact that a document can prove."""
    return [*whole(profile), *listed(profile, "")]


def whole(profile: Profile) -> Iterator[Part]:
    """The facts that are one answer, and the partner."""
    yield part("date_of_birth", profile.date_of_birth)
    yield part("marital_status", profile.marital_status)
    if couple(profile):
        yield part("partner", {name: getattr(profile.partner, name) for name in OF_PARTNER})
        yield from listed(profile.partner, "partner.")
    yield from (part(name, getattr(profile, name)) for name in SINGLE if stated(profile, name))
    if profile.settlement_funds_cad is not None:
        yield part("settlement_funds", {name: getattr(profile, name) for name in FUNDS})


def couple(profile: Profile) -> bool:
    """A partner is stated, and the marital status says that there is one."""
    return profile.partner is not None and profile.marital_status in COUPLES


def stated(profile: Profile, name: str) -> bool:
    """The answer is another than the one that is taken where nothing is stated."""
    return getattr(profile, name) != getattr(nothing(profile), name)


def nothing(profile: Profile) -> Profile:
    """The same person with nothing stated but what every profile has."""
    return Profile(date_of_birth=profile.date_of_birth, marital_status=profile.marital_status)


def listed(person: Any, prefix: str) -> Iterator[Part]:
    """Each credential, test and job of the client or of the partner."""
    for name in LISTS:
        yield from (part(prefix + name, one) for one in getattr(person, name))


def part(code: str, fact: Any) -> Part:
    """A fact with its plain values."""
    value = msgspec.to_builtins(fact)
    if isinstance(value, dict):
        value = {name: kept for name, kept in value.items() if name not in CHOSEN}
    return Part(code, value, fact)


def marks(client: Client) -> dict[str, DocumentSeen]:
    """The mark that counts, by its print; what was taken back is left out."""
    newest: dict[str, DocumentSeen] = {}
    for mark in client.documents_seen.select_related("author"):
        newest.setdefault(mark.print, mark)
    return {print_: mark for print_, mark in newest.items() if mark.seen}


def without(profile: Profile, left_out: Iterable[Part]) -> Profile:
    """The profile in which these facts are not stated; none of them may be one that is needed."""
    codes: dict[str, list[Any]] = {}
    for one in left_out:
        codes.setdefault(one.code, []).append(one.fact)
    blank = nothing(profile)
    changed = {name: getattr(blank, name) for name in SINGLE if name in codes}
    if "settlement_funds" in codes:
        changed |= {name: getattr(blank, name) for name in FUNDS}
    if couple(profile):
        changed["partner"] = msgspec.structs.replace(profile.partner, **shorter(profile.partner, codes, "partner."))  # type: ignore[type-var]
    return msgspec.structs.replace(profile, **changed, **shorter(profile, codes, ""))


def shorter(person: Any, codes: dict[str, list[Any]], prefix: str) -> dict[str, Any]:
    """The lists of a person without some of their items."""
    return {
        name: tuple(one for one in getattr(person, name) if one not in codes[prefix + name])
        for name in LISTS
        if prefix + name in codes
    }
