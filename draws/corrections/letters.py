"""The letters that a correction owes to those who were told otherwise, each with the score that is right now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from draws.corrections import restate_alerts
from draws.corrections.diff import MATCHES, Difference
from draws.models import Alert, Correction, CorrectionLetter, Says

State = Alert.State
ROWS_AT_ONCE = 1000
# An alert that is leaving right now is checked again once its worker must have marked it.
MARKED_WITHIN = timedelta(minutes=1)


def owe_letters(
    difference: Difference, correction: Correction, news: Mapping[Says, list[Alert]], due_at: datetime
) -> None:
    """Owe every letter, with the scores that it has to name."""
    for says, alerts in news.items():
        right = (
            restate_alerts.list_wrong_scores(alerts)
            if says == Says.ERROR
            else restate_alerts.restate_sent(difference, alerts)
        )
        owe_kind(correction, says, alerts, right, due_at)


def owe_kind(
    correction: Correction, says: Says, alerts: list[Alert], right: Mapping[int, tuple[int, str]], due_at: datetime
) -> None:
    """Owe a letter to each client of these alerts; `right`: alert id -> score and basis as they are now."""
    now = timezone.now()
    rows = [
        CorrectionLetter(
            correction=correction,
            alert=alert,
            client_id=alert.client_id,
            says=says,
            heard_id=alert.version,  # type: ignore[attr-defined]
            certain=is_certain(alert, says),
            crs=right[alert.pk][0],
            basis=right[alert.pk][1],
            # These alerts were read before the ledger got its new scores.
            crs_before=alert.crs,
            basis_before=alert.basis,
            # The alert may still be leaving: the letter that takes it back must not overtake it.
            due_at=find_due_time(alert, due_at),
            created=now,
        )
        for alert in alerts
    ]
    CorrectionLetter.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def find_due_time(alert: Alert, due_at: datetime) -> datetime:
    """When a letter about an alert is due: of one that is leaving right now, once its worker must have marked it."""
    if alert.state != State.SENDING:
        return due_at
    return max(due_at, (alert.lease_until or timezone.now()) + MARKED_WITHIN)


def is_certain(alert: Any, says: Says) -> bool:
    """Whether the client has surely heard what this letter takes back."""
    if says == Says.AFTER_ALL:
        return bool(alert.last_says == Says.ERROR)
    return bool(alert.last_says in MATCHES if alert.last else alert.state == State.SENT)
