"""Sending what a ledger owes: claim a row under a lease, look at consent again, send, mark it.

A crash between the server's acceptance and our mark repeats one message, with
the same Message-ID; nothing is lost. Due times are in the database, and the
sweep finds what is due. `draws.outbox.throttle` says how many may leave, and whether any.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from draws.models import Alert, DeliveryState, FollowerNews
from draws.outbox import ledgers, throttle
from draws.outbox.composer import Composer
from draws.outbox.delivery_state import ANSWERED, SentMark, mark, mark_undeliverable, put_off
from draws.outbox.kinds import NotDue
from draws.outbox.prepared_update import Parameter, PreparedUpdate
from draws.outbox.refusals import is_permanent, is_unknown_address
from draws.outbox.smtp import MailConnection, describe_problem
from intake.common.task_calls import call_task
from intake.models import Letter, Owed
from intake.querysets import OwedQuerySet

log = logging.getLogger(__name__)
ROWS_A_TASK = 100
# What went wrong stands behind it.
NOT_MADE = _("The message could not be made:")
# By its name: the tasks know this module.
SEND_URGENT = "draws.tasks.send_urgent"
# The ledgers of what is told of a draw when it is published.
OF_A_DRAW = (Alert, FollowerNews)


def dispatch_owed(call: Callable[[list[int], str], object], draw_id: int | None = None) -> None:
    """Call with batches of ids, and the name of their ledger, for what is owed now and not on its way.

    On its way: taken by a worker, or handed to the broker. `draw_id`: only what is told of that draw. Raises what
    `call` raises; the batch is then free for the next sweep.
    """
    for ledger, rows in ledgers.find_ledgers().items():
        now = timezone.now()
        owed = rows.objects.abandoned(now).filter(rows.is_in_line(now))
        if draw_id is not None:
            of_draw = Q(draw=draw_id)
            owed = owed.filter(of_draw) if rows in OF_A_DRAW else owed.none()
        while ids := list(owed.order_by("due_at", "pk").values_list("pk", flat=True)[:ROWS_A_TASK]):
            # Asked for each batch, because staff may pause while many are handed out.
            if rows.held_back and throttle.is_paused():
                break
            call(ids, ledger)
            # After the call, which raises without a broker: marked before, a row would wait out a lease for nothing.
            mark_dispatched(rows, ids, now)


def mark_dispatched(rows: type[Owed], ids: list[int], now: datetime) -> None:
    """Mark rows as waiting in the broker: pending again where a worker died, and not for the next sweep."""
    rows.objects.abandoned(now).filter(pk__in=ids).update(
        state=DeliveryState.PENDING, lease_until=now + settings.ALERT_LEASE
    )


def send_urgent() -> None:
    """Send the letters that somebody waits for, those first that are due first, until every one is held or sent."""
    now = timezone.now()
    done: set[int] = set()
    # Without the rows that were tried: one that can't be claimed stays due, and the loop would never end.
    while ids := list(find_urgent(now).exclude(pk__in=done)[:ROWS_A_TASK]):
        send(ids, "letter")
        done.update(ids)


def call_for_letter(pk: int) -> None:
    """Call the worker for a letter at once, because somebody waits for it; without a broker the sweep finds it."""
    call_task(SEND_URGENT, [pk])


def find_urgent(now: datetime) -> QuerySet[Letter, int]:
    """The ids of letters that somebody waits for and that no worker or broker holds."""
    owed = Letter.objects.abandoned(now).filter(urgent=True)
    return owed.order_by("due_at", "pk").values_list("pk", flat=True)


def send(ids: list[int], ledger: str = "alert") -> None:
    """Send those of these rows that can be claimed, over one connection, until a limit or a pause ends it.

    `ledger` is the name of a model, "alert" or "letter" for instance. Raises `KeyError` for any other. What the mail
    server answers is kept in the rows and raises nothing.
    """
    rows = ledgers.find_ledgers()[ledger]
    with MailConnection() as connection:
        batch = SendingBatch(rows, connection)
        for done, row in enumerate(found := find_to_send(rows, ids)):
            if later := batch.take(row):
                return put_back(rows, [row.pk for row in found[done:]], later)
    # Rows skipped because of the pause are still marked as dispatched; release them so that they are sent when sending
    # resumes.
    if rows.held_back and throttle.is_paused():
        put_back(rows, ids, timezone.now())
    return None


def find_to_send(rows: type[Owed], ids: list[int]) -> list[Owed]:
    """These rows, with what a letter needs, those first that are due first."""
    return list(rows.objects.to_send().filter(pk__in=ids).order_by("due_at", "pk"))


def put_back(rows: type[Owed], ids: list[int], due_at: datetime) -> None:
    """Let rows wait until `due_at`, with nobody holding them."""
    # Only what is due earlier: a row that was put off for longer keeps its time.
    rows.objects.filter(pk__in=ids, state=DeliveryState.PENDING, due_at__lte=due_at).update(
        due_at=due_at, lease_until=None
    )


class SendingBatch:
    """Rows of one ledger on their way, over one connection, with letters that are made once."""

    def __init__(self, rows: type[Owed], connection: MailConnection) -> None:
        self.rows, self.connection = rows, connection
        self.composer = Composer()
        self.claim = prepare_claim(rows)
        self.mark_sent = SentMark(rows)

    def take(self, row: Owed) -> datetime | None:
        """Claim and send one row, unless it is not ours to send; where a limit is used up, return when to go on."""
        now = timezone.now()
        if not self.claim.run(
            pk=row.pk, now=now, address=row.address, wording=row.wording, lease_until=now + row.lease
        ):
            pass_over(row, now)
            return None
        row.attempts += 1
        return self.deliver(row, now)

    def deliver(self, row: Owed, now: datetime) -> datetime | None:
        """Send one claimed row and mark what became of it; where a limit is used up, return when to go on."""
        if (mail := compose(row, self.composer)) is None:
            return None
        # After the message is made: one that is not due any more must not use up a place in the limit.
        if later := throttle.take(now, held_back=row.held_back):
            # Nothing was tried, so the attempt that the claim counted is given back.
            mark(row, DeliveryState.PENDING, due_at=later, attempts=row.attempts - 1, **ANSWERED)
            return later
        self.hand_over(row, mail)
        return None

    def hand_over(self, row: Owed, mail: EmailMultiAlternatives) -> None:
        """Give the message to the mail server, then mark what it answered."""
        try:
            self.connection.send(mail)
        except (smtplib.SMTPException, OSError, ValueError, AnymailError) as problem:
            log.warning("%s %s, attempt %s: %s", type(row).__name__, row.pk, row.attempts, type(problem).__name__)
            if is_unknown_address(problem):
                mark_undeliverable(row, describe_problem(problem))
            # A connection that broke says nothing: the message may have arrived, and stays counted as unanswered.
            heard: dict[str, Any] = ANSWERED if self.connection.is_refusal(problem) else {}
            return put_off(row, describe_problem(problem), for_good=is_permanent(problem), **heard)
        return self.mark_sent(row, mail)


def prepare_claim(rows: type[Owed]) -> PreparedUpdate:
    """Build the UPDATE that takes a row under a lease; it changes no row where it must not be sent.

    That is where the row is not owed now, another worker holds it, or sending is paused. Consent, the client's choice,
    and whether the address and what it says are still those that were read, are checked in the same statement: right
    before the send, with nothing between.
    """
    # Sub-queries look at other tables only: two workers who meet at one row are told apart by the row (record 0028).
    due = rows.objects.claimable(Parameter("now")).filter(ledgers.is_switched_on(rows))
    as_read = due.wanted(Parameter("address")).filter(rows.has_wording(Parameter("wording")))
    # `unanswered` goes up with the claim and not with the failure: a worker that has died can no longer count.
    taken = {"state": DeliveryState.SENDING, "attempts": F("attempts") + 1, "unanswered": F("unanswered") + 1}
    return PreparedUpdate(
        exclude_paused(as_read).filter(pk=Parameter("pk")), **taken, lease_until=Parameter("lease_until")
    )


def exclude_paused(rows: OwedQuerySet[Owed]) -> OwedQuerySet[Owed]:
    """These rows, or none of them while sending is paused and the pause holds this ledger back."""
    return rows.filter(~Exists(throttle.find_pauses())) if rows.model.held_back else rows


def pass_over(row: Owed, now: datetime) -> None:
    """Deal with a row that could not be claimed: one that nobody wants any more is closed, any other waits.

    Where the address has changed since it was read, or a round was corrected, the sweep finds the row again.
    """
    owed = type(row).objects.claimable(now).filter(pk=row.pk)
    if not exclude_paused(owed).exists():
        return
    if not owed.filter(ledgers.is_switched_on(type(row))).wanted().update(lease_until=None):
        owed.update(state=DeliveryState.SUPPRESSED, problem="", lease_until=None, **row.get_closing_values())


def compose(row: Owed, composer: Composer) -> EmailMultiAlternatives | None:
    """The message for a row; None where it is not due any more, or could not be made, which staff see in the row."""
    try:
        # Whatever goes wrong here goes wrong with this row alone; the others of the batch must still leave.
        if mail := composer.compose(row):
            return mail
        mark(row, DeliveryState.SUPPRESSED, problem="", **ANSWERED)
    except NotDue as reason:
        # In no language: it is said in its reader's where it is shown (`say_problem`).
        with translation.override(None):
            words = str(reason)
        mark(row, DeliveryState.SUPPRESSED, problem=words, **ANSWERED)
    except Exception as problem:
        log.exception("%s %s can't be put into words", type(row).__name__, row.pk)
        with translation.override(None):
            put_off(row, f"{NOT_MADE} {type(problem).__name__}: {problem}", **ANSWERED)
    return None


def try_again(rows: OwedQuerySet[Owed], not_before: datetime | None = None) -> int:
    """Owe failed rows again, with all their attempts, from now or from that moment on; returns how many there were."""
    now = timezone.now()
    fresh = {"attempts": 0, "due_at": not_before or now, "lease_until": None}
    return rows.to_retry(now).update(state=DeliveryState.PENDING, **fresh)
