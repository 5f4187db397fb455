"""After a correction: the score and the basis of alerts by the corrected draw."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from draws.corrections.diff import Difference
from draws.matching import matcher
from draws.models import Alert, Correction, Draw
from intake.common.batched import batched

ROWS_AT_ONCE = 1000


def restate_waiting(difference: Difference, correction: Correction, now: datetime) -> None:
    """Correct the alerts that have not left.

    A worker that has claimed a row may have read it before; such rows wait until the lease is over, and are read
    again.
    """
    if difference.selects_anew:
        # Before the basis, which is worked out from the score.
        rescore(difference.after)
    owed = Alert.objects.filter(draw=difference.after.pk, state=Alert.State.PENDING, in_error=False)
    owed.filter(lease_until__gt=now).update(due_at=F("lease_until"))
    # Part of its identity: with other words goes another Message-ID, or mail programs may drop it (record 0019).
    owed.update(correction=correction)
    rewrite_basis(owed, difference.after)


def restate_sent(difference: Difference, alerts: Sequence[Alert]) -> dict[int, tuple[int, str]]:
    """Correct these alerts, which have left and are right; returns alert id -> score and basis."""
    right: dict[int, tuple[int, str]] = {}
    for found in batch_alerts([alert.pk for alert in alerts]):
        rewrite_basis(found, difference.after)
        right |= {pk: (crs, basis) for pk, crs, basis in found.values_list("pk", "crs", "basis")}
    return right


def list_wrong_scores(alerts: Sequence[Alert]) -> dict[int, tuple[int, str]]:
    """Alert id -> its score now, and no basis: the client does not match."""
    scores = [found.values_list("pk", "crs") for found in batch_alerts([alert.pk for alert in alerts])]
    return {pk: (crs, "") for part in scores for pk, crs in part}


def rescore(after: Draw) -> None:
    """Save the score of everybody in the ledger in the right stream on the right day; 0 without a standing in it."""
    ledger = Alert.objects.filter(draw=after.pk)
    standings = matcher.find_eligible(after).filter(client__in=ledger.values("client"))
    scores = dict(standings.values_list("client_id", "crs"))
    changed = defaultdict(list)
    for pk, client, crs in ledger.values_list("pk", "client_id", "crs").iterator():
        # Grouped by the score, so that a thousand alerts with the same one are changed by one statement.
        if crs != scores.get(client, 0):
            changed[scores.get(client, 0)].append(pk)
    for crs, pks in changed.items():
        for part in batch_alerts(pks):
            part.update(crs=crs)


def rewrite_basis(alerts: QuerySet[Alert], after: Draw) -> None:
    """Save the right basis, and whether the profile was in the pool on the right day."""
    right = alerts.annotate(basis_now=matcher.build_basis(after), in_pool_now=matcher.build_in_pool(after))
    others = right.exclude(basis=F("basis_now"), in_pool=F("in_pool_now"))
    changed = defaultdict(list)
    for pk, *words in others.values_list("pk", "basis_now", "in_pool_now").iterator():
        changed[tuple(words)].append(pk)
    for (basis, in_pool), pks in changed.items():
        for part in batch_alerts(pks):
            part.update(basis=basis, in_pool=in_pool)


def batch_alerts(pks: Sequence[int]) -> Iterator[QuerySet[Alert]]:
    """These alerts in batches: a statement takes only so many parameters."""
    return (Alert.objects.filter(pk__in=part) for part in batched(pks, ROWS_AT_ONCE))
