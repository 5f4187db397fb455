"""Consultations as iCalendar (RFC 5545): one to invite by, and an adviser's feed to subscribe to."""

from collections.abc import Iterable
from datetime import UTC
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from intake.models import AdviserCalendar, Consultation

MAKER = "-//Express Entry//Consultations//EN"


def build_invitation(consultation: Consultation) -> bytes:
    """The appointment for the client's calendar program: a new one, a change of it, or its end."""
    event = build_event(consultation, _("Consultation: %(firm)s") % {"firm": settings.FIRM["name"]})
    event.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
    event.add("attendee", vCalAddress(f"mailto:{consultation.email}"))
    is_over = consultation.state == Consultation.ConsultationState.CANCELLED
    # RFC 5546, 3.2.2 and 3.2.5: a program adds or changes the entry on REQUEST and takes it out on CANCEL.
    return write_calendar([event], method="CANCEL" if is_over else "REQUEST")


def build_feed(calendar: AdviserCalendar, consultations: Iterable[Consultation]) -> bytes:
    """An adviser's consultations. Whoever has the address reads it, so that it names nobody."""
    return write_calendar([build_staff_event(one) for one in consultations], name=str(calendar))


def build_staff_event(consultation: Consultation) -> Event:
    """One consultation, with the way to its page at the desk."""
    named = {"way": consultation.get_way_display(), "reference": consultation.reference}
    event = build_event(consultation, _("Consultation %(reference)s: %(way)s") % named)
    page = reverse("admin:intake_consultation_change", args=[consultation.pk])
    event.add("url", settings.SITE_URL + page)
    return event


def build_event(consultation: Consultation, summary: str) -> Event:
    """What every event has; the same uid for ever, so that a calendar program moves it and adds no second."""
    event = Event()
    event.add("uid", f"{consultation.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    # In UTC, which every program reads: a zone would have to bring its rules along (RFC 5545, s. 3.6.5).
    event.add("dtstart", consultation.starts_at.astimezone(UTC))
    event.add("dtend", consultation.ends_at.astimezone(UTC))
    event.add("sequence", consultation.sequence)
    event.add("summary", summary)
    event.add("status", "CANCELLED" if consultation.state == Consultation.ConsultationState.CANCELLED else "CONFIRMED")
    if place := find_place(consultation):
        event.add("location", place)
    return event


def find_place(consultation: Consultation) -> str:
    """Where it is: the room's link, or the office; empty by telephone."""
    calendar = getattr(consultation.adviser, "calendar", None)
    if consultation.way == "video" and calendar:
        return str(calendar.video_link)
    if consultation.way == "in_person":
        return (calendar.place if calendar else "") or settings.FIRM["address"]
    return ""


def write_calendar(events: Iterable[Event], **properties: str) -> bytes:
    """A calendar of these events."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for name, value in properties.items():
        # RFC 5545 has no name for a calendar; programs read this one.
        calendar.add("x-wr-calname" if name == "name" else name, value)
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
