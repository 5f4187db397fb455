"""Booking, confirming, moving and cancelling a consultation.

Its time is rows of `TakenTime`, a quarter of an hour each, which the database lets only one consultation have: whoever
comes second is told so, whatever was looked at before.
"""

from copy import copy
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.account.confirm_email import get_or_create_client, note_proved
from intake.clients import changes, stages
from intake.clients.contact import take_telephone
from intake.common.sources import BOOKING
from intake.consultations.free_hours import list_free
from intake.consultations.messages import BookingNews, ConfirmBooking, ConsultationNews, NewBooking
from intake.message_kinds import limits
from intake.message_kinds.letters import owe
from intake.models import AdviserCalendar, Client, Consultation, ConsultationChange, TakenTime

State, Stage = Consultation.ConsultationState, Client.Stage
# What of a consultation may change besides its time and state.
SAID = ("adviser", "minutes", "way", "telephone", "fee")


class SlotTaken(Exception):
    """Somebody else has the time, or it can't be booked any more."""


class TooMany(Exception):
    """More is held for this address, this network or by the site than may be."""


def hold(consultation: Consultation, calendar: AdviserCalendar, owner: Client | None) -> None:
    """Take the time for somebody; with their own proved address for good, else until they confirm it.

    Raises `SlotTaken` and `TooMany`.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            # First: what has run out still has its quarters, and the database would refuse them to this person.
            release_run_out(now)
            check_numbers(consultation, now)
            # The hour came in an address, which anybody can write: only what is offered at this moment is taken.
            if consultation.starts_at not in list_free(calendar, now):
                raise SlotTaken
            consultation.held_until = now + timedelta(minutes=settings.BOOKING_HOLD_MINUTES)
            consultation.save()
            take_time(consultation)
            if owner and owner.email == consultation.email:
                put_in_file(consultation, owner)
            else:
                owe(ConfirmBooking.find_due(consultation))
    except IntegrityError:
        raise SlotTaken from None


def check_numbers(consultation: Consultation, now: datetime) -> None:
    """Raises `TooMany` where the address, the network or the site has its share."""
    taking = Consultation.objects.taking_time(now)
    held = taking.filter(state=State.HELD)
    # Else a stranger could empty the calendar by holding every hour (record 0117).
    shares = (
        (settings.BOOKINGS_OF_ADDRESS, taking.filter(email=consultation.email)),
        (settings.BOOKINGS_HELD_FROM_PLACE if consultation.place else 0, held.filter(place=consultation.place)),
        (settings.BOOKINGS_HELD_OF_SITE, held),
    )
    if any(most and rows.count() >= most for most, rows in shares):
        raise TooMany
    if not limits.may_owe(ConfirmBooking, consultation.email, consultation.place):
        raise TooMany


def take_time(consultation: Consultation) -> None:
    """Have the quarters of an hour of a consultation, and no others. Raises `IntegrityError` where one is taken."""
    consultation.taken.all().delete()
    # A row a quarter of an hour: a constraint on the beginning alone would let appointments overlap, and one on ranges
    # exists on PostgreSQL only (record 0117).
    TakenTime.objects.bulk_create(
        TakenTime(consultation=consultation, adviser_id=consultation.adviser_id, at=at)
        for at in consultation.list_quarters()
    )


def release_run_out(now: datetime) -> None:
    """Delete what nobody confirmed in time, and give its time back."""
    Consultation.objects.run_out(now).delete()


def confirm(consultation: Consultation) -> bool:
    """The address is the person's own: put the consultation into their file. Idempotent; False where it has run out."""
    with transaction.atomic():
        locked = lock(consultation)
        if locked and locked.state == State.HELD and (locked.held_until or timezone.now()) > timezone.now():
            client = get_or_create_client(locked.email, source=locked.source or BOOKING, language=locked.language)
            note_proved(client)
            put_in_file(locked, client)
            return True
    return bool(locked and locked.state == State.CONFIRMED)


def lock(consultation: Consultation) -> Consultation | None:
    """The row as it is now, locked; None where it was deleted."""
    return Consultation.objects.select_for_update(of=("self",)).filter(pk=consultation.pk).first()


def put_in_file(consultation: Consultation, client: Client, by: User | None = None) -> None:
    """A consultation is the client's, and is confirmed; in the caller's transaction. Without `by`, they booked it."""
    consultation.client, consultation.state, consultation.held_until = client, State.CONFIRMED, None
    consultation.save(update_fields=["client", "state", "held_until"])
    note_booking(consultation, by)
    before = changes.read_file(client)
    # What somebody typed into this one form must not replace what a whole intake has said.
    if not client.assessments.exists():
        client.name, client.language = client.name or consultation.name, consultation.language
    was = client.stage
    client.stage = Stage.BOOKED if was in (Stage.NEW, Stage.CONTACTED) else was
    take_telephone(client, consultation.telephone)
    client.save(update_fields=["name", "language", "stage", "telephone", "other_telephone", "updated"])
    changes.keep_file_change(client, before, by)
    stages.record_move(client, was, by)
    tell(consultation, ConsultationNews.BOOKED)


def note_booking(booked: Consultation, by: User | None = None) -> None:
    """Append that a consultation was booked, and with whom, for its file's history; in the caller's transaction."""
    at = booked.starts_at
    ConsultationChange.objects.create(
        consultation=booked,
        by=by,
        began_at=at,
        begins_at=at,
        was=State.HELD,
        state=State.CONFIRMED,
        values=[("adviser", "", changes.write(booked.adviser))],
    )


def note_change(was: Consultation, now: Consultation, by: User | None = None) -> None:
    """Append what became of a consultation, for its file's history; in the caller's transaction."""
    ConsultationChange.objects.create(
        consultation=now,
        by=by,
        began_at=was.starts_at,
        begins_at=now.starts_at,
        was=was.state,
        state=now.state,
        values=changes.list_values(changes.read_values(was, SAID), now),
    )


def move(consultation: Consultation, calendar: AdviserCalendar, at: datetime) -> None:
    """Move a confirmed consultation to another free hour of its adviser. Raises `SlotTaken`."""
    try:
        with transaction.atomic():
            locked = lock(consultation)
            if not locked or locked.state != State.CONFIRMED or at not in list_free(calendar, timezone.now(), locked):
                raise SlotTaken
            was = copy(locked)
            locked.starts_at, locked.minutes, locked.pause = at, calendar.minutes, calendar.pause
            # A calendar program takes a change only with a higher number (RFC 5545, s. 3.8.7.4).
            locked.sequence += 1
            locked.save(update_fields=["starts_at", "minutes", "pause", "sequence"])
            take_time(locked)
            note_change(was, locked)
            tell(locked, ConsultationNews.MOVED)
    except IntegrityError:
        raise SlotTaken from None


def cancel(consultation: Consultation, by: User | None = None) -> None:
    """Cancel a consultation that has not begun; its time is free again. Without `by`, the client does."""
    with transaction.atomic():
        locked = lock(consultation)
        if not locked or not locked.is_coming or locked.starts_at <= timezone.now():
            return
        was = copy(locked)
        locked.state = State.CANCELLED
        # As for a move: a calendar program takes a cancellation only with a higher number (RFC 5545, s. 3.8.7.4).
        locked.sequence += 1
        locked.save(update_fields=["state", "sequence"])
        locked.taken.all().delete()
        note_change(was, locked, by)
        # Nobody was told of a time that was only held.
        if was.state == State.CONFIRMED:
            tell(locked, ConsultationNews.CANCELLED)


def end(consultation: Consultation, state: str, by: User) -> None:
    """Note how a consultation ended; one that was held moves its file on."""
    with transaction.atomic():
        locked = lock(consultation)
        # Whoever came first has said how it ended; a second click must not move the file again.
        if not locked or locked.state != State.CONFIRMED:
            return
        was = copy(locked)
        locked.state = state
        locked.save(update_fields=["state"])
        note_change(was, locked, by)
        client = locked.client
        # Only from there: a file that has gone further meanwhile stays where it is.
        if client and state == State.DONE and client.stage == Stage.BOOKED:
            client.stage = Stage.CONSULTED
            client.save(update_fields=["stage", "updated"])
            stages.record_move(client, Stage.BOOKED, by)


def tell(consultation: Consultation, what: ConsultationNews) -> None:
    """Owe the client, where they have an address, the office and the adviser the news of a consultation."""
    owe(BookingNews.find_due(consultation, what))
    owe(NewBooking.find_due(consultation, what))


def remind(now: datetime) -> None:
    """Owe each consultation of the next day its reminder, once."""
    for consultation in BookingNews.find_to_remind(now).select_related("client"):
        owe(BookingNews.find_due(consultation, ConsultationNews.REMINDER))
