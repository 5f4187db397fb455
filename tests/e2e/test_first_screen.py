"""The first screen of a phone in pixels: the score, what cannot wait, three ways; six lives, two languages."""

import re
from itertools import pairwise, product

import pytest
import time_machine
from playwright.sync_api import Page, expect

from draws.feed import importer, parser
from intake.questionnaire.draft import COOKIE
from tests.intake.files import sign_draft
from tests.intake.lives import COUPLE, DEVELOPER, IN_CANADA, LIVES, MASTER, WALKED_ON, save_result

pytestmark = pytest.mark.django_db(transaction=True)
SCREEN = {"width": 390, "height": 844}
SMALLEST_SCREEN = {"width": 320, "height": 640}
# What the bars of a browser leave of it on a phone in the hand.
IN_SIGHT = 700
# "At most eight phone screens with everything folded".
MOST_SCREENS = 8
SMALLEST_NOTE, SMALLEST_TEXT, FINGER = 14, 16, 44
FOLDED = """() => {
  document.querySelectorAll("details").forEach(one => one.open = false);
  return document.documentElement.scrollHeight;
}"""
TEXT = """() => [...document.querySelectorAll('main *')].filter(one => one.checkVisibility()
  && one.getBoundingClientRect().top < 844 && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(one => [one.textContent.trim().slice(0, 40), parseFloat(getComputedStyle(one).fontSize),
    Boolean(one.closest('.score p:not(.figure), .urgent, h3, .step'))])"""
TAPPED = """() => [...document.querySelectorAll('header a, header summary, main summary, .doors a')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().top < 844)
  .map(one => [one.textContent.trim().slice(0, 40), one.getBoundingClientRect().height])"""


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        yield


@pytest.fixture
def open_life(page: Page, live_server):
    """A function that opens the result of a life on a phone."""
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    page.set_viewport_size(SCREEN)

    def opened(life: str, language: str) -> Page:
        made = save_result(
            (LIVES | {"couple": COUPLE, "in_canada": IN_CANADA, "master": MASTER, "developer": DEVELOPER})[life]
        )
        cookie = {"name": COOKIE, "value": sign_draft(made.intake.token), "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(f"{live_server.url}/{language}/result/{made.reference}/")
        return page

    return opened


def find_ends(page: Page, chosen: str) -> list[tuple[float, float]]:
    """Where each of these that is shown begins and ends, from the top of the page."""
    # What is for paper alone stands on the page too.
    boxes = [one.bounding_box() for one in page.locator(f"{chosen}:visible").all()]
    return [(box["y"], box["y"] + box["height"]) for box in boxes]


def find_twice(text: str) -> set[str]:
    """The sentences that stand more than once in a text."""
    said = [one.strip() for one in re.split(r"(?<=[a-zé)])[.:]\s|\n", text) if len(one.strip()) > 40]
    return {one for one in said if said.count(one) > 1}


@pytest.mark.parametrize("life", LIVES)
def test_the_score_what_cannot_wait_and_three_ways_are_in_sight(open_life, life):
    for language in ("en", "fr"):
        look_at_first_screen(open_life(life, language), urgent=life == "cook")


def look_at_first_screen(page: Page, *, urgent: bool) -> None:
    """What has to be in sight is, in its order, and says nothing twice."""
    (score,), alerts, ways = (find_ends(page, chosen) for chosen in (".score", ".urgent", ".way"))
    assert score[0] < 140
    places = [score, *alerts, *ways]
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert bool(alerts) is urgent
    assert len(ways) > 2
    assert ways[0][1] <= IN_SIGHT
    ((doors, end),) = find_ends(page, ".doors")
    assert ways[2][1] <= doors, "the third is whole"
    assert end <= SCREEN["height"]
    assert re.search(r"\d{3}", page.locator(".way .row-line:visible").first.inner_text())
    said = "\n".join(page.locator(":is(.score, .urgent, .ways):visible").all_inner_texts())
    assert find_twice(said) == set()
    assert page.evaluate(FOLDED) <= MOST_SCREENS * SCREEN["height"]


@pytest.mark.parametrize(("life", "language"), [*product(("couple", "in_canada"), ("en", "fr"))])
def test_who_should_apply_is_said_first_and_both_ways_stay_in_sight(open_life, life, language):
    page = open_life(life, language)
    (first, *_rest), (score,), ways = (find_ends(page, chosen) for chosen in (".score .step", ".score", ".way"))
    link = page.locator(".score .step a:visible")
    assert link.get_attribute("href") == "#couple"
    assert first[1] <= score[1] <= ways[0][0]
    assert ways[0][1] <= IN_SIGHT
    ((doors, _end),) = find_ends(page, ".doors")
    assert ways[1][1] <= doors
    link.click()
    # The browser tells the page of a new fragment only after the click.
    expect(page.locator("#couple table")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_one_stands_is_in_sight_beside_what_cannot_wait(open_life, language):
    page = open_life("master", language)
    for size in (SCREEN, SMALLEST_SCREEN):
        page.set_viewport_size(size)
        (stands,) = find_ends(page, ".score p:has-text('2023')")
        (alert, *_act) = find_ends(page, ".urgent p strong")
        ((doors, _end),) = find_ends(page, ".doors")
        assert stands[1] <= alert[0]
        assert alert[1] <= doors


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_way_is_in_sight_below_three_things_that_cannot_wait(open_life, language):
    page = open_life("developer", language)
    alerts, (first, *_ways) = (find_ends(page, chosen) for chosen in (".urgent strong", ".way summary"))
    ((doors, _end),) = find_ends(page, ".doors")
    assert len(alerts) == 3
    assert first[1] <= doors
    folded = page.locator(".urgent details")
    assert not folded.locator("p").is_visible()
    folded.locator("summary").click()
    expect(folded.locator("p")).to_be_visible()
    said = "\n".join(page.locator(":is(.score, .urgent, .ways):visible").all_inner_texts())
    assert find_twice(said) == set()


def test_what_is_read_is_large_enough_and_what_is_tapped_too(open_life):
    for life, language in product(("cook", "physician"), ("en", "fr")):
        page = open_life(life, language)
        small = [
            (words, size)
            for words, size, body in page.evaluate(TEXT)
            if size < (SMALLEST_TEXT if body else SMALLEST_NOTE)
        ]
        assert small == []
        assert [(words, height) for words, height in page.evaluate(TAPPED) if height < FINGER] == []
        assert page.evaluate("document.documentElement.scrollWidth") == SCREEN["width"]


def test_what_is_folded_opens_in_its_place_and_loses_nothing(open_life):
    page = open_life("physician", "en")
    more = page.locator(".score details:visible").first
    said = more.locator("p").first
    assert not said.is_visible()
    more.locator("summary").click()
    assert said.is_visible()
    assert "Without what is missing the rules give" in more.inner_text()
    page.get_by_text("Your partner could enter the pool today", exact=True).click()
    assert page.get_by_text("with at least 313 points").locator("visible=true").count()
