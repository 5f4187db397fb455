"""Consultations in the admin: the list, booking one for a client, an adviser's week, their hours and their feed."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.consultations import booking
from intake.consultations.free_hours import find_days_off
from intake.consultations.messages import ConsultationNews
from intake.models import AdviserCalendar, Client, Consultation, DayOff, FileView, OfficeHours, TakenTime
from intake.permissions import VIEW_CONSULTATIONS, requires
from intake.querysets import ConsultationQuerySet
from intake.staff.changelists.client_names import ClientNamesMixin
from intake.staff.changelists.day_in_url import read_day
from intake.staff.changelists.list_filters import OneChoice
from intake.staff.changelists.named_inputs import name_day_and_time
from intake.staff.changelists.people import PeopleByNameMixin, PeopleFilter
from intake.staff.changelists.recorded_views import RecordedViewsMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.list_actions import PageActionsMixin, go_back
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin

State = Consultation.ConsultationState
DAY = timedelta(days=1)
WEEK = 7


class ComingFilter(OneChoice[ConsultationQuerySet[Consultation]]):
    """What is within a day."""

    title = _("time of the consultation")
    parameter_name = "coming"
    words = _("Within a day")

    def narrow(self, queryset: ConsultationQuerySet[Consultation]) -> ConsultationQuerySet[Consultation]:
        """The rows that the choice shows."""
        return queryset.coming(timezone.now()).filter(starts_at__lt=timezone.now() + DAY)


class ConsultationForm(forms.ModelForm[Consultation]):
    """Booking for a client, or moving: at any hour of the adviser that nobody has."""

    whose = forms.CharField(
        label=_("client"), max_length=14, required=False, help_text=_("The reference of the client's file.")
    )

    class Meta:
        model = Consultation
        fields = ("adviser", "starts_at", "minutes", "way", "telephone", "fee")

    user: User
    # The file from which one came to book, if it is that.
    booked_for: Client | None = None
    found: Client | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "starts_at" in self.fields:
            name_day_and_time(self.fields["starts_at"])
        if self.booked_for and "whose" in self.fields:
            field = self.fields["whose"]
            field.initial, field.disabled = self.booked_for.reference, True
            field.help_text = self.booked_for.shown_as

    def clean_whose(self) -> str:
        """A file that this member of staff may know of."""
        typed: str = self.cleaned_data["whose"].strip().upper()
        self.found = self.booked_for or Client.objects.visible_to(self.user).filter(reference=typed).first()
        if self.instance.pk is None and self.found is None:
            raise forms.ValidationError(_("There is no file with this reference"))
        return typed

    def clean(self) -> dict[str, Any]:
        """The time is to come where it is new or moved, and nobody else has it."""
        super().clean()
        cleaned = self.cleaned_data
        # Of one that is over the rest can still be put right, as long as its time is left alone.
        if self.errors or not {"starts_at", "adviser", "minutes"} & set(self.changed_data):
            return cleaned
        if cleaned["starts_at"] <= timezone.now():
            self.add_error("starts_at", _("Enter a time in the future"))
        asked = Consultation(starts_at=cleaned["starts_at"], minutes=cleaned["minutes"], pause=self.instance.pause)
        taken = TakenTime.objects.filter(adviser=cleaned["adviser"], at__in=asked.list_quarters())
        # What nobody confirmed in time keeps its quarters only until the next sweep.
        taken = taken.exclude(consultation__in=Consultation.objects.run_out(timezone.now()))
        if taken.exclude(consultation=self.instance.pk or 0).exists():
            self.add_error("starts_at", _("The adviser has another consultation at this time"))
        return cleaned


@admin.register(Consultation)
class ConsultationAdmin(
    PeopleByNameMixin,
    PageActionsMixin,
    ClientNamesMixin,
    SavedListsMixin,
    RelatedFileActionsMixin,
    VisibleFilesMixin,
    RecordedViewsMixin,
    admin.ModelAdmin[Consultation],
):
    """Consultations, the next first in the adviser's week; none is deleted here, cancelling keeps it on record."""

    part = FileView.ViewedPart.FILE
    form = ConsultationForm
    list_display = ("starts_at", "adviser", "way", "state", "name", "telephone", "source", "file")
    more_columns = ("minutes", "fee", "email", "language", "created")
    list_filter = (ComingFilter, "state", "way", ("adviser", PeopleFilter))
    list_select_related = ("client", "adviser")
    list_per_page = 50
    search_fields = ("reference", "name", "email", "client__reference")
    search_help_text = _("Reference, name or e-mail")
    change_list_template = "admin/intake/consultation/change_list.html"
    known = ("state", "name", "email", "text", "language", "zone", "source", "file", "created")
    actions = ("mark_done", "mark_no_show", "mark_cancelled", *FILE_ACTIONS)

    def get_urls(self) -> list[URLPattern]:
        """Also an adviser's week."""
        week = path("week/", self.admin_site.admin_view(self.week), name="intake_consultation_week")
        return [week, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Consultation | None = None) -> Any:
        """A new one names its file; of one that is there, what is known too."""
        own = ("adviser", "starts_at", "minutes", "way", "telephone", "fee")
        return ("whose", *own) if obj is None else (*own, *self.known)

    def get_readonly_fields(self, request: HttpRequest, obj: Consultation | None = None) -> Any:
        """What is over is only read."""
        if obj is None:
            return ()
        over = obj.state != State.CONFIRMED
        return (*self.known, *(("adviser", "starts_at", "minutes", "way", "telephone", "fee") if over else ()))

    def get_form(
        self, request: HttpRequest, obj: Consultation | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, which knows who asks, and offers staff as advisers."""
        form = super().get_form(request, obj, change, **kwargs)
        cast("Any", form).user = request.user
        cast("Any", form).booked_for = self.find_booked_for(request) if obj is None else None
        if "adviser" in form.base_fields:
            cast("Any", form.base_fields["adviser"]).queryset = User.objects.filter(calendar__isnull=False)
        return form

    def find_booked_for(self, request: HttpRequest) -> Client | None:
        """The file that the address names, if this member of staff may know of it."""
        named = request.GET.get("whose", "")
        return Client.objects.visible_to(request.user).filter(reference=named).first() if named else None

    def list_acts(self, request: HttpRequest, row: Consultation) -> list[Any]:
        """What may become of a consultation now."""
        if row.state != State.CONFIRMED or not self.has_change_permission(request, row):
            return []
        return [self.mark_done, self.mark_no_show] if row.starts_at <= timezone.now() else [self.mark_cancelled]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; back to it, where somebody else took the time at this moment."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        # The form looked before it saved; what decides is the constraint on quarters of an hour (record 0117).
        except IntegrityError:
            self.message_user(request, _("The adviser has another consultation at this time"), messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Consultation, form: ModelForm[Consultation], change: bool) -> None:
        """Book for the client, or move, and tell them."""
        with transaction.atomic():
            # What ran out still has its quarters, and the database would refuse them.
            booking.release_run_out(timezone.now())
            client = cast("ConsultationForm", form).found
            was = Consultation.objects.select_related("adviser").get(pk=obj.pk) if change else None
            if client and not change:
                obj.name, obj.email, obj.language = client.name, client.email, client.language
                # For this transaction only: `put_in_file` confirms it below, as it does a visitor's.
                obj.state = State.HELD
            elif form.changed_data:
                obj.sequence += 1
            super().save_model(request, obj, form, change)
            booking.take_time(obj)
            if client and not change:
                booking.put_in_file(obj, client, cast("User", request.user))
            elif form.changed_data:
                if was:
                    booking.note_change(was, obj, cast("User", request.user))
                booking.tell(obj, ConsultationNews.MOVED)
        if form.changed_data:
            self.warn_of_untold(request, [obj])

    def has_delete_permission(self, request: HttpRequest, obj: Consultation | None = None) -> bool:
        """Cancelled, never deleted: it goes with its file."""
        return False

    @admin.action(description=_("Mark as held"), permissions=["change"])
    def mark_done(self, request: HttpRequest, queryset: QuerySet[Consultation]) -> HttpResponse | None:
        """They took place."""
        self.end(queryset, State.DONE, cast("User", request.user))
        return go_back(request)

    @admin.action(description=_("The client did not come"), permissions=["change"])
    def mark_no_show(self, request: HttpRequest, queryset: QuerySet[Consultation]) -> HttpResponse | None:
        """Nobody came."""
        self.end(queryset, State.NO_SHOW, cast("User", request.user))
        return go_back(request)

    @admin.action(description=_("Cancel, and tell the client"), permissions=["change"])
    def mark_cancelled(self, request: HttpRequest, queryset: QuerySet[Consultation]) -> HttpResponse | None:
        """Those that have not begun."""
        chosen = list(queryset)
        for one in chosen:
            booking.cancel(one, cast("User", request.user))
        self.warn_of_untold(request, chosen)
        return go_back(request)

    def warn_of_untold(self, request: HttpRequest, chosen: Iterable[Consultation]) -> None:
        """Say whom no message tells of it: they have no e-mail address."""
        # Whatever a message would have said by itself becomes a person's (record 0164).
        untold = ", ".join(str(one.name or one) for one in chosen if not one.email)
        if untold:
            words = _("There is no e-mail address, so tell them by telephone: %(who)s")
            self.message_user(request, words % {"who": untold}, messages.WARNING)

    def end(self, queryset: QuerySet[Consultation], state: str, by: User) -> None:
        """Note how those ended that have begun."""
        for one in queryset.filter(state=State.CONFIRMED, starts_at__lte=timezone.now()):
            booking.end(one, state, by)

    @requires(VIEW_CONSULTATIONS)
    def week(self, request: HttpRequest) -> HttpResponse:
        """The week of one adviser, day by day."""
        day = read_day(request.GET.get("day", "")) or timezone.localdate()
        first = day - timedelta(days=day.weekday())
        calendars = list(AdviserCalendar.objects.select_related("adviser"))
        asked = request.GET.get("adviser", str(request.user.pk))
        chosen = next((one for one in calendars if str(one.adviser_id) == asked), calendars[0] if calendars else None)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("An adviser's week"),
            "calendars": calendars,
            "chosen": chosen,
            "day": day,
            "days": self.list_days(request, chosen, first) if chosen else [],
            "before": first - WEEK * DAY,
            "after": first + WEEK * DAY,
        }
        return TemplateResponse(request, "admin/intake/consultation/week.html", context)

    def list_days(
        self, request: HttpRequest, calendar: AdviserCalendar, first: date
    ) -> list[tuple[date, bool, list[Consultation]]]:
        """Each day of the week, whether it is off, and its consultations that this member of staff may know of."""
        begin = timezone.make_aware(datetime.combine(first, time.min))
        rows = self.get_queryset(request).filter(
            adviser=calendar.adviser_id, starts_at__gte=begin, starts_at__lt=begin + WEEK * DAY
        )
        found = list(rows.exclude(state=State.CANCELLED).select_related("client").order_by("starts_at"))
        days = [first + timedelta(days=number) for number in range(WEEK)]
        off = find_days_off(calendar, days[0], days[-1])
        return [(day, day in off, [one for one in found if timezone.localdate(one.starts_at) == day]) for day in days]


class HoursInline(admin.TabularInline[OfficeHours, AdviserCalendar]):
    """The hours of an adviser."""

    model = OfficeHours
    extra = 0


class DaysOffInline(admin.TabularInline[DayOff, AdviserCalendar]):
    """When an adviser is away."""

    model = DayOff
    extra = 0


@admin.register(AdviserCalendar)
class AdviserCalendarAdmin(SavedListsMixin, PeopleByNameMixin, admin.ModelAdmin[AdviserCalendar]):
    """How advisers can be booked."""

    list_display = ("__str__", "is_open", "minutes", "pause", "fee")
    list_select_related = ("adviser",)
    inlines = (HoursInline, DaysOffInline)
    actions = ("renew_feed",)

    def get_readonly_fields(self, request: HttpRequest, obj: AdviserCalendar | None = None) -> Any:
        """A calendar stays its adviser's: what is booked in it names that adviser. A new one has no address yet."""
        return () if obj is None else ("adviser", "feed")

    @admin.display(description=_("address of the feed (secret)"))
    def feed(self, calendar: AdviserCalendar) -> str:
        """The address that a calendar program subscribes to."""
        return settings.SITE_URL + reverse("intake:consultation_feed", args=[calendar.feed_key])

    @admin.action(description=_("Renew the secret address of the feed"), permissions=["change"])
    def renew_feed(self, request: HttpRequest, queryset: QuerySet[AdviserCalendar]) -> None:
        """The old address opens nothing any more."""
        for calendar in queryset:
            # Whoever has the old address reads no further: it was the only secret (record 0117).
            AdviserCalendar.objects.filter(pk=calendar.pk).update(feed_key=uuid.uuid4())
            self.log_change(request, calendar, [{"changed": {"fields": ["feed_key"]}}])

    def has_delete_permission(self, request: HttpRequest, obj: AdviserCalendar | None = None) -> bool:
        """It is closed, not deleted: what was booked stays."""
        return False


@admin.register(DayOff)
class DayOffAdmin(SavedListsMixin, admin.ModelAdmin[DayOff]):
    """Holidays of the office, and days on which an adviser is away."""

    list_display = ("first", "last", "calendar")
    list_select_related = ("calendar__adviser",)
