"""Every kind of message, by its name. The rooms that own them register them; the outbox knows none by itself."""

import operator
import pkgutil
from collections.abc import Mapping
from functools import reduce
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TypeVar

from django.db.models import Q

from draws.models import Owed
from draws.outbox.kinds import ClientMessage, Message

Kind = TypeVar("Kind", bound=Message)
KINDS: dict[str, type[Message]] = {}


def register(kind: type[Kind]) -> type[Kind]:
    """Make a kind known; a decorator. Raises `ValueError` where its name is taken."""
    if KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"Two kinds of message are called {kind.name}.")
    return kind


def discover(package: ModuleType) -> None:
    """Import the module `messages` of every room that has one, so that its kinds are registered."""
    for room in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if room.ispkg and find_spec(f"{room.name}.messages"):
            import_module(f"{room.name}.messages")


def list_kinds(base: type[Kind]) -> list[type[Kind]]:
    """The registered kinds of this class, by their names."""
    return [kind for _, kind in sorted(KINDS.items()) if issubclass(kind, base)]


def list_kinds_of(ledger: type[Owed]) -> list[type[ClientMessage]]:
    """The registered kinds that are owed in this ledger."""
    return [kind for kind in list_kinds(ClientMessage) if kind.ledger is ledger]


def find_ledgers() -> Mapping[str, type[Owed]]:
    """Every ledger that a kind is owed in, by the name of its model."""
    ledgers = {kind.ledger for kind in list_kinds(ClientMessage)}
    return {str(ledger._meta.model_name): ledger for ledger in sorted(ledgers, key=lambda one: one.__name__)}


def make_message(row: Owed) -> ClientMessage:
    """The message that a row of a ledger owes. Raises `KeyError` for a kind that nobody has registered."""
    kind = KINDS[row.kind]
    if not issubclass(kind, ClientMessage):
        raise KeyError(row.kind)
    return kind(row)


def is_switched_on(ledger: type[Owed]) -> Q:
    """The rows of a ledger whose clients want that kind of message."""
    return reduce(operator.or_, (ledger.of_kind(kind.name) & kind.is_switched_on() for kind in list_kinds_of(ledger)))
