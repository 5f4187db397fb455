"""A copy of all that is kept of a client, for the client: structured, in the words of the database."""

from itertools import groupby
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from intake import draft
from intake.models import Client
from intake.my_file.documents import seen
from intake.steps import SECTIONS
from intake.summary import cards

AGREED = ("alerts", "chosen_only", "reminders", "rule_news")
OWN = ("reference", "email", "name", "language", *AGREED, "created", "updated")
TIMES = ("profile_submitted_at", "invited_on", "retained_on", "deletion_asked_at")
AGREEMENTS = ("consultation_agreement", "consultation_agreement_on", "service_agreement", "service_agreement_on")


def everything(client: Client) -> dict[str, Any]:
    """The file, part by part. Staff's notes are the firm's own record and are given on request."""
    return {
        "exported_at": timezone.now(),
        "client": {name: getattr(client, name) for name in (*OWN, *TIMES, *AGREEMENTS)}
        | {"stage": client.stage, "outcome": client.outcome, "consultant": consultant(client)},
        "stage_moves": list(client.stage_moves.values("was", "stage", "at")),
        "conflict_checks": list(client.conflict_checks.values("result", "at")),
        "facts": client.facts,
        "answers": list(client.intakes.values("created", "updated", "submitted_at", "language", "answers")),
        "assessments": list(
            client.assessments.values("reference", "on", "edition", "crs", "facts", "result", "contact")
        ),
        "chosen_streams": list(client.chosen_streams.values_list("stream", flat=True)),
        "consents": [model_to_dict(act, exclude=["id", "client"]) for act in client.consents.all()],
        "alerts": list(client.draw_alerts.values("draw__number", "crs", "state", "sent_at")),
        "opened_by": list(client.views.values("who", "part", "at")),
        "documents_seen": list(client.documents_seen.values("part", "value", "seen", "document", "at")),
        "joint_instructions": list(client.households.values("joint_on", "ended_on")),
        "shares": list(client.shares.values("label", "until", "revoked_at", "created")),
    }


def consultant(client: Client) -> dict[str, str] | None:
    """Who answers for the file: name and licence number."""
    found = client.consultant
    licence = getattr(found, "licence", None)
    return {"name": found.get_full_name(), "licence": str(licence or "")} if found else None


def in_words(client: Client) -> dict[str, Any]:
    """The file for reading: the newest answers in words, the scores, what was agreed to, who looked."""
    newest = client.intakes.first()
    pages = [page for page in draft.flow_of(newest).route if page.answered] if newest else []
    grouped = groupby(pages, key=lambda page: page.section)
    return {
        "client": client,
        "assessment": client,  # the paper's foot says whose reference it is
        "assessments": client.assessments.defer("facts", "result", "contact"),
        "seen": seen(client, timezone.localdate()),
        "sections": [(SECTIONS[section], list(cards(pages))) for section, pages in grouped],
    }
