"""What the mail provider tells of a message after it took it: it came back, or the reader complained.

Providers call a signed address of ours (`draws.outbox.webhooks`); anymail checks the
signature, puts every provider's form into one, and sends its signal. The newest
message to that address has then failed, in the provider's words. An address
that does not exist, or whose reader complained, gets nothing more until staff
say that it works or the client has another; a complaint is a withdrawal too.
"""

import logging
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction

from draws.models import FollowerNews, OwedToClient, State
from draws.outbox.ledgers import find_client_ledgers
from intake.common.email_addresses import find_normal_form
from intake.common.storable_text import make_storable
from intake.consents import consent, following
from intake.models import Client, Follower, consent_sources

log = logging.getLogger(__name__)
FAILED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.COMPLAINED)
# With another reason (blocked, taken for spam, timed out) the address may be fine.
DOES_NOT_EXIST = (RejectReason.BOUNCED, RejectReason.INVALID)
LONGEST = 2000
NO_MORE = (EventType.COMPLAINED, EventType.UNSUBSCRIBED)


def receive(sender: Any, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Take in one event of a mail provider (a signal of anymail's); the same one may come twice."""
    if event.event_type not in (*FAILED, *NO_MORE):
        return
    # One address may follow the rounds and have a file as well (record 0156): what came back is kept of both.
    for follower in Follower.objects.filter(email=find_normal_form(str(event.recipient or "")) or ""):
        record_of_follower(follower, event, describe_event(event))
    client = Client.objects.by_email(str(event.recipient or "")).first()
    if client is None:
        return
    log.warning("%s: %s (%s) for client %s", esp_name, event.event_type, event.reject_reason, client.pk)
    with transaction.atomic():
        record(client, event, describe_event(event))


def record_of_follower(follower: Follower, event: AnymailTrackingEvent, problem: str) -> None:
    """Keep what came back from a follower; one who complained is none any more."""
    if event.event_type in NO_MORE:
        source = consent_sources.PROVIDER % {"event": event.event_type}
        following.stop(
            follower, language=follower.language, source=source, complained=event.event_type == EventType.COMPLAINED
        )
        return
    known = str(event.message_id or "")
    sent = FollowerNews.objects.filter(follower=follower, provider_id=make_storable(known))
    # An event that names no message must not fail all rows that have no id.
    sent.exclude(provider_id="").update(state=State.FAILED, problem=problem)
    if event.reject_reason in DOES_NOT_EXIST:
        Follower.objects.filter(pk=follower.pk, undeliverable="").update(undeliverable=problem)


def record(client: Client, event: AnymailTrackingEvent, problem: str) -> None:
    """Keep what came back."""
    row = find_returned(client, make_storable(str(event.message_id or "")), problem)
    if row and event.event_type in FAILED:
        type(row).objects.filter(pk=row.pk).update(state=State.FAILED, problem=problem)
    if event.reject_reason in DOES_NOT_EXIST or event.event_type == EventType.COMPLAINED:
        # The first report stays: a later one that only repeats it must not take its place.
        Client.objects.filter(pk=client.pk, undeliverable="").update(undeliverable=problem)
    if event.event_type in NO_MORE and client.alerts:
        consent.withdraw(
            client, language=client.language, source=consent_sources.PROVIDER % {"event": event.event_type}
        )


def find_returned(client: Client, message_id: str, problem: str) -> OwedToClient | None:
    """The message that came back: by the provider's id, else the newest sent, unless one is known to have."""
    all_of_client = [rows.objects.filter(client=client) for rows in find_client_ledgers()]
    for rows in all_of_client:
        if message_id and (known := rows.filter(provider_id=message_id).first()):
            return known
    # Providers repeat an event until they are answered; the second must not fail another message.
    if any(rows.filter(state=State.FAILED, problem=problem).exists() for rows in all_of_client):
        return None
    newest = [rows.filter(state=State.SENT).order_by("-sent_at").first() for rows in all_of_client]
    return max((row for row in newest if row), key=lambda row: row.sent_at, default=None)  # type: ignore[arg-type, return-value]


def describe_event(event: AnymailTrackingEvent) -> str:
    """What the provider said, for staff."""
    parts = [event.event_type, event.reject_reason, event.description, event.mta_response]
    return make_storable(": ".join(dict.fromkeys(str(part) for part in parts if part)))[:LONGEST]
