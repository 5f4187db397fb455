"""The history of a file: everything that has its moment, from every table that keeps one, in one line of time.

Each table is a `Source`. An app above this one adds its own when it is ready, as
with the copy of a client's data. Nothing here writes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intake.common.names import name_user
from intake.models import Client
from intake.permissions import Permission

PAGE = 50


class Entry(NamedTuple):
    """One thing that happened: when, what, its words, who did it, where more of it stands."""

    at: datetime
    title: Any
    text: str = ""
    who: str = ""
    link: str = ""


@dataclass(frozen=True)
class Source:
    """The rows of one table of which a history speaks.

    `kind` is what it is found under; `find` gives the file's rows, of which `at` is the moment; `describe` says one
    in words, or None where there is nothing to say; `permission`: who may not have it sees nothing of these rows.
    """

    kind: str
    find: Callable[[Client], QuerySet[Any]]
    at: str
    describe: Callable[[Any], Entry | None]
    permission: Permission


# What history is narrowed to, in the order in which it is offered.
KINDS: dict[str, Any] = {
    "work": _("Notes, calls and tasks"),
    "stage": _("Moves of the stage"),
    "result": _("Results and documents seen"),
    "contact": _("Enquiries and consultations"),
    "message": _("Messages"),
    "consent": _("Consents"),
    "change": _("Changes"),
    "opening": _("Who opened the file"),
}
# Without a choice, everything but who looked.
QUIET = ("opening",)
SOURCES: list[Source] = []


def register(*sources: Source) -> None:
    """Add tables; one that is there already is not added twice. Raises `KeyError` for a kind that there is not."""
    for source in sources:
        # Looked up for its KeyError alone.
        KINDS[source.kind]
        if source not in SOURCES:
            SOURCES.append(source)


def list_history(client: Client, user: User | AnonymousUser, kind: str = "", page: int = 1) -> tuple[list[Entry], bool]:
    """One page of the history, newest first, of one kind or of all but the quiet ones; and whether there is more."""
    wanted = [
        source
        for source in SOURCES
        if (source.kind == kind or (not kind and source.kind not in QUIET)) and source.permission.held_by(user)
    ]
    last = page * PAGE
    # No table of events: each table is asked for as many rows as could stand on the pages up to this one (record 0123).
    streams = [list_entries(source, client, last + 1) for source in wanted]
    found = list(islice(merge(*streams, key=attrgetter("at"), reverse=True), last - PAGE, last + 1))
    return found[:PAGE], len(found) > PAGE


def list_entries(source: Source, client: Client, count: int) -> Iterator[Entry]:
    """The newest entries of one table, newest first."""
    rows = source.find(client).filter(**{f"{source.at}__isnull": False}).order_by(f"-{source.at}", "-pk")
    for row in rows[:count]:
        if entry := source.describe(row):
            yield entry


def name_member(member: User | None) -> str:
    """A member of staff by name; empty: nobody of the staff."""
    return name_user(member) if member else ""
