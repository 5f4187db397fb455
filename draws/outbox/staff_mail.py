"""Letters to staff: who gets them, and owing one."""

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from draws.outbox import mail_health
from draws.outbox.kinds import StaffMessage
from draws.outbox.messages import LimitReached, ServerRefused
from draws.permissions import PUBLISH_DRAW
from intake.message_kinds import letters, limits

log = logging.getLogger(__name__)


def find_recipients() -> list[str]:
    """The addresses in `STAFF_ALERTS_TO`, else those of everybody who may publish draws."""
    if settings.STAFF_ALERTS_TO:
        return list(settings.STAFF_ALERTS_TO)
    return sorted(set(PUBLISH_DRAW.find_holders().exclude(email="").values_list("email", flat=True)))


def owe(kind: type[StaffMessage], key: str, facts: Mapping[str, Any], to: list[str] | None = None) -> None:
    """Owe a letter to each of the recipients, or of `to`, in the caller's transaction; the same key is owed once.

    `facts` is what the letter's words need, as JSON. Where there is no address, it is logged and nothing is owed.
    """
    addresses = to or find_recipients()
    if not addresses:
        log.warning("Nobody of the staff is told: set STAFF_ALERTS_TO, or give those who publish an e-mail address")
    letters.owe_once(kind, addresses, key, facts)


def owe_limits_reached() -> bool:
    """Owe today's letter where a limit of messages is reached; returns whether one is."""
    reached = [limit.setting for limit in limits.list_reached(timezone.now())]
    if reached:
        # The day in the key makes it one letter a day.
        owe(LimitReached, f"limits of {timezone.localdate()}", {"settings": reached})
    return bool(reached)


def owe_server_refused() -> bool:
    """Owe today's letter where more than a few messages wait because ours is refused; returns whether they do."""
    number = mail_health.count_refused()
    if number < mail_health.FEW:
        return False
    facts = {"number": number, "replies": mail_health.list_refusals()}
    owe(ServerRefused, f"refused on {timezone.localdate()}", facts)
    return True
