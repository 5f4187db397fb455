"""What the history of a file keeps of an import: who brought the file in, what changed in it, and what was put back."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from intake.clients import changes
from intake.models import Client

# What a line can change of a file that is there.
WRITTEN = ("name", "telephone", "language", "profile_submitted_at", changes.FACTS)
UNDONE = {"import": "undone"}
# What the files that were there held before, by their primary keys.
Before = Mapping[int, Mapping[str, str]]


def log_written(by: User, created: Iterable[Client], changed: Iterable[Client], was: Before) -> None:
    """Note in the history of each file who brought it in, or what changed in it, by a file."""
    write_entries(by, ADDITION, [(client, [{"added": {}}]) for client in created])
    write_entries(by, CHANGE, [(client, [build_change(client, was)]) for client in changed])


def log_undone(by: User, put_back: Iterable[Client], was: Before) -> None:
    """Note in the history of each file that an import was undone, and what that put back."""
    write_entries(by, CHANGE, [(client, [UNDONE, build_change(client, was)]) for client in put_back])


def build_change(client: Client, was: Before) -> dict[str, Any]:
    """What changed since it was read, as the admin keeps it."""
    # One that somebody began meanwhile was not there to be read.
    return changes.make_message(changes.list_values(was.get(client.pk, {}), client))


def write_entries(by: User, flag: int, messages: Iterable[tuple[Client, list[Any]]]) -> None:
    """Keep these as the admin keeps what is done by its forms."""
    kind = ContentType.objects.get_for_model(Client)
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=by.pk,
            content_type=kind,
            object_id=str(client.pk),
            object_repr=str(client),
            action_flag=flag,
            change_message=json.dumps(message),
        )
        for client, message in messages
    )
