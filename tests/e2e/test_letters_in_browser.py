"""Every message in a real browser: in both languages, at two widths, light and dark, with the firm's own look."""

import pytest
from playwright.sync_api import Page

from intake.firm.look import forget_look
from tests.draws.test_every_kind import EVERY, make
from tests.e2e.conftest import audit, axe
from tests.e2e.looking import OVERFLOWING
from tests.intake.firms import add_firm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
LOOKED_FOR = {"type": "rule", "values": ["color-contrast", "image-alt", "link-name", "heading-order", "list"]}
BESIDE = OVERFLOWING.replace("main *, header *, footer *, aside *", "body *")
LOGO = "() => [...document.images].every(one => one.complete && one.naturalWidth > 0)"


def look_at(page: Page, kind: str, language: str) -> list[str]:
    """What is wrong with a message of this kind."""
    page.set_content(make(kind, language).alternatives[0].content, wait_until="load")
    page.evaluate(axe())
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (600, 320):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(BESIDE)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("scrolls sideways")
            if not page.evaluate(LOGO):
                found.append("no logo")
            found += [one.inner_text() for one in page.locator("a").all() if not one.is_visible()]
            wrong += [f"{kind} {language} {scheme} {width}: {one}" for one in found]
        wrong += [f"{kind} {language} {scheme}: {one}" for one in audit(page, LOOKED_FOR)]
    return wrong


def test_every_message_can_be_read_at_each_width_and_in_each_light(page: Page, live_server, settings):
    settings.SITE_URL = live_server.url
    add_firm()
    wrong = [one for kind in EVERY for language in ("en", "fr") for one in look_at(page, kind, language)]
    forget_look()
    assert wrong == []
