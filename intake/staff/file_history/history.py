"""The history of a file: everything that has its moment, from every table that keeps one, in one line of time.

Each table is a `HistorySource`. An app above this one adds its own when it is ready, as
with the copy of a client's data. Nothing here writes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Length
from django.utils.translation import gettext_lazy as _

from intake.common.names import name_user
from intake.models import Client
from intake.permissions import Permission

PAGE = 50
# On the page of the file, and how many are looked at beyond them.
LATEST, SPARE = 10, 5


class TimelineEntry(NamedTuple):
    """One thing that happened: when, what, its words, who did it, where more of it stands."""

    at: datetime
    title: Any
    text: str = ""
    who: str = ""
    link: str = ""


@dataclass(frozen=True)
class HistorySource:
    """The rows of one table of which a history speaks.

    `kind` is what it is found under; `find` gives the file's rows, of which `at` is the moment; `describe` says one
    in words, or None where there is nothing to say; `permission`: without it none of these rows is seen.
    """

    kind: str
    find: Callable[[Client], QuerySet[Any]]
    at: str
    describe: Callable[[Any], TimelineEntry | None]
    permission: Permission


# What history is narrowed to, in the order in which it is offered.
KINDS: dict[str, Any] = {
    "work": _("Notes, calls and tasks"),
    "stage": _("Stage changes"),
    "result": _("Results and documents seen"),
    "contact": _("Enquiries and consultations"),
    "message": _("Messages"),
    "consent": _("Consents"),
    "change": _("Changes"),
    "opening": _("Who opened the file"),
}
# SQL, and its parameters.
Statement = tuple[str, tuple[Any, ...]]
# Stands in a statement for the key of a file: none has it.
NOBODY = -1
# Without a choice, everything but who looked.
QUIET = ("opening",)
SOURCES: list[HistorySource] = []


def register(*sources: HistorySource) -> None:
    """Add tables; one that is there already is not added twice. Raises `KeyError` for an unknown kind."""
    for source in sources:
        # Looked up for its KeyError alone.
        KINDS[source.kind]
        if source not in SOURCES:
            SOURCES.append(source)


def list_history(
    client: Client, user: User | AnonymousUser, kind: str = "", page: int = 1
) -> tuple[list[TimelineEntry], bool]:
    """One page of the history, newest first, of one kind or of all but the quiet ones; and whether there is more."""
    # No table of events: one statement finds which rows of which tables stand on the page (record 0199).
    found = find_newest(client, choose_sources(user, kind), PAGE * (page - 1), PAGE + 1)
    return describe_rows(client, found[:PAGE]), len(found) > PAGE


def list_latest(client: Client, user: User | AnonymousUser) -> list[TimelineEntry]:
    """The last entries of the history, newest first, as the page of the file shows them."""
    # A row that has nothing to say beside others leaves its place to the next.
    return describe_rows(client, find_newest(client, choose_sources(user), 0, LATEST + SPARE))[:LATEST]


def choose_sources(user: User | AnonymousUser, kind: str = "") -> list[HistorySource]:
    """The tables of a kind, or of all but the quiet ones, of which this member of staff may read."""
    return [
        source
        for source in SOURCES
        if (source.kind == kind or (not kind and source.kind not in QUIET)) and source.permission.held_by(user)
    ]


def find_newest(
    client: Client, sources: Sequence[HistorySource], start: int, count: int
) -> list[tuple[HistorySource, Any]]:
    """The rows from a place in the history on, newest first: the table of each, and its primary key."""
    if not sources:
        return []
    sql, parameters = build_statement(tuple(sources), start, count, connection.vendor)
    keys: dict[Any, Any] = {NOBODY: client.pk, str(NOBODY): str(client.pk)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [keys.get(value, value) for value in parameters])
        return [(sources[place], key) for _at, place, key, _length in cursor.fetchall()]


@lru_cache(maxsize=100)
def build_statement(
    sources: tuple[HistorySource, ...], start: int, count: int, vendor: str
) -> tuple[str, tuple[Any, ...]]:
    """The statement for a place in the history of any file, and its parameters, with `NOBODY` for the file's key.

    Of each row it gives the moment, the place of its table, its key as text, and the length of the key.
    Buys 49 % of the steps of the page of a history (`python -m bench.bought desk build_statement`).
    """
    nobody = Client(pk=NOBODY)
    first, *others = [build_keys(place, source, nobody) for place, source in enumerate(sources)]
    rows = first.union(*others, all=True).order_by("-history_at", "history_source", "-history_length", "-history_key")
    sql, parameters = rows[start : start + count].query.sql_with_params()
    return sql, tuple(parameters)


def build_keys(place: int, source: HistorySource, client: Client) -> QuerySet[Any, Any]:
    """Of each row of a table its moment, the place of its table, and its key as text: some are no numbers.

    With the length of the key, by which those that are numbers come in their order.
    """
    rows = source.find(client).filter(**{f"{source.at}__isnull": False}).order_by()
    key = Cast("pk", TextField())
    keys: dict[str, Any] = {"history_at": F(source.at), "history_source": Value(place), "history_key": key}
    keys["history_length"] = Length("history_key")
    found: QuerySet[Any, Any] = rows.annotate(**keys).values_list(*keys)
    return found


def describe_rows(client: Client, found: Sequence[tuple[HistorySource, Any]]) -> list[TimelineEntry]:
    """These rows in words, in their order, fetched table by table."""
    rows = {source: fetch_rows(client, source, found) for source in dict.fromkeys(source for source, _key in found)}
    entries = (source.describe(rows[source][key]) for source, key in found if key in rows[source])
    return [entry for entry in entries if entry]


def fetch_rows(client: Client, source: HistorySource, found: Sequence[tuple[HistorySource, Any]]) -> dict[Any, Any]:
    """The rows of one table among these, by their key as it was found."""
    keys = [key for one, key in found if one is source]
    own = source.find(client)
    read = own.model._meta.pk.to_python
    rows = own.in_bulk([read(key) for key in keys])
    return {key: rows[read(key)] for key in keys if read(key) in rows}


def name_member(member: User | None) -> str:
    """A member of staff by name; empty: nobody of the staff."""
    return name_user(member) if member else ""
