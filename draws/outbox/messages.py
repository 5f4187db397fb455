"""The letters to staff of the outbox: a limit of messages was reached, our mail server is refused."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.outbox import mail_health
from draws.outbox.kinds import StaffMessage
from intake.message_kinds import limits
from intake.message_kinds.registry import register
from intake.models import Letter


@register
class LimitReached(StaffMessage):
    """Tells staff that a limit of messages was reached. `facts`: `settings`, the names of the limits."""

    name = "limit_reached"
    label = _("Limit of messages reached")
    template = "draws/email/staff_limit"

    @classmethod
    def find_due(cls, now: datetime) -> Iterator[Letter]:
        """One a day on which a limit is reached; where the firm sets none, none is."""
        if reached := [limit.setting for limit in limits.list_reached(now)]:
            # The day in the key makes it one letter a day.
            yield from cls.build_rows(f"limits of {timezone.localdate(now)}", {"settings": reached})

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

    @classmethod
    def find_due(cls, now: datetime) -> Iterator[Letter]:
        """One a day on which more than a few messages wait because ours is refused."""
        number = mail_health.count_refused()
        if number >= mail_health.FEW:
            facts = {"number": number, "replies": mail_health.list_refusals()}
            yield from cls.build_rows(f"refused on {timezone.localdate(now)}", facts)

    def get_context(self) -> Mapping[str, Any]:
        """How many wait, and what was answered."""
        return {"number": self.row.facts["number"], "replies": self.row.facts["replies"]}
