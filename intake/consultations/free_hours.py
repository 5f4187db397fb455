"""The free hours of an adviser: office hours, less days off, less what is taken, less the notice they ask for."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from intake.models import AdviserCalendar, Consultation, DayOff, OfficeHours, TakenTime
from intake.models.consultations import QUARTER


def list_free(calendar: AdviserCalendar, now: datetime, moving: Consultation | None = None) -> list[datetime]:
    """The beginnings of the consultations that can be booked, in order. `moving`: one whose own time is free to it."""
    taken = find_taken(calendar, now, moving)
    earliest = now + timedelta(hours=calendar.notice_hours)
    # Its pause is booked with it; both are whole quarters (`LENGTHS`, `PAUSES`).
    quarters = range((calendar.minutes + calendar.pause) // 15)
    return [
        at
        for at in list_starts(calendar, now)
        if at >= earliest and taken.isdisjoint(at + QUARTER * number for number in quarters)
    ]


def find_taken(calendar: AdviserCalendar, now: datetime, moving: Consultation | None) -> set[datetime]:
    """The quarters of an hour that others have; one that was held too long is nobody's."""
    rows = TakenTime.objects.filter(adviser=calendar.adviser_id, at__gte=now)
    rows = rows.exclude(consultation__in=Consultation.objects.run_out(now))
    if moving:
        rows = rows.exclude(consultation=moving)
    return set(rows.values_list("at", flat=True))


def list_starts(calendar: AdviserCalendar, now: datetime) -> Iterator[datetime]:
    """Every beginning within the office hours of the days ahead, taken or not."""
    today = timezone.localdate(now)
    days = [today + timedelta(days=number) for number in range(calendar.days_ahead + 1)]
    off = find_days_off(calendar, days[0], days[-1])
    hours = list(calendar.hours.all())
    for day in days:
        for span in hours:
            if span.weekday == day.weekday() and day not in off:
                yield from list_starts_within(calendar, day, span)


def list_starts_within(calendar: AdviserCalendar, day: date, span: OfficeHours) -> Iterator[datetime]:
    """The beginnings within one span of hours of a day; the last consultation ends with it, its pause may not."""
    length, step = timedelta(minutes=calendar.minutes), timedelta(minutes=calendar.minutes + calendar.pause)
    # Counted on the office's own clock, and only then a moment: so a change of the clocks moves no hour.
    at, end = datetime.combine(day, span.begins), datetime.combine(day, span.ends)
    while at + length <= end:
        yield timezone.make_aware(at)
        at += step


def find_days_off(calendar: AdviserCalendar, first: date, last: date) -> set[date]:
    """The days from first to last on which this adviser, or the office, is away."""
    rows = DayOff.objects.filter(first__lte=last, last__gte=first)
    spans = [row for row in rows if row.calendar_id in (None, calendar.pk)]
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day for day in days if any(span.first <= day <= span.last for span in spans)}
