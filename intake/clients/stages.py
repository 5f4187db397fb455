"""From which stage a file may go to which, what must be on record before it is retained, and each move kept."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intake.models import Client, ConflictCheck, StageMove

Stage, Agreement, Result = Client.Stage, Client.Agreement, ConflictCheck.Result
# Where the person themselves, or IRCC, moves the file: from anywhere before it.
ON_THEIR_OWN = (Stage.IN_POOL, Stage.INVITED)
# What staff may do next. Back is for what was entered by mistake; each move stays on record.
MOVES: dict[str, tuple[str, ...]] = {
    Stage.NEW: (Stage.CONTACTED, Stage.BOOKED, Stage.CONSULTED, *ON_THEIR_OWN, Stage.CLOSED),
    Stage.CONTACTED: (Stage.NEW, Stage.BOOKED, Stage.CONSULTED, Stage.AGREEMENT_SENT, *ON_THEIR_OWN, Stage.CLOSED),
    Stage.BOOKED: (Stage.CONTACTED, Stage.CONSULTED, *ON_THEIR_OWN, Stage.CLOSED),
    Stage.CONSULTED: (Stage.BOOKED, Stage.AGREEMENT_SENT, *ON_THEIR_OWN, Stage.CLOSED),
    Stage.AGREEMENT_SENT: (Stage.CONSULTED, Stage.RETAINED, *ON_THEIR_OWN, Stage.CLOSED),
    Stage.RETAINED: (Stage.AGREEMENT_SENT, *ON_THEIR_OWN, Stage.CLOSED),
    # A person may be in the pool before they ever call.
    Stage.IN_POOL: (
        Stage.CONTACTED,
        Stage.BOOKED,
        Stage.CONSULTED,
        Stage.AGREEMENT_SENT,
        Stage.RETAINED,
        Stage.INVITED,
        Stage.CLOSED,
    ),
    Stage.INVITED: (Stage.IN_POOL, Stage.SUBMITTED, Stage.CLOSED),
    Stage.SUBMITTED: (Stage.INVITED, Stage.CLOSED),
    Stage.CLOSED: (Stage.CONTACTED, Stage.RETAINED, Stage.IN_POOL, Stage.INVITED, Stage.SUBMITTED),
}
# From here on the firm looks at the matter, and must know that it may.
AT_WORK = (Stage.BOOKED, Stage.CONSULTED, Stage.AGREEMENT_SENT, Stage.RETAINED)
CLEARED = (Result.CLEAR, Result.CONSENTED)


def choices(stage: str) -> list[tuple[str, Any]]:
    """The stage a file is in, and where it may go."""
    return [(code, label) for code, label in Stage.choices if code == stage or code in MOVES[stage]]


def lacking(client: Client) -> Iterator[Any]:
    """What must still be on record before the client counts as retained (Code of the College, s. 15, 23 and 24)."""
    if not cleared(client):
        yield _("A conflict check without a conflict is not on record: add it below and save first.")
    if client.consultation_agreement not in (Agreement.SIGNED, Agreement.NOT_NEEDED):
        yield _("The consultation agreement is not signed.")
    if client.service_agreement != Agreement.SIGNED:
        yield _("The service agreement is not signed.")
    if client.consultant is None:
        yield _("No consultant of record is named.")


def cleared(client: Client) -> bool:
    """The newest conflict check lets the firm act."""
    newest = client.conflict_checks.first() if client.pk else None
    return newest is not None and newest.result in CLEARED


def unchecked(clients: QuerySet) -> QuerySet:
    """Those at whose matter the firm looks, without a conflict check on record."""
    return clients.filter(stage__in=AT_WORK, conflict_checks=None)


def note(client: Client, was: str, by: User | None = None) -> None:
    """Keep that a file moved, if it did."""
    if client.stage != was:
        StageMove.objects.create(client=client, was=was, stage=client.stage, by=by)
