"""Every kind of message, by its name. The rooms that own them register them; the outbox knows none by itself."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TypeVar

from intake.message_kinds.kinds import Message

Kind = TypeVar("Kind", bound=Message)
KINDS: dict[str, type[Message]] = {}


def register(kind: type[Kind]) -> type[Kind]:
    """Make a kind known; a decorator. Raises `ValueError` where its name is taken."""
    # Registered by hand and not by subclassing, or a class made in a test would be sent (record 0048).
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
