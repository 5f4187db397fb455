"""Advisers who can be booked, and what is booked with them."""

from datetime import time, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from intake.consultations.booking import take_time
from intake.models import AdviserCalendar, Client, Consultation, OfficeHours


def make_calendar(name="rosa", **others) -> AdviserCalendar:
    """A calendar with hours on every day, so that a test does not hang on the day it runs."""
    adviser = User.objects.filter(username=name).first() or User.objects.create_user(
        name, email="rosa@firm.example", first_name="Rosa", last_name="Diaz", is_staff=True
    )
    calendar, _made = AdviserCalendar.objects.get_or_create(
        adviser=adviser, defaults={"pause": 15, "fee": 150} | others
    )
    for weekday in range(7):
        OfficeHours.objects.get_or_create(calendar=calendar, weekday=weekday, begins=time(9), ends=time(12))
    return calendar


def make_booked(calendar: AdviserCalendar, client: Client | None, number: int = 0) -> Consultation:
    """A confirmed consultation, one of them an hour after the other, some days from now."""
    at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=3, hours=number)
    made = Consultation.objects.create(
        adviser=calendar.adviser,
        client=client,
        starts_at=at,
        minutes=30,
        pause=15,
        way="telephone",
        state="confirmed",
        name="Kim Lee",
        email=client.email if client else "a@example.org",
        telephone="+1 613 555 0100",
        language="en",
        zone="Asia/Kolkata",
        fee=calendar.fee,
    )
    take_time(made)
    return made
