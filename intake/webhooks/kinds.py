"""The kinds of event that other programs are told of; each is registered by the room that knows when it happens.

`facts` of an event are all that is told of it: references and days, and never a name, an address or a score. What the
program needs beyond that it reads here, as somebody who may.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from intake.models import OwedEvent


class EventKind(NamedTuple):
    """One kind: its name in what is sent, its words for staff, and whether an owed one is still so."""

    name: str
    label: Any
    is_so: Callable[[OwedEvent], bool] = lambda _row: True


# An app above this one adds its own: `intake` names nothing of it (record 0159).
KINDS: dict[str, EventKind] = {}


def register(kind: EventKind) -> EventKind:
    """Make a kind known. Raises `ValueError` where its name is taken."""
    if KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"Two kinds of event are called {kind.name}.")
    return kind


LEAD = register(EventKind("lead.new", _("A new lead")))
STAGE = register(EventKind("stage.moved", _("A file moved to another stage")))
# Nobody chooses it: staff send it to see whether a program answers.
TEST = EventKind("test", _("A test"))


def list_choices() -> list[tuple[str, Any]]:
    """Those that a receiver can be told of: name and label."""
    return [(kind.name, kind.label) for kind in KINDS.values()]


def find_label(name: str) -> Any:
    """The words for a kind; its name where nobody registers it any more."""
    return {**KINDS, TEST.name: TEST}[name].label if name in {*KINDS, TEST.name} else name


def is_so(row: OwedEvent) -> bool:
    """Whether what is owed is still so; of a kind that nobody registers any more nothing is."""
    kind = TEST if row.kind == TEST.name else KINDS.get(row.kind)
    return kind is not None and kind.is_so(row)
