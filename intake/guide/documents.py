"""The documents of an application after an invitation, for one's own situation."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from scoring.rulebook import Rules

# What a reader can tick, in this order.
SITUATIONS = {
    "foreign_education": _("I rely on education from outside Canada"),
    "funds": _("I was invited under the Federal Skilled Worker or Federal Skilled Trades Program"),
    "married": _("I am married"),
    "common_law": _("I live with a common-law partner"),
    "divorced": _("An earlier union of mine, or of my partner, ended in divorce or legal separation"),
    "widowed": _("An earlier union of mine, or of my partner, ended with a death"),
    "children": _("I have dependent children"),
    "adopted": _("A child of mine was adopted"),
    "relative": _("I rely on a brother, a sister or another relative in Canada"),
    "certificate": _("I rely on a certificate of qualification in a trade"),
    "offer": _("I rely on a job offer"),
    "translation": _("A document is neither in English nor in French"),
    "representative": _("Somebody represents me"),
}

# Words alone: what is asked of whom stands in a dated table, which a person compares with IRCC's page (record 0091).
DOCUMENTS = {
    "passport": _("Passport or travel document, valid on the day of the application"),
    "language": _("Language test results, still valid on the day of the application"),
    "eca": _("Educational credential assessment, still valid on the day of the application, and the diploma itself"),
    "work_letters": _("Letters from employers: title, duties, hours, pay and dates"),
    "police": _("Police certificates"),
    "medical": _("Proof of the medical examination, taken before the application"),
    "funds": _(
        "Official letters from your bank that prove the funds; not if you may work in Canada and hold a valid offer"
    ),
    "birth": _("Birth certificate"),
    "adoption": _("Adoption certificate"),
    "marriage": _("Marriage certificate"),
    "common_law": _("Statutory declaration of common-law union (IMM 5409), with proof of living together"),
    "divorce": _("Divorce certificate or legal separation"),
    "death": _("Death certificate of the former spouse"),
    "representative": _("Use of a representative (IMM 5476)"),
    "relationship": _("Proof of the relationship and of the relative's status in Canada"),
    "certificate": _("Certificate of qualification, in the trade of the application"),
    "offer": _("Letter of the job offer"),
    "translation": _("Translation, with the translator's affidavit unless certified, and a copy of the original"),
    "release": _("Authority to release information (IMM 5475)"),
    "photos": _("Digital photos"),
    "other_name": _("Evidence of another name"),
}

PEOPLE = {
    "principal": _("you"),
    "comes": _("everybody who comes along"),
    "points": _("you, and your partner if points are counted"),
    "adults": _("you and your adult family members, whether or not they come along"),
    "family": _("you and all family members, whether or not they come along"),
    "each_child": _("each child concerned"),
    "couple": _("the couple"),
    "concerned": _("the person concerned"),
}
ALWAYS, CHECKLIST = "always", "checklist"


class Document(NamedTuple):
    """One document to tick, and who is asked for it."""

    code: str
    words: Any
    whose: Any


def list_documents(rules: Rules, situation: Collection[str]) -> Iterator[Document]:
    """What is asked of everybody, and what this situation asks for. Raises `RuleError` where no table is in force."""
    return find_documents(rules, {ALWAYS, *situation})


def list_on_request(rules: Rules) -> Iterator[Document]:
    """What only the checklist in one's own account asks for."""
    return find_documents(rules, {CHECKLIST})


def find_documents(rules: Rules, occasions: Collection[str]) -> Iterator[Document]:
    """The documents of these occasions, in the table's order."""
    for code, row in rules["guide/documents"].cells.items():
        if row["when"] in occasions:
            yield Document(code, DOCUMENTS[code], PEOPLE[str(row["who"])])


def describe_police_rules(rules: Rules) -> dict[str, Any]:
    """The numbers of police certificates, whether one of another country counts after its last valid day, the sources.

    Raises `RuleError` where no table is in force.
    """
    table, expired = rules["guide/police_certificates"], rules.get("guide/expired_police_certificates")
    return {
        "police": {name: row["value"] for name, row in table.cells.items()},
        "expired_counts": bool(expired and expired.points("other_country")),
        "sources": [rules["guide/documents"].source, table.source, *([expired.source] if expired else [])],
    }
