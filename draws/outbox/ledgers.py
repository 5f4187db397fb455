"""What the registered kinds of message (`intake.message_kinds.registry`) mean for the ledgers that they are owed in."""

import operator
from collections.abc import Mapping
from functools import reduce
from typing import Any

from django.db.models import Q

from draws.models import DeliveryState
from draws.outbox.kinds import ClientMessage
from intake.message_kinds.kinds import LetterMessage, Message
from intake.message_kinds.registry import KINDS, list_kinds
from intake.models import Owed
from intake.querysets import OwedQuerySet


def list_kinds_of(ledger: type[Owed]) -> list[type[Message]]:
    """The registered kinds that are owed in this ledger, by name."""
    return [kind for kind in list_kinds(Message) if kind.ledger is ledger]


def find_ledgers() -> Mapping[str, type[Owed]]:
    """Every ledger that a kind is owed in, by the name of its model in lower case ("alert", "notice")."""
    ledgers = {kind.ledger for kind in list_kinds(Message)}
    return {str(ledger._meta.model_name): ledger for ledger in sorted(ledgers, key=lambda one: one.__name__)}


def make_message(row: Owed) -> ClientMessage[Any] | LetterMessage:
    """The message that a row of a ledger owes. Raises `KeyError` for a kind that nobody has registered."""
    kind = KINDS[row.kind]
    if not issubclass(kind, (ClientMessage, LetterMessage)):
        raise KeyError(row.kind)
    return kind(row)  # type: ignore[arg-type]  # its ledger is that of the row


def is_switched_on(ledger: type[Owed]) -> Q:
    """A condition on the rows of a ledger: their readers want that kind of message.

    Raises `TypeError` for a ledger in which no kind is owed.
    """
    return reduce(
        operator.or_, (ledger.is_of_kind(kind.name) & kind.is_switched_on() for kind in list_kinds_of(ledger))
    )


def count_states(rows: OwedQuerySet[Any]) -> list[tuple[Any, int]]:
    """The states that occur, in their order, in words, each with its number of rows."""
    states = rows.by_state()
    return [(state.label, states[state]) for state in DeliveryState if state in states]
