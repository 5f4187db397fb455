"""What the firm's history keeps of a client's answers before and after they were scored or brought in anew."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from intake.clients.changes import FACTS
from intake.models import Client


def list_answers_changed(client: Client) -> list[dict[str, Any]]:
    """Each change with its moment and the facts before and after it, the oldest first."""
    kind = ContentType.objects.get_for_model(Client)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(client.pk), change_message__contains=f'"{FACTS}"')
    return [
        {"at": row.action_time, "was": json.loads(was or "{}"), "now": json.loads(now or "{}")}
        for row in rows.order_by("action_time", "pk")
        for was, now in read_facts(row.change_message)
    ]


def read_facts(message: str) -> Iterator[tuple[str, str]]:
    """The facts before and after, of each change of them in a row of the admin's."""
    try:
        parts = json.loads(message)
    except ValueError:
        # A plain sentence, which may have the word in it.
        return
    for part in parts if isinstance(parts, list) else ():
        for name, was, now in part.get("changed", {}).get("values", ()):
            if name == FACTS:
                yield was, now
