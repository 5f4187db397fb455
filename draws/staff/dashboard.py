"""What waits for staff: the rows of the admin's first page, each with its number and link."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.heartbeats import record
from draws.models import (
    Alert,
    CorrectionLetter,
    Draw,
    Feed,
    FirmEdition,
    FollowerNews,
    Heartbeat,
    Mailing,
    Notice,
    RuleChange,
    State,
    Used,
)
from draws.outbox import throttle
from draws.permissions import (
    VIEW_ALERT,
    VIEW_DRAW,
    VIEW_FEED,
    VIEW_FOLLOWER_NEWS,
    VIEW_HEARTBEAT,
    VIEW_LETTER,
    VIEW_MAILING,
    VIEW_NOTICE,
    VIEW_OWED_LETTER,
    VIEW_PAUSE,
    VIEW_RULE_CHANGE,
    VIEW_RULES,
)
from draws.rule_changes.firm_rules import released
from draws.rule_changes.tables_compared import count_stale
from draws.staff.ledger_admin import LATE
from intake.clients import stages
from intake.expiry.invitation_clock import get_days_to_apply
from intake.models import (
    BreachRecord,
    Client,
    Consultation,
    DatedItem,
    DeletionRequest,
    Enquiry,
    Letter,
    Owed,
    OwedEvent,
    Todo,
)
from intake.models.letters import OVERDUE
from intake.outbox import limits
from intake.permissions import (
    VIEW_BREACHES,
    VIEW_CLIENT,
    VIEW_CONSULTATIONS,
    VIEW_DATED_ITEMS,
    VIEW_DELETION_REQUESTS,
    VIEW_ENQUIRIES,
    VIEW_OWED_EVENTS,
    VIEW_TODOS,
    Permission,
)
from intake.staff.dated_admin import SOON
from scoring.apps import rulebook

LEDGERS = (
    (Alert, VIEW_ALERT),
    (Notice, VIEW_NOTICE),
    (CorrectionLetter, VIEW_LETTER),
    (Letter, VIEW_OWED_LETTER),
    (FollowerNews, VIEW_FOLLOWER_NEWS),
)
# A draft of a round so recent is probably waiting to be published.
RECENT = timedelta(days=30)
# Messages that failed longer ago have been looked at.
FAILED_SINCE = timedelta(days=30)
DAY = timedelta(days=1)
UNSETTLED = (State.PENDING, State.SENDING)
Member = User | AnonymousUser


class WorkRow(NamedTuple):
    """Something that waits; `permission` is what one needs to see it."""

    label: Any
    number: int
    link: str
    permission: Permission


def list_rows(user: Member) -> list[WorkRow]:
    """Everything that waits and that this member of staff may see; rows that count nothing are left out."""
    found = [
        *list_draws(),
        *list_feeds(),
        *list_processes(),
        *list_sending(),
        *list_mailings(),
        *list_ledgers(user),
        *list_rule_changes(),
        *list_enquiries(user),
        *list_todos(user),
        *list_clients(user),
        *list_clocks(user),
        *list_dates(user),
        *list_deletions(user),
        *list_breaches(),
        *list_events(user),
    ]
    return [row for row in found if row.number and row.permission.held_by(user)]


def count_stale_tables(user: Member) -> int:
    """How many tables were last compared with their source too long ago; 0 for those who may not see them."""
    return count_stale(rulebook(), timezone.localdate()) if VIEW_RULES.held_by(user) else 0


def get_list_url(model: str, query: str = "", app: str = "draws") -> str:
    """The address of a list."""
    return reverse(f"admin:{app}_{model}_changelist") + query


def build_query(**lookups: Any) -> str:
    """The query of an address."""
    return "?" + urlencode(lookups)


def list_draws() -> Iterator[WorkRow]:
    """Drafts, contradictions, draws that nobody has matched."""
    today, see = timezone.localdate(), VIEW_DRAW
    drafts = Draw.objects.filter(status=Draw.Status.DRAFT, held_on__gte=today - RECENT)
    query = f"?status__exact=draft&held_on__gte={today - RECENT}"
    yield WorkRow(_("Drafts of the last 30 days, not published"), drafts.count(), get_list_url("draw", query), see)
    doubtful = Draw.objects.exclude(not_understood=[])
    yield WorkRow(
        _("Draws of which something was not understood"), doubtful.count(), get_list_url("draw", "?waiting=yes"), see
    )
    before = timezone.now() - LATE
    unmatched = Draw.objects.unmatched().filter(published_at__lt=before)
    label = _("Published for more than an hour, and nobody has been told")
    query = build_query(matched_at__isnull=True, published_at__lt=before)
    yield WorkRow(label, unmatched.count(), get_list_url("draw", query), see)


def list_feeds() -> Iterator[WorkRow]:
    """A feed that could not be read, or had rows that are no rounds."""
    troubled = Feed.objects.exclude(problem="", unreadable="")
    label = _("The feed could not be read, or not all of it")
    yield WorkRow(label, troubled.count(), get_list_url("feed", "?trouble=yes"), VIEW_FEED)


def list_processes() -> Iterator[WorkRow]:
    """Parts of which no process is at work, and single processes that stopped; nothing where none ever worked."""
    now, link = timezone.now(), get_list_url("heartbeat", "?silent=yes")
    if not Heartbeat.objects.exists():
        return
    for part in record.list_missing(now):
        label = _("Nothing is at work as: %(part)s") % {"part": Heartbeat.Part(part).label}
        yield WorkRow(label, 1, get_list_url("heartbeat"), VIEW_HEARTBEAT)
    stopped = record.find_silent(now).count()
    yield WorkRow(_("Processes that stopped without saying so"), stopped, link, VIEW_HEARTBEAT)


def list_sending() -> Iterator[WorkRow]:
    """Sending is paused, or a limit is used up."""
    pauses = throttle.find_pauses().count()
    yield WorkRow(_("Sending is paused"), pauses, get_list_url("pause", "?ended__isnull=True"), VIEW_PAUSE)
    if settings.MESSAGES_A_DAY:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        full = Used.objects.filter(span="day", since=midnight, count__gte=settings.MESSAGES_A_DAY)
        label = _("Today's limit of messages is used up: the rest leaves tomorrow")
        yield WorkRow(label, full.count(), get_list_url("alert", "?state__exact=pending"), VIEW_ALERT)
    reached = len(limits.list_reached(timezone.now()))
    label = _("Limits of codes and confirmations that are reached: no more are sent for a while")
    yield WorkRow(label, reached, get_list_url("letter", app="intake"), VIEW_OWED_LETTER)


def list_mailings() -> Iterator[WorkRow]:
    """Mass mails that a second person is to approve, and those that can still be taken back before any leaves."""
    waiting, link = (
        Mailing.objects.waiting(),
        get_list_url("mailing", "?taken_back_at__isempty=1&not_before__isempty=1"),
    )
    yield WorkRow(_("Mass mails that wait for a second person"), waiting.count(), link, VIEW_MAILING)
    paused = Mailing.objects.begun().filter(not_before__gt=timezone.now()).count()
    link = get_list_url("mailing", build_query(taken_back_at__isempty=1))
    yield WorkRow(_("Mass mails of which nothing has left yet"), paused, link, VIEW_MAILING)


def list_ledgers(user: Member) -> Iterator[WorkRow]:
    """Of each kind of message: what failed, and what should have left."""
    now = timezone.now()
    for model, see in LEDGERS:
        name, app = str(model._meta.model_name), model._meta.app_label
        kind = {"kind": model._meta.verbose_name_plural}
        lately = {"state": State.FAILED, "created__gte": now - FAILED_SINCE}
        failed: QuerySet[Owed] = model.objects.visible_to(user).filter(**lately)
        late: QuerySet[Owed] = model.objects.visible_to(user).claimable(now - LATE)
        yield WorkRow(_("Failed: %(kind)s") % kind, failed.count(), get_list_url(name, build_query(**lately), app), see)
        yield WorkRow(
            _("Late by more than an hour: %(kind)s") % kind, late.count(), get_list_url(name, "?late=yes", app), see
        )
    waiting = Letter.objects.visible_to(user).filter(urgent=True, state__in=UNSETTLED, created__lte=now - OVERDUE)
    link = get_list_url("letter", "?urgent__exact=1&state__exact=pending", "intake")
    label = _("Codes and confirmations that somebody has been waiting for, for two minutes")
    yield WorkRow(label, waiting.count(), link, VIEW_OWED_LETTER)


def list_rule_changes() -> Iterator[WorkRow]:
    """Changes of rules that were compared and not released."""
    waiting = RuleChange.objects.filter(released_at=None)
    label = _("Changes of rules that clients have not been told of")
    yield WorkRow(label, waiting.count(), get_list_url("rulechange", "?released_at__isnull=True"), VIEW_RULE_CHANGE)
    unreleased, link = FirmEdition.objects.waiting().count(), get_list_url("firmedition")
    yield WorkRow(_("New editions of the rules that are not released"), unreleased, link, VIEW_RULES)
    label = _("Released editions of the rules that do not go with the other rules any more")
    yield WorkRow(label, len(released.left_out), link, VIEW_RULES)


def list_clients(user: Member) -> Iterator[WorkRow]:
    """Clients whom nobody looks after, whose address does not work, whom nobody asked for consent."""
    see, people = VIEW_CLIENT, Client.objects.visible_to(user).filter(sample=False)
    before = timezone.now() - DAY
    new = Q(stage=Client.Stage.NEW, adviser=None, created__lt=before)
    query = build_query(stage__exact="new", adviser__isnull=True, sample__exact=0, created__lt=before)
    yield WorkRow(
        _("New clients without an adviser for a day"), people.filter(new).count(), get_client_list_url(query), see
    )
    unchecked = stages.find_unchecked(people)
    label = _("Consultation booked or later, and no conflict check")
    yield WorkRow(label, unchecked.count(), get_client_list_url("?checked=no&sample__exact=0"), see)
    due = people.filter(follow_up_on__lte=timezone.localdate())
    query = f"?follow_up_on__lte={timezone.localdate()}&sample__exact=0"
    yield WorkRow(_("Clients to follow up on by today"), due.count(), get_client_list_url(query), see)
    unreachable = people.filter(alerts=True).exclude(undeliverable="")
    query = "?alerts__exact=1&undeliverable__isempty=0&sample__exact=0"
    yield WorkRow(_("Clients whose e-mail address does not work"), unreachable.count(), get_client_list_url(query), see)
    unasked = people.at_work().never_asked()
    label = _("Clients whom nobody has asked for consent to e-mails")
    yield WorkRow(label, unasked.count(), get_client_list_url("?consent=missing&sample__exact=0"), see)


def list_todos(user: Member) -> Iterator[WorkRow]:
    """Tasks whose day has come or passed: one's own, and those that nobody has taken on."""
    today = timezone.localdate()
    mine, nobodys = Q(assignee=user.pk or 0), Q(assignee=None)
    found = Todo.objects.visible_to(user).due_by(today)
    numbers = found.aggregate(
        overdue=Count("pk", filter=mine & Q(due_on__lt=today)),
        today=Count("pk", filter=mine & Q(due_on=today)),
        nobodys=Count("pk", filter=nobodys),
    )
    own, free = {"assignee__id__exact": user.pk}, {"assignee__isnull": True}
    for name, label, query in (
        ("overdue", _("My tasks that are overdue"), {"due": "overdue", **own}),
        ("today", _("My tasks of today"), {"due": "today", **own}),
        ("nobodys", _("Tasks of nobody, due today or overdue"), {"due": "by_today", **free}),
    ):
        yield WorkRow(label, numbers[name], get_list_url("todo", build_query(**query), app="intake"), VIEW_TODOS)


def list_enquiries(user: Member) -> Iterator[WorkRow]:
    """What people asked on the site and nobody has answered."""
    waiting = Enquiry.objects.visible_to(user).to_answer()
    link = get_list_url("enquiry", "?waiting=yes", app="intake")
    yield WorkRow(_("Questions and calls of the site to answer"), waiting.count(), link, VIEW_ENQUIRIES)
    coming = Consultation.objects.visible_to(user).coming(timezone.now()).filter(starts_at__lt=timezone.now() + DAY)
    label, link = _("Consultations within a day"), get_list_url("consultation", "?coming=yes", app="intake")
    yield WorkRow(label, coming.count(), link, VIEW_CONSULTATIONS)


def list_clocks(user: Member) -> Iterator[WorkRow]:
    """Clients who were invited: whose time runs, is short, is over."""
    today, people = timezone.localdate(), Client.objects.visible_to(user).filter(sample=False)
    labels = {
        "running": _("Invited, and the time to apply is running"),
        "short": _("Invited, and ten days or fewer are left to apply"),
        "over": _("Invited, and the last day to apply has passed"),
    }
    for which, label in labels.items():
        found = people.clock(which, today, get_days_to_apply(today))
        yield WorkRow(label, found.count(), get_client_list_url(f"?clock={which}&sample__exact=0"), VIEW_CLIENT)


def list_dates(user: Member) -> Iterator[WorkRow]:
    """Documents, tests and the like that end soon, in files that somebody works on."""
    soon = DatedItem.objects.visible_to(user).expiring(timezone.localdate(), SOON)
    link = get_list_url("dateditem", "?soon=yes", app="intake")
    label = _("Documents and tests that end within %(days)d days") % {"days": SOON}
    yield WorkRow(label, soon.count(), link, VIEW_DATED_ITEMS)


def list_deletions(user: Member) -> Iterator[WorkRow]:
    """Requests for deletion that are not answered, and those of them whose days are over."""
    asked = DeletionRequest.objects.visible_to(user)
    for which, label, found in (
        ("yes", _("Requests for deletion to answer"), asked.open()),
        ("over", _("Requests for deletion not answered in time"), asked.overdue(timezone.now())),
    ):
        link = get_list_url("deletionrequest", f"?open={which}", app="intake")
        yield WorkRow(label, found.count(), link, VIEW_DELETION_REQUESTS)


def list_breaches() -> Iterator[WorkRow]:
    """Breaches of safeguards that are not assessed, reported or told yet."""
    label = _("Breaches of safeguards to assess, to report or to tell people of")
    see = VIEW_BREACHES
    yield WorkRow(
        label, BreachRecord.objects.open().count(), get_list_url("breachrecord", "?open=yes", app="intake"), see
    )


def list_events(user: Member) -> Iterator[WorkRow]:
    """Events that other programs of the firm did not take."""
    since = timezone.now() - FAILED_SINCE
    failed = OwedEvent.objects.visible_to(user).failed(since)
    query = build_query(state__exact=State.FAILED, created__gte=since)
    label = _("Webhooks that did not take an event")
    yield WorkRow(label, failed.count(), get_list_url("owedevent", query, app="intake"), VIEW_OWED_EVENTS)


def get_client_list_url(query: str) -> str:
    """The address of a list of clients."""
    return get_list_url("client", query, app="intake")
