"""The messages of consultations. None holds a word that somebody typed on the site."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.consultations.links import build_url
from intake.consultations.times import describe_times
from intake.consultations.to_ics import build_invitation
from intake.message_kinds.kinds import Attachment, LetterMessage
from intake.message_kinds.registry import register
from intake.models import Consultation, Letter
from intake.querysets import ConsultationQuerySet

# Nobody who booked so short a time ago is reminded: they have just been told.
REMINDED_AFTER = timedelta(hours=2)


class ConsultationNews(StrEnum):
    """What is told of a consultation."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"


class AboutConsultation(LetterMessage):
    """A letter about one consultation. `facts`: `consultation`, its reference."""

    switched_off_by = ""

    def find_consultation(self) -> Consultation | None:
        """The consultation, if it is still there."""
        rows = Consultation.objects.select_related("adviser__calendar")
        return rows.filter(reference=self.row.facts["consultation"]).first()

    def get_consultation(self) -> Consultation:
        """The consultation. Raises `LookupError` where it was deleted."""
        if found := self.find_consultation():
            return found
        raise LookupError("The consultation is gone.")

    def get_context(self) -> Mapping[str, Any]:
        """The appointment, in both zones."""
        found = self.get_consultation()
        calendar = getattr(found.adviser, "calendar", None)
        return {
            "consultation": found,
            "what": self.row.facts.get("what", ""),
            "calendar": calendar,
            "times": describe_times(found.starts_at, found.zone),
        }


@register
class ConfirmBooking(AboutConsultation):
    """Asks the person who booked to confirm the address, within the time for which the hour is held."""

    name = "confirm_booking"
    label = _("Confirmation of an appointment")
    template = "intake/email/confirm_booking"
    urgent = True
    asked_by_anybody = True

    @classmethod
    def find_due(cls, consultation: Consultation) -> Iterator[Letter]:
        """One to the address that was given with the booking."""
        facts = {"consultation": consultation.reference}
        language, place = consultation.language, consultation.place
        yield cls.build_row(consultation.email, language=language, facts=facts, place=place)

    @classmethod
    def get_validity(cls) -> timedelta:
        """As long as the hour is held."""
        return timedelta(minutes=settings.BOOKING_HOLD_MINUTES)

    def is_due(self) -> bool:
        """While there is something to confirm."""
        found = self.find_consultation()
        return found is not None and found.state == Consultation.ConsultationState.HELD

    def get_context(self) -> Mapping[str, Any]:
        """The link too, made now: it stands in no row."""
        link = build_url(self.get_consultation())
        return {**super().get_context(), "link": link, "minutes": settings.BOOKING_HOLD_MINUTES}


@register
class BookingNews(AboutConsultation):
    """Tells a client of a consultation: booked, moved, cancelled, or tomorrow. `facts`: also `what` and `sequence`."""

    name = "booking"
    label = _("News of an appointment")
    template = "intake/email/booking"
    urgent = True

    @classmethod
    def find_to_remind(cls, now: datetime) -> ConsultationQuerySet[Consultation]:
        """The consultations of the next day; not those booked a moment ago, of which people have just been told."""
        soon = now + timedelta(hours=settings.BOOKING_REMIND_HOURS)
        return Consultation.objects.coming(now).filter(starts_at__lte=soon, created__lt=now - REMINDED_AFTER)

    @classmethod
    def find_due(cls, consultation: Consultation, what: ConsultationNews) -> Iterator[Letter]:
        """One to the person who booked, if they have an address; one more reminder for each hour it is moved to."""
        if consultation.email:
            # With the sequence, so that somebody who moves it after a reminder is reminded of the new hour too.
            key = f"{consultation.reference} {consultation.sequence}" if what == ConsultationNews.REMINDER else ""
            language, client = consultation.language, consultation.client
            facts = collect_facts(consultation, what)
            yield cls.build_row(consultation.email, key=key, language=language, facts=facts, client=client)

    def is_due(self) -> bool:
        """While the consultation has not changed since."""
        found = self.find_consultation()
        # A later change is told by a letter of its own.
        if found is None or found.sequence != self.row.facts["sequence"]:
            return False
        what, is_cancelled = self.row.facts["what"], found.state == Consultation.ConsultationState.CANCELLED
        # Nobody is reminded of an hour that has begun while the reminder waited.
        is_late = what == ConsultationNews.REMINDER and found.starts_at <= timezone.now()
        return bool(is_cancelled == (what == ConsultationNews.CANCELLED)) and not is_late

    def get_context(self) -> Mapping[str, Any]:
        """The link too."""
        return {**super().get_context(), "link": build_url(self.get_consultation())}

    def get_attachments(self) -> Sequence[Attachment]:
        """The appointment for a calendar program."""
        return [Attachment("consultation.ics", build_invitation(self.get_consultation()), "text/calendar")]


@register
class NewBooking(AboutConsultation):
    """Tells the office and the adviser of an appointment; who it is with is read at the desk."""

    name = "new_booking"
    label = _("Appointment booked, moved or cancelled")
    template = "intake/email/new_booking"
    keeps_words = False

    @classmethod
    def find_recipients(cls, consultation: Consultation) -> list[str]:
        """Those who are told of leads, and the adviser whose calendar it is."""
        return sorted({*settings.LEADS_TO, consultation.adviser.email} - {""})

    @classmethod
    def find_due(cls, consultation: Consultation, what: ConsultationNews) -> Iterator[Letter]:
        """One a piece of news."""
        # With the sequence: a second move is news of its own.
        key = f"{consultation.reference} {consultation.sequence} {what}"
        for address in cls.find_recipients(consultation):
            facts = collect_facts(consultation, what)
            yield cls.build_row(address, key=key, facts=facts, client=consultation.client)

    def is_due(self) -> bool:
        """While it is there and has not changed since: a later change is told by a letter of its own."""
        found = self.find_consultation()
        return found is not None and found.sequence == self.row.facts["sequence"]

    def get_context(self) -> Mapping[str, Any]:
        """Where to read it too."""
        link = reverse("admin:intake_consultation_change", args=[self.get_consultation().pk])
        return {**super().get_context(), "link": settings.SITE_URL + link}


def collect_facts(consultation: Consultation, what: ConsultationNews) -> dict[str, Any]:
    """What a letter with news says."""
    return {"consultation": consultation.reference, "what": what, "sequence": consultation.sequence}
