"""Comparing the rules before an edition with those from it on, for every client who agreed; and telling them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from draws.models import Notice, RuleChange, RuleEffect
from draws.publishing.publisher import PublicationRefused
from draws.rule_changes.client_effects import load_rules_compared, work_out_effect
from draws.rule_changes.messages import RuleNews
from intake.common.task_calls import Call
from intake.models import Client
from intake.querysets import ClientQuerySet
from intake.tasks import call_in_batches
from scoring.apps import rulebook

# By its name: the tasks know this module.
COMPARE = "draws.tasks.compare_rules"
# Editions of the last year and of any day to come may be told of.
NEWS = timedelta(days=366)
ROWS_AT_ONCE = 1000


def list_editions(on: date) -> list[date]:
    """The days of editions with numbers that are still news, newest first."""
    known = {table.source.effective for table in rulebook().deciding() if not table.pending}
    return sorted((day for day in known if day >= on - NEWS), reverse=True)


def choose_day(edition: date) -> date:
    """The day for which scores are compared: today, or the edition's own if that is still to come."""
    return max(edition, timezone.localdate())


def find_compared(change: RuleChange) -> ClientQuerySet[Client]:
    """The clients a change is worked out for: those who would be told; for the firm's own edition, every open file."""
    return RuleNews.find_concerned() if change.firm_edition else RuleNews.find_recipients()


def find_waiting(change: RuleChange) -> ClientQuerySet[Client]:
    """Clients who have not been compared yet."""
    done = RuleEffect.objects.filter(change=change, client=OuterRef("pk"))
    return find_compared(change).filter(~Exists(done))


def begin(change: RuleChange) -> Call:
    """Let the workers compare those who are waiting, after the commit. May be called again."""
    RuleChange.objects.filter(pk=change.pk).update(moved_at=timezone.now())
    return call_in_batches(COMPARE, find_waiting(change), change.pk)


def resume_stalled(now: datetime) -> int:
    """Hand out again what comparisons still wait for, where nothing has moved for a minute; how many did not move."""
    stalled = [change for change in RuleChange.objects.stalled(now) if find_waiting(change).exists()]
    for change in stalled:
        begin(change)
    return len(stalled)


def compare(change: RuleChange, ids: Sequence[int]) -> int:
    """Work out these clients' effects, each once; returns how many."""
    # Of these ids only those who still wait: a batch that is handed out a second time is worked out once.
    clients, rules = find_waiting(change).filter(pk__in=ids), load_rules_compared(change)
    rows = [work_out_effect(change, rules, pk, facts) for pk, facts in clients.values_list("pk", "facts")]
    # The task may run twice, at once with itself: the constraint keeps one effect a client.
    RuleEffect.objects.bulk_create(rows, ignore_conflicts=True)
    RuleChange.objects.filter(pk=change.pk).update(moved_at=timezone.now())
    return len(rows)


def check_release(change: RuleChange) -> None:
    """Refuse what was released, is not in use or not compared with every client. Raises `PublicationRefused`."""
    if change.released_at:
        raise PublicationRefused(_("This change was released before; nobody is told twice."))
    if change.firm_edition and not change.firm_edition.is_in_use:
        raise PublicationRefused(_("These rules are not in use: release them first."))
    if find_waiting(change).exists():
        raise PublicationRefused(_("Not every client has been compared yet."))


def release(change: RuleChange, by: User | None, not_before: datetime | None = None) -> int:
    """Owe every client whom the change concerns one letter, which leaves not before that moment; returns how many.

    Raises `PublicationRefused`.
    """
    with transaction.atomic():
        change = RuleChange.objects.select_for_update().get(pk=change.pk)
        # Checked in the same transaction: a client who agreed since would otherwise be missed for good.
        check_release(change)
        change.released_at, change.released_by = timezone.now(), by
        change.save(update_fields=["released_at", "released_by"])
        # In the transaction that marks the release: a crash leaves neither, and the button can be pressed again.
        rows = list(RuleNews.find_due(change, not_before or timezone.now()))
        # Passes over those who heard of it before a first release was taken back (record 0089).
        Notice.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    return len(rows)
