"""A copy of everything that is stored about a client, for the client: structured, with the names of the database."""

import json
from itertools import groupby
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from intake.clients.applicant_user import make_username
from intake.common.telephone_numbers import format_telephone
from intake.data_copy.documents_seen import list_documents_seen
from intake.data_copy.former_values import export_former_values
from intake.followers.data import export_address
from intake.models import Client, Device, FirmTestimonial, TestimonialApproval
from intake.models.clients import NUMBERS
from intake.questionnaire import draft
from intake.questionnaire.check_summary import build_cards
from intake.questionnaire.steps import SECTIONS

# Of the client's own row.
AGREED = ("alerts", "chosen_only", "reminders", "rule_news")
REACHED = ("telephone", "other_telephone", "postal_address", "reach_by", "reach_when")
OWN = (
    "reference",
    "email",
    "name",
    *REACHED,
    "language",
    "source",
    "stage",
    "outcome",
    *AGREED,
    "undeliverable",
    "facts",
)
TIMES = ("created", "updated", "profile_submitted_at", "invited_on", "retained_on")
DEVICE = ("browser", "system", "first_seen", "last_seen")
STEP = ("invitation__received_on", "step", "side", "text", "due_on", "done_at", "done_by_client")
DELETION = ("deletion_told_at",)
AGREEMENTS = ("consultation_agreement", "consultation_agreement_on", "service_agreement", "service_agreement_on")


class ExportedPart(NamedTuple):
    """Rows of one model: the part's name, the lookup from a row to its client, and the fields that are given."""

    name: str
    model: str
    client: str
    fields: tuple[str, ...]


# A test compares this with the models: a new one about a client is here, registered by its app, or a named exception.
PARTS = [
    ExportedPart(
        "answers",
        "intake.Intake",
        "client",
        ("created", "updated", "submitted_at", "language", "by_staff", "checked_at", "source", "answers", "mistakes"),
    ),
    ExportedPart(
        "assessments",
        "intake.Assessment",
        "client",
        ("reference", "created", "on", "edition", "crs", "facts", "result", "contact"),
    ),
    ExportedPart(
        "scenarios",
        "intake.Scenario",
        "assessment__client",
        ("name", "assessment__reference", "created", "updated", "answers", "mistakes"),
    ),
    ExportedPart("standings", "intake.Standing", "client", ("stream", "crs", "since", "until")),
    ExportedPart("chosen_streams", "intake.ChosenStream", "client", ("stream",)),
    ExportedPart("consents", "intake.Consent", "client", ("given", "at", "wording", "language", "source", "ip")),
    ExportedPart("address_changes", "intake.AddressChange", "client", ("was", "now", "at", "by_staff", "told_at")),
    ExportedPart(
        "letters",
        "intake.Letter",
        "client",
        ("kind", "to", "language", "facts", "created", "state", "sent_at", "problem", "subject", "body", "digest"),
    ),
    ExportedPart(
        "enquiries",
        "intake.Enquiry",
        "client",
        (
            "reference",
            "kind",
            "assessment__reference",
            "name",
            "email",
            "telephone",
            "call_when",
            "text",
            "language",
            "source",
            "created",
            "confirmed_at",
            "answered_at",
        ),
    ),
    ExportedPart(
        "consultations",
        "intake.Consultation",
        "client",
        (
            "reference",
            "starts_at",
            "minutes",
            "way",
            "state",
            "name",
            "email",
            "telephone",
            "text",
            "language",
            "zone",
            "fee",
            "source",
            "created",
        ),
    ),
    ExportedPart(
        "consultation_changes",
        "intake.ConsultationChange",
        "consultation__client",
        ("consultation__reference", "at", "began_at", "begins_at", "was", "state"),
    ),
    ExportedPart("opened_by", "intake.FileView", "client", ("who", "part", "at")),
    ExportedPart(
        "shares",
        "intake.Share",
        "client",
        ("id", "label", "assessment__reference", "until", "revoked_at", "created"),
    ),
    ExportedPart("share_uses", "intake.ShareUse", "share__client", ("share", "at")),
    ExportedPart(
        "events_told",
        "intake.OwedEvent",
        "client",
        ("kind", "receiver__name", "facts", "created", "state", "sent_at", "problem"),
    ),
    ExportedPart(
        "invitations",
        "intake.Invitation",
        "client",
        (
            "received_on",
            "round_number",
            "round_stream",
            "round_on",
            "cutoff",
            "outcome",
            "outcome_on",
            "created",
            "closed_at",
        ),
    ),
    ExportedPart("stage_moves", "intake.StageMove", "client", ("was", "stage", "at")),
    # Without what was looked for: it names other people.
    ExportedPart("conflict_checks", "intake.ConflictCheck", "client", ("result", "at")),
    # The note of a member of staff is the firm's own record (record 0036).
    ExportedPart("documents_seen", "intake.DocumentSeen", "client", ("part", "value", "seen", "document", "at")),
    ExportedPart(
        "dated_documents",
        "intake.DatedItem",
        "client",
        ("kind", "whose", "name", "issued_on", "expires_on", "source", "created"),
    ),
    ExportedPart(
        "deletion_requests", "intake.DeletionRequest", "client", ("asked_at", "way", "answered_at", "answer", "reason")
    ),
    # The days alone: no page of a client's says who the partner is (record 0037).
    ExportedPart("joint_instructions", "intake.Household", "clients", ("joint_on", "ended_on")),
]


def register(*parts: ExportedPart) -> None:
    """Add the rows of another app, when it is ready; a part registered twice is one."""
    # By the app whose rows they are: `intake` names nothing of it (record 0055).
    PARTS.extend(part for part in parts if part not in PARTS)


def export_file(client: Client) -> dict[str, Any]:
    """The whole file, part by part. Staff's notes and tasks are the firm's own record and are given on request."""
    own = {name: getattr(client, name) for name in (*OWN, *TIMES, *DELETION, *AGREEMENTS)}
    # What is kept is given, even where the firm has stopped asking for it.
    own |= {name: getattr(client, name) for name in NUMBERS if settings.CLIENT_NUMBERS or getattr(client, name)}
    accounts = get_user_model().objects.filter(username=make_username(client.email), is_staff=False)
    return {
        "exported_at": timezone.now(),
        "client": own | {"consultant": export_consultant(client)},
        "account": list(accounts.values("email", "date_joined", "last_login")),
        "rounds_followed": export_address(client.email),
        "testimonials": export_testimonials(client),
        # Other tasks are the firm's own work; of a plan both sides see every step (record 0190).
        "invitation_steps": list(client.todos.filter(invitation__isnull=False).values(*STEP)),
        **export_former_values(client),
        "devices": list(Device.objects.filter(user__in=accounts).values(*DEVICE)),
        **{part.name: export_rows(part, client) for part in PARTS},
    }


def export_for_staff(client: Client) -> dict[str, Any]:
    """The same as staff make it: without what the client began or tried out alone, which nobody else reads."""
    found = export_file(client)
    # What nobody submitted is nobody's business yet (record 0032); the client has it in My file.
    open_to_staff = [row for row in found["answers"] if row["by_staff"] or row["submitted_at"]]
    return {name: rows for name, rows in found.items() if name != "scenarios"} | {"answers": open_to_staff}


def encode_copy(copy: dict[str, Any]) -> bytes:
    """A copy as the JSON that is downloaded."""
    return json.dumps(copy, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def export_rows(part: ExportedPart, client: Client) -> list[dict[str, Any]]:
    """The client's rows of this part."""
    model = apps.get_model(part.model)
    return list(model._default_manager.filter(**{part.client: client}).values(*part.fields))


def export_testimonials(client: Client) -> list[dict[str, Any]]:
    """What the client wrote of the firm, with each approval: found by the file's reference."""
    rows = FirmTestimonial.objects.filter(reference=client.reference)
    acts = TestimonialApproval.objects.filter(testimonial__in=rows)
    words = ("words_en", "words_fr", "shown_as")
    written: list[dict[str, Any]] = list(rows.values(*words, "counts_from", "counts_until"))
    return written + list(acts.values("act", "by_whom", "on", "how", "kept_where", *words, "at"))


def export_consultant(client: Client) -> dict[str, str] | None:
    """The consultant of record: name and licence number."""
    found = client.consultant
    licence = getattr(found, "licence", None)
    return {"name": found.get_full_name(), "licence": str(licence or "")} if found else None


def build_readable_copy(client: Client, *, by_staff: bool = False) -> dict[str, Any]:
    """The file for reading: the newest answers in words (`by_staff`: that staff may read), the scores, who looked."""
    newest = (client.intakes.open_to_staff() if by_staff else client.intakes.all()).first()
    pages = [page for page in draft.build_flow(newest).route if page.answered] if newest else []
    grouped = groupby(pages, key=lambda page: page.section)
    return {
        "client": client,
        "telephones": [format_telephone(number) for number in (client.telephone, client.other_telephone) if number],
        "assessments": client.assessments.defer("facts", "result", "contact"),
        "seen": list_documents_seen(client, timezone.localdate()),
        "sections": [(SECTIONS[section], list(build_cards(pages))) for section, pages in grouped],
    }
