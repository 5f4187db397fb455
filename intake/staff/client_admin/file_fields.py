"""The fieldsets of a client's file in the admin; the inlines below them are in `file_inlines`."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intake.models.clients import NUMBERS

WRITING = ["alerts", "wanted", "implied_consent", "undeliverable"]
KNOWN, KNOWN_TO_CORRECT = "known", "known_to_correct"
FACTS, FACTS_TO_CORRECT = [KNOWN, "stood_at"], [KNOWN_TO_CORRECT, "stood_at"]
ON_RECORD = ["sample", "created", "updated"]
CONTACT = [("telephone", "other_telephone"), "postal_address", ("reach_by", "reach_when")]
WORK, PERSON, FACTS_TITLE = _("Work on the file"), _("The person"), _("Facts")
# What is to do now, what is known, whose file it is, what was agreed, what is on record.
FILE: list[tuple[Any, Any]] = [
    (
        WORK,
        {"classes": ["work"], "fields": ["stage", "outcome", "adviser", "consultant", "next_action", "follow_up_on"]},
    ),
    (_("IRCC's pool"), {"fields": ["profile_submitted_at", "invited_on"]}),
    (FACTS_TITLE, {"fields": FACTS}),
    (PERSON, {"classes": ["person"], "fields": ["name", "email", *CONTACT, "language", "reference"]}),
    (
        _("Agreements"),
        {
            "fields": [
                ("consultation_agreement", "consultation_agreement_on"),
                ("service_agreement", "service_agreement_on"),
                "retained_on",
            ]
        },
    ),
    (_("What we may send"), {"fields": WRITING}),
    (_("On record"), {"fields": ON_RECORD}),
]
TAGS = ["tags"]
NEW_TAG = ["new_tag"]


def build_fieldsets(*, may_change: bool) -> list[tuple[Any, Any]]:
    """The fieldsets with the tags and IRCC's numbers where they are kept.

    For those who may change the file also a line for another tag, and the facts with the ways to correct them.
    """
    more = {WORK: [*TAGS, *(NEW_TAG if may_change else [])], PERSON: list(NUMBERS) if settings.CLIENT_NUMBERS else []}
    other = {FACTS_TITLE: FACTS_TO_CORRECT} if may_change else {}
    return [
        (title, {**section, "fields": [*other.get(title, section["fields"]), *more.get(title, [])]})
        for title, section in FILE
    ]


# What decides what the firm owes to whom: read-only in an engaged file for those who may not manage engagements.
ENGAGEMENT = [
    "outcome",
    "consultant",
    "consultation_agreement",
    "consultation_agreement_on",
    "service_agreement",
    "service_agreement_on",
    "retained_on",
]
# Shown, and changed by what the client or the site does, never by hand.
WORKED_OUT = ["reference", *WRITING, "profile_submitted_at", "invited_on", *FACTS, KNOWN_TO_CORRECT, *ON_RECORD]

# What stands in no column of the list and is read for none: the rows of a page are asked for without it.
NOT_LISTED = (
    "source",
    "postal_address",
    "reach_by",
    "reach_when",
    "outcome",
    "consultation_agreement",
    "consultation_agreement_on",
    "service_agreement",
    "service_agreement_on",
    "alerts",
    "facts",
    "profile_submitted_at",
    "deletion_told_at",
    "chosen_only",
    "reminders",
    "rule_news",
    "undeliverable",
    "stood_at",
    "stood_until",
    "stays_until",
    "stood_by",
    "sample",
)
