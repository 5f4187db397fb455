"""The reminders: to clients what is about to end for them, to staff what is about to end for their clients."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.models import Notice, StaffReminder
from draws.outbox.kinds import ClientMessage, NotDue, StaffMessage
from draws.reminders.days import find_nearest
from intake.expiry import expiries
from intake.expiry.expiries import Expiry, LapseName, collect_facts, describe_item
from intake.expiry.time_to_apply import get_last_day, name_newest_day
from intake.message_kinds.registry import register
from intake.models import ENTERED, Client, Letter, Todo
from intake.querysets import ClientQuerySet
from scoring.apps import rulebook
from scoring.profile import Profile
from scoring.reported_rules import pending

# Only of these does a lapse cost points.
SCORED = ("test", "eca")


class Reminder(ClientMessage[Notice]):
    """A kind of reminder to clients; every day each is asked who is due it."""

    ledger = Notice
    preference = "reminders"

    @classmethod
    def find_due(cls, client: Client, on: date) -> Iterator[Notice]:
        """What a client is due on a day, unsaved; found again the next day, and then owed no second time."""
        raise NotImplementedError

    @classmethod
    def find_recipients(cls) -> ClientQuerySet[Client]:
        """Clients to whom it may be owed, but for those whose file is closed."""
        return super().find_recipients().filter(~Q(stage=Client.Stage.CLOSED))

    def renew(self) -> None:
        """Bring the facts of the row up to date. Raises `NotDue` where there is nothing left to remind of."""
        # By the facts and not by when the file was changed, which an import and its undoing do not move.
        facts = self.find_facts(self.row.client, timezone.localdate())
        if facts is None:
            raise NotDue(_("What the reminder is about has changed since."))
        self.row.restate(facts)

    def find_facts(self, client: Client, on: date) -> dict[str, Any] | None:
        """What the row would say now; None where there is nothing to remind of any more."""
        raise NotImplementedError

    @classmethod
    def make_row(cls, client: Client, key: str, facts: dict[str, Any], **days: date) -> Notice:
        """A row for the ledger, due now."""
        now = timezone.now()
        return Notice(client=client, kind=cls.name, key=key, facts=facts, due_at=now, created=now, **days)


@register
class DeadlineReminder(Reminder):
    """The days left to apply after the invitation, and what lapses before."""

    name = "deadline"
    label = _("Invitation: time to apply")
    template = "draws/email/deadline"

    @classmethod
    def find_due(cls, client: Client, on: date) -> Iterator[Notice]:
        """The newest of the days before the last one that has come, while there is time to apply."""
        begun, last = client.invited_on, get_last_day(client)
        if begun is None or last is None or on > last:
            return
        if key := name_newest_day(begun, on, settings.REMIND_BEFORE_LAST_DAY):
            yield cls.make_row(client, key, list_lapsing(client, on, last), until=last, invited_on=begun)

    def find_facts(self, client: Client, on: date) -> dict[str, Any] | None:
        """What lapses before the last day; that the invitation still stands is asked when the row is claimed."""
        # From the day on which it was owed: what has lapsed while it waited is still to be said.
        return list_lapsing(client, timezone.localdate(self.row.created), cast("date", self.row.until))

    def get_context(self) -> Mapping[str, Any]:
        """The invitation's day, the last day to apply, and what lapses before it."""
        lapses = [(LapseName(lapse), date.fromisoformat(lapse["ends"])) for lapse in self.row.facts["lapses"]]
        invited_on, until = cast("date", self.row.invited_on), cast("date", self.row.until)
        return {
            "basis": self.row.basis,
            "invited_on": invited_on,
            "until": until,
            "days_to_apply": (until - invited_on).days,
            "lapses": lapses,
        }


@register
class ExpiryReminder(Reminder):
    """What is about to lapse, when, and what that does to the score."""

    name = "expiry"
    label = _("Test, assessment, pool profile or document about to lapse")
    template = "draws/email/expiry"

    @classmethod
    def find_due(cls, client: Client, on: date) -> Iterator[Notice]:
        """For each thing that lapses, the newest of the days before it that has come, unless long ago."""
        # The service may be a ground for reminders of an invitation, never for these (record 0024).
        if not client.alerts:
            return
        for ending in expiries.find_expiries(client, on, max(settings.REMIND_BEFORE_LAPSE)):
            days = find_nearest(on, ending.lapse.ends)
            if days is not None:
                # The day of the end is among the words, so that a test which was taken anew is reminded of again.
                key = f"{' '.join(collect_facts(ending).values())} {days} days"
                # A lapse ends on the first day on which it does not count; the row says the last on which it does.
                yield cls.make_row(client, key, describe(client, ending), until=ending.lapse.ends - expiries.DAY)

    def find_facts(self, client: Client, on: date) -> dict[str, Any] | None:
        """The same end with the scores around it, unless nothing of this kind ends on that day any more."""
        owed = self.row.facts
        for ending in expiries.find_expiries(client, on, max(settings.REMIND_BEFORE_LAPSE)):
            if collect_facts(ending).items() <= owed.items():
                return describe(client, ending)
        return None

    def get_context(self) -> Mapping[str, Any]:
        """What lapses, its days, and the score before and after."""
        facts, ends = self.row.facts, date.fromisoformat(self.row.facts["ends"])
        return {
            "basis": self.row.basis,
            "what": facts["what"],
            "document": facts["what"] in ENTERED,
            "thing": LapseName(facts),
            "until": self.row.until,
            "ends": ends,
            "before": facts.get("before"),
            "after": facts.get("after"),
            "caveats": list(pending(rulebook().on(ends))) if "after" in facts else [],
        }


@register
class StaffDates(StaffMessage):
    """One letter a day to each adviser: the clock of each invitation, what is about to end, tasks.

    `facts`: `rows`, the ids of `StaffReminder`.
    """

    name = "staff_dates"
    label = _("Dates of clients")
    template = "draws/email/staff_dates"

    @classmethod
    def choose_address(cls, row: StaffReminder) -> str:
        """Whose task it is, else who looks after the file, else who answers for it; empty: the office."""
        people = (row.member, row.client.adviser, row.client.consultant)
        return next((one.email for one in people if one and one.is_active and one.is_staff and one.email), "")

    @classmethod
    def find_due(cls, addresses: Sequence[str], rows: Sequence[int], now: datetime) -> Iterator[Letter]:
        """One to each of these addresses, of all that waits for it."""
        return cls.build_rows(f"dates at {now.isoformat()}", {"rows": list(rows)}, addresses)

    def is_due(self) -> bool:
        """While there is something to look at: a task may be done before the letter leaves."""
        return bool(self.get_context()["count"])

    def get_context(self) -> Mapping[str, Any]:
        """Each thing once, however many of its days waited; of tasks, what is not done meanwhile."""
        rows = StaffReminder.objects.filter(pk__in=self.row.facts["rows"]).select_related("client")
        things = {
            (row.client_id, row.kind, *row.facts.values(), row.until): row for row in rows.order_by("until", "pk")
        }
        todos = list_todos(row for row in things.values() if row.kind == StaffReminder.ReminderKind.TODO)
        others = [row for row in things.values() if row.kind != StaffReminder.ReminderKind.TODO]
        return {
            "todos": todos,
            "invited": list_invited(row for row in things.values() if row.kind == StaffReminder.ReminderKind.DEADLINE),
            "ending": list_ending(row for row in things.values() if row.kind == StaffReminder.ReminderKind.EXPIRY),
            "count": len(others) + len(todos),
        }


def list_todos(rows: Iterable[StaffReminder]) -> list[tuple[Client, int, date]]:
    """Client, task, its day. What it says is read at the desk: a mailbox is no place for what was typed of a client."""
    found = {row.facts["todo"]: row for row in rows}
    still = (
        Todo.objects.due_by(timezone.localdate())
        .filter(pk__in=found)
        .values_list("pk", "due_on")
        .order_by("due_on", "pk")
    )
    return [(found[pk].client, pk, day) for pk, day in still]


def list_invited(rows: Iterable[StaffReminder]) -> list[tuple[Client, date, int]]:
    """Client, last day to apply, days left."""
    today = timezone.localdate()
    return [(row.client, row.until, (row.until - today).days) for row in rows]


def list_ending(rows: Iterable[StaffReminder]) -> list[tuple[Client, str, date]]:
    """Client, what ends, its last day."""
    return [(row.client, describe_item(**row.facts), row.until) for row in rows]


def list_lapsing(client: Client, on: date, last: date) -> dict[str, Any]:
    """The facts of a reminder of an invitation: what of the client's is valid on a day, and no longer on the last."""
    return {"lapses": [collect_facts(ending) for ending in expiries.find_valid_only_until(client, on, last)]}


def describe(client: Client, ending: Expiry) -> dict[str, Any]:
    """The facts of a reminder of something that ends."""
    return {**collect_facts(ending), **compare_points(expiries.decode_profile(client), ending)}


def compare_points(profile: Profile | None, ending: Expiry) -> dict[str, int]:
    """What the lapse does to the score if nothing else changes; what gives no points is not mentioned."""
    if profile is None or ending.lapse.kind not in SCORED:
        return {}
    before, after = expiries.score_around(profile, ending.lapse.ends)
    return {"before": before, "after": after}
