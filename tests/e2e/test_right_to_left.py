"""Every public page from right to left: in a language made for the test, and the page that is there in Arabic."""

import pytest
from django.conf import settings as site
from django.core.cache import caches
from playwright.sync_api import Page

from draws.feed import importer, parser
from intake.firm.example import add_example_firm
from tests.draws.test_every_kind import make
from tests.e2e.test_every_page import OPEN, PATHS, SAME_PAGE
from tests.right_to_left import replace_words, surround, write_catalogue, write_in_it

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
# What is wider than its own box, or begins or ends beside the page.
BESIDE = """() => [...document.querySelectorAll("main *, header *, footer *, aside *")]
  .filter(one => one.checkVisibility() && !one.closest("svg, .visually-hidden, select, .wide-table"))
  .filter(one => { const box = one.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
  .map(one => one.tagName + "." + one.className + ": " + one.textContent.trim().slice(0, 40))"""
# Where the words of a block begin, seen from the left.
BEGINS = "one => { const all = new Range(); all.selectNodeContents(one); return all.getBoundingClientRect().right; }"


@pytest.fixture
def turned(settings, tmp_path, live_server):
    """The site in a language from right to left that has every sentence."""
    write_in_it(settings, write_catalogue(tmp_path, surround))
    yield f"{live_server.url}/ar/"
    caches["template_fragments"].clear()  # parts of pages are kept by their language


def test_every_page_from_right_to_left_stays_on_the_page_and_axe_finds_nothing(page: Page, turned, violations):
    add_example_firm()
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    found = []
    for path in PATHS:
        if path in SAME_PAGE:
            continue
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(turned + path)
        page.evaluate(OPEN)
        assert page.locator("html").get_attribute("dir") == "rtl", path
        found += violations(page, colours=False)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found += [(path, width, one) for one in page.evaluate(BESIDE)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append((path, width, "scrolls sideways"))
    assert found == []


def test_the_arabic_page_begins_at_the_right_and_leads_to_english_for_the_rest(
    page: Page, settings, live_server, violations
):
    settings.LANGUAGES = [*site.LANGUAGES, ("ar", "Arabic")]
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/en/processing-times/")
    page.get_by_role("link", name="العربيّة").click()
    heading = page.get_by_role("heading", level=1)
    assert heading.inner_text() == "كم يستغرق الطلب"
    assert page.evaluate(BESIDE) == []
    assert violations(page) == []
    program, months = page.locator("tbody tr").first.locator("th, td").all()[:2]
    assert program.bounding_box()["x"] > months.bounding_box()["x"], "the first column is at the right"
    page.get_by_role("contentinfo").get_by_role("link", name="الخصوصية").click()
    assert page.url.endswith("/en/privacy/")


@pytest.mark.parametrize("kind", ["alert", "booking", "confirmation"])
def test_a_letter_begins_at_the_right_and_stays_in_its_frame(page: Page, settings, tmp_path, kind):
    write_in_it(settings, write_catalogue(tmp_path, replace_words))
    page.set_content(make(kind, "ar").alternatives[0].content)
    for width in (320, 600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BESIDE.replace("main *, header *, footer *, aside *", "body *")) == []
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        letter, heading = page.locator(".letter").bounding_box(), page.locator(".letter h1").first
        assert letter["x"] + letter["width"] - heading.evaluate(BEGINS) < 30, "a heading begins at the right"
        for head, cell in zip(page.locator("th").all(), page.locator("td").all(), strict=True):
            assert head.bounding_box()["x"] > cell.bounding_box()["x"], "the first column is at the right"
