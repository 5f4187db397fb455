"""The pages on which a consultation is booked, confirmed, moved and cancelled, and an adviser's feed."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.common.client_ip import find_client_ip
from intake.common.languages import choose_letter_language
from intake.common.sources import read_source
from intake.consultations import bookable_hours, booking
from intake.consultations.forms import BookingForm
from intake.consultations.free_hours import list_free
from intake.consultations.links import read_link
from intake.consultations.times import describe_times, list_offered
from intake.consultations.to_ics import build_feed
from intake.enquiries.views import find_known
from intake.forms import post_redirect_get
from intake.forms.query_flags import DONE, WRONG, add_flags
from intake.message_kinds import limits
from intake.models import AdviserCalendar, Client, Consultation

# What the page says after a booking.
OUTCOMES = ("confirm", "booked", "taken", "often")


@never_cache
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """The free hours of the advisers."""
    zone = bookable_hours.choose_zone(request.GET.get("zone", ""))
    calendars = bookable_hours.list_open()
    # Compared as text: a parameter that is no number is simply nobody's.
    chosen = next((one for one in calendars if str(one.pk) == request.GET.get("adviser")), None)
    chosen = chosen or (calendars[0] if calendars else None)
    free = list_free(chosen, timezone.now()) if chosen else []
    context = {
        "calendars": calendars,
        "chosen": chosen,
        "zone": zone,
        "zones": list_offered(zone),
        "days": list(bookable_hours.list_days(free, zone)),
        "source": read_source(request),
    }
    return render(request, "intake/consultations/book.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_redirect_get.clears_mistakes
def book_hour(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One hour: who comes, and how."""
    at, owner = bookable_hours.read_code(code), Client.objects.owned_by(request.user).first()
    calendar = next((one for one in bookable_hours.list_open() if one.pk == pk), None)
    if at is None or calendar is None:
        raise Http404
    form = post_redirect_get.get_form(request, partial(BookingForm, calendar, find_known(request, owner)))
    if form.is_valid():
        consultation = build(request, form, calendar)
        consultation.starts_at = at
        return redirect("intake:booking_sent", take(consultation, calendar, owner))
    zone = bookable_hours.choose_zone(request.GET.get("zone", ""))
    context = {"calendar": calendar, "times": describe_times(at, zone)}
    return post_redirect_get.render_form(request, form, "intake/consultations/hour.html", lambda: context)


def build(request: HttpRequest, form: BookingForm, calendar: AdviserCalendar) -> Consultation:
    """The unsaved consultation of a valid form, without its hour."""
    return Consultation(
        adviser=calendar.adviser,
        minutes=calendar.minutes,
        pause=calendar.pause,
        fee=calendar.fee,
        language=choose_letter_language(),
        zone=bookable_hours.choose_zone(request.GET.get("zone", "")),
        source=read_source(request),
        place=limits.name_place(find_client_ip(request)),
        **form.cleaned_data,
    )


def take(consultation: Consultation, calendar: AdviserCalendar, owner: Client | None) -> str:
    """Take the hour; what to say of it."""
    try:
        booking.hold(consultation, calendar, owner)
    except booking.SlotTaken:
        return "taken"
    except booking.TooMany:
        return "often"
    return "booked" if consultation.state == Consultation.ConsultationState.CONFIRMED else "confirm"


@require_safe
def booking_sent(request: HttpRequest, outcome: str) -> HttpResponse:
    """The page after it: what happens next, by what came of it. Raises `Http404` for any other word."""
    if outcome not in OUTCOMES:
        raise Http404
    status = {"taken": 409, "often": 429}.get(outcome, 200)
    return render(request, "intake/consultations/sent.html", {"outcome": outcome}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, signed: str) -> HttpResponse:
    """One appointment, by signed link: GET changes nothing, its buttons confirm and cancel."""
    found = read_link(signed)
    if found is None:
        return render(request, "intake/consultations/expired_link.html", status=410)
    # Buttons, because mail programs open links by themselves (record 0016).
    if request.method == "POST":
        if "cancel" in request.POST:
            booking.cancel(found)
        elif "confirm" in request.POST and not booking.confirm(found):
            return redirect("intake:booking_sent", "taken")
        return redirect(request.path)
    return render(request, "intake/consultations/appointment.html", build_context(found, signed))


def build_context(found: Consultation, signed: str) -> dict[str, Any]:
    """What the pages of one appointment show."""
    return {
        "consultation": found,
        "signed": signed,
        "calendar": getattr(found.adviser, "calendar", None),
        "times": describe_times(found.starts_at, found.zone),
        "is_over": found.starts_at <= timezone.now(),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move_consultation(request: HttpRequest, signed: str) -> HttpResponse:
    """Another hour for an appointment: the free ones of its adviser, each a button."""
    found = read_link(signed)
    if found is None or found.state != Consultation.ConsultationState.CONFIRMED or found.starts_at <= timezone.now():
        return render(request, "intake/consultations/expired_link.html", status=410)
    calendar = get_object_or_404(AdviserCalendar, adviser=found.adviser_id)
    if request.method == "POST":
        moved = move(request, found, calendar)
        there = reverse("intake:consultation", args=[signed])
        return redirect(add_flags(there, DONE) if moved else add_flags(request.path, WRONG))
    # Its own quarters count as free for it, or it could not move by half an hour; only its present hour is no choice.
    free = [at for at in list_free(calendar, timezone.now(), found) if at != found.starts_at]
    days = list(bookable_hours.list_days(free, found.zone))
    return render(request, "intake/consultations/move.html", {**build_context(found, signed), "days": days})


def move(request: HttpRequest, found: Consultation, calendar: AdviserCalendar) -> bool:
    """Move to the hour that was posted; False where it can't be booked, or somebody else has it."""
    at = bookable_hours.read_code(request.POST.get("at", ""))
    if at is None:
        return False
    try:
        booking.move(found, calendar, at)
    except booking.SlotTaken:
        return False
    return True


@never_cache
@require_safe
def feed(request: HttpRequest, key: UUID) -> HttpResponse:
    """An adviser's consultations, for a calendar program that has the secret address."""
    # The address is the only secret, because calendar programs send no password; so the feed names nobody
    # (record 0117).
    calendar = get_object_or_404(AdviserCalendar.objects.select_related("adviser"), feed_key=key)
    taking = Consultation.objects.filter(adviser=calendar.adviser_id, state=Consultation.ConsultationState.CONFIRMED)
    content = build_feed(calendar, taking.select_related("adviser__calendar"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
