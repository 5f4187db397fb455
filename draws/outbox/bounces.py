"""What the mail provider tells of a message after it took it: it came back, or the reader complained.

Providers call a signed address of ours (`draws.outbox.mail_events`); anymail checks the
signature, puts every provider's form into one, and sends its signal. The message
that it names has then failed, in the provider's words; where it names none of
ours, the newest that left for that address lately. An address that does not exist, or whose reader
complained, gets nothing more until staff say that it works or the client has
another; a complaint is a withdrawal too.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from draws.models import DeliveryState
from draws.outbox.ledgers import find_ledgers
from intake.clients import working_address
from intake.common.email_addresses import find_normal_form
from intake.common.storable_text import make_storable
from intake.consents import consent, following
from intake.models import LONGEST_REFUSAL, Client, Follower, Owed, consent_sources

log = logging.getLogger(__name__)
FAILED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.COMPLAINED)
# With another reason (blocked, taken for spam, timed out) the address may be fine.
DOES_NOT_EXIST = (RejectReason.BOUNCED, RejectReason.INVALID)
LONGEST = 2000
# Mail servers give a message up after four to five days (RFC 5321, 4.5.4.1): what left before is not what came back.
GIVEN_UP_WITHIN = timedelta(days=5)
NO_MORE = (EventType.COMPLAINED, EventType.UNSUBSCRIBED)


def receive(sender: Any, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Take in one event of a mail provider (a signal of anymail's); the same one may come twice."""
    address = find_normal_form(str(event.recipient or ""))
    if address is None or event.event_type not in (*FAILED, *NO_MORE):
        return
    with transaction.atomic():
        # Before the follower, who is deleted for a complaint with the very row that it names.
        fail_message(address, event)
        # One address may follow the rounds and have a file as well (record 0156): what came back is kept of both.
        for follower in Follower.objects.filter(email=address):
            record_of_follower(follower, event, describe_event(event))
        for client in Client.objects.filter(email=address):
            log.warning("%s: %s (%s) for client %s", esp_name, event.event_type, event.reject_reason, client.pk)
            record(client, event, describe_event(event))


def fail_message(address: str, event: AnymailTrackingEvent) -> None:
    """Mark the message that came back as failed; one that is owed again meanwhile stays owed."""
    if event.event_type not in FAILED:
        return
    problem = describe_event(event)
    message_id = make_storable(str(event.message_id or ""))
    row = find_named(address, message_id) if message_id else None
    # A provider may tell of a message before we have kept what it calls it; then no other must be taken for it.
    if row is None and not (message_id and is_leaving(address)):
        row = find_newest(address, problem)
    if row:
        type(row).objects.filter(pk=row.pk, state=DeliveryState.SENT).update(
            state=DeliveryState.FAILED, problem=problem
        )


def find_named(address: str, message_id: str) -> Owed | None:
    """The message that the provider names, in whichever ledger; None where it names none of ours."""
    # A file may have another address by now. Those to this one come first: they are few, and found by an index.
    everywhere = (ledger.objects.all() for ledger in find_ledgers().values())
    found = (rows.filter(provider_id=message_id).first() for rows in chain(find_rows_to(address), everywhere))
    return next(filter(None, found), None)


def is_leaving(address: str) -> bool:
    """Whether a message to this address is on its way, or may have left unheard: its name is not kept yet, or never."""
    leaving = Q(state=DeliveryState.SENDING) | Q(state=DeliveryState.PENDING, unanswered__gt=0)
    return any(rows.filter(leaving).exists() for rows in find_rows_to(address))


def find_newest(address: str, problem: str) -> Owed | None:
    """The newest of the messages to this address that may still come back; None where one did with this problem."""
    # Providers repeat an event until they are answered; the second must not fail another message.
    if is_known(address, problem):
        return None
    since = timezone.now() - GIVEN_UP_WITHIN
    sent = (rows.filter(state=DeliveryState.SENT, sent_at__gte=since) for rows in find_rows_to(address))
    newest = [rows.order_by("-sent_at").first() for rows in sent]
    return max((row for row in newest if row), key=lambda row: row.sent_at, default=None)  # type: ignore[arg-type, return-value]


def is_known(address: str, problem: str) -> bool:
    """Whether this problem is on record for the address: with a message, a file or a follower."""
    # As `record` and `record_of_follower` keep it: of a file the beginning alone.
    client = Client.objects.filter(email=address, undeliverable=problem[:LONGEST_REFUSAL])
    follower = Follower.objects.filter(email=address, undeliverable=problem)
    failed = (rows.filter(state=DeliveryState.FAILED, problem=problem) for rows in find_rows_to(address))
    return any(rows.exists() for rows in (client, follower, *failed))


def find_rows_to(address: str) -> Iterator[QuerySet[Owed]]:
    """The rows of each ledger that go to this address."""
    yield from (ledger.objects.filter(ledger.goes_to(address)) for ledger in find_ledgers().values())


def record_of_follower(follower: Follower, event: AnymailTrackingEvent, problem: str) -> None:
    """Keep what came back from a follower; one who complained is deleted."""
    if event.event_type in NO_MORE:
        source = consent_sources.PROVIDER % {"event": event.event_type}
        following.stop(
            follower, language=follower.language, source=source, complained=event.event_type == EventType.COMPLAINED
        )
    elif event.reject_reason in DOES_NOT_EXIST:
        Follower.objects.filter(pk=follower.pk, undeliverable="").update(undeliverable=problem)


def record(client: Client, event: AnymailTrackingEvent, problem: str) -> None:
    """Keep what came back from a client."""
    if event.reject_reason in DOES_NOT_EXIST or event.event_type == EventType.COMPLAINED:
        working_address.note_refused(client.pk, client.email, problem)
    if event.event_type in NO_MORE and client.alerts:
        consent.withdraw(
            client, language=client.language, source=consent_sources.PROVIDER % {"event": event.event_type}
        )


def describe_event(event: AnymailTrackingEvent) -> str:
    """What the provider said, for staff."""
    parts = [event.event_type, event.reject_reason, event.description, event.mta_response]
    return make_storable(": ".join(dict.fromkeys(str(part) for part in parts if part)))[:LONGEST]
