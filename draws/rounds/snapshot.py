"""What is recorded of a draw and may be corrected, as text: the form in which corrections store it."""

from typing import Any

from draws.models import Draw

OWN_LIST = ("occupations", "months", "place", "continuous")
# Whom a round selected from, and when.
SELECTS = ("stream", "held_on", *OWN_LIST)
DECIDING = (*SELECTS, "cutoff", "tie_break")
FIELDS = ("name", *DECIDING, "size")


def build_snapshot(draw: Draw) -> dict[str, str]:
    """The fields that a correction may change, as text."""
    return {name: format_value(getattr(draw, name)) for name in FIELDS}


def format_value(value: Any) -> str:
    """A value as a record keeps it: nothing, no and an empty list are empty; a list is its parts."""
    if value is None or value is False or value == []:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)
