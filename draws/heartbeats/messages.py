"""The letter to staff about a process that stopped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from draws.models import Heartbeat
from draws.outbox.kinds import StaffMessage
from intake.message_kinds.registry import register


@register
class ProcessSilent(StaffMessage):
    """Tells staff of a process that fell silent. `facts`: its `part` and `node`, when it was last at work (`at`)."""

    name = "process_silent"
    label = _("A process that stopped")
    template = "draws/email/staff_silent"

    def get_context(self) -> Mapping[str, Any]:
        """The process as it was when staff were to be told."""
        facts = self.row.facts
        at = datetime.fromisoformat(facts["at"])
        return {
            "part": Heartbeat.WatchedPart(facts["part"]).label,
            "node": facts["node"],
            "at": at,
            "kind": facts["part"],
        }
