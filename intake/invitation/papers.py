"""The documents of one client's application, from the facts of the file and the dated table of documents.

What a fact decides is asked for or left out; what no fact of the file decides is marked as to be asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.expiry import expiries
from intake.guide.documents import ALWAYS, CHECKLIST, DOCUMENTS, PEOPLE, SITUATIONS
from intake.models import Client, DatedItem, Invitation
from scoring.profile import COUPLES, Partner, Profile
from scoring.rulebook import Rules

YES, ASK, NO = "yes", "ask", "no"
SKILLED = ("fsw", "fst")
# Documents whose last valid day staff may have entered, and those whose day follows from the answers.
ENTERED: dict[str, str] = {DatedItem.DocumentKind.PASSPORT: "passport", DatedItem.DocumentKind.MEDICAL: "medical"}
ANSWERED: dict[str, str] = {DatedItem.DocumentKind.TEST: "language", DatedItem.DocumentKind.ECA: "eca"}
ASKED_ABOUT = "passport"
# What the public page says to "you", as staff read it of the client.
STAFF_DOCUMENTS = {
    "funds": _(
        "Official letters of the bank that prove the funds; not if the client may work in Canada and holds a valid "
        "offer"
    ),
}
STAFF_PEOPLE = {
    "principal": _("the client"),
    "points": _("the client, and the partner if points are counted"),
    "adults": _("the client and the adult family members, whether or not they come along"),
    "family": _("the client and all family members, whether or not they come along"),
}


@dataclass(frozen=True)
class Needed:
    """One document: who brings it, why it is only perhaps asked for, and until when the file has it.

    `on_request`: it is asked for only where the checklist in the account says so.
    """

    code: str
    words: Any
    staff_words: Any
    whose: Any
    staff_whose: Any
    # In what situation it is asked for, where the file does not say whether it is the client's; empty: it is asked for.
    only_if: Any
    on_request: bool
    valid_until: date | None
    ends_early: bool
    unknown: bool


def list_papers(client: Client, invitation: Invitation, rules: Rules, last: date) -> Iterator[Needed]:
    """The documents that are asked for, or may be, in the table's order. Raises `RuleError` where there is no table."""
    situations = find_situations(client, invitation.round_stream)
    held = find_held(client, rules)
    for code, row in rules["guide/documents"].cells.items():
        answer = situations[str(row["when"])]
        if answer != NO:
            until = held.get(code)
            yield Needed(
                code,
                DOCUMENTS[code],
                STAFF_DOCUMENTS.get(code, DOCUMENTS[code]),
                PEOPLE[str(row["who"])],
                STAFF_PEOPLE.get(str(row["who"]), PEOPLE[str(row["who"])]),
                SITUATIONS.get(str(row["when"]), "") if answer == ASK else "",
                row["when"] == CHECKLIST,
                until,
                until is not None and until < last,
                code == ASKED_ABOUT and until is None,
            )


def find_held(client: Client, rules: Rules) -> dict[str, date]:
    """Until when the client's own documents are valid, by the document's code: of several tests the first to end."""
    items = [one for one in client.dated_items.all() if one.whose == DatedItem.Whose.OWN and one.kind in ENTERED]
    entered = {ENTERED[one.kind]: one.expires_on for one in sorted(items, key=attrgetter("expires_on"))}
    profile = expiries.decode_profile(client)
    return entered | (find_answered(profile, rules) if profile else {})


def find_answered(profile: Profile, rules: Rules) -> dict[str, date]:
    """The last valid day of the first test, and of the assessment, that nothing later replaces."""
    held: dict[str, date] = {}
    ending = sorted(expiries.list_lapses(profile, date.min, date.max, rules), key=attrgetter("lapse.ends"))
    for one in ending:
        if one.whose == DatedItem.Whose.OWN and not expiries.is_replaced(profile, one):
            held.setdefault(ANSWERED[one.lapse.kind], one.lapse.ends - expiries.DAY)
    return held


def find_situations(client: Client, stream: str) -> dict[str, str]:
    """For each situation of the table whether it is the client's: "yes", "no", or "ask" where no fact says it."""
    profile = expiries.decode_profile(client)
    known = describe_profile(profile, stream) if profile else dict.fromkeys(SITUATIONS, ASK)
    # That the firm acts for them is in the file; that nobody else does is not. Nor in which language papers are, nor
    # what the checklist in their account asks for.
    unknown = {"translation": ASK, CHECKLIST: ASK}
    return {**known, **unknown, ALWAYS: YES, "representative": YES if client.in_force() else ASK}


def describe_profile(profile: Profile, stream: str) -> dict[str, str]:
    """What the facts say of each situation."""
    # Somebody who is married now may have been divorced or widowed before, which no question asks.
    married_before = ASK if profile.marital_status in COUPLES else NO
    children = has_children(profile)
    people: list[Profile | Partner] = [profile, *([profile.counted_partner] if profile.counted_partner else [])]
    abroad = any(one.country != "CA" for person in people for one in person.credentials)
    return {
        "foreign_education": YES if abroad else NO,
        "funds": decide_funds(profile, stream),
        "married": YES if profile.marital_status == "married" else NO,
        "common_law": YES if profile.marital_status == "common_law" else NO,
        "divorced": YES if profile.marital_status in ("divorced", "legally_separated") else married_before,
        "widowed": YES if profile.marital_status == "widowed" else married_before,
        "children": YES if children else NO,
        "adopted": ASK if children else NO,
        "relative": YES if profile.sibling_in_canada or profile.relative_in_canada else NO,
        "certificate": YES if profile.certificate_of_qualification else NO,
        "offer": YES if profile.job_offer else NO,
    }


def has_children(profile: Profile) -> bool:
    """Whether the family has more people than the couple."""
    return profile.family_size > (2 if profile.stated_partner else 1)


def decide_funds(profile: Profile, stream: str) -> str:
    """Whether funds are to be proved: by the program of the invitation, which other rounds do not say."""
    offer = profile.job_offer
    if stream == "cec" or (profile.may_work_in_canada and offer and offer.qualifies):
        return NO
    return YES if stream in SKILLED else ASK
