"""Consultations, and the hours in which advisers give them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.common.languages import list_letter_languages
from intake.common.names import LONGEST, validate_name
from intake.common.sources import LONGEST_SOURCE
from intake.models.clients import Client, new_reference
from intake.models.enquiries import LONGEST_QUESTION, TELEPHONE
from intake.querysets import ConsultationQuerySet

# Every consultation begins on a quarter of an hour and lasts some of them; so a database can keep two from meeting.
QUARTER = timedelta(minutes=15)
LENGTHS = [(minutes, str(minutes)) for minutes in (15, 30, 45, 60, 90, 120)]
PAUSES = [(0, "0"), *LENGTHS[:4]]


def validate_quarter(moment: Any) -> None:
    """Refuse a time that is not on a quarter of an hour. Raises `ValidationError`."""
    if moment.minute % 15 or moment.second or moment.microsecond:
        raise ValidationError(_("Enter a time on the quarter of an hour, for example 9:15"), "not_a_quarter")


class MeetingWay(models.TextChoices):
    """How people meet."""

    TELEPHONE = "telephone", _("By telephone")
    VIDEO = "video", _("By video")
    IN_PERSON = "in_person", _("In person")


class AdviserCalendar(models.Model):
    """How one adviser can be booked: length, pause, notice, ways, fee. `feed_key` is the secret part of the feed."""

    adviser = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar", verbose_name=_("adviser")
    )
    is_open = models.BooleanField(_("can be booked on the site"), default=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), choices=LENGTHS, default=30)
    pause = models.PositiveSmallIntegerField(_("pause after each, in minutes"), choices=PAUSES, default=0)
    notice_hours = models.PositiveSmallIntegerField(_("hours of notice"), default=24)
    days_ahead = models.PositiveSmallIntegerField(
        _("days ahead"), default=28, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    telephone = models.BooleanField(_("by telephone"), default=True)
    video = models.BooleanField(_("by video"), default=False)
    in_person = models.BooleanField(_("in person"), default=False)
    video_link = models.CharField(
        _("link of the video room"), max_length=300, blank=True, validators=[URLValidator(["https"])]
    )
    place = models.CharField(_("where, in person"), max_length=200, blank=True)
    fee = models.DecimalField(_("fee in dollars, before tax"), max_digits=8, decimal_places=2, default=0)
    # Calendar programs send no password: the address is the secret, and can be renewed (record 0117).
    feed_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("adviser's calendar")
        verbose_name_plural = _("advisers' calendars")

    def __str__(self) -> str:
        return str(self.adviser)

    def clean(self) -> None:
        """A way that is offered has its place. Raises `ValidationError`."""
        if self.video and not self.video_link:
            raise ValidationError({"video_link": _("Enter the link of the room, or offer no video")})

    @property
    def ways(self) -> list[MeetingWay]:
        """The ways that are offered."""
        return [way for way in MeetingWay if getattr(self, way.value)]


class OfficeHours(models.Model):
    """From when until when an adviser can be booked on a day of the week, in the office's zone."""

    class Weekday(models.IntegerChoices):
        """A day of the week, as Python counts them."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    calendar = models.ForeignKey(
        AdviserCalendar, on_delete=models.CASCADE, related_name="hours", verbose_name=_("adviser's calendar")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday.choices)
    begins = models.TimeField(pgettext_lazy("an hour", "from"), validators=[validate_quarter])
    ends = models.TimeField(pgettext_lazy("an hour", "until"), validators=[validate_quarter])

    class Meta:
        verbose_name = _("hours")
        verbose_name_plural = _("hours")
        ordering = ["weekday", "begins"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="hours_end_after_they_begin")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.begins}-{self.ends}"


class DayOff(models.Model):
    """Days on which an adviser, or without one nobody, can be booked."""

    calendar = models.ForeignKey(
        AdviserCalendar,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="days_off",
        verbose_name=_("adviser's calendar"),
        help_text=_("Empty: the whole office."),
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["first"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="days_off_in_order")]

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"


class Consultation(models.Model):
    """One appointment with an adviser.

    `held`: until `held_until`, for somebody whose address is not confirmed; then `confirmed`, and in the end `done` or
    `no_show`. `sequence` counts its changes, for calendar programs. `fee` is the one that was stated.
    """

    class ConsultationState(models.TextChoices):
        """How far a consultation has come."""

        HELD = "held", _("Held until the address is confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")
        DONE = "done", _("Held as planned")
        NO_SHOW = "no_show", _("The client did not come")

    # Random, because a signed link names it: a row's number comes again after a restore (record 0057).
    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    # Whoever advised stays on record: the account of an adviser is made inactive, and can't be deleted.
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("adviser")
    )
    # In nobody's file until the address is confirmed (record 0117).
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, related_name="consultations", verbose_name=_("client")
    )
    starts_at = models.DateTimeField(_("begins at"), validators=[validate_quarter])
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), choices=LENGTHS)
    pause = models.PositiveSmallIntegerField(_("pause after it, in minutes"), choices=PAUSES, default=0)
    way = models.CharField(_("way"), max_length=10, choices=MeetingWay.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ConsultationState.choices, default=ConsultationState.HELD
    )
    name = models.CharField(_("name"), max_length=LONGEST, blank=True, validators=[validate_name])
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[TELEPHONE])
    text = models.TextField(_("what it is about"), max_length=LONGEST_QUESTION, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=list_letter_languages)
    zone = models.CharField(_("the client's time zone"), max_length=50, blank=True)
    # The fee that was stated when it was booked: another one later is not this client's (record 0117).
    fee = models.DecimalField(_("fee in dollars, before tax"), max_digits=8, decimal_places=2, default=0)
    source = models.CharField(_("source"), max_length=LONGEST_SOURCE, blank=True)
    # A mark of the network that asked, for the limits; no address of one is kept.
    place = models.CharField(max_length=16, blank=True, editable=False)
    held_until = models.DateTimeField(_("held until"), null=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["adviser", "starts_at"], name="consultations_of_an_adviser")]

    def __str__(self) -> str:
        return self.reference

    @property
    def ends_at(self) -> datetime:
        """When it is over, without the pause."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_coming(self) -> bool:
        """Whether it is to be: its time is taken."""
        return self.state in (self.ConsultationState.HELD, self.ConsultationState.CONFIRMED)

    def list_quarters(self) -> list[datetime]:
        """The beginnings of the quarters of an hour that it takes, its pause among them."""
        return [self.starts_at + QUARTER * number for number in range((self.minutes + self.pause) // 15)]


class ConsultationChange(models.Model):
    """The record of booking, moving, cancelling or ending a consultation; appended, never changed.

    Without `by`, by the client. `values` are other fields that changed with it: name, old and new value, as
    `intake.clients.changes` keeps them. That it was booked comes first, with its adviser; of consultations from before
    that was kept, what became of them.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    began_at = models.DateTimeField(_("began at"))
    begins_at = models.DateTimeField(_("begins at"))
    was = models.CharField(
        pgettext_lazy("a state", "from"), max_length=10, choices=Consultation.ConsultationState.choices
    )
    state = models.CharField(_("to"), max_length=10, choices=Consultation.ConsultationState.choices)
    values = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("change of a consultation")
        verbose_name_plural = _("changes of consultations")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.state}"

    @property
    def is_booking(self) -> bool:
        """Whether it says that the consultation was booked: that what was held is confirmed."""
        states = Consultation.ConsultationState
        return (self.was, self.state) == (states.HELD, states.CONFIRMED)


class TakenTime(models.Model):
    """A quarter of an hour of an adviser that one consultation has; the database lets no second have it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="taken")
    # The consultation's own once more, because a constraint reaches no further than its table.
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("taken time")
        verbose_name_plural = _("taken times")
        constraints = [models.UniqueConstraint(fields=["adviser", "at"], name="one_consultation_at_a_time")]

    def __str__(self) -> str:
        return f"{self.adviser_id} {self.at}"
