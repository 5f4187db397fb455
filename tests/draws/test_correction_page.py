"""The staff's page for correcting a draw: nothing happens before it is confirmed, and only publishers may."""

from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from draws.feed import parser
from draws.feed.importer import import_rows
from draws.models import Alert, Correction, Draw
from intake.models import Follower
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory
from tests.draws.staff import read_number, staff

pytestmark = pytest.mark.django_db


def address(draw):
    return f"/staff/draws/draw/{draw.pk}/correct/"


def entered(draw, **changes):
    """What the form of this draw sends."""
    recorded = {"name": draw.name, "stream": draw.stream, "held_on": draw.held_on, "cutoff": draw.cutoff}
    return recorded | {"size": draw.size, "tie_break": ""} | changes


def look(client, draw, **changes):
    return client.get(f"{address(draw)}?{urlencode(entered(draw, **changes))}").content.decode()


def confirm(client, draw, **changes):
    page = look(client, draw, **{name: value for name, value in changes.items() if name == "cutoff"})
    typed = {"recipients": read_number(page), "figure": changes["cutoff"]} if "will be written to" in page else {}
    posted = entered(draw) | {"seen": 0, "reason": "IRCC's page says so"} | typed | changes
    return client.post(address(draw), posted, follow=True).content.decode()


def told(draw, crs=475, **values):
    return AlertFactory(draw=draw, crs=crs, state="sent", client=ClientFactory(standing=crs), **values).client


def test_the_difference_is_shown_before_anything_is_sent(admin_client):
    draw = PublishedDrawFactory()
    wrong, low = told(draw), ClientFactory(standing=465)
    page = look(admin_client, draw, cutoff=480)
    assert "CRS cut-off: “470” becomes “480”" in page
    assert wrong.email in look(admin_client, draw, cutoff=480, group="told_in_error")
    assert low.email in look(admin_client, draw, cutoff=460)
    assert (Draw.objects.get().cutoff, Alert.objects.count(), Correction.objects.count()) == (470, 1, 0)


@pytest.mark.parametrize(("matched", "number"), [(False, 2), (True, 1)], ids=["not matched yet", "matched"])
def test_followers_count_while_the_round_itself_is_still_to_be_told(admin_client, matched, number):
    draw = PublishedDrawFactory(**({} if matched else {"matched_at": None}))
    matching, before = ClientFactory(standing=465), timezone.now() - timedelta(days=1)
    for email in (matching.email, "kim@example.org"):
        Follower.objects.create(email=email, language="en", confirmed_at=before)
    page = look(admin_client, draw, cutoff=460)
    assert read_number(page) == number
    assert ("Of these, 1 follows the rounds by an address alone" in page) is not matched


def test_confirming_corrects_and_keeps_who_and_why(admin_client, admin_user):
    draw = PublishedDrawFactory()
    told(draw)
    page = confirm(admin_client, draw, cutoff=480)
    assert "The round is corrected" in page
    assert "IRCC&#x27;s page says so" in page
    kept = Correction.objects.get()
    assert (kept.by, kept.in_error, Draw.objects.get().cutoff) == (admin_user, 1, 480)
    assert LogEntry.objects.get().object_id == str(draw.pk)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cutoff": 480, "reason": ""}, "Nothing was corrected"),
        ({"cutoff": 480, "seen": 1}, "Somebody else"),
        ({"cutoff": "many"}, "Enter a whole number"),
        ({}, "Nothing differs"),
    ],
)
def test_what_can_not_be_corrected_is_said(admin_client, changes, words):
    draw = PublishedDrawFactory()
    assert words in confirm(admin_client, draw, **changes)
    assert (Draw.objects.get().cutoff, Correction.objects.count()) == (470, 0)


def test_only_publishers_correct(client):
    staff(client, "view_draw", "change_draw")
    draw = PublishedDrawFactory()
    assert client.get(address(draw)).status_code == 403
    assert client.post(address(draw), entered(draw, cutoff=480, seen=0, reason="x")).status_code == 403
    assert "correct the round" not in client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()
    assert Draw.objects.get().cutoff == 470


def test_the_record_is_only_read(admin_client):
    draw = PublishedDrawFactory()
    confirm(admin_client, draw, cutoff=480)
    kept = Correction.objects.get()
    assert admin_client.post(f"/staff/draws/correction/{kept.pk}/change/", {"reason": "y"}).status_code == 403
    assert admin_client.post(f"/staff/draws/correction/{kept.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_difference_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, rows):
    draw = PublishedDrawFactory()
    for _ in range(rows):
        told(draw)
    look(admin_client, draw, cutoff=480)
    with django_assert_num_queries(33):
        look(admin_client, draw, cutoff=480, group="told_in_error")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("ledger", "queries"), [("correction", 10), ("correctionletter", 13)])
def test_the_lists_ask_the_database_as_often_for_many(admin_client, django_assert_num_queries, rows, ledger, queries):
    for _ in range(rows):
        draw = PublishedDrawFactory()
        told(draw)
        confirm(admin_client, draw, cutoff=480)
    with django_assert_num_queries(queries):
        admin_client.get(f"/staff/draws/{ledger}/")


def test_what_the_feed_says_now_is_one_click_from_the_difference(admin_client):
    row = parser.read_rows(parser.OWN_COPY.read_bytes())[0]
    day = timezone.localdate() - timedelta(days=1)
    row |= {"drawNumber": "501", "drawDate": f"{day}", "drawCutOff": f"{day:%B %d, %Y} at 05:00:00 UTC"}
    import_rows([row])
    Draw.objects.update(status="published", matched_at=timezone.now())
    draw = Draw.objects.get()
    wrong = AlertFactory(draw=draw, crs=385, state="sent").client
    import_rows([row | {"drawCRS": "390"}])
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/").content.decode()
    assert "The feed says the cut-off is 390; here it is 382." in page
    link = page.split("Correct the round as the feed says")[0].rpartition('href="')[2].partition('"')[0]
    page = admin_client.get(f"{unescape(link)}&group=told_in_error").content.decode()
    assert "CRS cut-off: “382” becomes “390”" in page
    assert wrong.email in page
