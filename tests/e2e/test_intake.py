"""Whole journeys through the intake in a real browser."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from intake.models import Assessment, Client
from tests.e2e.journeys import SOFTWARE, couple, french_speaker, single_applicant, tradesperson
from tests.e2e.keyboard import KeyboardPerson
from tests.e2e.person import Person
from tests.e2e.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def explained(tmp_path):
    """A function that asks `manage.py explain` about the facts that were kept: total, then section by section."""

    def ask() -> list[int]:
        made, said = Assessment.objects.latest("created"), StringIO()
        (tmp_path / "facts.json").write_text(json.dumps(made.facts))
        call_command("explain", str(tmp_path / "facts.json"), "--on", made.on.isoformat(), stdout=said)
        total, *lines = said.getvalue().splitlines()
        sections = [line for line in lines if line[:1].isalpha() and line.rpartition(": ")[2].isdigit()][:4]
        return [int(line.rpartition(": ")[2]) for line in (total, *sections)]

    return ask


def shown(person) -> list[int]:
    """What the result page says: total, then section by section."""
    total = person.see_score()
    sections = person.page.locator(".parts-bar title").text_content().split(";")
    return [total, *(int(section.rpartition(":")[2]) for section in sections)]


def not_sideways(page) -> None:
    """Nothing is wider than the page."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, f"{page.url} scrolls sideways"


@pytest.fixture
def look_closely(violations):
    """A function that looks at each page of a person's way, at a width; what axe finds, and the titles so far."""

    def begin(person: Person, width: int, *, colours: bool) -> tuple[list[str], list[str]]:
        found, titles = [], []

        def look(page: Page) -> None:
            own = page.viewport_size
            page.set_viewport_size({"width": width, "height": 700})
            not_sideways(page)
            found.extend(violations(page, colours=colours))
            titles.append(page.title())
            page.set_viewport_size(own)

        person.look = look
        return found, titles

    return begin


def test_a_french_speaker_with_tef_tcf_and_celpip_on_a_narrow_phone(person, explained):
    person.page.set_viewport_size({"width": 320, "height": 700})
    person.look = not_sideways
    french_speaker(person)
    assert shown(person) == explained()
    facts = Assessment.objects.get().facts
    assert [test["test"] for test in facts["language_tests"]] == ["tef_canada", "tcf_canada", "celpip_general"]
    assert facts["language_tests"][0]["scale"] == "old"
    assert facts["language_tests"][2]["writing"] == 0
    expect(person.page.get_by_text("French-language proficiency").first).to_be_attached()


def test_a_tradesperson_with_a_certificate_and_an_offer(person, explained):
    tradesperson(person)
    assert shown(person) == explained()
    facts = Assessment.objects.get().facts
    assert facts["certificate_of_qualification"] == {"noc": "72106", "province": "AB"}
    assert facts["job_offer"]["noc"] == "72106"


def test_the_whole_intake_by_keyboard_alone_and_every_page_of_it_is_accessible_on_a_narrow_phone(
    page, live_server, explained, look_closely
):
    person = KeyboardPerson(page, live_server.url)
    found, titles = look_closely(person, 320, colours=False)
    single_applicant(person)
    assert shown(person) == explained()
    assert found == []
    assert len(titles) > 25
    facts = Assessment.objects.get().facts
    assert [job["country"] for job in facts["jobs"]] == ["CA", "IN"]
    assert facts["jobs"][1]["end"] == "2023-12-01", "of a month alone, the fewest days"


def test_cookies_that_die_under_an_open_page_lose_nothing(person):
    person.start()
    person.answer("marital status", "Never married")
    person.date("27", "March", "1996")
    person.page.context.clear_cookies()
    person.go_on()
    expect(person.page.get_by_role("alert")).to_be_focused()
    expect(person.page.get_by_role("alert")).to_contain_text("Press “Continue” once more")
    expect(person.page.get_by_label("Year", exact=True)).to_have_value("1996")
    person.go_on()
    assert "Where in Canada" in person.heading
    press(person.page.get_by_role("link", name="Back"))
    press(person.page.get_by_role("link", name="Back"))
    expect(person.page.get_by_role("radio", name="Never married")).to_be_checked()


def test_an_occupation_is_found_by_what_people_call_it_with_its_teer_and_lists(answered, violations):
    person = answered()
    person.page.goto(f"{person.base}/en/intake/jobs/1/?change=1")
    box = person.page.get_by_role("combobox", name="What was the occupation?")
    with person.page.expect_response("**/en/occupations.json?q=plummer"):
        box.fill("plummer")
    option = person.page.get_by_role("option").first
    expect(option).to_contain_text("Plumbers (72300)")
    expect(option).to_contain_text("Plumber · TEER 2 · Trade occupations")
    assert violations(person.page) == []
    option.click()
    expect(box).to_have_value("Plumbers (72300)")
    press(person.page.get_by_role("button", name="Continue"))
    assert person.heading == "More about this job"
    expect(person.page.get_by_text("Is this the right occupation?")).to_be_visible()


def test_what_is_typed_into_the_search_before_its_script_comes_is_kept(answered):
    person = answered()
    person.page.route("**/search*.js", lambda route: (person.page.wait_for_timeout(700), route.continue_()))
    person.page.goto(f"{person.base}/en/intake/jobs/1/?change=1", wait_until="commit")
    person.page.get_by_label("What was the occupation?").fill("line cook")
    person.page.wait_for_load_state("load")
    box = person.page.get_by_role("combobox", name="What was the occupation?")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("^line cook ?$"))
    expect(person.page.get_by_role("option").first).to_contain_text("Cooks (63200)")
    press(person.page.get_by_role("button", name="Continue"))
    assert person.problems() == ["Choose an occupation from the list"]
    person.page.get_by_role("radio", name="Cooks (63200)").check()
    press(person.page.get_by_role("button", name="Continue"))
    assert person.heading == "More about this job"


def test_no_letter_is_lost_while_answers_come_and_enter_chooses_the_first(answered):
    person = answered()
    for delay in (60, 130, 180, 250):
        person.page.goto(f"{person.base}/en/intake/jobs/1/?change=1")
        box = person.page.get_by_role("combobox", name="What was the occupation?")
        box.fill("")
        box.press_sequentially("registered nurse", delay=delay)
        expect(box).to_have_value("registered nurse")
    expect(person.page.get_by_role("option").first).to_contain_text("Registered nurses")
    box.press("Enter")
    expect(box).to_have_value(re.compile("^Registered nurses"))
    assert person.heading == "One job", "nothing was sent"


def test_the_search_says_that_it_searches_and_that_it_got_no_answer(answered):
    person = answered()
    page, held = person.page, []
    page.route("**/en/occupations.json?q=*", lambda route: held.append(route))  # noqa: PLW0108  marked by Playwright
    page.goto(f"{person.base}/en/intake/jobs/1/?change=1")

    def take():
        """The request that is held, once it is there."""
        for _ in range(200):
            if held:
                break
            page.wait_for_timeout(25)
        return held.pop()

    box = page.get_by_role("combobox", name="What was the occupation?")
    box.fill("")
    with page.expect_request("**/en/occupations.json?q=devops"):
        box.fill("devops")
    expect(page.get_by_text("Searching…").first).to_be_visible()
    expect(page.get_by_text("Nothing found")).to_have_count(0)
    box.press("Enter")
    take().continue_()
    expect(page.get_by_role("option").first).to_contain_text("DevOps")
    with page.expect_request("**/en/occupations.json?q=qqqq"):
        box.fill("qqqq")
    take().continue_()
    expect(page.get_by_text("Nothing found").first).to_be_visible()
    with page.expect_request("**/en/occupations.json?q=barista"):
        box.fill("barista")
    take().abort()
    expect(page.get_by_text("The search did not answer").first).to_be_visible()
    press(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("radio").first).to_be_attached()
    assert person.problems() == ["Choose an occupation from the list"]


def test_a_couple_without_scripts_on_a_narrow_phone(plain_person, explained):
    plain_person.page.set_viewport_size({"width": 320, "height": 640})
    plain_person.look = not_sideways
    couple(plain_person)
    assert shown(plain_person) == explained()
    partner = Assessment.objects.get().facts["partner"]
    assert partner["jobs"][0]["noc"] == "31301"


def test_every_page_of_a_couples_way_is_accessible_and_leads_to_the_score_of_the_facts(person, explained, look_closely):
    person.page.set_viewport_size({"width": 1200, "height": 700})
    found, titles = look_closely(person, 1200, colours=True)
    couple(person)
    assert shown(person) == explained()
    assert found == []
    assert len(titles) > 25


def test_errors_are_told_at_the_top_and_at_the_field_and_nothing_is_lost(person, violations):
    person.start()
    person.answer("marital status", "Never married")
    person.date("27", "March", "2031")
    person.go_on()
    assert person.problems() == ["Your date of birth must be in the past"]
    expect(person.page.get_by_role("alert")).to_be_focused()
    expect(person.page).to_have_title(
        "Error: What is your date of birth? - About you - Example Immigration Consultancy"
    )
    assert violations(person.page) == []
    person.page.get_by_role("alert").get_by_role("link").click()
    expect(person.page.get_by_label("Day", exact=True)).to_be_focused()
    assert "#" not in person.page.url
    expect(person.page.get_by_label("Year", exact=True)).to_have_value("2031")


def test_a_search_that_finds_nothing_is_told_and_kept(person, violations):
    person.start()
    person.answer("marital status", "Never married")
    person.born("27", "March", "1996")
    person.answer("Where in Canada", "not decided")
    person.answer("Authorization to work in Canada", "No")
    person.answer("Have you completed", "Yes")
    person.pick("Bachelor's degree")
    person.page.wait_for_load_state("load")
    country = person.page.get_by_role("combobox", name="In which country was it awarded?")
    country.fill("Atlantis")
    assert violations(person.page) == []
    person.page.keyboard.press("Escape")
    person.go_on()
    assert person.problems() == ["Choose a country from the list"]
    expect(country).to_have_value("Atlantis")
    country.fill("fran")
    assert violations(person.page) == []
    person.page.get_by_role("option", name="France", exact=True).click()
    person.go_on()
    assert "ECA" in person.heading


def test_a_country_typed_to_the_end_or_by_another_name_is_taken(person):
    person.start()
    person.answer("marital status", "Never married")
    person.born("27", "March", "1996")
    person.answer("Where in Canada", "not decided")
    person.answer("Authorization to work in Canada", "No")
    person.answer("Have you completed", "Yes")
    person.pick("Bachelor's degree")
    person.page.wait_for_load_state("load")
    country = person.page.get_by_role("combobox", name="In which country was it awarded?")
    country.fill("England")
    expect(person.page.get_by_role("option").first).to_contain_text("United Kingdom")
    country.fill("nigeria")
    expect(person.page.get_by_role("option").first).to_contain_text("Nigeria")
    person.go_on()
    assert "ECA" in person.heading
    press(person.page.get_by_role("link", name="Back"))
    expect(country).to_have_value("Nigeria")


def test_back_and_changing_one_answer(answered):
    person = answered()
    press(person.page.get_by_role("link", name="Change Do you have a brother or sister in Canada?"))
    person.pick("Yes")
    press(person.page.get_by_role("button", name="Continue"))
    assert "Check your answers" in person.heading
    person.page.go_back()
    person.page.go_back()
    person.page.goto(f"{person.base}/en/intake/jobs/")
    press(person.page.get_by_role("link", name="Change job 1"))
    expect(person.page.get_by_role("combobox", name="What was the occupation?")).to_have_value(SOFTWARE)
    press(person.page.get_by_role("link", name="Back"))
    assert person.heading == "Your jobs"


def test_a_submission_with_an_address_is_confirmed_by_its_message(answered, celery_worker_process, mails):
    person = answered(contact={})
    person.page.goto(f"{person.base}/en/intake/contact/")
    person.contact("amara@example.org", alerts=True)
    person.see_score()
    for _ in range(100):
        if mails():
            break
        person.page.wait_for_timeout(100)
    (message,) = mails()
    assert message["To"] == "amara@example.org"
    body = message.get_body(("plain",)).get_content()
    link = next(word for word in body.split() if "/confirm/" in word)
    person.page.goto(person.base + "/en/" + link.partition("/en/")[2])
    assert Client.objects.count() == 0
    press(person.page.get_by_role("button", name="Yes, confirm"))
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Your address is confirmed")
    assert Client.objects.get().alerts is True
