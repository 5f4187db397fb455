"""What is recorded of a draw and may be corrected, as text: the form in which corrections store it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from draws.models import Draw

OWN_LIST = ("occupations", "months", "place", "continuous")
# Whom a round selected from, and when.
SELECTS = ("stream", "held_on", *OWN_LIST)
DECIDING = (*SELECTS, "cutoff", "tie_break")
FIELDS = ("name", *DECIDING, "size")
# Field -> its value out of the text, where the text is not the value itself.
READERS: dict[str, Callable[[str], Any]] = {
    "held_on": date.fromisoformat,
    "occupations": lambda text: text.split(", "),
    "months": int,
    # Only a yes is written, so that any text is one.
    "continuous": bool,
    "cutoff": int,
    "tie_break": datetime.fromisoformat,
    "size": int,
}
# Field -> what is written where nothing is recorded, unless that is empty text.
EMPTY: dict[str, Any] = {
    "occupations": [],
    "months": None,
    "continuous": False,
    "cutoff": None,
    "tie_break": None,
    "size": None,
}


def build_snapshot(draw: Draw) -> dict[str, str]:
    """The fields that a correction may change, as text."""
    return {name: format_value(getattr(draw, name)) for name in FIELDS}


def read_values(snapshot: Mapping[str, str]) -> dict[str, Any]:
    """The values that a snapshot was made of; the reverse of `build_snapshot`."""
    given = {name: snapshot.get(name, "") for name in FIELDS}
    return {name: READERS.get(name, str)(text) if text else EMPTY.get(name, "") for name, text in given.items()}


def format_value(value: Any) -> str:
    """A value as a record keeps it: nothing, no and an empty list are empty; a list is its parts."""
    if value is None or value is False or value == []:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)
