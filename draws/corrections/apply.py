"""Correcting a published draw whose cut-off, stream, day or tie-break was recorded wrongly.

In one transaction the draw is corrected, clients who match only now enter the ledger, wrong alerts that have not left
are suppressed, and everybody who was told in error, or rightly with wrong details, is owed one letter that says so. A
second correction finds the ledger as the first left it: whoever matches after all is told that, and nobody hears
twice what they heard last (see `draws.corrections.diff`).

Clients who matched before and were not told (because they agreed to alerts only later) are not told by a correction
either.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from draws.corrections import letters, restate_alerts
from draws.corrections.diff import Difference
from draws.corrections.messages import CorrectionNews
from draws.feed.importer import find_contradictions
from draws.feed.parser import read_round
from draws.matching import custom_list, matcher, telephone_tasks
from draws.matching.match_webhooks import owe_after_all, owe_matches
from draws.models import Alert, Correction, CorrectionLetter, Draw, FollowerNews, Says
from draws.publishing import publisher
from draws.rounds.snapshot import DECIDING, FIELDS, build_snapshot
from intake.common.batched import batched

State = Alert.State
ROWS_AT_ONCE = 1000


def copy_with(draw: Draw, values: Mapping[str, object]) -> Draw:
    """A copy of the draw with these values, unsaved."""
    # Read anew: the draw that was passed in has to go on saying what is recorded.
    after = Draw.objects.get(pk=draw.pk)
    for name in FIELDS:
        setattr(after, name, values.get(name, getattr(draw, name)))
    return after


def check_correction(before: Draw, after: Draw) -> None:
    """Refuse what is no correction. Raises `PublicationRefused`."""
    if not before.is_published:
        raise publisher.PublicationRefused(_("This round is a draft: change it, there is nothing to correct."))
    if build_snapshot(before) == build_snapshot(after):
        raise publisher.PublicationRefused(_("Nothing differs from what is recorded."))
    # Not `check_draw`: the doubts that it refuses are what a correction settles, and they are still on the row.
    publisher.check_facts(after)


def correct(
    draw: Draw,
    values: Mapping[str, object],
    *,
    reason: str,
    by: User | None,
    seen: int,
    not_before: datetime | None = None,
) -> Correction:
    """Correct a draw and update the ledgers; the letters are sent after the commit.

    `seen`: how many corrections there were when staff looked at the difference. No news of it leaves before
    `not_before`. Raises `PublicationRefused`, even when somebody else was faster.
    """
    # Before the lock, because working out everybody's work takes long.
    custom_list.bring_up_to_date(copy_with(draw, values))
    with transaction.atomic():
        # The draw before its ledgers, as in matching and in taking back, so that none waits for another in a ring.
        before = Draw.objects.select_for_update().get(pk=draw.pk)
        # Staff agreed to the difference that they saw; after another correction it is a different one.
        if before.corrections.count() != seen:
            raise publisher.PublicationRefused(_("Somebody else has corrected this round meanwhile. Look at it again."))
        after = copy_with(before, values)
        check_correction(before, after)
        # Before the ledgers, whose alerts and letters name it.
        correction = record_correction(before, after, reason, by)
        # Not matched yet, nobody has been told anything, and the matching will read the corrected draw.
        if before.matched_at:
            update_ledgers(Difference(before, after), correction, not_before or timezone.now())
        save_corrected(after)
        # After the ledgers: the difference is between two lists, and needs what was worked out for the old one.
        custom_list.delete_outdated(after)
        publisher.call_sweep()
    return correction


def record_correction(before: Draw, after: Draw, reason: str, by: User | None) -> Correction:
    """Save what was recorded, what is recorded from now on, why, and who says so."""
    facts = {"before": build_snapshot(before), "after": build_snapshot(after)}
    return Correction.objects.create(draw=before, by=by, reason=reason, **facts)


def save_corrected(after: Draw) -> None:
    """Save the corrected draw, with those of its doubts that remain."""
    # Staff have just settled what decides; what the feed contradicts is compared with the corrected draw.
    unclear = [doubt for doubt in after.not_understood if "ours" not in doubt and doubt["about"] not in DECIDING]
    still = find_contradictions(after, read_round(after.received)) if after.received else []
    # Not reported: staff are told once more what became of the messages, when those of the correction have left.
    after.status, after.not_understood, after.reported_at = Draw.Status.CORRECTED, [*unclear, *still], None
    after.save(update_fields=[*FIELDS, "status", "not_understood", "reported_at", "updated"])


class CorrectedAlerts(NamedTuple):
    """The alerts of a difference, by their ids or, of those who are owed a letter, as rows by what it says."""

    wrong: list[int]
    right_again: list[int]
    withdrawn: list[int]
    owed_again: list[int]
    news: dict[Says, list[Alert]]


def update_ledgers(difference: Difference, correction: Correction, due_at: datetime) -> None:
    """Correct the ledgers, and count how many rows that touched; what is owed for it is due at that moment.

    Rows are locked, so that no worker claims or marks one meanwhile.
    """
    now = timezone.now()
    lock_rows(correction.draw)
    # Every group is read first: each step changes what the next would find.
    groups = read_groups(difference)
    suppress_wrong(correction.draw, groups.wrong)
    owe_again(groups, due_at)
    newly = tell_of_match(difference, correction, now, due_at)
    # After the ledger is filled, so that those who match only now are told in the words of the correction too.
    restate_alerts.restate_waiting(difference, correction, now)
    letters.owe_letters(difference, correction, groups.news, due_at)
    record_numbers(correction, groups, newly)


def read_groups(difference: Difference) -> CorrectedAlerts:
    """The alerts that a correction changes, as they are before it."""
    return CorrectedAlerts(
        wrong=list_ids(difference.wrong),
        right_again=list_ids(difference.right_again),
        withdrawn=list_ids(difference.withdrawn),
        owed_again=list_ids(difference.owed_again),
        news={says: list(alerts) for says, alerts in CorrectionNews.find_due(difference).items()},
    )


def suppress_wrong(draw: Draw, wrong: list[int]) -> None:
    """Mark the wrong alerts; neither they nor the letters of earlier corrections, no longer true, leave any more."""
    find_waiting_letters(draw).update(state=State.SUPPRESSED, lease_until=None)
    apply_in_batches(wrong, lambda part: find_alerts(part).update(in_error=True))
    # Suppressed only while they wait: one that a worker holds may have arrived, and is taken back by a letter.
    apply_in_batches(
        wrong,
        lambda part: find_alerts(part).filter(state=State.PENDING).update(state=State.SUPPRESSED, lease_until=None),
    )


def owe_again(groups: CorrectedAlerts, due_at: datetime) -> None:
    """Mark as right what is right again, and owe what an earlier correction withdrew."""
    apply_in_batches(groups.right_again, lambda part: find_alerts(part).update(in_error=False))
    apply_in_batches(groups.owed_again, lambda part: find_alerts(part).update(state=State.PENDING, due_at=due_at))


def tell_of_match(difference: Difference, correction: Correction, now: datetime, due_at: datetime) -> int:
    """Owe the round to those who match only now: e-mail, webhooks, telephone tasks; how many alerts it adds."""
    newly = matcher.fill_ledger(difference.after, now, difference.newly_told, due_at)
    owe_matches(difference.after, now, due_at)
    owe_after_all(difference.after, due_at)
    telephone_tasks.follow_correction(
        difference.after, difference.to_call, difference.calls_kept, correction.pk, timezone.localdate(due_at)
    )
    return newly


def record_numbers(correction: Correction, groups: CorrectedAlerts, newly: int) -> None:
    """Save how many clients were told what; `newly`: of those who match only now."""
    correction.told = newly + len(groups.news[Says.AFTER_ALL]) + len(groups.owed_again)
    correction.in_error, correction.details = len(groups.news[Says.ERROR]), len(groups.news[Says.DETAILS])
    correction.withdrawn = len(groups.withdrawn)
    correction.save()


def count_by_news(difference: Difference) -> dict[str, int]:
    """How many clients would be told what: by what a letter says, and "" for those who are told of the round itself."""
    return {
        Says.ERROR: difference.told_in_error.count() + difference.perhaps_in_error.count(),
        Says.AFTER_ALL: difference.told_after_all.count(),
        Says.DETAILS: difference.wrong_details.count(),
        "": difference.newly_told.count() + difference.owed_again.count(),
    }


def lock_rows(draw: Draw) -> None:
    """Lock the rows of this draw, so that workers wait until the commit."""
    ledgers: tuple[QuerySet[Any], ...] = (
        Alert.objects.filter(draw=draw),
        CorrectionLetter.objects.filter(alert__draw=draw),
        FollowerNews.objects.filter(draw=draw),
    )
    for rows in ledgers:
        # In order of id, as workers lock them, so that a correction and a worker never wait for each other.
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def list_ids(found: QuerySet[Alert]) -> list[int]:
    """The alerts' ids."""
    return list(found.values_list("pk", flat=True))


def apply_in_batches(pks: list[int], act: Callable[[list[int]], object]) -> None:
    """Call `act` with some of the ids at a time: a statement takes only so many parameters."""
    for part in batched(pks, ROWS_AT_ONCE):
        act(part)


def find_alerts(pks: list[int]) -> QuerySet[Alert]:
    """The alerts with these ids."""
    return Alert.objects.filter(pk__in=pks)


def find_waiting_letters(draw: Draw) -> QuerySet[CorrectionLetter]:
    """Letters about earlier corrections that have not left; after a further one they never will."""
    return CorrectionLetter.objects.filter(correction__draw=draw, state=State.PENDING)
