"""The staff's tool: record, preview, publish; nobody without the permission publishes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from draws.models import Alert, Draw
from draws.publishing.publisher import PublicationRefused, check_draw
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, PublishedDrawFactory
from tests.draws.staff import RECORDED, YESTERDAY, publish, record, staff

pytestmark = pytest.mark.django_db


def test_staff_record_a_draw_and_are_shown_whom_it_would_reach(admin_client):
    shown = record(admin_client)
    draw = Draw.objects.get()
    assert shown.redirect_chain[-1][0] == f"/staff/draws/draw/{draw.pk}/preview/"
    assert (draw.number, draw.stream, draw.held_on, draw.cutoff, draw.size) == ("438", "cec", YESTERDAY, 470, 1000)
    assert (draw.status, draw.tie_break) == ("draft", None)


def words_for_tie_break(form):
    return f"{YESTERDAY - timedelta(days=9):{form}}"


@pytest.mark.parametrize("form", ["%Y-%m-%d 21:35:13", "%B %d, %Y at 21:35:13 UTC", "%Y-%m-%dT21:35:13Z"])
def test_a_tie_break_is_in_utc_and_may_be_pasted(admin_client, form):
    record(admin_client, tie_break=words_for_tie_break(form))
    on = YESTERDAY - timedelta(days=9)
    assert Draw.objects.get().tie_break == datetime(on.year, on.month, on.day, 21, 35, 13, tzinfo=UTC)


def test_a_tie_break_is_shown_in_utc_as_it_was_typed(admin_client):
    words = words_for_tie_break("%Y-%m-%d 21:35:13")
    record(admin_client, tie_break=words)
    draw = Draw.objects.get()
    assert f'value="{words}"' in admin_client.get(f"/staff/draws/draw/{draw.pk}/change/").content.decode()
    Draw.objects.update(status="published")
    assert words in admin_client.get(f"/staff/draws/draw/{draw.pk}/change/").content.decode()


def test_the_stream_is_taken_from_the_name(admin_client):
    record(admin_client, stream="", name="Trades Occupations, 2026-Version 3")
    assert Draw.objects.get().stream == "trades"


def test_a_cutoff_that_no_round_ever_had_waits_for_a_second_look(admin_client):
    page = record(admin_client, cutoff="74").content.decode()
    assert "The CRS cut-off 74 lies outside those of all rounds so far, 75 to 902" in page
    draw = Draw.objects.get()
    with pytest.raises(PublicationRefused):
        check_draw(draw)
    admin_client.post("/staff/draws/draw/", {"action": "mark_reviewed", "_selected_action": [draw.pk]})
    check_draw(Draw.objects.get())


def test_a_cutoff_put_right_is_no_doubt_any_more(admin_client):
    record(admin_client, cutoff="74")
    draw = Draw.objects.get()
    admin_client.post(f"/staff/draws/draw/{draw.pk}/change/", RECORDED | {"cutoff": "474"})
    draw.refresh_from_db()
    assert (draw.cutoff, draw.not_understood) == (474, [])


def test_a_stream_that_does_not_fit_the_name_is_a_warning(admin_client):
    page = record(admin_client, stream="french").content.decode()
    assert "The name says “Canadian Experience Class”, but the stream is “French-language proficiency”." in page
    assert Draw.objects.get().stream == "french"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": "four"}, "IRCC&#x27;s number of the round"),
        ({"number": "400"}, "already exists"),
        ({"cutoff": "1201"}, "less than or equal to 1200"),
        ({"cutoff": "-1"}, "greater than or equal to 0"),
        ({"cutoff": ""}, "This field is required"),
        ({"held_on": (timezone.localdate() + timedelta(days=1)).isoformat()}, "This day is in the future"),
        ({"tie_break": "last Tuesday"}, "Enter the tie-break in UTC"),
        ({"tie_break": "2001-01-01 00:00:00"}, "Enter the tie-break in UTC"),
        ({"stream": "", "name": "Quantum occupations"}, "Choose the stream"),
    ],
)
def test_bad_input_is_said_at_its_field(admin_client, changes, message):
    DrawFactory(number="400")
    assert message in record(admin_client, **changes).content.decode()
    assert Draw.objects.count() == 1


def test_the_preview_names_everybody_with_the_reason(admin_client):
    told, silent = ClientFactory(standing=480), ClientFactory(standing=480, alerts=False)
    address = f"/staff/draws/draw/{DrawFactory().pk}/preview/"
    page = admin_client.get(address).content.decode()
    assert told.email in page
    assert silent.email not in page
    assert silent.email in admin_client.get(f"{address}?group=no_consent").content.decode()
    assert "Publish and alert" in page
    assert Alert.objects.count() == 0


def test_the_preview_leads_to_the_files_of_who_was_near(admin_client):
    told, near = ClientFactory(standing=480), ClientFactory(standing=465, name="Bo Khan")
    page = admin_client.get(f"/staff/draws/draw/{DrawFactory().pk}/preview/?group=near").content.decode()
    assert f'<a href="/staff/intake/client/{near.pk}/change/">{near.reference}</a></td><td>Bo Khan' in page
    assert told.reference not in page


def test_the_preview_gives_numbers_only_to_staff_who_may_not_view_clients(client, admin_client):
    told = ClientFactory(standing=480, name="Ana Rossi")
    address = f"/staff/draws/draw/{DrawFactory().pk}/preview/"
    staff(client, "view_draw")
    page = client.get(address).content.decode()
    assert "1 client will be told" in page
    assert "staff who may view clients" in page
    for words in (told.email, told.name, told.reference):
        assert words not in page
        assert words in admin_client.get(address).content.decode()


def test_the_preview_counts_ties_that_are_not_known(admin_client):
    unsure = ClientFactory(standing=470)
    sure = ClientFactory(standing=470, profile_submitted_at=timezone.now() - timedelta(days=100))
    draw = DrawFactory(tie_break=timezone.now() - timedelta(days=50))
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/?group=unsure").content.decode()
    assert unsure.email in page
    assert sure.email not in page


@pytest.mark.parametrize("clients", [1, 3])
def test_the_preview_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, clients):
    ClientFactory.create_batch(clients, standing=480)
    page = f"/staff/draws/draw/{DrawFactory().pk}/preview/"
    admin_client.get(page)
    with django_assert_num_queries(18):
        admin_client.get(page)


def test_the_button_publishes_once_and_says_so(admin_client, admin_user, django_capture_on_commit_callbacks):
    draw = DrawFactory()
    with django_capture_on_commit_callbacks(execute=True):
        first = publish(admin_client, draw)
    again = publish(admin_client, draw, recipients=0, figure=470)
    assert "The round is published" in first
    assert "nobody is told twice" in again
    assert "Publish and alert" not in again
    draw.refresh_from_db()
    assert (draw.status, draw.published_by) == ("published", admin_user)


@pytest.mark.django_db(transaction=True)
def test_the_button_says_when_the_broker_is_away(admin_client, broker, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    draw = DrawFactory()
    broker.kill()
    assert "Nothing is lost" in publish(admin_client, draw)
    draw.refresh_from_db()
    assert draw.is_published


def test_publishing_is_a_post(admin_client):
    draw = DrawFactory()
    assert admin_client.get(f"/staff/draws/draw/{draw.pk}/publish/").status_code == 405
    draw.refresh_from_db()
    assert not draw.is_published


def test_changing_draws_is_not_yet_publishing_them(client):
    staff(client, "view_draw", "change_draw", "add_draw", "delete_draw")
    draw = DrawFactory()
    preview = client.get(f"/staff/draws/draw/{draw.pk}/preview/")
    assert preview.status_code == 200
    assert "Publish and alert" not in preview.content.decode()
    assert client.post(f"/staff/draws/draw/{draw.pk}/publish/").status_code == 403
    draw.refresh_from_db()
    assert not draw.is_published


def test_the_preview_needs_the_permission_to_see_draws(client):
    staff(client, "view_alert")
    assert client.get(f"/staff/draws/draw/{DrawFactory().pk}/preview/").status_code == 403


@pytest.mark.parametrize("page", ["preview", "publish"])
def test_the_public_gets_no_further_than_the_login(client, page):
    response = client.post(f"/staff/draws/draw/{DrawFactory().pk}/{page}/")
    assert response.url.startswith("/staff/login/")


def test_a_refusal_is_said_and_there_is_no_button(admin_client):
    draw = DrawFactory(stream="")
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()
    assert "Choose the stream first" in page
    assert "Publish and alert" not in page
    page = admin_client.post(f"/staff/draws/draw/{draw.pk}/publish/", follow=True).content.decode()
    assert page.count("Choose the stream first") == 2


def test_a_published_draw_is_only_read(admin_client):
    draw = PublishedDrawFactory()
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/change/").content.decode()
    assert 'name="cutoff"' not in page
    assert admin_client.post(f"/staff/draws/draw/{draw.pk}/change/", RECORDED).status_code == 403
    assert admin_client.post(f"/staff/draws/draw/{draw.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"matched_at": None}, "Who was told", id="of which nobody was to be told"),
        pytest.param({}, "Who is told", id="whose messages are still to leave"),
        pytest.param({"reported_at": timezone.now()}, "Who was told", id="all left"),
    ],
)
def test_nobody_was_told_before_the_messages_have_left(admin_client, fields, said):
    draw = PublishedDrawFactory(**fields)
    assert f">{said}</a>" in admin_client.get(f"/staff/draws/draw/{draw.pk}/change/").content.decode()
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()
    assert (f"{said}, and why others" in page) is bool(draw.matched_at)


def test_after_publication_the_page_counts_the_ledger(admin_client):
    draw = PublishedDrawFactory()
    AlertFactory.create_batch(2, draw=draw, state="sent")
    AlertFactory(draw=draw, state="failed")
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()
    assert "<li>Sent: 2</li><li>Failed: 1</li>" in page.replace("\n", "")


def test_what_was_not_understood_stands_out_until_somebody_looked(admin_client):
    waiting = DrawFactory(not_understood=[{"about": "stream", "received": "Quantum occupations"}], received={"a": "b"})
    DrawFactory(number="700")
    listed = admin_client.get("/staff/draws/draw/?waiting=yes").content.decode()
    assert waiting.number in listed
    assert ">700<" not in listed
    page = admin_client.get(f"/staff/draws/draw/{waiting.pk}/change/").content.decode()
    assert "No stream is known by this name: “Quantum occupations”." in page
    admin_client.post("/staff/draws/draw/", {"action": "mark_reviewed", "_selected_action": [waiting.pk]})
    waiting.refresh_from_db()
    assert waiting.not_understood == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_draws_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, rows):
    DrawFactory.create_batch(rows)
    admin_client.get("/staff/draws/draw/")
    with django_assert_num_queries(13):
        admin_client.get("/staff/draws/draw/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, rows):
    AlertFactory.create_batch(rows)
    admin_client.get("/staff/draws/alert/")
    with django_assert_num_queries(12):
        admin_client.get("/staff/draws/alert/")


def test_the_ledger_is_only_read(admin_client):
    alert = AlertFactory()
    assert admin_client.get("/staff/draws/alert/add/").status_code == 403
    assert admin_client.post(f"/staff/draws/alert/{alert.pk}/change/", {"crs": 1}).status_code == 403
    assert admin_client.post(f"/staff/draws/alert/{alert.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["", "{}/change/", "{}/preview/"])
def test_pages_have_no_inline_scripts_or_styles(admin_client, page):
    html = admin_client.get(f"/staff/draws/draw/{page.format(DrawFactory().pk)}").content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    assert "<script>" not in html
