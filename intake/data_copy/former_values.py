"""What the firm's history keeps of a client's answers and details before and after they were changed."""

import json
from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from intake.clients.changes import FACTS, KEPT_OF
from intake.models import Client


class Change(NamedTuple):
    """One field of the file, before and after, as text that is of no language."""

    at: datetime
    name: str
    was: str
    now: str


def export_former_values(client: Client) -> dict[str, list[dict[str, Any]]]:
    """The answers, and how the client is called and reached, before and after each change; the oldest first."""
    found = sorted([*find_in_saves(client), *find_in_rows(client)], key=attrgetter("at"))
    return {
        "answers_changed": [
            {"at": one.at, "was": json.loads(one.was or "{}"), "now": json.loads(one.now or "{}")}
            for one in found
            if one.name == FACTS
        ],
        "details_changed": [one._asdict() for one in found if one.name != FACTS],
    }


def find_in_rows(client: Client) -> Iterator[Change]:
    """What the client changed, and answers that were submitted."""
    for row in client.row_changes.of_rows(Client).order_by("at", "pk"):
        yield from (Change(row.at, *value) for value in row.values)


def find_in_saves(client: Client) -> Iterator[Change]:
    """What staff changed in the form or by an import, of what the copy gives."""
    kind = ContentType.objects.get_for_model(Client)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(client.pk), change_message__contains='"values"')
    for row in rows.order_by("action_time", "pk"):
        yield from (Change(row.action_time, *value) for value in read_values(row.change_message))


def read_values(message: str) -> Iterator[tuple[str, str, str]]:
    """The fields of the file before and after, of each change of them in a row of the admin's."""
    try:
        parts = json.loads(message)
    except ValueError:
        # A plain sentence, which may have the word in it.
        return
    for part in parts if isinstance(parts, list) else ():
        changed = part.get("changed", {})
        # What has a model is of another row of the file.
        for name, was, now in () if "model" in changed else changed.get("values", ()):
            if name in KEPT_OF[Client]:
                yield name, was, now
