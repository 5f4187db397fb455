"""Staff at the browser: record a round, see who matches, publish, put it right."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from draws.matching.matcher import match
from draws.models import Alert, Draw
from intake.models import Client
from tests.draws.factories import ClientFactory, DrawFactory
from tests.e2e.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)
YESTERDAY = timezone.localdate() - timedelta(days=1)


def worker(noc):
    """Facts of somebody who has worked in this occupation for years, and still does."""
    job = {"noc": noc, "country": "CA", "start": "2023-01-01", "end": None, "hours_per_week": 37.5}
    return {"date_of_birth": "1990-10-04", "marital_status": "never_married", "jobs": [job]}


def record(page):
    """Record a round of yesterday, cut-off 470."""
    press(page.get_by_role("link", name="Rounds", exact=True).last)
    press(page.get_by_role("link", name="Add round"))
    page.get_by_label("Number").fill("501")
    page.get_by_label("Name as published").fill("Canadian Experience Class")
    page.get_by_label("Date of the round").fill(str(YESTERDAY))
    page.get_by_label("CRS cut-off").fill("470")
    press(page.get_by_role("button", name="Save", exact=True))


def confirm(page, number, figure, button):
    """Type the number of recipients and the cut-off, which is far from the last one, and press the button."""
    page.get_by_label("Number of recipients").fill(str(number))
    page.get_by_label("Cut-off, typed again").fill(figure)
    press(page.get_by_role("button", name=button))


def test_a_round_is_recorded_looked_at_published_and_put_right(desk, broker, violations):
    low, high = ClientFactory(standing=475), ClientFactory(standing=485)
    record(desk)
    press(desk.get_by_role("link", name="501").first)
    press(desk.get_by_role("link", name="Preview and publish"))
    assert "2 clients will be told" in desk.inner_text("#content-main")
    desk.get_by_text("The message in English").first.click()
    expect(desk.get_by_text("cut-off of 470").first).to_be_visible()
    assert violations(desk) == []
    confirm(desk, 2, "470", "Publish and alert")
    assert "The round is published" in desk.inner_text(".messagelist")
    expect(desk.get_by_role("timer")).to_have_text(re.compile(r"^(10:00|9:\d\d)$"))
    assert violations(desk) == []
    press(desk.get_by_role("button", name="Take it back"))
    assert Draw.objects.get().status == "draft"
    confirm(desk, 2, "470", "Publish and alert")
    match(Draw.objects.get().pk)
    Alert.objects.update(state="sent")

    desk.reload()
    press(desk.get_by_role("link", name="correct the round"))
    desk.get_by_label("CRS cut-off").fill("480")
    press(desk.get_by_role("button", name="See the difference"))
    press(desk.get_by_role("link", name="Were told in error"))
    assert low.email in desk.inner_text("#content-main")
    assert high.email not in desk.inner_text("#content-main")
    assert violations(desk) == []
    desk.get_by_label("Reason").fill("IRCC's page says 480.")
    confirm(desk, 2, "480", "Correct the round and tell those concerned")
    assert "“470” becomes “480”" in desk.inner_text("#content-main")
    assert (Draw.objects.get().cutoff, Alert.objects.get(client=low).in_error) == (480, True)
    assert violations(desk) == []


def test_the_first_page_says_what_waits(desk, violations):
    assert "Nothing is waiting." in desk.inner_text("#content")
    record(desk)
    press(desk.get_by_role("link", name="Home"))
    assert violations(desk) == []
    press(desk.get_by_role("link", name="Drafts of the last 30 days, not published"))
    expect(desk.get_by_role("link", name="501").first).to_be_visible()


def test_the_list_of_a_published_round_is_put_right(desk, live_server, violations):
    fits, not_yet = (ClientFactory(standing=480, standing__stream="general") for _ in range(2))
    draw = DrawFactory(stream="", name="Quantum occupations", occupations=["31301"], months=6, place="anywhere")
    for client, noc in ((fits, "31301"), (not_yet, "21211")):
        Client.objects.filter(pk=client.pk).update(facts=worker(noc))
    Draw.objects.update(status="published")
    match(draw.pk)
    Alert.objects.update(state="sent")

    desk.goto(f"{live_server.url}/staff/draws/draw/{draw.pk}/correct/")
    expect(desk.get_by_label("Its own list of occupations")).to_have_value("31301")
    desk.get_by_label("Its own list of occupations").fill("21211 Data scientists")
    press(desk.get_by_role("button", name="See the difference"))
    expect(desk.get_by_text("Occupations on its list: “31301” becomes “21211”")).to_be_visible()
    expect(desk.get_by_role("cell", name=not_yet.email)).to_be_visible()
    press(desk.get_by_role("link", name="Were told in error"))
    expect(desk.get_by_role("cell", name=fits.email)).to_be_visible()
    assert violations(desk) == []
    desk.get_by_label("Reason").fill("IRCC's page says so.")
    confirm(desk, 2, str(draw.cutoff), "Correct the round and tell those concerned")
    expect(desk.get_by_text("IRCC's page says so.")).to_be_visible()
    assert Alert.objects.get(client=fits).in_error
    assert Alert.objects.get(client=not_yet).state == "pending"
