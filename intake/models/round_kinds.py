"""The kinds of round that a client may choose to hear of: the streams, and categories that have no name here yet."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from scoring.streams import STREAMS, StreamNames

NEW = "new"
# Ticked for nobody beforehand: those who want rounds that have no name yet say so (record 0021).
KINDS = StreamNames(STREAMS, {NEW: _("New categories that this site has no name for yet")})


def list_choices() -> list[tuple[str, Any]]:
    """Every kind with its name, for a field that is filled in with one."""
    return list(KINDS.items())
