"""Every page of the staff's tool, for people who do not see it and on half a screen; the first page at three widths."""

import pytest
from django.urls import reverse

from intake.models import Client
from tests.e2e.looking import SIDEWAYS
from tests.hostile.desk import add_rows_of_nobody, make_world
from tests.hostile.staff_pages import list_model_pages, list_staff_pages

# Looked at in French, as are a file and the preview of a round; the others in English.
IN_FRENCH = (
    "index",
    "search",
    "intake_client_changelist",
    "intake_consultation_changelist",
    "intake_consultation_week",
    "intake_client_reports",
    "intake_client_imports",
    "draws_draw_import",
    "draws_firmedition_changelist",
)
# Of a heading: whether its longest word is broken or cut.
BROKEN = """() => [...document.querySelectorAll(".day thead th")].filter(one => {
  const words = Math.max(...one.innerText.split(/\\s+/).map(word => word.length));
  return one.scrollWidth > one.clientWidth || one.clientWidth < words * 5;
}).map(one => one.innerText)"""
BESIDE = """() => new Set([...document.querySelectorAll(".day-parts > *")].map(
  one => Math.round(one.getBoundingClientRect().left))).size"""


@pytest.fixture
def pages(broker) -> dict[str, str]:
    """The address of every page of a world with long words, and the language in which it is looked at."""
    world = make_world()
    add_rows_of_nobody()
    Client.objects.update(name="Amara Nwachukwu-Fitzgerald", next_action="Ask for the police certificate of Singapore")
    chief = {reverse(f"admin:{name}") for name in IN_FRENCH}
    chief.add(reverse("admin:intake_client_change", args=[world.client.pk]))
    chief.add(reverse("admin:draws_draw_preview", args=[world.rows["draft"].pk]))
    found = {address: "fr" if address.split("?")[0] in chief else "en" for address in list_staff_pages(world)}
    assert list(found.values()).count("fr") == len(chief)
    return found


def test_no_page_of_the_staffs_tool_leaves_anybody_out_or_scrolls_sideways(desk, live_server, pages, violations):
    desk.set_viewport_size({"width": 820, "height": 900})
    wrong, seen = [], 0
    # Lists and forms share their two templates: the colours of those in French do for the others.
    alike = set(list_model_pages())
    for address, language in pages.items():
        desk.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        answer = desk.goto(live_server.url + address, wait_until="domcontentloaded")
        # A number of visits has no page of its own.
        if answer.status != 403:
            seen += 1
            assert desk.locator("html").get_attribute("lang") == language, address
            chief = language == "fr"
            wrong += violations(desk, colours=chief or address not in alike, dark=chief)
            wrong += [f"{address} {one}" for one in desk.evaluate(SIDEWAYS)]
    assert wrong == []
    assert seen > 80


def test_the_first_page_has_its_parts_beside_each_other_and_whole_headings(desk, live_server, broker):
    make_world()
    Client.objects.update(stage="new")
    for width, columns in ((820, 1), (1280, 2), (1920, 2)):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(f"{live_server.url}/staff/")
        assert desk.evaluate(BROKEN) == [], width
        assert desk.evaluate(BESIDE) == columns, width
        assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
    assert desk.locator("#recent-actions-module").count() == 0
