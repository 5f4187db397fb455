"""Telling staff, once a day, that somebody uses the site to write to many, or that the site's own limits are tight."""

from django.utils import timezone

from draws.outbox import staff_mail
from draws.outbox.messages import LimitReached
from intake.outbox import limits


def deliver() -> bool:
    """Owe the letter of today where a limit is reached; whether one is."""
    reached = [limit.setting for limit in limits.list_reached(timezone.now())]
    if reached:
        staff_mail.owe(LimitReached, f"limits of {timezone.localdate()}", {"settings": reached})
    return bool(reached)
