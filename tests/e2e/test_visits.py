"""Numbers of visits, in real browsers: somebody looks around and stops at a question, and staff see where."""

import pytest
from playwright.sync_api import expect

from intake.tasks import add_visits
from intake.visits import counting
from tests.e2e.person import Person
from tests.e2e.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)
# The browser of the tests says that it is a program, and is not counted as it is.
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36"
VIEWPORT = {"width": 360, "height": 740}


@pytest.fixture
def numbers(settings, monkeypatch):
    """What this process counted, with counting on; a task adds them when the test says so."""
    settings.VISITS_SECONDS = 3600
    fresh = counting.Numbers()
    monkeypatch.setattr(counting, "numbers", fresh)
    return fresh


@pytest.fixture
def visitor(browser, live_server):
    """A person with a phone."""
    context = browser.new_context(user_agent=PHONE, viewport=VIEWPORT)
    yield Person(context.new_page(), live_server.url)
    context.close()


def test_a_visitor_stops_at_a_question_and_staff_see_where(visitor, desk, numbers, live_server, violations):
    visitor.page.goto(f"{visitor.base}/en/?source=leaflet")
    press(visitor.page.get_by_role("link", name="Check your score").first)
    press(visitor.page.get_by_role("link", name="Start now"))
    visitor.answer("marital status", "Never married")
    assert visitor.heading == "What is your date of birth?"
    add_visits([[*key, number] for key, number in numbers.counted.items()])

    desk.goto(f"{live_server.url}/staff/intake/visitcount/")
    stages = desk.get_by_role("table", name="Where people stop")
    rows = [row.split("\t")[:4] for row in stages.get_by_role("row").all_inner_texts()]
    assert rows[1:] == [
        ["Began", "1", "", ""],
        ["What is your marital status?", "1", "1", "0"],
        ["What is your date of birth?", "1", "0", "1"],
        ["Sent in", "0", "", ""],
    ]
    expect(desk.get_by_role("table", name="By source").get_by_role("row", name="leaflet")).to_be_visible()
    expect(desk.get_by_role("table", name="Pages", exact=True).get_by_role("row", name="/en/start/ 1")).to_be_visible()
    assert violations(desk, colours=False) == []
