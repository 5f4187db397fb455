"""What a file's history keeps of a change: each field with its old and new value, as text that is of no language.

`intake.staff.timeline.history_entries` says it in the reader's words. Every door writes it so: the form, the lists, an
import.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

# A field, its old and its new value.
Value = tuple[str, str, str]
FACTS = "facts"


def make_message(values: Iterable[Value]) -> dict[str, Any]:
    """A change as the admin keeps it."""
    kept = list(values)
    return {"changed": {"fields": [name for name, _was, _now in kept], "values": kept}}


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
