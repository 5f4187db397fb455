"""What the script of a question does: hides what is not asked, divides a pasted date, shows the points so far."""

import pytest
from playwright.sync_api import Page, expect

from intake.models import Intake
from intake.questionnaire.draft import COOKIE
from tests.intake.answers import SINGLE, without
from tests.intake.files import sign_draft

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """(box, text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    return box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def visit(page: Page, live_server):
    """A function that opens a question for somebody who has answered all but the date of birth, on a phone."""
    draft = Intake.objects.create(answers=without(SINGLE, "contact"))
    cookie = {"name": COOKIE, "value": sign_draft(draft.token), "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_viewport_size({"width": 390, "height": 844})

    def open_page(language: str, path: str) -> Page:
        page.goto(f"{live_server.url}/{language}/intake/{path}/")
        return page

    return open_page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_question_that_is_not_asked_is_hidden_and_comes_back(visit, language):
    page = visit(language, "credentials/1/assessment")
    issued, yes, no = (
        page.locator("#div_id_eca_issued_on"),
        page.locator("#id_has_eca_0"),
        page.locator("#id_has_eca_1"),
    )
    expect(issued).to_be_visible()
    no.check()
    expect(issued).to_be_hidden()
    expect(page.locator("#div_id_eca_issuer")).to_be_hidden()
    yes.check()
    expect(issued).to_be_visible()
    amount = visit(language, "funds").locator("#div_id_settlement_funds_cad")
    expect(amount).to_be_visible()
    page.locator("#id_funds_unknown").check()
    expect(amount).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_hangs_on_a_yes_waits_for_it(visit, language):
    Intake.objects.update(answers=without(SINGLE, "contact", "more-study-in-canada"))
    page = visit(language, "more-study-in-canada")
    years = page.locator("#div_id_years_in_canada")
    expect(years).to_be_hidden()
    page.locator("#id_studied_in_canada_0").check()
    expect(years).to_be_visible()


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "1991-02-28", ["28", "2", "1991"]),
        ("en", "28/02/1991", ["28", "2", "1991"]),
        ("en", "February 28, 1991", ["28", "2", "1991"]),
        ("fr", "1er février 1991", ["1", "2", "1991"]),
        ("fr", "28 févr. 1991", ["28", "2", "1991"]),
        # What can mean two days, or nothing, is the server's to ask about.
        ("en", "03/04/1991", ["27", "3", "1996"]),
        ("fr", "13", ["27", "3", "1996"]),
    ],
)
def test_a_pasted_date_is_divided_among_its_boxes_or_left_to_the_browser(visit, language, text, parts):
    page = visit(language, "date-of-birth")
    left = page.locator("#id_date_of_birth_day").evaluate(PASTE, text)
    assert left is (parts == ["27", "3", "1996"])
    assert [page.locator(f"#id_date_of_birth_{one}").input_value() for one in ("day", "month", "year")] == parts


def test_a_month_is_pasted_too(visit):
    page = visit("en", "credentials/1")
    page.locator("#id_awarded_on_year").evaluate(PASTE, "2016-04")
    assert [page.locator(f"#id_awarded_on_{one}").input_value() for one in ("month", "year")] == ["4", "2016"]


@pytest.mark.parametrize(("language", "said"), [("en", "So far"), ("fr", "Jusqu’ici")])
def test_the_fold_shows_the_points_on_the_page_itself(visit, violations, language, said):
    page = visit(language, "family-size")
    where, fold = page.url, page.locator("details.so-far")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#id_family_size").fill("3")
    assert asked == []
    fold.locator("summary").click()
    expect(fold.get_by_role("status")).to_contain_text(said)
    expect(fold.get_by_role("button")).to_be_hidden()
    assert page.url == where
    assert page.locator("#id_family_size").input_value() == "3"
    assert violations(page) == []
