"""Letters to staff: news of the feed, and what became of a run."""

import logging
import smtplib
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from draws.permissions import PUBLISH_DRAW
from intake.common.mail import build_message

log = logging.getLogger(__name__)


def recipients() -> list[str]:
    """The addresses of the settings, else those of everybody who may publish draws."""
    if settings.STAFF_ALERTS_TO:
        return list(settings.STAFF_ALERTS_TO)
    return sorted(set(PUBLISH_DRAW.holders().exclude(email="").values_list("email", flat=True)))


def write(template: str, context: Mapping[str, Any], to: list[str] | None = None) -> bool:
    """Send one letter to all of them, or to those named; False: the mail server did not take it, so come again."""
    letter = build_message(template, "", settings.LANGUAGE_CODE, context, {"Auto-Submitted": "auto-generated"})
    letter.to = to or recipients()
    if not letter.to:
        log.warning("Nobody of the staff is told: set STAFF_ALERTS_TO, or give those who publish an e-mail address")
        return True
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as problem:
        log.warning("The letter to staff did not leave: %s", type(problem).__name__)
        return False
    return True
