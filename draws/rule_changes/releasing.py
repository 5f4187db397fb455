"""Entering, releasing and withdrawing an edition of the firm's own."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from draws.models import FirmEdition, RuleChange
from draws.publishing.publisher import PublicationRefused
from draws.rule_changes import compare
from draws.rule_changes.live_rulebook import load_rules_around, read_tables, released
from intake.common.task_calls import Call, call_task
from scoring.table import RuleError

# By its name: the tasks know this module.
REWRITE_STANDINGS = "draws.tasks.rewrite_all_standings"
# Until then every process has looked whether the rules have changed.
MARGIN = timedelta(seconds=5)


def begin_comparison(edition: FirmEdition, by: User) -> Call:
    """Let the workers work out what the edition would change, for every open file."""
    first = min(table.source.effective for table in read_tables(edition))
    on = compare.choose_day(first)
    change = RuleChange.objects.create(firm_edition=edition, edition=first, on=on, begun_by=by)
    return compare.begin(change)


def release(edition: FirmEdition, by: User) -> bool:
    """Bring an edition into use, once it was compared; every process takes it, and all standings follow.

    False where the queue is away, and the standings follow at night. Raises `PublicationRefused`.
    """
    with transaction.atomic():
        # Locked, so that a withdrawal or a second release at this moment waits for what this one decides.
        edition = FirmEdition.objects.select_for_update().get(pk=edition.pk)
        check_release(edition)
        edition.released_at, edition.released_by = timezone.now(), by
        edition.save(update_fields=["released_at", "released_by"])
    return apply_rules_in_use()


def check_release(edition: FirmEdition) -> None:
    """Refuse what was released before, was not compared for everybody, or does not go with the rules in use.

    Raises `PublicationRefused`.
    """
    if edition.released_at:
        raise PublicationRefused(_("This edition was released before."))
    if compare.find_waiting(edition.change).exists():
        raise PublicationRefused(_("Not every client has been compared yet."))
    try:
        # Once more: another edition may have been released since this one was entered.
        load_rules_around(edition)
    except RuleError as error:
        raise PublicationRefused(str(error)) from error


def withdraw(edition: FirmEdition, by: User) -> bool:
    """Take an edition out of use again; False as for `release`. Raises `PublicationRefused`."""
    now = timezone.now()
    if not FirmEdition.objects.in_use().filter(pk=edition.pk).update(withdrawn_at=now, withdrawn_by=by):
        raise PublicationRefused(_("This edition is not in use."))
    return apply_rules_in_use()


def apply_rules_in_use() -> bool:
    """Take the rules in this process, and let everybody's standings follow; False where the queue is away."""
    # Not `current`, which may know the old rules for some seconds more.
    released.look()
    seconds = settings.RULES_CHECK_SECONDS + MARGIN.total_seconds()
    return not call_task(REWRITE_STANDINGS, countdown=seconds).failed
