"""After a correction: the score and the basis of alerts as they are by the draw that was put right."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from draws import matching
from draws.corrections import Correction
from draws.difference import Difference
from draws.models import Alert, Draw

ROWS_AT_ONCE = 1000


def waiting(difference: Difference, correction: Correction, now: datetime) -> None:
    """Let alerts that have not left say what is right.

    Those in a worker's hands may have been read before; they wait until they
    count as out of them, and are read again.
    """
    if difference.selects_anew:
        rescore(difference.after)
    owed = Alert.objects.filter(draw=difference.after.pk, state=Alert.State.PENDING, in_error=False)
    owed.filter(lease_until__gt=now).update(due_at=F("lease_until"))
    owed.update(correction=correction)
    reword(owed, difference.after)


def told(difference: Difference, alerts: Sequence[Alert]) -> dict[int, tuple[int, str]]:
    """Let these alerts, which have left, say what is right; alert -> its score and basis."""
    pks = [alert.pk for alert in alerts]
    right: dict[int, tuple[int, str]] = {}
    for start in range(0, len(pks), ROWS_AT_ONCE):
        found = Alert.objects.filter(pk__in=pks[start : start + ROWS_AT_ONCE])
        reword(found, difference.after)
        right |= {pk: (crs, basis) for pk, crs, basis in found.values_list("pk", "crs", "basis")}
    return right


def rescore(after: Draw) -> None:
    """The scores of everybody in the ledger in the right stream on the right day; 0 for who stands in none."""
    ledger = Alert.objects.filter(draw=after.pk)
    scores = dict(matching.held(after).filter(client__in=ledger.values("client")).values_list("client_id", "crs"))
    Alert.objects.bulk_update(rescored(ledger, scores), ["crs"], batch_size=ROWS_AT_ONCE)


def rescored(ledger: QuerySet[Alert], scores: dict[int, int]) -> list[Alert]:
    """The alerts whose score is another one."""
    changed = [alert for alert in ledger if alert.crs != scores.get(alert.client_id, 0)]
    for alert in changed:
        alert.crs = scores.get(alert.client_id, 0)
    return changed


def reword(alerts: QuerySet[Alert], after: Draw) -> None:
    """The right basis, and whether the profile was in the pool on the right day."""
    right = alerts.annotate(basis_now=matching.basis(after), in_pool_now=matching.in_pool(after))
    Alert.objects.bulk_update(list(reworded(right)), ["basis", "in_pool"], batch_size=ROWS_AT_ONCE)


def reworded(right: QuerySet[Alert]) -> Iterator[Alert]:
    """The alerts of which something else is right."""
    for alert in right.exclude(basis=F("basis_now"), in_pool=F("in_pool_now")).iterator(ROWS_AT_ONCE):
        alert.basis, alert.in_pool = alert.basis_now, alert.in_pool_now  # type: ignore[attr-defined]
        yield alert
