"""A result printed from the browser: the first page is enough alone, the details begin on the second."""

import io
import re
from unicodedata import normalize

import pypdf
import pytest
import time_machine
from playwright.sync_api import Page

from draws.feed import importer, parser
from intake.questionnaire.draft import COOKIE
from tests.intake.files import sign_draft
from tests.intake.lives import COUPLE, LIVES, WALKED_ON, save_result

pytestmark = pytest.mark.django_db(transaction=True)
# What browsers leave around a page where nobody asks for more.
MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
# What the first page has to say, where the page in the browser has it in the part for paper.
DECIDING = [".total", ".urgent h2", ".urgent p", ".step", ".steps li", ".ways h3", ".ways .state"]


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
        yield


def squeeze(text: str) -> str:
    """A text without its spaces and ligatures, however its lines are broken."""
    return re.sub(r"\s+", "", normalize("NFKC", text))


def print_two_pages(page: Page, size: str) -> list[str]:
    """The text of the first two pages on paper of this size, without spaces."""
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format=size, margin=MARGIN))).pages
    return [squeeze(sheet.extract_text()) for sheet in sheets[:2]]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "life",
    ["graduate", "physician", "couple", "cook"],
    ids=["a graduate", "a couple", "who applies", "what cannot wait"],
)
def test_the_first_page_has_what_decides_and_the_second_begins_the_details(page: Page, live_server, life, language):
    made = save_result((LIVES | {"couple": COUPLE})[life])
    page.context.add_cookies([{"name": COOKIE, "value": sign_draft(made.intake.token), "url": live_server.url}])
    page.goto(f"{live_server.url}/{language}/result/{made.reference}/")
    assert not page.locator(".front").is_visible(), "on the screen the same is said once"
    said = {chosen: page.locator(f".front {chosen}").all_text_contents() for chosen in DECIDING}
    heading = page.locator("h2#ways").text_content()
    assert said[".total"]
    assert said[".ways h3"]
    assert said[".step"] or said[".steps li"]
    assert bool(said[".urgent h2"]) is (life == "cook")
    for size in ("Letter", "A4"):
        first, second = print_two_pages(page, size)
        missing = [text for texts in said.values() for text in texts if squeeze(text) not in first]
        assert missing == [], size
        assert made.reference in first, size
        assert str(WALKED_ON.year) in first, size
        assert second.startswith(squeeze(heading)), size
        assert first.count(squeeze(heading)) == 1, size
