"""What is recorded of a draw and may be put right, as text: the form in which corrections keep it."""

from draws.models import Draw

DECIDING = ("stream", "held_on", "cutoff", "tie_break")
FIELDS = ("name", *DECIDING, "size")


def facts(draw: Draw) -> dict[str, str]:
    """What a correction may change."""
    return {name: "" if getattr(draw, name) is None else str(getattr(draw, name)) for name in FIELDS}
