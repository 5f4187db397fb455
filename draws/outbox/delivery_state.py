"""What became of an attempt to send a row, kept in spite of a database that goes away for a while."""

import json
import time
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone

from draws.models import DeliveryState, FollowerNews, OwedToClient
from draws.outbox.composer import ClientMail
from draws.outbox.ledgers import make_message
from draws.outbox.prepared_update import Parameter, PreparedUpdate
from intake.clients import working_address
from intake.common.batched import batched
from intake.message_kinds.kinds import LetterMessage
from intake.models import Follower, Letter, Owed

ROWS_AT_ONCE = 1000
# Seconds after which a database that went away is asked again, half a minute in all.
RETRY_AFTER = (0.1, 0.4, 1, 2, 4, 8, 16)
# Of this attempt it is known that the message did not leave; the claim had counted it as unanswered.
ANSWERED: dict[str, Any] = {"unanswered": Greatest(F("unanswered") - 1, 0)}
# The state of a row that a worker puts off: it is owed again, unless it was stopped meanwhile.
STILL_OWED = Case(When(state=DeliveryState.SENDING, then=Value(DeliveryState.PENDING.value)), default=F("state"))


def fail_owed(rows: QuerySet[Any]) -> int:
    """Stop what has not left of these rows, as messages that failed; returns how many there were.

    What a worker has taken may still arrive, and is sent then; where the mail server puts it off, it has failed.
    """
    # The lease stays with the worker: until then nobody tries the row again (`worker.try_again`). In one statement, so
    # that no row passes from one of these states to the other between two.
    until = Case(When(state=DeliveryState.SENDING, then=F("lease_until")), default=None)
    return rows.owed().update(state=DeliveryState.FAILED, lease_until=until)  # type: ignore[attr-defined,no-any-return]


def withdraw_waiting(rows: QuerySet[Any]) -> None:
    """Cancel the pending rows among these, in the caller's transaction.

    A row that may have been delivered is marked suppressed and counts as received; the others are deleted, so that they
    can be owed again.
    """
    # Locked before it is looked at, so that no worker claims a row in between; in order of id, as a correction locks.
    waiting = rows.filter(state=DeliveryState.PENDING).select_for_update().order_by("pk")
    found = list(waiting.values_list("pk", "unanswered"))
    for pks in batched([pk for pk, unanswered in found if unanswered], ROWS_AT_ONCE):
        rows.model.objects.filter(pk__in=pks).update(state=DeliveryState.SUPPRESSED, lease_until=None)
    for pks in batched([pk for pk, unanswered in found if not unanswered], ROWS_AT_ONCE):
        rows.model.objects.filter(pk__in=pks).delete()


def put_off(row: Owed, words: str, for_good: bool = False, **values: Any) -> None:
    """Try again after the row's next pause, or fail the row: the refusal was for good, or no pause is left.

    `words`: what the server said, for staff; `values`: further columns. Raises what `mark` raises.
    """
    if for_good or row.attempts > len(row.pauses):
        return mark(row, DeliveryState.FAILED, problem=words, **values)
    due_at = timezone.now() + row.pauses[row.attempts - 1]
    return mark(row, DeliveryState.PENDING, problem=words, due_at=due_at, **values)


def mark(row: Owed, state: DeliveryState, **values: object) -> None:
    """Save what became of a row and end its lease; a row that was marked as sent stays as it is.

    Nor is a row owed again that somebody stopped after a worker had taken it.
    A database that is away is tried again for half a minute; then raises its `OperationalError` or `InterfaceError`.
    """
    # Never back from sent: a worker whose lease ran out must not undo what another one has marked since.
    rows = type(row).objects.unsent().filter(pk=row.pk)
    values["state"] = STILL_OWED if state == DeliveryState.PENDING else state
    if state != DeliveryState.PENDING:
        values |= row.get_closing_values()
    retry_while_away(lambda: rows.update(lease_until=None, **values))


def retry_while_away(act: Callable[[], object]) -> None:
    """Do it in spite of a database that restarts: what was sent and not marked would be sent again.

    Raises `OperationalError` or `InterfaceError` after the last of `RETRY_AFTER`, inside a transaction at once.
    """
    for pause in RETRY_AFTER:
        try:
            act()
        except (OperationalError, InterfaceError):
            # Inside a transaction there is nothing to repeat: all of it is gone with the connection.
            if connection.in_atomic_block:
                raise
            # Django opens a new connection at the next query only where the broken one was closed.
            connection.close()
            time.sleep(pause)
        else:
            return
    act()


def mark_undeliverable(row: Owed, words: str) -> None:
    """Send nothing more to this address until staff or the client undo it; `words`: what the server said.

    Nothing is marked where the client's address has been changed meanwhile, or for a letter that is in no client's
    file and goes to no follower.
    """
    if isinstance(row, FollowerNews):
        follower = Follower.objects.filter(pk=row.follower_id, undeliverable="")
        retry_while_away(lambda: follower.update(undeliverable=words))
    if not isinstance(row, OwedToClient):
        return
    client = row.client
    retry_while_away(lambda: working_address.note_refused(client.pk, client.email, words))


class SentMark:
    """Marks rows of one ledger as sent, with what proves what they said; compiled once a batch."""

    def __init__(self, rows: type[Owed]) -> None:
        archived = {name: Parameter(name) for name in list_archived(rows)}
        self.update = PreparedUpdate(
            rows.objects.unsent().filter(pk=Parameter("pk")),
            state=DeliveryState.SENT,
            problem="",
            unanswered=0,
            lease_until=None,
            sent_at=Parameter("sent_at"),
            provider_id=Parameter("provider_id"),
            **archived,
            **rows.get_closing_values(),
        )

    def __call__(self, row: Owed, mail: EmailMultiAlternatives) -> None:
        """Mark one; what its kind keeps of that is kept in the same transaction."""
        values: dict[str, Any] = {"pk": row.pk, "sent_at": timezone.now(), "provider_id": read_provider_id(mail)}
        if isinstance(mail, ClientMail):
            # A prepared update goes past the field, which would have written the JSON itself.
            values |= {"text": mail.text_id, "words": json.dumps(mail.words), "digest": mail.digest}
        if isinstance(row, Letter):
            values |= {name: getattr(row, name) for name in list_archived(Letter)}
        message = make_message(row)
        # A letter's kind may write something too, and both are kept or neither.
        if isinstance(message, LetterMessage):
            retry_while_away(lambda: self.record(message, values))
        else:
            retry_while_away(lambda: self.update.run(**values))

    def record(self, message: LetterMessage, values: dict[str, Any]) -> None:
        """Mark a letter, and let its kind keep what it wants to, in one transaction."""
        with transaction.atomic():
            self.update.run(**values)
            message.record_sent(values["sent_at"])


def list_archived(rows: type[Owed]) -> tuple[str, ...]:
    """The columns of a ledger that prove what a message said; none where nothing is kept of it."""
    if issubclass(rows, OwedToClient):
        return ("text", "words", "digest")
    return ("subject", "body", "digest") if issubclass(rows, Letter) else ()


def read_provider_id(mail: EmailMultiAlternatives) -> str:
    """What the provider calls the message: what it said (anymail), else our own Message-ID, which most keep."""
    status = getattr(mail, "anymail_status", None)
    return str(status.message_id) if status and status.message_id else mail.extra_headers["Message-ID"]
