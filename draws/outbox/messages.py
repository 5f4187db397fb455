"""The letters to staff of the outbox: a limit of messages was reached, our mail server is refused."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from draws.outbox.kinds import StaffMessage
from intake.message_kinds import limits
from intake.message_kinds.registry import register


@register
class LimitReached(StaffMessage):
    """Tells staff that a limit of messages was reached. `facts`: `settings`, the names of the limits."""

    name = "limit_reached"
    label = _("Limit of messages reached")
    template = "draws/email/staff_limit"

    def get_context(self) -> Mapping[str, Any]:
        """The limits as they are set now, with how many each allows."""
        reached = [limit for limit in limits.LIMITS if limit.setting in self.row.facts["settings"]]
        return {"limits": [(limit.setting, limit.most) for limit in reached]}


@register
class ServerRefused(StaffMessage):
    """Tells staff that mail servers refuse ours. `facts`: the `number` of messages that wait, codes of `replies`."""

    name = "server_refused"
    label = _("Our mail server is refused")
    template = "draws/email/staff_refused"

    def get_context(self) -> Mapping[str, Any]:
        """How many wait, and what was answered."""
        return {"number": self.row.facts["number"], "replies": self.row.facts["replies"]}
