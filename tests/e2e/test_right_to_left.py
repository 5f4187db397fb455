"""Every public page from right to left: in a language made for the test, and the page that is there in Arabic."""

from collections.abc import Iterator

import polib
import pytest
from django.conf import settings as site
from django.core.cache import caches
from playwright.sync_api import Page

from draws.feed import importer, parser
from intake.firm.example import add_example_firm
from tests.e2e.test_every_page import OPEN, PATHS, SAME_PAGE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
FORMS = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
# What is wider than its own box, or begins or ends beside the page.
BESIDE = """() => [...document.querySelectorAll("main *, header *, footer *, aside *")]
  .filter(one => one.checkVisibility() && !one.closest("svg, .visually-hidden, select, .wide-table"))
  .filter(one => { const box = one.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
  .map(one => one.tagName + "." + one.className + ": " + one.textContent.trim().slice(0, 40))"""


def turn(sentence: str) -> str:
    """An English sentence between Arabic words; an address as it is."""
    return sentence if sentence.startswith("http") else f"نعم {sentence} لا"


def list_turned() -> Iterator[polib.POEntry]:
    """Every sentence of the site in the language of the test."""
    for entry in polib.pofile(site.LOCALE_PATHS[0] / "fr" / "LC_MESSAGES" / "django.po"):
        if entry.msgid_plural:
            forms = [entry.msgid, entry.msgid, *[entry.msgid_plural] * 4]
            entry.msgstr_plural = {number: turn(form) for number, form in enumerate(forms)}
        else:
            entry.msgstr = entry.msgid if entry.msgctxt else turn(entry.msgid)
        yield entry


@pytest.fixture
def turned(settings, tmp_path, live_server):
    """The site in a language from right to left that has every sentence."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": FORMS}
    catalogue.extend(list_turned())
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES, settings.LETTER_LANGUAGES = [*site.LANGUAGES, ("ar", "Arabic")], ["en", "fr", "ar"]
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
