"""What is kept of a follower, as it is: for themselves, by their signed link, and in the copy of a file."""

from typing import Any

from django.apps import apps
from django.utils import timezone

from intake.consents.following import list_kinds
from intake.models import PROOF_FIELDS, Follower, Letter

OWN = ("reference", "email", "language", "chosen_only", "asked_at", "confirmed_at", "undeliverable")
LETTER = ("kind", "to", "language", "created", "state", "sent_at", "problem", "subject", "body", "digest")
# Rows of other apps, by the model: the lookup to the follower, and the fields that are given.
PARTS: dict[str, tuple[str, str, tuple[str, ...]]] = {}


def register(name: str, model: str, lookup: str, fields: tuple[str, ...]) -> None:
    """Add the rows of another app, when it is ready."""
    PARTS[name] = (model, lookup, fields)


def export_follower(follower: Follower) -> dict[str, Any]:
    """All of it, with the names of the database."""
    return {
        "exported_at": timezone.now(),
        "follower": {name: getattr(follower, name) for name in OWN},
        "kinds": list_kinds(follower),
        "consents": list(follower.consents.values(*PROOF_FIELDS)),
        "letters": list(Letter.objects.filter(to__iexact=follower.email, client=None).values(*LETTER)),
        **{name: export_rows(follower, *part) for name, part in PARTS.items()},
    }


def export_rows(follower: Follower, model: str, lookup: str, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """The follower's rows of a model."""
    return list(apps.get_model(model)._default_manager.filter(**{lookup: follower}).values(*fields))


def export_address(email: str) -> list[dict[str, Any]]:
    """What is kept of the followers with this address: one, or none."""
    return [export_follower(follower) for follower in Follower.objects.filter(email__iexact=email)]
