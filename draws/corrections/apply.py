"""Correcting a published draw: whose cut-off, stream, day or tie-break was recorded wrongly.

In one transaction the draw is put right, who matches only now enters the
ledger, alerts that are wrong and have not left are suppressed, and everybody
who was told in error, or rightly with wrong details, is owed one letter that
says so. A second correction finds the ledger as the first left it: whoever
matches after all is told that, and nobody hears twice what they have heard
last (see `draws.corrections.diff`).

Who matched before and was not told (because they agreed to alerts only later)
is not told by a correction either.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from draws.corrections import restate_alerts
from draws.corrections.diff import MATCHES, Difference
from draws.feed.importer import contradictions
from draws.feed.parser import read
from draws.matching import custom_list, matcher
from draws.models import Alert, Correction, CorrectionLetter, Draw, Says
from draws.publishing import publisher
from draws.rounds.snapshot import DECIDING, FIELDS, facts
from intake.common.batched import batched

State = Alert.State
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
        raise publisher.Refused(_("This draw is a draft: change it, there is nothing to correct."))
    if facts(before) == facts(after):
        raise publisher.Refused(_("Nothing differs from what is recorded."))
    publisher.check_facts(after)


def correct(draw: Draw, values: Mapping[str, object], *, reason: str, by: User | None, seen: int) -> Correction:
    """Put a draw right and let the ledger follow; the letters go out after the commit.

    `seen`: how many corrections there were when the difference was looked at.
    Raises `publishing.Refused`, also when somebody was faster.
    """
    custom_list.bring_up_to_date(changed(draw, values))
    with transaction.atomic():
        before = Draw.objects.select_for_update().get(pk=draw.pk)
        if before.corrections.count() != seen:
            raise publisher.Refused(_("Somebody else has corrected this draw meanwhile. Look at it again."))
        after = changed(before, values)
        check(before, after)
        correction = Correction(draw=before, by=by, reason=reason, before=facts(before), after=facts(after))
        correction.save()
        if before.matched_at:
            follow(Difference(before, after), correction)
        put_right(after)
        custom_list.forget(after)
        transaction.on_commit(publisher.call_sweep)
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
    news = {says: list(alerts) for says, alerts in concerned(difference).items()}
    waiting_letters(correction.draw).update(state=State.SUPPRESSED, lease_until=None)
    each(wrong, lambda part: these(part).update(in_error=True))
    each(wrong, lambda part: these(part).filter(state=State.PENDING).update(state=State.SUPPRESSED, lease_until=None))
    each(again, lambda part: these(part).update(in_error=False))
    each(owed_again, lambda part: these(part).update(state=State.PENDING, due_at=now))
    newly = matcher.fill_ledger(difference.after, now, difference.newly_told)
    restate_alerts.waiting(difference, correction, now)
    for says, alerts in news.items():
        right = restate_alerts.wrong(alerts) if says == Says.ERROR else restate_alerts.told(difference, alerts)
        owe(correction, says, alerts, right, now)
    correction.told = newly + len(news[Says.AFTER_ALL]) + len(owed_again)
    correction.in_error, correction.details = len(news[Says.ERROR]), len(news[Says.DETAILS])
    correction.withdrawn = len(withdrawn)
    correction.save()


def concerned(difference: Difference) -> dict[Says, Iterable[Alert]]:
    """Whom a letter is owed, by what it says."""
    return {
        Says.ERROR: [*difference.told_in_error, *difference.perhaps_in_error],
        Says.AFTER_ALL: difference.told_after_all,
        Says.DETAILS: difference.wrong_details,
    }


def hold(draw: Draw) -> None:
    """Let workers wait for the rows of this draw until the commit."""
    for rows in (Alert.objects.filter(draw=draw), CorrectionLetter.objects.filter(alert__draw=draw)):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def ids(found: QuerySet[Alert]) -> list[int]:
    """The alerts' ids."""
    return list(found.values_list("pk", flat=True))


def each(pks: list[int], act: Callable[[list[int]], object]) -> None:
    """Do it with some at a time: a statement takes only so many."""
    for part in batched(pks, ROWS_AT_ONCE):
        act(part)


def these(pks: list[int]) -> QuerySet[Alert]:
    """The alerts with these ids."""
    return Alert.objects.filter(pk__in=pks)


def waiting_letters(draw: Draw) -> QuerySet[CorrectionLetter]:
    """Letters about earlier corrections that have not left; after a further one they never do."""
    return CorrectionLetter.objects.filter(correction__draw=draw, state=State.PENDING)


def owe(
    correction: Correction, says: Says, alerts: list[Alert], right: Mapping[int, tuple[int, str]], now: datetime
) -> None:
    """A letter to each client of these alerts; `right`: alert -> score and basis as they are now."""
    rows = [
        CorrectionLetter(
            correction=correction,
            alert=alert,
            client_id=alert.client_id,
            says=says,
            heard_id=alert.version,  # type: ignore[attr-defined]
            certain=certain(alert, says),
            crs=right[alert.pk][0],
            basis=right[alert.pk][1],
            crs_before=alert.crs,
            basis_before=alert.basis,
            due_at=(alert.lease_until or now) + MARKED if alert.state == State.SENDING else now,
            created=now,
        )
        for alert in alerts
    ]
    CorrectionLetter.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def certain(alert: Any, says: Says) -> bool:
    """Whether the client has surely heard what this letter takes back."""
    if says == Says.AFTER_ALL:
        return alert.last_says == Says.ERROR
    return alert.last_says in MATCHES if alert.last else alert.state == State.SENT
