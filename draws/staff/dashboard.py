"""What waits for the firm as a whole: rounds, rules, messages, processes; each with its number and link."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from draws.heartbeats import heartbeat
from draws.models import (
    Alert,
    CorrectionLetter,
    DeliveryState,
    Draw,
    Feed,
    FirmEdition,
    FollowerNews,
    Heartbeat,
    Mailing,
    Notice,
    RuleChange,
    Used,
    WrittenMessage,
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
    VIEW_WRITTEN,
)
from draws.rule_changes.live_rulebook import released
from draws.rule_changes.tables_compared import count_stale
from draws.staff.ledger_admin import LATE, LATE_HOURS, OVERDUE_MINUTES, find_waited_for
from intake.message_kinds import limits
from intake.models import BreachRecord, Letter, Owed, OwedEvent
from intake.permissions import VIEW_BREACHES, VIEW_OWED_EVENTS, Permission
from intake.staff.daily_work.day_row import count_together, get_list_url
from scoring.apps import rulebook
from scoring.words import name_number

if TYPE_CHECKING:
    from django.db.models import QuerySet

LEDGERS = (
    (Alert, VIEW_ALERT),
    (Notice, VIEW_NOTICE),
    (CorrectionLetter, VIEW_LETTER),
    (WrittenMessage, VIEW_WRITTEN),
    (Letter, VIEW_OWED_LETTER),
    (FollowerNews, VIEW_FOLLOWER_NEWS),
)
# A draft of a round so recent is probably waiting to be published.
RECENT = timedelta(days=30)
# Messages that failed longer ago have been looked at.
FAILED_SINCE = timedelta(days=30)
DRAFTS = format_lazy(
    ngettext_lazy(
        "Drafts of the last {days} day, not published", "Drafts of the last {days} days, not published", RECENT.days
    ),
    days=RECENT.days,
)
UNMATCHED = format_lazy(
    ngettext_lazy(
        "Rounds published more than an hour ago of which nobody has been told",
        "Rounds published more than {hours} hours ago of which nobody has been told",
        LATE_HOURS,
    ),
    hours=LATE_HOURS,
)
LATE_ONES = ngettext_lazy("Late by more than an hour: {kind}", "Late by more than {hours} hours: {kind}", LATE_HOURS)
WAITED_FOR = format_lazy(
    ngettext_lazy(
        "Codes and confirmations that somebody has been waiting for, for a minute",
        "Codes and confirmations that somebody has been waiting for, for {minutes} minutes",
        OVERDUE_MINUTES,
    ),
    minutes=name_number(OVERDUE_MINUTES),
)
Member = User | AnonymousUser


class WorkRow(NamedTuple):
    """Something that waits; `permission` is what one needs to see it. Without a number it is so, or it is not."""

    label: Any
    number: int | None
    link: str
    permission: Permission


class Uncounted(NamedTuple):
    """Rows that wait, of which nobody has asked yet how many they are."""

    label: Any
    rows: "QuerySet[Any]"
    link: str
    permission: Permission


def list_rows(user: Member) -> list[WorkRow]:
    """Everything that waits and that this member of staff may see; rows that count nothing are left out."""
    found = [row for row in find_rows(user) if row.permission.held_by(user)]
    # Together: half of what a count costs is what surrounds it.
    numbers = iter(count_together([row.rows for row in found if isinstance(row, Uncounted)]))
    counted = [WorkRow(row[0], next(numbers), *row[2:]) if isinstance(row, Uncounted) else row for row in found]
    return [row for row in counted if row.number != 0]


def find_rows(user: Member) -> list[WorkRow | Uncounted]:
    """Everything that may wait."""
    return [
        *list_draws(),
        *list_feeds(),
        *list_processes(),
        *list_sending(),
        *list_mailings(),
        *list_ledgers(user),
        *list_rule_changes(),
        *list_breaches(),
        *list_events(user),
    ]


def count_stale_tables(user: Member) -> int:
    """How many tables were last compared with their source too long ago; 0 for those who may not see them."""
    return count_stale(rulebook(), timezone.localdate()) if VIEW_RULES.held_by(user) else 0


def count_pending_tables(user: Member) -> int:
    """How many tables are in force with values that nobody has entered; 0 for those who may not see them."""
    return len(rulebook().on(timezone.localdate()).pending) if VIEW_RULES.held_by(user) else 0


def get_url(model: str, app: str = "draws", **query: Any) -> str:
    """The address of a list, narrowed."""
    return get_list_url(model, query, app)


def list_draws() -> Iterator[Uncounted]:
    """Drafts, contradictions, draws that nobody has matched."""
    since, before, see = timezone.localdate() - RECENT, timezone.now() - LATE, VIEW_DRAW
    drafts = Draw.objects.filter(status=Draw.Status.DRAFT, held_on__gte=since)
    link = get_url("draw", status__exact="draft", held_on__gte=since)
    yield Uncounted(DRAFTS, drafts, link, see)
    doubtful, label = Draw.objects.exclude(not_understood=[]), _("Rounds of which something was not understood")
    yield Uncounted(label, doubtful, get_url("draw", waiting="yes"), see)
    unmatched = Draw.objects.unmatched().filter(published_at__lt=before)
    link = get_url("draw", matched_at__isnull=True, published_at__lt=before)
    yield Uncounted(UNMATCHED, unmatched, link, see)


def list_feeds() -> Iterator[Uncounted]:
    """A feed that could not be read, or had rows that are no rounds."""
    troubled = Feed.objects.exclude(problem="", unreadable="")
    label = _("The feed could not be read, or not all of it")
    yield Uncounted(label, troubled, get_url("feed", trouble="yes"), VIEW_FEED)


def list_processes() -> Iterator[WorkRow | Uncounted]:
    """Parts of which no process is at work, and single processes that stopped; nothing where none ever worked."""
    now = timezone.now()
    if not Heartbeat.objects.exists():
        return
    for part in heartbeat.list_missing(now):
        idle = _("Not running: %(part)s") % {"part": Heartbeat.WatchedPart(part).label}
        yield WorkRow(idle, None, get_url("heartbeat"), VIEW_HEARTBEAT)
    stopped, label = heartbeat.find_silent(now), _("Processes that stopped without saying so")
    yield Uncounted(label, stopped, get_url("heartbeat", silent="yes"), VIEW_HEARTBEAT)


def list_sending() -> Iterator[WorkRow]:
    """Sending is paused, or a limit is used up."""
    # A state is no number of anything, and so has none (record 0165).
    if throttle.is_paused():
        yield WorkRow(_("Sending is paused"), None, get_url("pause", ended__isnull=True), VIEW_PAUSE)
    if is_day_used_up():
        label = _("Today's limit of messages is used up: the rest leaves tomorrow")
        yield WorkRow(label, None, get_url("alert", state__exact="pending"), VIEW_ALERT)
    if limits.list_reached(timezone.now()):
        label = _("Limits of codes and confirmations that are reached: no more are sent for a while")
        yield WorkRow(label, None, get_url("letter", "intake"), VIEW_OWED_LETTER)


def is_day_used_up() -> bool:
    """Whether as many messages left today as may."""
    if not settings.MESSAGES_A_DAY:
        return False
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Used.objects.filter(span="day", since=midnight, count__gte=settings.MESSAGES_A_DAY).exists()


def list_mailings() -> Iterator[Uncounted]:
    """Mass mails that a second person is to approve, and those that can still be taken back before any leaves."""
    waiting, paused = Mailing.objects.waiting(), Mailing.objects.paused(timezone.now())
    label, link = _("Mailings that wait for a second person's approval"), get_url("mailing", leaving="waiting")
    yield Uncounted(label, waiting, link, VIEW_MAILING)
    label, link = _("Mailings of which nothing has left yet"), get_url("mailing", leaving="paused")
    yield Uncounted(label, paused, link, VIEW_MAILING)


def list_ledgers(user: Member) -> Iterator[Uncounted]:
    """Of each kind of message: what failed, what should have left, and where our mail server is refused."""
    now = timezone.now()
    for model, see in LEDGERS:
        name, app = str(model._meta.model_name), model._meta.app_label
        kind = {"kind": model._meta.verbose_name_plural}
        # One condition for number and link: each row leads to a list of exactly that many (record 0042).
        lately = {"state": DeliveryState.FAILED, "created__gte": now - FAILED_SINCE}
        failed: QuerySet[Owed] = model.objects.visible_to(user).filter(**lately)
        late: QuerySet[Owed] = model.objects.visible_to(user).claimable(now - LATE)
        yield Uncounted(_("Failed: %(kind)s") % kind, failed, get_url(name, app, **lately), see)
        label = format_lazy(LATE_ONES, **kind, hours=LATE_HOURS)
        yield Uncounted(label, late, get_url(name, app, late="yes"), see)
        refused: QuerySet[Owed] = model.objects.visible_to(user).refused_to_us()
        words = _("Our mail server is refused, and they wait: %(kind)s") % kind
        yield Uncounted(words, refused, get_url(name, app, refused="yes"), see)
    waiting = find_waited_for(Letter.objects.visible_to(user))
    yield Uncounted(WAITED_FOR, waiting, get_url("letter", "intake", waited_for="yes"), VIEW_OWED_LETTER)


def list_rule_changes() -> Iterator[WorkRow | Uncounted]:
    """Changes of rules that clients were not told of, and the firm's editions that wait or were left out."""
    waiting = RuleChange.objects.filter(released_at=None)
    label = _("Changes of rules that clients have not been told of")
    yield Uncounted(label, waiting, get_url("rulechange", released_at__isnull=True), VIEW_RULE_CHANGE)
    label, link = _("New editions of the rules that are not released"), get_url("firmedition", state="waiting")
    yield Uncounted(label, FirmEdition.objects.waiting(), link, VIEW_RULES)
    label = _("Released editions of the rules that do not go with the other rules any more")
    yield WorkRow(label, len(released.left_out), get_url("firmedition", state="left_out"), VIEW_RULES)


def list_breaches() -> Iterator[Uncounted]:
    """Breaches of safeguards that are not assessed, reported or told yet."""
    label = _("Breaches of safeguards to assess, to report or to tell people of")
    link = get_url("breachrecord", "intake", open="yes")
    yield Uncounted(label, BreachRecord.objects.open(), link, VIEW_BREACHES)


def list_events(user: Member) -> Iterator[Uncounted]:
    """Events that other programs of the firm did not take."""
    since = timezone.now() - FAILED_SINCE
    failed, label = OwedEvent.objects.visible_to(user).failed(since), _("Webhooks that did not take an event")
    link = get_url("owedevent", "intake", state__exact=DeliveryState.FAILED, created__gte=since)
    yield Uncounted(label, failed, link, VIEW_OWED_EVENTS)
