"""What is recorded of a draw and may be put right, as text: the form in which corrections keep it."""

from typing import Any

from draws.models import Draw

OWN_LIST = ("occupations", "months", "place", "continuous")
# Whom a round selected from, and when.
SELECTS = ("stream", "held_on", *OWN_LIST)
DECIDING = (*SELECTS, "cutoff", "tie_break")
FIELDS = ("name", *DECIDING, "size")


def facts(draw: Draw) -> dict[str, str]:
    """What a correction may change."""
    return {name: as_text(getattr(draw, name)) for name in FIELDS}


def as_text(value: Any) -> str:
    """A value as a record keeps it: nothing, no and an empty list are empty; a list is its parts."""
    if value is None or value is False or value == []:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)
