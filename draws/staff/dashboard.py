"""What waits for staff: the rows of the admin's first page, each with its number and where to go."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.models import Alert, CorrectionLetter, Draw, Feed, Notice, RuleChange, State, Used
from draws.outbox import throttle
from draws.permissions import (
    VIEW_ALERT,
    VIEW_DRAW,
    VIEW_FEED,
    VIEW_LETTER,
    VIEW_NOTICE,
    VIEW_PAUSE,
    VIEW_RULE_CHANGE,
)
from draws.staff.ledger_admin import LATE
from intake.clients import stages
from intake.expiry.invitation_clock import get_days_to_apply
from intake.models import BreachRecord, Client, DatedItem
from intake.permissions import VIEW_BREACHES, VIEW_CLIENT, VIEW_DATED_ITEMS, Permission
from intake.staff.dated_admin import SOON

LEDGERS = ((Alert, VIEW_ALERT), (Notice, VIEW_NOTICE), (CorrectionLetter, VIEW_LETTER))
# A draft of a round so recent is probably waiting to be published.
RECENT = timedelta(days=30)
# Messages that failed longer ago have been looked at.
FAILED_SINCE = timedelta(days=30)
DAY = timedelta(days=1)


class Row(NamedTuple):
    """Something that waits; `permission` is what one needs to see it."""

    label: Any
    number: int
    link: str
    permission: Permission


def rows(may: Callable[[Permission], bool]) -> list[Row]:
    """Everything that waits for somebody who may see it; what counts nothing is left out."""
    found = [*draws(), *feeds(), *sending(), *ledgers(), *rule_changes(), *clients(), *clocks(), *dates(), *breaches()]
    return [row for row in found if row.number and may(row.permission)]


def listed(model: str, query: str = "", app: str = "draws") -> str:
    """The address of a list."""
    return reverse(f"admin:{app}_{model}_changelist") + query


def asking(**lookups: Any) -> str:
    """The query of an address."""
    return "?" + urlencode(lookups)


def draws() -> Iterator[Row]:
    """Drafts, contradictions, draws that nobody has matched."""
    today, see = timezone.localdate(), VIEW_DRAW
    drafts = Draw.objects.filter(status=Draw.Status.DRAFT, held_on__gte=today - RECENT)
    query = f"?status__exact=draft&held_on__gte={today - RECENT}"
    yield Row(_("Drafts of the last 30 days, not published"), drafts.count(), listed("draw", query), see)
    doubtful = Draw.objects.exclude(not_understood=[])
    yield Row(_("Draws of which something was not understood"), doubtful.count(), listed("draw", "?waiting=yes"), see)
    before = timezone.now() - LATE
    unmatched = Draw.objects.unmatched().filter(published_at__lt=before)
    label = _("Published for more than an hour, and nobody has been told")
    query = asking(matched_at__isnull=True, published_at__lt=before)
    yield Row(label, unmatched.count(), listed("draw", query), see)


def feeds() -> Iterator[Row]:
    """A feed that could not be read, or had rows that are no rounds."""
    troubled = Feed.objects.exclude(problem="", unreadable="")
    label = _("The feed could not be read, or not all of it")
    yield Row(label, troubled.count(), listed("feed", "?trouble=yes"), VIEW_FEED)


def sending() -> Iterator[Row]:
    """Sending is paused, or today's limit is used up."""
    pauses = throttle.find_pauses().count()
    yield Row(_("Sending is paused"), pauses, listed("pause", "?ended__isnull=True"), VIEW_PAUSE)
    if settings.MESSAGES_A_DAY:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        full = Used.objects.filter(span="day", since=midnight, count__gte=settings.MESSAGES_A_DAY)
        label = _("Today's limit of messages is used up: the rest leaves tomorrow")
        yield Row(label, full.count(), listed("alert", "?state__exact=pending"), VIEW_ALERT)


def ledgers() -> Iterator[Row]:
    """Of each kind of message: what failed, and what should have left."""
    now = timezone.now()
    for model, see in LEDGERS:
        name, kind = str(model._meta.model_name), {"kind": model._meta.verbose_name_plural}
        lately = {"state": State.FAILED, "created__gte": now - FAILED_SINCE}
        failed: QuerySet = model.objects.filter(**lately)
        late: QuerySet = model.objects.claimable(now - LATE)
        yield Row(_("Failed: %(kind)s") % kind, failed.count(), listed(name, asking(**lately)), see)
        yield Row(_("Late by more than an hour: %(kind)s") % kind, late.count(), listed(name, "?late=yes"), see)


def rule_changes() -> Iterator[Row]:
    """Changes of rules that were compared and not released."""
    waiting = RuleChange.objects.filter(released_at=None)
    label = _("Changes of rules that clients have not been told of")
    yield Row(label, waiting.count(), listed("rulechange", "?released_at__isnull=True"), VIEW_RULE_CHANGE)


def clients() -> Iterator[Row]:
    """Clients whom nobody looks after, whose address does not work, whom nobody asked for consent."""
    see, people = VIEW_CLIENT, Client.objects.filter(sample=False)
    before = timezone.now() - DAY
    new = Q(stage=Client.Stage.NEW, adviser=None, created__lt=before)
    query = asking(stage__exact="new", adviser__isnull=True, sample__exact=0, created__lt=before)
    yield Row(_("New clients without an adviser for a day"), people.filter(new).count(), clients_at(query), see)
    unchecked = stages.find_unchecked(people)
    label = _("Consultation booked or later, and no conflict check")
    yield Row(label, unchecked.count(), clients_at("?checked=no&sample__exact=0"), see)
    due = people.filter(follow_up_on__lte=timezone.localdate())
    query = f"?follow_up_on__lte={timezone.localdate()}&sample__exact=0"
    yield Row(_("Clients to follow up on by today"), due.count(), clients_at(query), see)
    unreachable = people.filter(alerts=True).exclude(undeliverable="")
    query = "?alerts__exact=1&undeliverable__isempty=0&sample__exact=0"
    yield Row(_("Clients whose e-mail address does not work"), unreachable.count(), clients_at(query), see)
    unasked = people.at_work().never_asked()
    label = _("Clients whom nobody has asked for consent to e-mails")
    yield Row(label, unasked.count(), clients_at("?consent=missing&sample__exact=0"), see)


def clocks() -> Iterator[Row]:
    """Clients who were invited: whose time runs, is short, is over."""
    today, people = timezone.localdate(), Client.objects.filter(sample=False)
    labels = {
        "running": _("Invited, and the time to apply is running"),
        "short": _("Invited, and ten days or fewer are left to apply"),
        "over": _("Invited, and the last day to apply has passed"),
    }
    for which, label in labels.items():
        found = people.clock(which, today, get_days_to_apply(today))
        yield Row(label, found.count(), clients_at(f"?clock={which}&sample__exact=0"), VIEW_CLIENT)


def dates() -> Iterator[Row]:
    """Documents, tests and the like that end soon, in files that somebody works on."""
    soon = DatedItem.objects.expiring(timezone.localdate(), SOON)
    link = listed("dateditem", "?soon=yes", app="intake")
    yield Row(_("Documents and tests that end within 60 days"), soon.count(), link, VIEW_DATED_ITEMS)


def breaches() -> Iterator[Row]:
    """Breaches of safeguards that are not assessed, reported or told yet."""
    label = _("Breaches of safeguards to assess, to report or to tell people of")
    see = VIEW_BREACHES
    yield Row(label, BreachRecord.objects.open().count(), listed("breachrecord", "?open=yes", app="intake"), see)


def clients_at(query: str) -> str:
    """The address of a list of clients."""
    return listed("client", query, app="intake")
