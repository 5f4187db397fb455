"""Consultations: the free hours, booking one, moving and cancelling it, and what staff do with it."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from draws import tasks
from intake.clients.delete_file import delete_client
from intake.consultations import booking
from intake.consultations.bookable_hours import FORM
from intake.consultations.free_hours import list_free
from intake.consultations.links import make_link
from intake.consultations.times import describe_hour, describe_times, find_zone, list_zones
from intake.data_copy.data_export import export_file
from intake.models import AdviserCalendar, Client, Consultation, DayOff, Letter, OfficeHours, TakenTime
from intake.permissions import Role
from tests.hostile.desk import member_of, sign_in
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.files import signed_in
from tests.letters import read_whole, send_letters

pytestmark = pytest.mark.django_db
# A Tuesday, in winter time; the office is in Toronto.
NOW = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
SAID = {
    "way": "telephone",
    "name": "Kim Lee",
    "email": "kim@example.org",
    "telephone": "+1 613 555 0100",
    "text": "hi evil",
}


@pytest.fixture(autouse=True)
def _now(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(NOW, tick=False):
        yield


def hours_on(calendar, day):
    return [f"{timezone.localtime(at):%H:%M}" for at in list_free(calendar, NOW) if timezone.localdate(at) == day]


def book(calendar, said=SAID, at=None, browser=None, query="?zone=Asia/Kolkata&source=expo", **place):
    at = at or list_free(calendar, timezone.now())[0]
    path = reverse("intake:book_hour", args=[calendar.pk, at.astimezone(UTC).strftime(FORM)])
    return (browser or Browser()).post(path + query, said, **place)


def press(made, **button):
    return Browser().post(reverse("intake:consultation", args=[make_link(made)]), button)


# --- Free hours -----------------------------------------------------------------


def test_the_free_hours_are_those_of_the_office_less_notice_pauses_days_off_and_what_is_taken():
    calendar = make_calendar(notice_hours=24)
    wednesday, thursday, friday, saturday = (date(2026, 12, day) for day in (2, 3, 4, 5))
    assert hours_on(calendar, date(2026, 12, 1)) == []
    assert hours_on(calendar, wednesday) == ["10:30", "11:15"], "a day's notice from ten o'clock on"
    assert hours_on(calendar, thursday) == ["09:00", "09:45", "10:30", "11:15"], "half an hour, then a pause"
    DayOff.objects.create(first=thursday, last=thursday)
    DayOff.objects.create(calendar=calendar, first=saturday, last=saturday)
    DayOff.objects.create(calendar=make_calendar("omar"), first=friday, last=friday)
    assert hours_on(calendar, thursday) == hours_on(calendar, saturday) == []
    booking.take_time(
        Consultation.objects.create(
            adviser=calendar.adviser,
            starts_at=datetime(2026, 12, 4, 14, 15, tzinfo=UTC),
            minutes=15,
            way="video",
            state="confirmed",
            email="a@example.org",
            language="en",
        )
    )
    assert hours_on(calendar, friday) == ["09:45", "10:30", "11:15"], "a shorter one within an hour takes it"
    assert not hours_on(calendar, date(2026, 12, 30)), "no more than four weeks ahead"


def test_an_hour_stays_on_the_office_clock_when_the_clocks_change():
    calendar = make_calendar(days_ahead=20)
    with time_machine.travel(datetime(2027, 3, 10, 15, 0, tzinfo=UTC), tick=False):
        free = list_free(calendar, timezone.now())
    assert {f"{timezone.localtime(at):%H:%M}" for at in free} == {"09:00", "09:45", "10:30", "11:15"}
    assert {at.astimezone(UTC).hour for at in free if timezone.localtime(at).hour == 9} == {13, 14}


def test_a_moment_is_said_on_both_clocks_where_they_differ():
    at = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    assert describe_times(at, "America/Toronto").visitor == ""
    assert "Kolkata" in describe_times(at, "Asia/Kolkata").visitor
    assert describe_hour(at, "Asia/Kolkata").startswith("5 a.m.")
    assert "12/04/2026" in describe_hour(at, "Asia/Kolkata")
    assert describe_times(at, "Mars/Base").visitor == ""


# --- Booking --------------------------------------------------------------------


def test_an_hour_is_held_until_its_address_is_confirmed_and_then_is_a_lead():
    calendar = make_calendar()
    at = list_free(calendar, NOW)[0]
    assert book(calendar).url == "/en/consultations/sent/confirm/"
    made = Consultation.objects.get()
    assert (made.state, made.zone, made.source, made.fee, made.client) == ("held", "Asia/Kolkata", "expo", 150, None)
    assert at not in list_free(calendar, NOW)
    (asked,) = send_letters()
    link = re.search(r"/en/consultations/mine/\S+", asked.body)[0]
    assert "Yes, book it" in Browser().get(link).content.decode()
    assert Consultation.objects.get().state == "held", "looking confirms nothing"
    assert "is confirmed" in Browser().post(link, {"confirm": "1"}, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.state, made.client.email, made.client.stage, made.client.alerts) == (
        "confirmed",
        "kim@example.org",
        "booked",
        False,
    )
    assert made.client.stage_moves.get().stage == "booked"
    letters = {one.to[0]: one for one in send_letters()}
    assert set(letters) == {"kim@example.org", "rosa@firm.example"}
    whole = "".join(map(read_whole, (asked, *letters.values())))
    assert [word for word in ("hi evil", "Kim Lee", "613 555") if word in whole] == [], "nothing that was typed"


def test_the_message_has_the_appointment_for_a_calendar_program():
    calendar = make_calendar()
    client = Client.objects.create(email="kim@example.org")
    made = make_booked(calendar, client)
    booking.tell(made, "booked")
    mail = next(one for one in send_letters() if one.to == ["kim@example.org"])
    name, content, mimetype = mail.attachments[0]
    assert (name, mimetype) == ("consultation.ics", "text/calendar")
    found = Calendar.from_ical(content)
    (event,) = found.walk("VEVENT")
    assert str(found["METHOD"]) == "REQUEST"
    assert event.decoded("dtstart") == made.starts_at
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30), "without the pause"
    assert "$150 in Canadian dollars" in mail.body
    assert "Kolkata" in mail.body


def test_an_hour_that_nobody_confirmed_is_free_again_and_its_link_is_over():
    calendar = make_calendar()
    at = list_free(calendar, NOW)[5]
    book(calendar, at=at)
    made = Consultation.objects.get()
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert at in list_free(calendar, timezone.now())
        assert press(made, confirm="1").url == "/en/consultations/sent/taken/"
        assert book(calendar, SAID | {"email": "lee@example.org"}, at).url.endswith("/confirm/")
        assert [one.email for one in Consultation.objects.all()] == ["lee@example.org"]
        assert press(made, confirm="1").status_code == 410


def test_two_people_can_not_have_one_hour_nor_a_part_of_it():
    calendar = make_calendar()
    at = list_free(calendar, NOW)[0]
    book(calendar, at=at)
    assert book(calendar, SAID | {"email": "lee@example.org"}, at).url.endswith("/taken/")
    AdviserCalendar.objects.update(minutes=60)
    later = at + timedelta(minutes=15)
    assert book(AdviserCalendar.objects.get(), SAID | {"email": "lee@example.org"}, later).url.endswith("/taken/")
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("code", ["x", "20261201T1500Z", "20261203T1407Z", "20991203T1400Z", "99999999T9999Z"])
def test_what_is_no_free_hour_is_not_booked(code):
    calendar = make_calendar()
    answer = Browser().post(reverse("intake:book_hour", args=[calendar.pk, code]), SAID)
    assert answer.status_code == 404 or answer.url.endswith("/taken/")
    assert not Consultation.objects.exists()


def test_a_call_needs_a_number_and_a_way_must_be_offered():
    calendar = make_calendar()
    for said in (SAID | {"telephone": ""}, SAID | {"way": "video"}, SAID | {"name": "x www.evil.example"}):
        assert "wrong=1" in book(calendar, said).url
    assert not Consultation.objects.exists()


def test_who_is_signed_in_has_the_hour_at_once():
    Client.objects.create(email="kim@example.org")
    assert book(make_calendar(), browser=signed_in("kim@example.org")).url.endswith("/booked/")
    assert Consultation.objects.get().state == "confirmed"


def test_nobody_holds_all_hours_and_one_address_is_not_written_to_without_end(settings):
    settings.BOOKINGS_HELD_FROM_PLACE, settings.BOOKINGS_OF_ADDRESS, settings.BOOKINGS_HELD_OF_SITE = 3, 2, 5
    calendar = make_calendar()
    same = [book(calendar, REMOTE_ADDR=f"192.0.{number}.1").url.split("/")[-2] for number in range(3)]
    assert same == ["confirm", "confirm", "often"]
    others = [
        book(calendar, SAID | {"email": f"x{number}@example.org"}, REMOTE_ADDR="203.0.113.7").url.split("/")[-2]
        for number in range(4)
    ]
    assert others == ["confirm"] * 3 + ["often"], "five over the site, three of one network"
    assert Consultation.objects.count() == Letter.objects.filter(kind="confirm_booking").count() == 5
    assert Browser().get("/en/consultations/sent/often/").status_code == 429


# --- Moving and cancelling ------------------------------------------------------


def make_client_booked():
    calendar = make_calendar()
    client = Client.objects.create(email="kim@example.org", stage="booked")
    return calendar, client, make_booked(calendar, client)


def test_it_is_moved_by_its_link_to_another_free_hour_and_told_with_the_new_file():
    calendar, _client, made = make_client_booked()
    was, other = made.starts_at, list_free(calendar, NOW, made)[-1]
    path = reverse("intake:move_consultation", args=[make_link(made)])
    assert other.astimezone(UTC).strftime(FORM) in Browser().get(path).content.decode()
    Browser().post(path, {"at": other.astimezone(UTC).strftime(FORM)})
    made.refresh_from_db()
    assert (made.starts_at, made.sequence) == (other, 1)
    assert was in list_free(calendar, NOW)
    assert other not in list_free(calendar, NOW)
    mail = next(one for one in send_letters() if one.to == ["kim@example.org"])
    assert mail.subject == "Your appointment was moved"
    assert b"SEQUENCE:1" in mail.attachments[0].content.encode()


@pytest.mark.parametrize("at", ["", "x", "20261203T1407Z"])
def test_it_is_moved_to_no_hour_that_is_not_free(at):
    _calendar, _client, made = make_client_booked()
    was = made.starts_at
    Browser().post(reverse("intake:move_consultation", args=[make_link(made)]), {"at": at})
    made.refresh_from_db()
    assert (made.starts_at, made.sequence) == (was, 0)


def test_it_is_cancelled_by_its_link_once_and_its_hour_is_free():
    calendar, _client, made = make_client_booked()
    assert press(made, cancel="1").status_code == 302
    press(made, cancel="1")
    made.refresh_from_db()
    assert (made.state, made.sequence, made.taken.count()) == ("cancelled", 1, 0)
    assert made.starts_at in list_free(calendar, NOW)
    assert press(made, confirm="1").url.endswith("/taken/"), "what is cancelled is not confirmed again"
    mail = next(one for one in send_letters() if one.to == ["kim@example.org"])
    assert mail.subject == "Your appointment is cancelled"
    assert "METHOD:CANCEL" in str(mail.attachments[0].content)
    assert Browser().get(reverse("intake:move_consultation", args=[make_link(made)])).status_code == 410


def test_it_is_reminded_of_a_day_before_once_and_not_where_it_was_cancelled():
    calendar, client, made = make_client_booked()
    other = make_booked(calendar, client, 1)
    with time_machine.travel(made.starts_at - timedelta(hours=20), tick=False):
        tasks.remind_of_consultations()
        tasks.remind_of_consultations()
        booking.cancel(other)
        reminded = [one.subject for one in send_letters() if one.to == ["kim@example.org"]]
    assert sorted(reminded) == ["Your appointment is cancelled", "Your appointment is coming up"]


# --- Staff ----------------------------------------------------------------------


def test_of_a_consultation_that_changed_before_the_office_was_told_the_last_news_is_told_alone(admin_user):
    calendar, _client, made = make_client_booked()
    booking.tell(made, booking.ConsultationNews.BOOKED)
    booking.move(made, calendar, list_free(calendar, timezone.now(), made)[-1])
    booking.cancel(Consultation.objects.get(), admin_user)
    told = [one.subject for one in send_letters() if one.to == ["rosa@firm.example"]]
    assert told == ["Consultation cancelled"]


def test_nobody_is_reminded_of_an_hour_that_has_begun():
    _calendar, _client, made = make_client_booked()
    Letter.objects.all().delete()
    with time_machine.travel(made.starts_at - timedelta(hours=20), tick=False):
        booking.remind(timezone.now())
        assert Letter.objects.count() == 1
    with time_machine.travel(made.starts_at + timedelta(minutes=1), tick=False):
        assert send_letters() == []


def typed(calendar, at, **others):
    local = timezone.localtime(at)
    return {
        "adviser": calendar.adviser_id,
        "starts_at_0": f"{local:%Y-%m-%d}",
        "starts_at_1": f"{local:%H:%M}",
        "minutes": 30,
        "way": "telephone",
        "telephone": "",
        "fee": "0",
        **others,
    }


def test_staff_book_for_a_client_at_any_hour_that_nobody_has(admin_user):
    calendar, client, made = make_client_booked()
    browser = sign_in(admin_user)
    at = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    browser.post("/staff/intake/consultation/add/", typed(calendar, at, whose=client.reference))
    booked = Consultation.objects.exclude(pk=made.pk).get()
    assert (booked.state, booked.client, booked.starts_at) == ("confirmed", client, at)
    page = browser.post("/staff/intake/consultation/add/", typed(calendar, at, whose=client.reference))
    assert "another consultation at this time" in page.content.decode()
    page = browser.post("/staff/intake/consultation/add/", typed(calendar, at + timedelta(hours=2), whose="AAAA"))
    assert "There is no file with this reference" in page.content.decode()
    assert Consultation.objects.count() == 2


def test_staff_move_one_and_note_how_it_ended(admin_user):
    calendar, client, made = make_client_booked()
    browser, at = sign_in(admin_user), datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    browser.post(f"/staff/intake/consultation/{made.pk}/change/", typed(calendar, at))
    made.refresh_from_db()
    assert (made.starts_at, made.sequence) == (at, 1)
    for action, before, after in (("mark_done", 0, "confirmed"), ("mark_done", 1, "done")):
        with time_machine.travel(at + timedelta(hours=before, minutes=-1), tick=False):
            signed = sign_in(admin_user)
            signed.post("/staff/intake/consultation/", {"action": action, "_selected_action": [made.pk]})
        made.refresh_from_db()
        assert made.state == after
    client.refresh_from_db()
    assert client.stage == "consulted"


def test_its_own_page_has_the_buttons_of_what_may_become_of_it(admin_client):
    _calendar, _client, one = make_client_booked()
    where = f"/staff/intake/consultation/{one.pk}/change/"
    page = admin_client.get(where).content.decode()
    assert 'name="action" value="mark_cancelled"' in page
    assert 'value="mark_done"' not in page
    Consultation.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    page = admin_client.get(where).content.decode()
    assert 'name="action" value="mark_no_show"' in page
    assert 'value="mark_cancelled"' not in page
    sent = {"action": "mark_done", "_selected_action": [one.pk], "back": where}
    assert admin_client.post("/staff/intake/consultation/", sent)["Location"] == where
    assert Consultation.objects.get().state == "done"
    assert 'name="action" value="mark_' not in admin_client.get(where).content.decode()


def test_the_next_one_stands_at_the_head_of_the_file(admin_client):
    _calendar, client, one = make_client_booked()
    file = f"/staff/intake/client/{client.pk}/"
    page = admin_client.get(f"{file}change/").content.decode()
    assert f'<dt>Consultation</dt><dd><a href="/staff/intake/consultation/{one.pk}/change/">' in page
    Consultation.objects.update(state="cancelled")
    assert "<dt>Consultation</dt>" not in admin_client.get(f"{file}history/").content.decode()


def test_an_adviser_s_week_and_feed_show_what_is_coming(admin_user):
    calendar, client, made = make_client_booked()
    browser = sign_in(admin_user)
    week = f"/staff/intake/consultation/week/?adviser={calendar.adviser_id}&day={timezone.localdate(made.starts_at)}"
    assert "Kim Lee" in browser.get(week).content.decode()
    # No day, and the ends of the calendar, beside which there is no other week.
    for no_day in ("2026-02-31", "0001-01-01", "9999-12-31"):
        assert browser.get(f"/staff/intake/consultation/week/?day={no_day}&adviser=x").status_code == 200
    path = reverse("intake:consultation_feed", args=[calendar.feed_key])
    feed = Browser().get(path)
    assert feed["Content-Type"].startswith("text/calendar")
    assert made.reference in feed.content.decode()
    assert "Kim" not in feed.content.decode(), "whoever has the address reads it"
    assert client.email not in feed.content.decode()
    browser.post("/staff/intake/advisercalendar/", {"action": "renew_feed", "_selected_action": [calendar.pk]})
    assert Browser().get(path).status_code == 404


def test_another_adviser_is_chosen_for_the_same_week_and_days_off_are_said(admin_client):
    calendar, other = make_calendar(), make_calendar("bo")
    day = date(2026, 12, 9)
    where = f"/staff/intake/consultation/week/?adviser={calendar.adviser_id}&day={day}"
    page = admin_client.get(where).content.decode()
    assert f'<input type="hidden" name="day" value="{day}">' in page
    assert "Day off" not in page
    # Of the office, of this adviser, of another one, and of the week before.
    for whose, first, last in (
        (None, date(2026, 12, 7), date(2026, 12, 7)),
        (calendar, date(2026, 12, 10), date(2026, 12, 11)),
        (other, date(2026, 12, 12), date(2026, 12, 12)),
        (None, date(2026, 12, 1), date(2026, 12, 6)),
    ):
        DayOff.objects.create(calendar=whose, first=first, last=last)
    page = admin_client.get(where)
    assert [day.day for day, is_off, _rows in page.context["days"] if is_off] == [7, 10, 11]
    assert page.content.decode().count("Day off") == 3


def test_an_assistant_sees_in_a_week_only_their_own_files(settings):
    settings.FILES_ASSIGNED_ONLY = True
    calendar, client, made = make_client_booked()
    week = f"/staff/intake/consultation/week/?adviser={calendar.adviser_id}&day={timezone.localdate(made.starts_at)}"
    clerk = member_of(Role.ASSISTANT, "clerk")
    assert "Kim Lee" not in sign_in(clerk).get(week).content.decode()
    Client.objects.filter(pk=client.pk).update(adviser=clerk)
    assert "Kim Lee" in sign_in(clerk).get(week).content.decode()
    page = sign_in(clerk).post(
        "/staff/intake/consultation/add/",
        typed(calendar, NOW + timedelta(days=1), whose=Client.objects.create(email="x@example.org").reference),
    )
    assert "There is no file with this reference" in page.content.decode()


def test_a_consultation_leaves_with_its_file_and_is_in_its_copy():
    calendar, client, made = make_client_booked()
    assert export_file(client)["consultations"][0]["reference"] == made.reference
    book(calendar)
    delete_client(client)
    assert not Consultation.objects.exists(), "the one that was only held neither"
    assert not TakenTime.objects.exists()


def test_hours_stand_on_quarters_and_end_after_they_begin(admin_user):
    calendar = make_calendar()
    fields = {"hours-0-weekday": 0, "hours-0-begins": "9:07", "hours-0-ends": "10:00", "hours-0-id": ""}
    forms = {
        f"{one}-{name}": value
        for one in ("hours", "days_off")
        for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    own = {"adviser": calendar.adviser_id, "minutes": 30, "pause": 15, "notice_hours": 24, "days_ahead": 28, "fee": "0"}
    page = sign_in(admin_user).post(
        f"/staff/intake/advisercalendar/{calendar.pk}/change/", own | forms | fields | {"hours-TOTAL_FORMS": 1}
    )
    assert "on the quarter of an hour" in page.content.decode()
    assert OfficeHours.objects.filter(begins=time(9, 7)).count() == 0


@pytest.mark.parametrize(
    ("name", "zone"),
    [("Asia/Kolkata", "Asia/Kolkata"), ("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Stockholm", "Europe/Stockholm"),
     ("Mars/Olympus", ""), ("", "")],
)  # fmt: skip
def test_a_zone_is_found_under_an_old_name_too(name, zone):
    assert find_zone(name) == zone


def test_a_zone_is_offered_once():
    assert {"Asia/Kolkata", "America/Toronto", "Europe/Stockholm"} <= set(list_zones())
    assert "Asia/Calcutta" not in list_zones()


def test_a_zone_is_shown_by_its_place_in_the_language_of_the_page():
    page = Browser().get("/en/consultations/").content.decode()
    assert "Casablanca (Africa)" not in page, "nobody can be booked"
    make_calendar()
    assert "Salta, Argentina (America)" in Browser().get("/en/consultations/").content.decode()
    french = Browser().get("/fr/consultations/").content.decode()
    assert "Casablanca (Afrique)" in french
    assert "9 h 45" in french.replace("\xa0", " ")
    assert ">9 h<" in french.replace("\xa0", " "), "a full hour has no noughts"


def test_the_page_says_why_the_times_are_further_apart_than_a_consultation_lasts():
    why = "keeps 15 minutes free after each consultation"
    calendar = make_calendar()
    assert why in Browser().get("/en/consultations/").content.decode()
    AdviserCalendar.objects.filter(pk=calendar.pk).update(pause=0)
    assert "free after each consultation" not in Browser().get("/en/consultations/").content.decode()


def test_french_names_the_hours_of_a_week_as_hours_and_not_as_days():
    with translation.override("fr"):
        names = [str(OfficeHours._meta.get_field(name).verbose_name) for name in ("begins", "ends")]
    assert names == ["à partir de", "jusqu’à"]
