"""Every page of questions, in both languages: what axe can not see, the controls that a mouse is not needed for."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from intake.models import Intake
from intake.questionnaire.draft import COOKIE
from tests.e2e.looking import FOCUSABLE, LAYOUT_SHIFT, OVERFLOWING, TEXT_SPACING
from tests.e2e.pressing import press
from tests.intake.answers import flow
from tests.intake.files import sign_draft
from tests.intake.test_steps import ALL

pytestmark = pytest.mark.django_db(transaction=True)
SEVERAL = ("jobs/1", "jobs", "tests/1/scores", "trade-certificate-details", "funds", "contact", "check")


def paths() -> list[str]:
    """Every page of a couple whom everything is asked, the first item of each listing, and the pages after."""
    pages = [page.path for page in flow(ALL).answered_pages()]
    return [*dict.fromkeys(pages), "jobs/1/remove", "saved", "check"]


@pytest.fixture
def visit(page: Page, live_server):
    """A function that opens a page of the intake in a language, for a person who has answered everything."""
    draft = Intake.objects.create(answers=ALL)
    signed = sign_draft(draft.token)
    page.context.add_cookies([{"name": COOKIE, "value": signed, "url": live_server.url}])

    def open_page(language: str, path: str) -> Page:
        page.goto(f"{live_server.url}/{language}/intake/{path}/")
        assert page.url.endswith(f"/{path}/"), page.url
        return page

    return open_page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_question_is_in_order_fits_a_phone_and_bears_more_space(page, visit, violations, language):
    page.set_viewport_size({"width": 320, "height": 800})
    titles, found = set(), []
    for path in paths():
        visit(language, path).wait_for_load_state("load")
        found += violations(page, colours=language == "en")
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == language
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        titles.add(page.title())
        page.evaluate(TEXT_SPACING)
        # A long answer scrolls inside of its own box.
        assert [one for one in page.evaluate(OVERFLOWING) if not one.startswith("INPUT")] == [], path
    assert found == []
    assert len(titles) > len(paths()) - 8, "only pages about an item may share a title"


def test_tab_reaches_every_control_of_a_question_in_its_order(page, visit):
    for path in SEVERAL:
        visit("en", path).wait_for_load_state("load")
        expected = page.evaluate(FOCUSABLE)
        named = "one => one.type == 'radio' && one.name"
        groups = page.evaluate(f"[...document.querySelectorAll('[data-nth]')].map({named})")
        reached = []
        for _ in expected:
            page.keyboard.press("Tab")
            at = page.evaluate("document.activeElement.dataset.nth")
            if at is None or int(at) in reached:
                break
            reached.append(int(at))
        assert reached == sorted(reached), path
        radios = {name for name in groups if name}
        assert len(reached) == sum(not name for name in groups) + len(radios), path


def test_focus_and_errors_can_be_seen_in_the_readers_own_colours(page, visit, violations):
    page.emulate_media(forced_colors="active")
    visit("en", "contact")
    page.get_by_label("Your e-mail address (optional)").fill("me@")
    press(page.get_by_role("button", name="Continue"))
    assert violations(page) == []
    for control in (page.get_by_role("alert"), page.get_by_label("Your e-mail address (optional)")):
        control.focus()
        outline = control.evaluate("one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth")
        assert outline == "solid3px"
    edge = page.locator(".question-wrong").evaluate("one => getComputedStyle(one).borderLeftWidth")
    assert edge == "5px"


def test_nothing_moves_while_a_question_is_read_in(page, visit):
    for path in ("marital-status", "jobs/1", "trade-certificate-details", "check"):
        assert visit("en", path).evaluate(LAYOUT_SHIFT) == 0, path
