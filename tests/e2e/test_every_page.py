"""Every public page, in both languages, light and dark: what axe finds, and what it can not see.

A new public page: its path into `PATHS`. Pages that need an answered intake or
an account are looked at where the journeys come by.
"""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from draws.feed import importer, parser
from intake.firm.example import add_example_firm
from tests.e2e.looking import FOCUSABLE, LAYOUT_SHIFT, OVERFLOWING, TEXT_SPACING
from tests.e2e.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = [
    "",
    "start/",
    "programs/",
    "points/",
    "score/",
    "score/?age=30&family=married_along&education=masters&english=9&canada=1&abroad=2",
    "levels/",
    "levels/?test=tef_canada&scale=old&listening=300&reading=250&writing=380&speaking=380&level=9",
    "levels/?test=celpip_general&listening=99&reading=9&writing=9&speaking=9",
    "fees/",
    "fees/?partner=1&children=2",
    "processing-times/",
    "documents/",
    "documents/?married=on&children=on&funds=on",
    "nominations/",
    "diplomas/",
    "diplomas/?q=beekeeper",
    "glossary/",
    "about/",
    "firm/",
    "questions/",
    "ask/",
    "ask/call-back/",
    "ask/sent/confirm/",
    "consultations/",
    "consultations/sent/confirm/",
    "privacy/",
    "accessibility/",
    "clear/",
    "draws/",
    "draws/?stream=cec",
    "draws/?stream=fsw&year=2026",
    "draws/?page=2",
    "draws/streams/",
    "draws/streams/cec/",
    "draws/streams/french/",
    "follow/",
    "follow/sent/confirm/",
    "draws/437/",
    "draws/91a/",
    "categories/",
    "categories/trades/",
    "categories/trades/?edition=2023-05-31",
    "categories/trades/?q=beekeeper",
    "categories/french/",
    "categories/military/",
    "categories/agriculture/",
    "occupations/",
    "occupations/?q=nurse",
    "occupations/?q=beekeeper",
    "sign-in/",
    "nowhere/",
]
SAME_FORM = ("score/?", "levels/?", "fees/?", "documents/?", "diplomas/?")
SAME_PAGE = {path for path in PATHS if path.startswith(SAME_FORM) or path == "categories/trades/?q=beekeeper"}
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(autouse=True)
def _rounds():
    """IRCC's own rounds, and a firm that has written everything."""
    add_example_firm()
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))


@pytest.fixture
def visit(page: Page, live_server):
    """A function that opens a path in a language, and all that is folded on it."""

    def open_page(language: str, path: str) -> Page:
        page.goto(f"{live_server.url}/{language}/{path}")
        page.evaluate(OPEN)
        return page

    return open_page


def sideways(page: Page) -> bool:
    """Whether something is wider than the page."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_and_every_page_has_its_title_and_fits_a_phone(page, visit, violations, language):
    """One heading, a title and a language; more space and larger text cut nothing off, and nothing scrolls sideways.

    Axe looks at the wide page in English, colours too, and at the narrow one in French.
    """
    titles, found = {}, []
    for path in PATHS:
        page.set_viewport_size({"width": 1200 if language == "en" else 320, "height": 800})
        visit(language, path)
        found += violations(page, colours=language == "en" and path not in SAME_PAGE)
        assert not sideways(page), path
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == language
        assert page.get_by_role("contentinfo").get_by_role("link").first.get_attribute("href") == f"/{language}/about/"
        if path not in SAME_PAGE:
            titles[path] = page.title()
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert not sideways(page), path
        assert fits_at_twice_the_size(page), path
        page.evaluate(TEXT_SPACING)
        assert page.evaluate(OVERFLOWING) == [], path
    assert found == []
    assert len(set(titles.values())) == len(titles), titles


def fits_at_twice_the_size(page: Page) -> bool:
    """Whether the whole text at twice the size stays on the page; the page is left as it was."""
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    fits = not sideways(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 320, "height": 800})
    return fits


def test_tab_reaches_every_control_in_the_order_of_the_page(page, visit):
    for path in ("", "programs/", "draws/", "categories/trades/", "occupations/?q=nurse", "points/", "privacy/"):
        visit("en", path)
        expected = page.evaluate(FOCUSABLE)
        reached = []
        for _ in expected:
            page.keyboard.press("Tab")
            reached.append(int(page.evaluate("document.activeElement.dataset.nth")))
        assert reached == expected, path


def test_focus_can_be_seen_on_every_kind_of_control(page, visit):
    for path in ("draws/", "occupations/", "points/"):
        visit("en", path)
        for index in page.evaluate(FOCUSABLE)[:14]:
            page.locator(f"[data-nth='{index}']").focus()
            style = page.evaluate(
                "(({outlineStyle, outlineWidth}) => outlineStyle + outlineWidth)"
                "(getComputedStyle(document.activeElement))"
            )
            assert style == "solid3px", (path, index)


def test_the_forms_work_without_scripts(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/draws/")
    page.get_by_label("Program or category").select_option(label="Education occupations")
    press(page.get_by_role("button", name="Show"))
    assert page.get_by_role("row").count() == 3, "the heading and two rounds"
    page.goto(f"{live_server.url}/en/categories/")
    page.get_by_label("Is your occupation on a list?").fill("charpentier")
    press(page.get_by_role("button", name="Search"))
    press(page.get_by_role("row", name="72310").get_by_role("link", name="Trade occupations"))
    assert page.get_by_role("heading", level=1).inner_text() == "Trade occupations"
    context.close()


def test_nothing_moves_while_a_page_is_read_in(page, visit):
    for path in ("", "draws/", "draws/437/", "categories/trades/"):
        visit("en", path)
        moved = page.evaluate(LAYOUT_SHIFT)
        assert moved == 0, path


def test_paper_shows_the_words_and_not_the_ways_around(page, visit):
    page.emulate_media(media="print")
    visit("en", "draws/437/")
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".pool rect").first.is_visible()
