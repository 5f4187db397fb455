"""Letters to staff: who gets them, and sending one."""

import logging
import smtplib

from django.conf import settings

from draws.outbox.kinds import StaffMessage
from draws.permissions import PUBLISH_DRAW
from intake.common.mail import build_message

log = logging.getLogger(__name__)


def find_recipients() -> list[str]:
    """The addresses of the settings, else those of everybody who may publish draws."""
    if settings.STAFF_ALERTS_TO:
        return list(settings.STAFF_ALERTS_TO)
    return sorted(set(PUBLISH_DRAW.holders().exclude(email="").values_list("email", flat=True)))


def write(message: StaffMessage, to: list[str] | None = None) -> bool:
    """Send one letter to all of them, or to those named; False: the mail server did not take it, so come again."""
    headers = {"Auto-Submitted": "auto-generated"}
    letter = build_message(message.template, "", settings.LANGUAGE_CODE, message.get_context(), headers)
    letter.to = to or find_recipients()
    if not letter.to:
        log.warning("Nobody of the staff is told: set STAFF_ALERTS_TO, or give those who publish an e-mail address")
        return True
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as problem:
        log.warning("The letter to staff did not leave: %s", type(problem).__name__)
        return False
    return True
