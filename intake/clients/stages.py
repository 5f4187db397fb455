"""The stages of a file: which moves are allowed, what must be on record first, and the record of each move."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from intake.clients import todos
from intake.models import Client, ConflictCheck, StageMove
from intake.querysets import ClientQuerySet
from intake.webhooks.owe import owe_moves

Stage, Agreement, Result = Client.Stage, Client.Agreement, ConflictCheck.Result
# Where the person themselves, or IRCC, moves the file: from anywhere before it.
# Not behind the agreements: whether IRCC invited somebody is no question of ours (record 0034).
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
# A file is retained or closed on its own page, where it says what must come first and how it ended.
ONE_BY_ONE = (Stage.RETAINED, Stage.CLOSED)


def list_choices(stage: str) -> list[tuple[str, Any]]:
    """The stage that a file is in, and those to which it may be moved: code and label."""
    return [(code, label) for code, label in Stage.choices if code == stage or code in MOVES[stage]]


def list_choices_within_engagement(client: Client) -> list[tuple[str, Any]]:
    """The same for those who may not end an engagement: the file stays engaged, and is neither closed nor reopened."""
    # Never saved: each stage is put into it to ask whether the file would still be engaged.
    imagined = Client(retained_on=client.retained_on, invited_on=client.invited_on)
    found = []
    for code, label in list_choices(client.stage):
        imagined.stage = code
        moves = imagined.is_engaged and Stage.CLOSED not in (code, client.stage)
        if code == client.stage or moves:
            found.append((code, label))
    return found


def find_moves(client: Client, *, may_manage: bool) -> set[str]:
    """Where somebody may move the file from elsewhere than its own page: a list, a button, an import."""
    within = client.is_engaged and not may_manage
    found = list_choices_within_engagement(client) if within else list_choices(client.stage)
    return {code for code, _label in found} - {*ONE_BY_ONE}


def find_lacking(client: Client) -> Iterator[Any]:
    """What must still be on record before the client counts as retained (Code of the College, s. 15, 23 and 24)."""
    if not is_cleared(client):
        yield _("A conflict check without a conflict is not on record: add it below and save first.")
    if client.consultation_agreement not in (Agreement.SIGNED, Agreement.NOT_NEEDED):
        yield _("The consultation agreement is not signed.")
    if client.service_agreement != Agreement.SIGNED:
        yield _("The service agreement is not signed.")
    if client.consultant is None:
        yield _("No consultant of record is named.")


def is_cleared(client: Client) -> bool:
    """Whether the newest conflict check lets the firm act."""
    newest = client.conflict_checks.first() if client.pk else None
    return newest is not None and newest.result in CLEARED


def find_unchecked(clients: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
    """Clients whose matter the firm works on without a conflict check on record."""
    return clients.filter(stage__in=AT_WORK, conflict_checks=None)


def record_move(client: Client, was: str, by: User | None = None) -> None:
    """Record that a file moved from stage `was`, if it did, with what that brings to do."""
    record_moves([(client, was)], by)


def record_moves(files: Iterable[tuple[Client, str]], by: User | None = None) -> None:
    """The same for files that moved together, each with the stage that it was in."""
    moved = [(client, was) for client, was in files if client.stage != was]
    if moved:
        rows = [StageMove(client=client, was=was, stage=client.stage, by=by) for client, was in moved]
        # In the transaction of the move, so that no program is told of one that was undone (record 0159).
        owe_moves(StageMove.objects.bulk_create(rows))
        todos.follow_moves(moved, by)
