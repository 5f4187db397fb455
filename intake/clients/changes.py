"""What a file's history keeps of a change: each field with its old and new value, as text that is of no language.

`intake.staff.file_history.history_entries` says it in the reader's words. Every door writes it so: the form, the lists,
an import, the client's own answers.
"""

import json
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db.models import Model
from django.utils import timezone

from intake.clients.contact import CONTACT
from intake.models import Client, Invitation, RowChange, Todo

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A field, its old and its new value.
Value = tuple[str, str, str]
FACTS = "facts"
# Kept with what a task says now, where it went to another member of staff with its file.
WITH_FILE = "with_file"
# Kept with what a file says now, where staff scored its answers: from which source.
SCORED = "scored"
# Kept with what a mail server says of an address, or its owner proved of it: which address.
ADDRESS = "address"
# Kept of a file that came into being by what its client did: a sign-in, an address confirmed, a question.
CREATED = "created"
# Kept with the address that takes the place of one that did not work: that one.
MOVED_FROM = "moved_from"
# Kept of a file whose link to a partner's file ended by itself, because that file was deleted.
PARTNER_DELETED = "partner_deleted"
# What a file's history says of its rows that can be changed.
KEPT_OF: dict[type[Model], tuple[str, ...]] = {
    Todo: ("text", "kind", "due_on", "assignee", "done_at", "done_by_client"),
    Invitation: ("received_on", "round_number", "round_stream", "round_on", "cutoff", "outcome", "outcome_on"),
    # What others than the form write: the client, and answers that are scored.
    Client: (*CONTACT, "profile_submitted_at", FACTS),
}


def make_message(values: Iterable[Value]) -> dict[str, Any]:
    """A change as the admin keeps it."""
    listed = list(values)
    return {"changed": {"fields": [name for name, _was, _now in listed], "values": listed}}


def read_values(row: Model, names: Iterable[str]) -> dict[str, str]:
    """What these fields of a file, or of a row of it, hold, as it is kept."""
    return {name: write(getattr(row, name)) for name in names}


def list_values(before: Mapping[str, str], row: Model) -> list[Value]:
    """What changed of these fields since they were read."""
    now = read_values(row, before)
    return [(name, was, now[name]) for name, was in before.items() if now[name] != was]


def write(value: Any) -> str:
    """A value as it is kept: a member of staff by name, answers as JSON, nothing as an empty text."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)


def write_entries(by: "User", flag: int, messages: Iterable[tuple[Client, list[Any]]]) -> None:
    """Keep these messages of files as the admin keeps what is done by its forms."""
    kind = get_content_type_for_model(Client)
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=by.pk,
            content_type=kind,
            object_id=str(client.pk),
            object_repr=str(client)[:200],
            action_flag=flag,
            change_message=json.dumps(message),
        )
        for client, message in messages
    )


def read_row(row: Model) -> dict[str, str]:
    """What a row of a file, or the file itself, says, before it is changed."""
    return read_values(row, KEPT_OF[type(row)])


def read_file(client: Client) -> dict[str, str]:
    """What a file says as the database has it, before it is changed; locked until the caller's transaction ends."""
    # Read anew: what somebody else saved since the page was opened is what the change replaces.
    client.refresh_from_db(fields=KEPT_OF[Client], from_queryset=Client.objects.select_for_update())
    return read_row(client)


def keep_file_change(client: Client, was: Mapping[str, str], by: "User | None" = None, scored: str = "") -> None:
    """Append what a file says otherwise now, and no more of it; nothing where that is nothing.

    `scored`: from which source staff scored its answers, which is said in any case.
    """
    # The first answers are in their result, all of them.
    values = [value for value in list_values(was, client) if value[:2] != (FACTS, "")]
    extra = {SCORED: scored} if scored else {}
    if values or extra:
        before, after = ({value[0]: value[at] for value in values} for at in (1, 2))
        keep(client.pk, client, before, after | extra, by)


def keep_change(client: int, row: Model, was: Mapping[str, str], by: "User | None" = None) -> None:
    """Append that a row of this file is not what it was; nothing where it is. In the caller's transaction."""
    now = read_values(row, was)
    if now != was:
        keep(client, row, was, now, by)


def keep(client: int, row: Model, was: Mapping[str, str], now: Mapping[str, str], by: "User | None" = None) -> None:
    """Append what a row said before and says from now on."""
    build(client, row, was, now, by.pk if by else None).save()


def build(
    client: int,
    row: Model,
    was: Mapping[str, str],
    now: Mapping[str, str],
    by: int | None = None,
    at: datetime | None = None,
) -> RowChange:
    """The unsaved row for what a row of this file said before and says from a moment on, which is now by default.

    `by` is the key of a member of staff.
    """
    # Answers are keyed by a word; none of theirs is looked up by it.
    key = row.pk if isinstance(row.pk, int) else None
    return RowChange(
        client_id=client, model=row._meta.label_lower, row=key, was=was, now=now, by_id=by, at=at or timezone.now()
    )


def list_in_order(row: RowChange, model: type[Model]) -> list[Value]:
    """What changed of a row of this table, in the order of its fields: PostgreSQL keeps keys in one of its own."""
    order = {name: place for place, name in enumerate(KEPT_OF[model])}
    # One that is kept no longer comes last.
    return sorted(row.values, key=lambda value: order.get(value[0], len(order)))


def rebuild(row: Model, values: Mapping[str, str]) -> Any:
    """A copy of a row with its plain fields as they are kept, never to be saved."""
    found = copy(row)
    for name, text in values.items():
        field: Any = row._meta.get_field(name)
        if not field.is_relation:
            setattr(found, name, None if field.null and not text else field.to_python(text))
    return found
