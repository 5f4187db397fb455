"""What waits for staff: the rows of the admin's first page, each with its number and where to go."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws import limits
from draws.models import Alert, CorrectionLetter, Draw, Feed, Notice, RuleChange, State, Used
from intake import stages
from intake.models import BreachRecord, Client

LEDGERS = ((Alert, "alert"), (Notice, "notice"), (CorrectionLetter, "correctionletter"))
# A draft of a round so recent is probably waiting to be published.
RECENT = timedelta(days=30)
LATE = timedelta(hours=1)
# Messages that failed longer ago have been looked at.
FAILED_SINCE = timedelta(days=30)
DAY = timedelta(days=1)
# Of the 60 days after an invitation, so many have gone.
URGENT_AFTER = timedelta(days=45)


class Row(NamedTuple):
    """Something that waits; `permission` is what one needs to see it."""

    label: Any
    number: int
    link: str
    permission: str


def rows(may: Callable[[str], bool]) -> list[Row]:
    """Everything that waits for somebody who may see it; what counts nothing is left out."""
    found = [*draws(), *feeds(), *sending(), *ledgers(), *rule_changes(), *clients(), *breaches()]
    return [row for row in found if row.number and may(row.permission)]


def listed(model: str, query: str = "", app: str = "draws") -> str:
    """The address of a list."""
    return reverse(f"admin:{app}_{model}_changelist") + query


def draws() -> Iterator[Row]:
    """Drafts, contradictions, draws that nobody has matched."""
    today, see = timezone.localdate(), "draws.view_draw"
    drafts = Draw.objects.filter(status=Draw.Status.DRAFT, held_on__gte=today - RECENT)
    query = f"?status__exact=draft&held_on__gte={today - RECENT}"
    yield Row(_("Drafts of the last 30 days, not published"), drafts.count(), listed("draw", query), see)
    doubtful = Draw.objects.exclude(not_understood=[])
    yield Row(_("Draws of which something was not understood"), doubtful.count(), listed("draw", "?waiting=yes"), see)
    unmatched = Draw.objects.unmatched().filter(published_at__lt=timezone.now() - LATE)
    label = _("Published for more than an hour, and nobody has been told")
    yield Row(label, unmatched.count(), listed("draw", "?status__exact=published"), see)


def feeds() -> Iterator[Row]:
    """A feed that could not be read, or had rows that are no rounds."""
    troubled = Feed.objects.exclude(problem="", unreadable="")
    yield Row(_("The feed could not be read, or not all of it"), troubled.count(), listed("feed"), "draws.view_feed")


def sending() -> Iterator[Row]:
    """Sending is paused, or today's limit is used up."""
    pauses = limits.pauses().count()
    yield Row(_("Sending is paused"), pauses, listed("pause"), "draws.view_pause")
    if settings.MESSAGES_A_DAY:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        full = Used.objects.filter(span="day", since=midnight, count__gte=settings.MESSAGES_A_DAY)
        label = _("Today's limit of messages is used up: the rest leaves tomorrow")
        yield Row(label, full.count(), listed("alert", "?state__exact=pending"), "draws.view_alert")


def ledgers() -> Iterator[Row]:
    """Of each kind of message: what failed, and what should have left."""
    now = timezone.now()
    for model, name in LEDGERS:
        see, kind = f"draws.view_{name}", {"kind": model._meta.verbose_name_plural}
        failed: QuerySet = model.objects.filter(state=State.FAILED, created__gte=now - FAILED_SINCE)
        late: QuerySet = model.objects.claimable(now - LATE)
        yield Row(_("Failed: %(kind)s") % kind, failed.count(), listed(name, "?state__exact=failed"), see)
        yield Row(_("Late by more than an hour: %(kind)s") % kind, late.count(), listed(name), see)


def rule_changes() -> Iterator[Row]:
    """Changes of rules that were compared and not released."""
    waiting = RuleChange.objects.filter(released_at=None)
    label = _("Changes of rules that clients have not been told of")
    yield Row(label, waiting.count(), listed("rulechange"), "draws.view_rulechange")


def clients() -> Iterator[Row]:
    """Clients whom nobody looks after, whose address does not work, whose time to apply runs out."""
    see, people = "intake.view_client", Client.objects.filter(sample=False)
    new = Q(stage=Client.Stage.NEW, adviser=None, created__lt=timezone.now() - DAY)
    query = "?stage__exact=new&adviser__isnull=True&sample__exact=0"
    yield Row(_("New clients without an adviser for a day"), people.filter(new).count(), clients_at(query), see)
    unchecked = stages.unchecked(people)
    label = _("Consultation booked or later, and no conflict check")
    yield Row(label, unchecked.count(), clients_at("?checked=no&sample__exact=0"), see)
    due = people.filter(follow_up_on__lte=timezone.localdate())
    query = f"?follow_up_on__lte={timezone.localdate()}&sample__exact=0"
    yield Row(_("Clients to follow up on by today"), due.count(), clients_at(query), see)
    unreachable = people.filter(alerts=True).exclude(undeliverable="")
    yield Row(_("Clients whose e-mail address does not work"), unreachable.count(), clients_at("?alerts__exact=1"), see)
    urgent = people.filter(stage=Client.Stage.INVITED, invited_on__lte=timezone.localdate() - URGENT_AFTER)
    yield Row(_("Invited more than 45 days ago, not applied"), urgent.count(), clients_at("?stage__exact=invited"), see)


def breaches() -> Iterator[Row]:
    """Breaches of safeguards that are not assessed, reported or told yet."""
    label = _("Breaches of safeguards to assess, to report or to tell people of")
    see = "intake.view_breachrecord"
    yield Row(label, BreachRecord.objects.open().count(), listed("breachrecord", app="intake"), see)


def clients_at(query: str) -> str:
    """The address of a list of clients."""
    return listed("client", query, app="intake")
