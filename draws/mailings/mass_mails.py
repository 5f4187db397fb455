"""The mass mails: what each would tell whom, doing it, and taking it back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from draws.corrections import apply
from draws.corrections.diff import Difference
from draws.correspondence import circulars
from draws.correspondence.messages import Written
from draws.feed.cutoff_doubts import CutoffDoubt, find_doubts
from draws.followers import owing
from draws.matching import match_webhooks, matcher, telephone_tasks
from draws.matching.messages import DrawAlert
from draws.models import (
    Alert,
    Circular,
    CorrectionLetter,
    DeliveryState,
    Draw,
    FollowerNews,
    Mailing,
    Notice,
    RuleChange,
    TemplateVersion,
    WrittenMessage,
)
from draws.models.corrections import CORRECTION_TAKEN_BACK
from draws.outbox import worker
from draws.outbox.delivery_state import fail_owed, withdraw_waiting
from draws.outbox.ledgers import find_ledgers
from draws.permissions import PUBLISH_DRAW, RELEASE_RULE_CHANGE, WRITE_TO_MANY
from draws.publishing import publisher
from draws.publishing.publisher import PublicationRefused
from draws.rounds.snapshot import DECIDING, build_snapshot, read_values
from draws.rule_changes import compare
from draws.rule_changes.messages import RuleNews, build_key
from intake.common.batched import batched
from intake.models import Owed
from intake.permissions import Permission
from intake.querysets import OwedQuerySet
from scoring.numbers import group_thousands

if TYPE_CHECKING:
    from intake.common.task_calls import Call

ROWS_AT_ONCE = 1000


class NumberWords(NamedTuple):
    """What is said of the number of a mass mail: what it counts, what to type, that it is another one by now."""

    label: Any
    ask: Any
    changed: Any
    counted: Any

    def say(self, number: int) -> str:
        """The number, with what it counts."""
        return str(self.counted % {"number": number, "count": group_thousands(number)})


# Clients, and of a round those who follow by an address alone.
PEOPLE = NumberWords(
    gettext_lazy("Number of recipients"),
    gettext_lazy("Type the number of people who would be written to."),
    gettext_lazy("The number of recipients is now %(count)s: look again, and type it."),
    ngettext_lazy("%(count)s person", "%(count)s people", "number"),
)
# Several may be to one person, or to staff.
MESSAGES = NumberWords(
    gettext_lazy("Number of messages"),
    gettext_lazy("Type the number of messages that would be tried again."),
    gettext_lazy("The number of messages is now %(count)s: look again, and type it."),
    ngettext_lazy("%(count)s message", "%(count)s messages", "number"),
)


class MassMail:
    """A mass mail that is planned, waits, or was done; `call` is that of the worker, once it was made."""

    permission: ClassVar[Permission] = PUBLISH_DRAW
    words: ClassVar[NumberWords] = PEOPLE

    def __init__(self, mailing: Mailing) -> None:
        self.mailing = mailing
        self.call: Call | None = None

    @property
    def figure(self) -> int | None:
        """The figure that is typed again where there is a doubt about it."""
        return None

    def check(self) -> None:
        """Raises `PublicationRefused` for what can't be sent."""

    def count_recipients(self) -> int:
        """How many people would get it now; of failed messages, how many these are."""
        raise NotImplementedError

    def say_changed(self, count: int) -> str:
        """That this is the number by now, and not the one that was typed."""
        return str(self.words.changed % {"count": group_thousands(count)})

    @cached_property
    def doubts(self) -> list[CutoffDoubt]:
        """What must be confirmed explicitly, as it is kept: `say_doubt` says it."""
        return []

    def perform(self, by: User, not_before: datetime) -> None:
        """Do it; nothing leaves before that moment. Raises `PublicationRefused`."""
        raise NotImplementedError

    def take_back(self, by: User, not_before: datetime) -> None:
        """Stop what has not left; what must be said to those who have it leaves not before that moment.

        Raises `PublicationRefused`.
        """
        raise NotImplementedError

    def find_rows(self) -> Iterable[OwedQuerySet[Any]]:
        """Its rows in the ledgers."""
        raise NotImplementedError

    def count_owed(self) -> int:
        """How many of its messages have not left."""
        return sum(rows.owed().count() for rows in self.find_rows())

    def count_sent(self) -> int:
        """How many of its messages have left."""
        return sum(rows.filter(state=DeliveryState.SENT).count() for rows in self.find_rows())


class DrawMail(MassMail):
    """Publishing a draw; of one that is published, telling those from whom the news was taken back."""

    def __init__(self, mailing: Mailing) -> None:
        super().__init__(mailing)
        self.draw = cast("Draw", mailing.draw)

    @property
    def figure(self) -> int | None:
        """The cut-off."""
        return self.draw.cutoff

    def check(self) -> None:
        """Refuse what publishing would refuse. Raises `PublicationRefused`."""
        if not self.draw.is_published:
            publisher.check_draw(self.draw)

    def count_recipients(self) -> int:
        """Those who match, or of a published draw those from whom it was taken back; with the followers."""
        found = self.find_taken_back() if self.draw.is_published else DrawAlert.find_due(self.draw)
        return found.count() + self.followers

    @cached_property
    def followers(self) -> int:
        """How many are told by an address alone, without a file whose client matches."""
        if self.draw.is_published:
            return owing.find_taken_back(self.draw).count()
        return matcher.find_followers_told(self.draw).count()

    def find_taken_back(self) -> QuerySet[Alert]:
        """Alerts that match, and that staff took back before they left."""
        return self.difference.owed_again

    @cached_property
    def difference(self) -> Difference:
        """What was taken back, as what a correction to the same draw would find."""
        return Difference(self.draw, self.draw)

    @cached_property
    def doubts(self) -> list[CutoffDoubt]:
        """What is unusual about the cut-off."""
        return list(find_doubts(self.draw))

    def perform(self, by: User | None, not_before: datetime) -> None:
        """Publish, or owe again what was taken back. Raises `PublicationRefused`."""
        if self.draw.is_published:
            pks, right_again = apply.list_ids(self.find_taken_back()), apply.list_ids(self.difference.right_again_told)
            held = telephone_tasks.owe_after_all(self.draw)
            if not owing.owe_after_all(self.draw, not_before) and not pks and not held:
                raise PublicationRefused(_("This round was published before; nobody is told twice."))
            owed = {"state": DeliveryState.PENDING, "due_at": not_before}
            apply.apply_in_batches(pks, lambda part: apply.find_alerts(part).update(**owed))
            # With those whose message arrived in the moment in which it was taken back.
            apply.apply_in_batches(right_again, lambda part: apply.find_alerts(part).update(in_error=False))
            match_webhooks.owe_after_all(self.draw, not_before)
            return
        publication = publisher.publish(self.draw, by, not_before)
        if not publication.first:
            raise PublicationRefused(_("This round was published before; nobody is told twice."))
        self.call = publication.call

    def take_back(self, by: User, not_before: datetime) -> None:
        """The draw is a draft again where nobody has been told; else the rest of its alerts is held.

        Raises `PublicationRefused`.
        """
        # The draw and its alerts stay locked, so that no worker sends one between the look and what follows from it.
        draw = Draw.objects.select_for_update().get(pk=self.draw.pk)
        apply.lock_rows(draw)
        # Somebody knows of the round: it can't be a draft again, and only what is waiting can be held back.
        if has_left(draw):
            # What a worker has taken may arrive; where the server puts it off, it does not leave later.
            Alert.objects.filter(draw=draw).owed().update(in_error=True)
            Alert.objects.filter(draw=draw, state=DeliveryState.PENDING).update(
                state=DeliveryState.SUPPRESSED, lease_until=None
            )
            owing.take_back(draw)
            telephone_tasks.hold(draw)
            return
        # The next publication matches anew, and a row that stayed would keep its client from being told.
        draw.alerts.all().delete()
        draw.follower_news.all().delete()
        match_webhooks.forget_untold(draw)
        telephone_tasks.forget_open(draw)
        draw.status = Draw.Status.DRAFT
        draw.published_at = draw.published_by = draw.told_from = draw.matched_at = draw.reported_at = None
        draw.save()

    def find_rows(self) -> Iterable[OwedQuerySet[Any]]:
        """Its alerts, and its news to followers."""
        return [Alert.objects.filter(draw=self.draw), FollowerNews.objects.filter(draw=self.draw)]


class CorrectionMail(MassMail):
    """Correcting a published draw, and telling those whom it concerns."""

    def __init__(self, mailing: Mailing) -> None:
        super().__init__(mailing)
        self.before = cast("Draw", mailing.draw)

    @cached_property
    def after(self) -> Draw:
        """The draw as it will be."""
        return apply.copy_with(self.before, read_values(self.mailing.entered["after"]))

    @property
    def figure(self) -> int | None:
        """The right cut-off."""
        return self.after.cutoff

    def check(self) -> None:
        """Refuse what correcting would refuse. Raises `PublicationRefused`."""
        apply.check_correction(self.before, self.after)

    def count_recipients(self) -> int:
        """Those who are owed a letter or match only now; where nobody was matched yet, all who will be."""
        return sum(self.numbers.values())

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many would be told what: by what a letter says, and "" for those told of the round itself."""
        if self.before.matched_at:
            return apply.count_by_news(Difference(self.before, self.after))
        return {"": DrawAlert.find_due(self.after).count() + self.followers}

    @cached_property
    def followers(self) -> int:
        """How many will be told of the round by an address alone; nobody is told of a correction so."""
        return 0 if self.before.matched_at else matcher.find_followers_told(self.after).count()

    @cached_property
    def doubts(self) -> list[CutoffDoubt]:
        """What is unusual about the right cut-off, where what decides changes at all."""
        was, now = build_snapshot(self.before), build_snapshot(self.after)
        decides = any(was[name] != now[name] for name in DECIDING)
        # Of another name or number of invitations nobody is told by itself (record 0019).
        return list(find_doubts(self.after)) if decides else []

    def perform(self, by: User, not_before: datetime) -> None:
        """Correct the draw, which owes the letters. Raises `PublicationRefused`."""
        entered: Mapping[str, Any] = self.mailing.entered
        self.mailing.correction = apply.correct(
            self.before,
            read_values(entered["after"]),
            reason=entered["reason"],
            by=by,
            seen=entered["seen"],
            not_before=not_before,
        )
        # Not matched yet: there are no rows with a due time, so that the matching itself must keep to the pause.
        Draw.objects.filter(pk=self.before.pk, matched_at=None).update(told_from=not_before)

    def take_back(self, by: User, not_before: datetime) -> None:
        """Correct the draw back to what it was: what has not left never will, those who have heard hear what is right.

        Raises `PublicationRefused`.
        """
        correction, draw = self.mailing.correction, Draw.objects.get(pk=self.before.pk)
        # Only the newest correction can be undone: an earlier one may no longer match what is recorded.
        if correction is None or draw.corrections.first() != correction:
            raise PublicationRefused(_("The round has been corrected again since: correct it once more."))
        was, seen = read_values(correction.before), draw.corrections.count()
        apply.correct(draw, was, reason=CORRECTION_TAKEN_BACK, by=by, seen=seen, not_before=not_before)

    def find_rows(self) -> Iterable[OwedQuerySet[Any]]:
        """Its letters, and the alerts that it gave words to and that have not left."""
        correction = self.mailing.correction
        # The draw too: it has an index here, and the correction has none.
        alerts = Alert.objects.filter(correction=correction, draw=self.before)
        return [CorrectionLetter.objects.filter(correction=correction), alerts]


class RulesMail(MassMail):
    """Telling clients what a change of rules did to their score."""

    permission = RELEASE_RULE_CHANGE

    def __init__(self, mailing: Mailing) -> None:
        super().__init__(mailing)
        self.change = cast("RuleChange", mailing.change)

    def check(self) -> None:
        """Refuse what releasing would refuse. Raises `PublicationRefused`."""
        compare.check_release(self.change)

    def count_recipients(self) -> int:
        """Those whose score or rounds it changes, but for those who were told before."""
        return RuleNews.find_untold(self.change).count()

    def perform(self, by: User, not_before: datetime) -> None:
        """Release the change of rules, which owes the notices. Raises `PublicationRefused`."""
        compare.release(self.change, by, not_before)

    def take_back(self, by: User, not_before: datetime) -> None:
        """It is not released; released again, it tells only those who have not been told, and may not have been.

        Raises `PublicationRefused`.
        """
        for rows in self.find_rows():
            withdraw_waiting(rows)
        # By this a notice that a worker has taken is stopped as well (`RuleNews.is_switched_on`).
        RuleChange.objects.filter(pk=self.change.pk).update(released_at=None, released_by=None)

    def find_rows(self) -> Iterable[OwedQuerySet[Any]]:
        """Its notices."""
        return [Notice.objects.filter(kind=RuleNews.name, key=build_key(self.change))]


class CircularMail(MassMail):
    """Writing to chosen clients from a template."""

    permission = WRITE_TO_MANY

    def __init__(self, mailing: Mailing) -> None:
        super().__init__(mailing)
        self.circular = cast("Circular", mailing.circular)

    @property
    def version(self) -> TemplateVersion:
        """What they are sent. Raises `PublicationRefused` where it is not what the template says now."""
        version = TemplateVersion.objects.offered().filter(pk=self.circular.version_id or 0).first()
        if version is None:
            raise PublicationRefused(_("The template has changed since, or is no longer offered: start again."))
        return version

    def check(self) -> None:
        """Its words are those that the template has now, and somebody gets them. Raises `PublicationRefused`."""
        # `version` raises where the template says something else by now, and is never empty.
        if self.version and not self.count_recipients():
            raise PublicationRefused(_("Nobody on the list would get it."))

    def count_recipients(self) -> int:
        """Clients on the list who are eligible and have not been sent this message yet."""
        return Written.find_due(self.circular).count()

    def perform(self, by: User, not_before: datetime) -> None:
        """Owe the messages, in the name of whoever confirmed them. Raises `PublicationRefused`."""
        circulars.owe(self.circular, self.version, self.mailing.asked_by or by, not_before)

    def take_back(self, by: User, not_before: datetime) -> None:
        """What has not left does not leave; those clients can be written to after another confirmation.

        Raises `PublicationRefused`.
        """
        circulars.take_back(self.circular)

    def find_rows(self) -> Iterable[OwedQuerySet[Any]]:
        """Its messages."""
        return [WrittenMessage.objects.filter(circular=self.circular)]


class RetryMail(MassMail):
    """Trying failed messages of one ledger again."""

    words = MESSAGES

    def check(self) -> None:
        """One of them has failed. Raises `PublicationRefused`."""
        if not self.count_recipients():
            raise PublicationRefused(_("None of these messages has failed."))

    def count_recipients(self) -> int:
        """How many of them have failed: what left meanwhile, or may leave yet, is not tried again."""
        now = timezone.now()
        return sum(rows.to_retry(now).count() for rows in self.find_rows())

    def perform(self, by: User, not_before: datetime) -> None:
        """Owe again what failed."""
        for rows in self.find_rows():
            worker.try_again(rows, not_before)

    def take_back(self, by: User, not_before: datetime) -> None:
        """What has not left has failed, as before."""
        for rows in self.find_rows():
            # Failed and not suppressed: these had failed before, and can be tried again another time.
            fail_owed(rows)

    def find_rows(self) -> Iterable[OwedQuerySet[Any]]:
        """Those rows, some at a time: a statement takes only so many parameters."""
        ledger = find_ledgers()[self.mailing.entered["ledger"]]
        return [ledger.objects.filter(pk__in=pks) for pks in batched(self.mailing.entered["rows"], ROWS_AT_ONCE)]


KINDS: Mapping[str, type[MassMail]] = {
    Mailing.About.DRAW: DrawMail,
    Mailing.About.CORRECTION: CorrectionMail,
    Mailing.About.RULES: RulesMail,
    Mailing.About.CIRCULAR: CircularMail,
    Mailing.About.RETRY: RetryMail,
}


def make_mass_mail(mailing: Mailing) -> MassMail:
    """The mass mail of a row, saved or not."""
    return KINDS[mailing.about](mailing)


def plan_retry(rows: OwedQuerySet[Owed]) -> RetryMail:
    """The mass mail that trying these rows of one ledger again would be: of those that failed."""
    failed = rows.to_retry(timezone.now()).order_by("pk").values_list("pk", flat=True)
    # By their ids and not by the filter: what fails after this was seen is no part of what is confirmed.
    return make_retry(str(rows.model._meta.model_name), list(failed))


def make_retry(ledger: str, rows: list[int]) -> RetryMail:
    """The unsaved mass mail of these rows of a ledger."""
    return RetryMail(Mailing(about=Mailing.About.RETRY, entered={"ledger": ledger, "rows": rows}))


def has_left(draw: Draw) -> bool:
    """Whether somebody has been told of the draw, or may have been."""
    with transaction.atomic():
        letters = CorrectionLetter.objects.filter(CorrectionLetter.may_have_arrived(), alert__draw=draw)
        left = [ledger.objects.filter(ledger.may_have_arrived(), draw=draw) for ledger in (Alert, FollowerNews)]
        return telephone_tasks.has_told(draw) or any(rows.exists() for rows in (*left, letters))
