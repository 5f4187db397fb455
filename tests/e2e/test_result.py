"""The result and what belongs to it, in a browser: what axe finds, what it can not see, on paper, without scripts."""

import re
from copy import deepcopy
from datetime import date
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from draws.feed import importer, parser
from intake.assessments.submission import submit
from intake.models import Assessment, Enquiry, Intake, Scenario
from intake.questionnaire.draft import COOKIE
from intake.questionnaire.flow import Flow
from intake.questionnaire.steps import STEPS
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from tests.e2e.looking import look_at_charts
from tests.e2e.pressing import press
from tests.e2e.test_every_page import OPEN, OVERFLOWING, TEXT_SPACING, fits_at_twice_the_size, sideways
from tests.intake.answers import COUPLE, SCORES, day
from tests.intake.files import sign_draft
from tests.intake.pdfs import make_waiting
from tests.letters import send_letters

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 11, 23)
ANSWERS = COUPLE | {
    "partner-date-of-birth": day("partner_date_of_birth", date(1993, 5, 5)),
    "funds": {"funds_unknown": "on"},
}
PATHS = ["", "worksheet/", "what-if/", "what-if/jobs/", "what-if/tests/1/scores/", "what-if/jobs/1/remove/"]
PATHS += ["what-if/kept/", "what-if/kept/{pk}/", "what-if/kept/{pk}/delete/"]


@pytest.fixture
def made(transactional_db) -> Assessment:
    """A couple's result, with IRCC's own rounds beside it."""
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    intake = Intake.objects.create(answers=deepcopy(ANSWERS))
    return submit(intake, Flow(intake.answers, STEPS), ON)


@pytest.fixture
def cookie(made, live_server):
    """The cookie of the browser that holds it."""
    return {
        "name": COOKIE,
        "value": sign_draft(made.intake.token),
        "url": live_server.url,
    }


@pytest.fixture
def visit(page: Page, live_server, made, cookie):
    """A function that opens a page of the result in a language."""
    page.context.add_cookies([cookie])
    where = f"{live_server.url}/{{}}/result/{made.reference}/"

    def open_page(language: str, path: str) -> Page:
        kept = Scenario.objects.named().values_list("pk", flat=True).first()
        page.goto(where.format(language) + path.format(pk=kept))
        return page

    return open_page


@pytest.fixture
def _tried_out(page: Page, visit) -> None:
    """A copy of the result, begun, changed and kept."""
    press(visit("en", "what-if/").get_by_role("button", name="Start with a copy"))
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    visit("en", "what-if/sibling/").locator("[name=sibling_in_canada][value=yes]").check()
    page.locator("[name=sibling_of][value=self]").check()
    press(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="What you changed")).to_be_visible()
    page.get_by_label("Name of the scenario").fill("With a sister in Canada")
    press(page.get_by_role("button", name="Keep it under this name"))
    expect(page.get_by_role("rowheader", name="With a sister in Canada")).to_be_visible()


@pytest.mark.usefixtures("_tried_out")
@pytest.mark.parametrize(
    ("language", "width", "colours"),
    [pytest.param("en", 1200, True, id="wide-with-colours"), pytest.param("fr", 320, False, id="narrow")],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, visit, violations, language, width, colours):
    page.set_viewport_size({"width": width, "height": 800})
    found, titles = [], set()
    for path in PATHS:
        visit(language, path)
        found += violations(page, colours=False)
        page.evaluate(OPEN)
        found += violations(page, colours=colours)
        if sideways(page):
            found.append(f"{path} scrolls sideways")
        assert page.locator("h1").count() == 1, path
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        titles.add(page.title())
    assert found == []
    assert len(titles) == len(PATHS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_words_of_its_charts_are_apart_and_whole(page, made, live_server, cookie, language):
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/{language}/result/{made.reference}/")
    page.evaluate(OPEN)
    assert page.locator("svg.chart:visible").count() == 3
    assert look_at_charts(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_screen_of_a_phone_holds_the_score_the_ways_and_the_doors(
    page, made, live_server, cookie, violations, language
):
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/{language}/result/{made.reference}/")
    doors = page.locator(".doors").bounding_box()
    ways = page.locator(".way:visible").all()
    assert page.locator(".score:visible").bounding_box()["y"] < 200
    assert len(ways) > 1
    assert all(way.bounding_box()["y"] + way.bounding_box()["height"] <= doors["y"] for way in ways[:2])
    assert doors["y"] + doors["height"] <= 844
    page.locator(".site-menu summary").press("Enter")
    expect(page.get_by_role("navigation").first.get_by_role("link").first).to_be_visible()
    # The menu pushes a way under the bar, where it is no target until the page is scrolled.
    page.locator(".doors").evaluate("bar => { bar.style.position = 'static'; }")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_the_smallest_phone_the_doors_are_one_row_of_two_lines_at_most(page, made, live_server, cookie, language):
    page.set_viewport_size({"width": 320, "height": 700})
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/{language}/result/{made.reference}/")
    doors = page.locator(".doors")
    assert len({round(door.bounding_box()["y"]) for door in doors.locator("li").all()}) == 1
    assert doors.bounding_box()["height"] < 80


def test_the_doors_stand_in_one_row_and_let_no_line_fade_in_their_own_place(page, made, live_server, cookie):
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/fr/result/{made.reference}/")
    doors = page.locator(".doors")
    assert len({round(door.bounding_box()["y"]) for door in doors.locator("li").all()}) == 1
    doors.evaluate("one => scrollTo(0, one.offsetTop + 2000)")
    fade = float(doors.evaluate("one => parseFloat(getComputedStyle(one, '::before').height)"))
    last = page.locator(".way").last.bounding_box()
    assert doors.bounding_box()["y"] - fade - 1 >= last["y"] + last["height"]


def test_the_menu_of_a_phone_folds_without_scripts_and_leaves_the_question_in_sight(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/fr/")
    assert page.locator(".site-header").bounding_box()["height"] < 90
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).not_to_be_visible()
    page.locator(".site-menu summary").click()
    expect(menu).to_be_visible()
    page.set_viewport_size({"width": 1200, "height": 844})
    page.reload()
    expect(menu).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_the_button_of_the_menu_stays_where_it_is_tapped(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_server.url}/en/")
    button, menu = page.locator(".site-menu summary"), page.get_by_role("navigation", name="Main")
    before = button.bounding_box()
    button.click()
    expect(menu).to_be_visible()
    after, opened = button.bounding_box(), menu.bounding_box()
    assert (after["x"], after["y"]) == (before["x"], before["y"])
    assert opened["y"] >= after["y"] + after["height"] - 1
    assert opened["width"] > width - 40
    button.click()
    expect(menu).not_to_be_visible()


SMALL = """() => [...document.querySelectorAll("main .answers a, main .links a, main .card-links a")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 28).map(one => one.textContent)"""


@pytest.mark.usefixtures("_tried_out")
def test_what_is_tapped_is_large_enough(page, visit):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("", "what-if/"):
        visit("en", path).evaluate(OPEN)
        assert page.locator("main .answers a, main .links a").count() > 3, path
        assert page.evaluate(SMALL) == [], path


@pytest.mark.usefixtures("_tried_out")
def test_more_space_and_larger_text_cut_nothing_off(page, visit):
    for path in PATHS:
        page.set_viewport_size({"width": 320, "height": 800})
        visit("fr", path).evaluate(OPEN)
        assert fits_at_twice_the_size(page), path
        page.evaluate(TEXT_SPACING)
        assert page.evaluate(OVERFLOWING) == [], path


def test_paper_opens_what_is_folded_and_leaves_the_buttons_out(page, visit):
    visit("en", "")
    row = page.get_by_text("Partner's level of education")
    expect(row).not_to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(row).to_be_visible()
    expect(page.get_by_role("link", name="This page as a PDF")).not_to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).not_to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(row).not_to_be_visible()


def test_a_link_to_a_folded_part_opens_it(page, visit):
    visit("en", "#transferability")
    expect(page.get_by_role("row", name="Education with official language")).to_be_visible()


def test_the_files_can_be_saved(page, visit, made):
    visit("en", "")
    with page.expect_download() as saved:
        page.get_by_role("link", name="calendar").click()
    assert saved.value.suggested_filename == f"express-entry-{made.reference}.ics"
    page.get_by_role("link", name="PDF").click()
    expect(page.get_by_role("heading", name="Your PDF is being made")).to_be_visible()
    with page.expect_download(timeout=90_000) as saved:  # the page asks by itself
        make_waiting()
    assert saved.value.suggested_filename == f"express-entry-result-{made.reference}.pdf"
    # The file is saved and the page stays, with the way back.
    expect(page.get_by_role("heading", name="Your PDF is ready")).to_be_visible()
    press(page.get_by_role("link", name="Back to your score"))
    expect(page.locator(".total:visible")).to_have_text(str(made.crs))


def test_what_is_not_known_leads_to_its_question_and_back_to_a_new_score(page, visit):
    visit("en", "")
    press(page.get_by_role("link", name="Settlement funds", exact=True).first)
    # The amount is hidden beside "I do not know", which is what was answered.
    page.get_by_label("I do not know", exact=True).uncheck()
    page.get_by_label("How much money do you have to settle").fill("50000")
    press(page.get_by_role("button", name="Continue"))
    press(page.get_by_role("button", name="See my score"))
    assert page.get_by_role("link", name="Answer this question").count() == 0


def test_without_scripts_other_answers_are_tried_out_and_the_original_stays(browser, live_server, made, cookie):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{live_server.url}/en/result/{made.reference}/")
    press(page.get_by_role("link", name="Try out other answers").first)
    press(page.get_by_role("button", name="Start with a copy"))
    page.get_by_text("Language", exact=True).click()
    press(page.get_by_role("link", name="Change IELTS General Training Reading"))
    page.get_by_label("Reading").fill("8")
    press(page.get_by_role("button", name="Continue"))
    better = deepcopy(made.facts)
    better["language_tests"][0]["reading"] = 8.0
    there = assess(decode(better), date.today(), rulebook()).crs.total  # noqa: DTZ011
    expect(page.locator("main .lead")).to_contain_text(f"{there} instead of")
    expect(page.get_by_role("row", name=re.compile(rf"^Reading {SCORES['reading']}.* 8"))).to_be_visible()
    press(page.get_by_role("link", name="Back to your score").first)
    expect(page.locator(".total:visible")).to_have_text(str(made.crs))
    context.close()


def test_a_question_goes_with_the_result_that_it_is_about(page, made, cookie, live_server, violations, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = live_server.url
    page.set_viewport_size({"width": 360, "height": 740})
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/en/result/{made.reference}/")
    press(page.get_by_role("link", name="Ask about this result").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask about this result")
    assert violations(page) == []
    page.locator("main [type=checkbox]").first.check()
    page.locator("[name=email]").fill("kim@example.org")
    page.locator("[name=text]").fill("Does my partner count?")
    press(page.get_by_role("button", name="Send the question"))
    (asked,) = send_letters()
    page.goto(re.search(r"http\S+/ask/\S+", asked.body)[0])
    press(page.locator("main").get_by_role("button").first)
    enquiry = Enquiry.objects.get()
    assert (enquiry.assessment, enquiry.text, enquiry.confirmed_at is None) == (made, "Does my partner count?", False)
