"""Correcting a published draw: whose cut-off, stream, day or tie-break was recorded wrongly.

In one transaction the draw is put right, who matches only now enters the
ledger, alerts that are wrong and have not left are suppressed, and everybody
who was told in error is owed one letter that says so. A second correction
finds the ledger as the first left it: whoever matches after all is told that,
and nobody hears twice what they have heard last.

Who was told rightly hears nothing, even where the cut-off in their letter was
wrong. Who matched before and was not told (because they agreed to alerts only
later) is not told by a correction either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from draws import matching, publishing
from draws.corrections import Correction, CorrectionLetter
from draws.difference import Difference
from draws.feed import read
from draws.importing import contradictions
from draws.models import Alert, Draw

State = Alert.State
DECIDING = ("stream", "held_on", "cutoff", "tie_break")
FIELDS = ("name", *DECIDING, "size")
ROWS_AT_ONCE = 1000
# An alert that is leaving right now is looked at again when its worker must have marked it.
MARKED = timedelta(minutes=1)


def changed(draw: Draw, values: Mapping[str, object]) -> Draw:
    """A copy of the draw with these values, unsaved."""
    after = Draw.objects.get(pk=draw.pk)
    for name in FIELDS:
        setattr(after, name, values.get(name, getattr(draw, name)))
    return after


def check(before: Draw, after: Draw) -> None:
    """Refuse what is no correction. Raises `publishing.Refused`."""
    if not before.is_published:
        raise publishing.Refused(_("This draw is a draft: change it, there is nothing to correct."))
    if facts(before) == facts(after):
        raise publishing.Refused(_("Nothing differs from what is recorded."))
    publishing.check_facts(after)


def facts(draw: Draw) -> dict[str, str]:
    """What a correction may change, as text."""
    return {name: "" if getattr(draw, name) is None else str(getattr(draw, name)) for name in FIELDS}


def correct(draw: Draw, values: Mapping[str, object], *, reason: str, by: User | None, seen: int) -> Correction:
    """Put a draw right and let the ledger follow; the letters go out after the commit.

    `seen`: how many corrections there were when the difference was looked at.
    Raises `publishing.Refused`, also when somebody was faster.
    """
    with transaction.atomic():
        before = Draw.objects.select_for_update().get(pk=draw.pk)
        if before.corrections.count() != seen:
            raise publishing.Refused(_("Somebody else has corrected this draw meanwhile. Look at it again."))
        after = changed(before, values)
        check(before, after)
        correction = Correction(draw=before, by=by, reason=reason, before=facts(before), after=facts(after))
        correction.save()
        if before.matched_at:
            follow(Difference(before, after), correction)
        put_right(after)
        transaction.on_commit(publishing.call_sweep)
    return correction


def put_right(after: Draw) -> None:
    """Keep the corrected draw, and of its doubts those that are left."""
    unclear = [doubt for doubt in after.not_understood if "ours" not in doubt and doubt["about"] not in DECIDING]
    still = contradictions(after, read(after.received)) if after.received else []
    after.status, after.not_understood, after.reported_at = Draw.Status.CORRECTED, [*unclear, *still], None
    after.save(update_fields=[*FIELDS, "status", "not_understood", "reported_at", "updated"])


def follow(difference: Difference, correction: Correction) -> None:
    """Let the ledger say what is right now, and note how many that touched.

    Everybody's group is taken down first: each step changes what the next would
    find. No worker claims or marks a row meanwhile.
    """
    now = timezone.now()
    hold(correction.draw)
    wrong, again = ids(difference.wrong), ids(difference.right_again)
    withdrawn, owed_again = ids(difference.withdrawn), ids(difference.owed_again)
    corrected, after_all = list(difference.told_in_error), list(difference.told_after_all)
    each(wrong + again, lambda part: letters(part).update(state=State.SUPPRESSED, lease_until=None))
    each(wrong, lambda part: alerts(part).update(in_error=True))
    each(again, lambda part: alerts(part).update(in_error=False))
    each(withdrawn, lambda part: alerts(part).update(state=State.SUPPRESSED, lease_until=None))
    each(owed_again, lambda part: alerts(part).update(state=State.PENDING, due_at=now))
    owe(correction, corrected, now, matches=False)
    owe(correction, after_all, now, matches=True)
    newly = matching.fill_ledger(difference.after, now, difference.newly_told)
    reword(difference.after, now)
    correction.told, correction.in_error = newly + len(after_all) + len(owed_again), len(corrected)
    correction.withdrawn = len(withdrawn)
    correction.save()


def hold(draw: Draw) -> None:
    """Let workers wait for the rows of this draw until the commit."""
    for rows in (Alert.objects.filter(draw=draw), CorrectionLetter.objects.filter(alert__draw=draw)):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def ids(found: QuerySet[Alert]) -> list[int]:
    """The alerts' ids."""
    return list(found.values_list("pk", flat=True))


def each(pks: list[int], act: Callable[[list[int]], object]) -> None:
    """Do it with some at a time: a statement takes only so many."""
    for start in range(0, len(pks), ROWS_AT_ONCE):
        act(pks[start : start + ROWS_AT_ONCE])


def alerts(pks: list[int]) -> QuerySet[Alert]:
    """These alerts."""
    return Alert.objects.filter(pk__in=pks)


def letters(pks: list[int]) -> QuerySet[CorrectionLetter]:
    """Letters about these alerts that have not left; after a further correction they never do."""
    return CorrectionLetter.objects.filter(alert__in=pks, state=State.PENDING)


def owe(correction: Correction, told: Iterable[Alert], now: datetime, *, matches: bool) -> None:
    """A letter to each client of these alerts."""
    rows = [
        CorrectionLetter(
            correction=correction,
            alert=alert,
            client_id=alert.client_id,
            matches=matches,
            due_at=(alert.lease_until or now) + MARKED if alert.state == State.SENDING else now,
            created=now,
        )
        for alert in told
    ]
    CorrectionLetter.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def reword(after: Draw, now: datetime) -> None:
    """Let alerts that have not left say the score and the basis of the corrected draw.

    Those in a worker's hands may have been read before; they wait until they
    count as out of them, and are read again.
    """
    owed = Alert.objects.filter(draw=after.pk, state=State.PENDING, in_error=False)
    owed.filter(lease_until__gt=now).update(due_at=F("lease_until"))
    said = ("client_id", "crs", matching.basis(after), matching.in_pool(after))
    right = {client: words for client, *words in matching.qualifying(after).values_list(*said)}
    Alert.objects.bulk_update(list(reworded(owed, right)), ["crs", "basis", "in_pool"], batch_size=ROWS_AT_ONCE)


def reworded(owed: QuerySet[Alert], right: Mapping[int, Sequence[Any]]) -> Iterator[Alert]:
    """The alerts that say something else now, with what is right by client: score, basis, whether in the pool."""
    for alert in owed.iterator(ROWS_AT_ONCE):
        words = right.get(alert.client_id, [alert.crs, alert.basis, alert.in_pool])
        if words != [alert.crs, alert.basis, alert.in_pool]:
            alert.crs, alert.basis, alert.in_pool = words
            yield alert
