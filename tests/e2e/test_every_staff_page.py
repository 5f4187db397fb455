"""Every page of the staff's tool, for people who do not see it; and the first page at three widths."""

from intake.models import Client
from tests.hostile.desk import add_rows_of_nobody, make_world
from tests.hostile.staff_pages import list_staff_pages

# Of a heading: whether its longest word is broken or cut.
BROKEN = """() => [...document.querySelectorAll(".day thead th")].filter(one => {
  const words = Math.max(...one.innerText.split(/\\s+/).map(word => word.length));
  return one.scrollWidth > one.clientWidth || one.clientWidth < words * 5;
}).map(one => one.innerText)"""
BESIDE = """() => new Set([...document.querySelectorAll(".day-parts > *")].map(
  one => Math.round(one.getBoundingClientRect().left))).size"""


def test_no_page_of_the_staffs_tool_leaves_anybody_out(desk, live_server, broker, violations):
    world = make_world()
    add_rows_of_nobody()
    wrong, seen = [], 0
    for address in list_staff_pages(world):
        answer = desk.goto(live_server.url + address, wait_until="domcontentloaded")
        # A number of visits has no page of its own.
        if answer.status != 403:
            seen += 1
            wrong += violations(desk, colours=False)
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
