"""The answers of three lives, posted page by page: what the result says first, and that it says it once."""

import html
import io
import re
from datetime import date

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from icalendar import Calendar

from intake.common.typed_numbers import read_money
from intake.forms.fields import MoneyField
from intake.models import Assessment
from intake.result.page_context import build_context
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import CONDITIONS, IELTS, JOB, SCORES, SINGLE, TODAY, day, month
from tests.intake.pdfs import get_pdf
from tests.intake.test_days_to_come import COOK, GRADUATE, WITHOUT, read, read_first_box, read_way

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROUNDS = {"cec": 518, "pnp": 725, "french": 382, "healthcare": 475}
NURSE = WITHOUT | {
    "date-of-birth": day("date_of_birth", date(1995, 6, 14)),
    "authorized-to-work": {"authorized_to_work_in_canada": "no"},
    "credentials/1": {"level": "bachelors", "country": "IN", **month("awarded_on", 2017, 5)},
    "credentials/1/assessment": {"has_eca": "no"},
    "tests/1": IELTS | day("taken_on", date(2026, 6, 27)),
    "tests/1/scores": SCORES | {"listening": "7", "reading": "7", "writing": "6.5", "speaking": "7"},
    "jobs/1": JOB | {"noc": "31301", "country": "IN", **day("start", date(2022, 11, 1))},
    "jobs/1/conditions": CONDITIONS,
    "funds": {"settlement_funds_cad": "12000"},
}
LIVES = {"nurse": NURSE, "cook": COOK, "graduate": GRADUATE}


@pytest.fixture(autouse=True)
def _rounds():
    for stream, cutoff in ROUNDS.items():
        PublishedDrawFactory(stream=stream, held_on=date(2026, 11, 3), cutoff=cutoff)


def test_the_second_line_says_what_it_is_towards_and_the_money_stands_with_the_first_step(result_of):
    browser, where = result_of(NURSE)
    said = read_first_box(browser, where)
    first, _, second = said.partition("To be invited in rounds of French-language proficiency (last cut-off 382):")
    assert "First step: Order the assessment (ECA) of your credentials" in first
    assert (
        "Gather the funds, 15,263 dollars for a family of 1 (IRCC&#x27;s amount since July 7, 2025: look for a" in first
    )
    assert "have your bank write the letter that IRCC asks for, with the average of the last 6 months." in first
    assert "By your answers you are 3,263 dollars short." in first
    assert second.strip().startswith("French at NCLC 7 in all four abilities, with a test. Find out where your French")
    assert "Gather the funds" not in second


def test_a_way_by_french_names_french_after_what_opens_the_program(result_of):
    browser, where = result_of(NURSE)
    step = read_way(browser, where, "French-language proficiency").partition("Next step")[2]
    places = [step.index(words) for words in ("Order the assessment", "Gather the funds", "Find out where your French")]
    assert places == sorted(places)


def test_what_is_supposed_is_named(result_of):
    browser, where = result_of(NURSE)
    assert "not open to you yet, even with the assessment (ECA)" in read_way(
        browser, where, "French-language proficiency"
    )
    french = where.replace("/en/", "/fr/")
    assert "pas encore ouverte, même avec l’évaluation (EDE)" in read(browser, french)


@pytest.mark.parametrize(
    ("language", "same", "opens"),
    [
        ("en", "but not the same rounds. Rounds that you could be in: Healthcare", "Your score The copy"),
        ("fr", "mais pas les mêmes rondes. Rondes auxquelles vous auriez accès :", "Votre note Scénario"),
    ],
)
def test_a_trial_with_the_same_score_says_at_once_what_it_opens(result_of, language, same, opens):
    assessed = NURSE["credentials/1/assessment"] | {"has_eca": "yes", **day("eca_issued_on", date(2026, 3, 16))}
    browser, where = result_of(NURSE | {"credentials/1/assessment": assessed | {"eca_issuer": "wes"}})
    said = read(browser, f"{where.replace('/en/', f'/{language}/')}what-if/?change=more_funds").replace("\xa0", " ")
    assert same in said
    assert said.index(same) < said.index(opens)


def test_work_that_goes_on_opens_the_program_before_any_nomination(result_of):
    browser, where = result_of(GRADUATE)
    opens = "you meet the conditions of the Canadian Experience Class on March 30, 2027, with 462 points."
    said = read_first_box(browser, where)
    assert "First step: Keep working in Canada with authorization" in said
    assert f"If your authorized work goes on, {opens}" in said
    assert "could nominate you" not in said
    titles = re.findall(r"<h3>([^<]+)</h3>", browser.get(where).content.decode().partition('class="ways"')[2])
    assert titles.index("Provincial Nominee Program") > titles.index("Canadian Experience Class")
    cec = read_way(browser, where, "Canadian Experience Class")
    assert "opens on March 30, 2027 with 462 points, if your authorized work goes on" in cec
    assert opens in cec.partition("Next step")[2]
    nominees = read_way(browser, where, "Provincial Nominee Program")
    assert "725; 1,032 with a nomination, if a province grants one" in nominees
    assert "needs a profile in the pool, which you can have from March 30, 2027 on" in nominees


def test_the_line_of_a_way_says_that_a_test_is_needed_on_the_day(result_of):
    browser, where = result_of(COOK)
    way = read_way(browser, where, "Canadian Experience Class")
    opens = "opens on Dec. 20, 2026 with 199 points, if your authorized work goes on and what expires before then is"
    assert f"{opens} renewed" in way


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_day_is_said_for_a_test_that_is_taken_again(result_of, language):
    browser, where = result_of(COOK)
    page = read(browser, where.replace("/en/", f"/{language}/"))
    day = {"en": "Dec. 20, 2026", "fr": "20 décembre 2026"}[language]
    ask = {"en": r"new results before ([\w. ]+, \d+)", "fr": r"nouveaux résultats avant le (\d+ \w+ \d+)"}[language]
    days = re.findall(ask, page)
    assert len(days) > 2
    assert set(days) == {day}


def test_a_birthday_is_named_only_where_one_falls(result_of):
    cook, where = result_of(COOK)
    assert "Counted on Dec. 20, 2026; tests and assessments" in read(cook, where)
    graduate, there = result_of(GRADUATE)
    assert "Counted on March 28, 2028, with the birthdays until then; tests" in read(graduate, there)
    later = read_way(graduate, there, "Canadian Experience Class")
    assert "with the birthdays until then; how long" in later


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize(("language", "title"), [("en", "First step"), ("fr", "Première étape")])
def test_the_first_page_on_paper_is_enough_and_says_each_sentence_once(result_of, life, language, title):
    browser, where = result_of(LIVES[life])
    answer = get_pdf(browser, where.replace("/en/", f"/{language}/") + "pdf/")
    first = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    made = Assessment.objects.get()
    with override(language):
        ways = build_context(made)["ways"]
    assert len(ways) > 1
    squeezed = first.replace(" ", "")
    for words in [title, *(str(shown.title) for shown in ways), made.reference]:
        assert words.replace(" ", "") in squeezed, words
    sentences = [one for one in re.split(r"(?<=[a-zé).])\. ", first) if len(one) > 40]
    assert len(sentences) == len(set(sentences))
    assert all(first.count(one) == 1 for one in sentences)


def test_the_calendar_file_has_what_cannot_wait_and_the_day_that_a_test_opens(result_of):
    browser, where = result_of(COOK)
    events = Calendar.from_ical(browser.get(f"{where}calendar.ics").content).events
    said = {str(event["SUMMARY"]): event for event in events}
    act = "cease to count on Dec. 14, 2026. Book a test now, so that you have new results before Dec. 20, 2026."
    (urgent,) = [event for words, event in said.items() if words.endswith(act)]
    assert str(urgent["SUMMARY"]).startswith("Express Entry, what cannot wait: ")
    assert urgent.start == TODAY
    assert "cease to count on Dec. 14, 2026" in urgent["DESCRIPTION"]
    opens = said["Express Entry: with a valid test you could meet the conditions of: Canadian Experience Class"]
    assert opens.start == date(2026, 12, 20)
    assert "[" not in opens["DESCRIPTION"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "These are IRCC's amounts since July 7, 2025; newer ones may have been published."),
        ("fr", "Ce sont les montants d’IRCC depuis le 7 juillet 2025; de plus récents ont pu paraître."),
    ],
)
def test_amounts_of_over_a_year_ago_are_said_to_be_that_old(result_of, language, said):
    browser, where = result_of(NURSE)
    assert said in read(browser, where.replace("/en/", f"/{language}/"))


@pytest.mark.parametrize("typed", ["12,00012,000", "12 000 12 000", "1,20,000", "1234,567"])
def test_an_amount_in_other_groups_than_of_three_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        read_money(typed)
    with pytest.raises(ValidationError, match="Enter the amount"):
        MoneyField(wrong="Enter the amount").clean(typed)


def test_what_opens_a_program_is_followed_by_the_profile(result_of):
    browser, where = result_of(NURSE)
    first = read_first_box(browser, where).partition("To be invited in rounds of")[0]
    assert "Then submit your free profile to IRCC" in first


def test_each_plan_of_an_estimate_says_what_it_reaches_and_leads_to_its_trial(result_of):
    browser, where = result_of(NURSE)
    page = browser.get(f"{where}?target=475").content.decode()
    lines = page.partition('<ul class="plans">')[2].partition("</ul>")[0].split("<li>")[1:]
    assert all("Reaches: " in line for line in lines)
    line = next(line for line in lines if "French at NCLC 7" in line.replace("french", "French"))
    score = re.search(r"<strong>([\d,]+)</strong>", line)[1]
    link = html.unescape(re.search(r'href="([^"]+)"', line)[1])
    assert link.count("change=") == line.count("; ") - line.partition("Reaches")[2].count("; ") + 2, (
        "the ECA comes first"
    )
    assert f"{score} instead of" in read(browser, link)


def test_what_reaches_a_missed_cutoff_leads_to_its_trial(result_of):
    browser, where = result_of(NURSE)
    way = browser.get(where).content.decode().partition("<h3>Healthcare")[2].partition('<li class="way">')[0]
    beyond = way.partition("What reaches 475 (478)")[2]
    link = html.unescape(re.search(r'href="([^"]*what-if[^"]+)"', beyond)[1])
    assert "478 instead of" in read(browser, link)


def test_a_nomination_in_the_ladder_leads_to_what_it_is(result_of):
    browser, where = result_of(NURSE)
    page = browser.get(where).content.decode()
    row = page.partition("One change at a time")[2].partition("A nomination by a province")[2].partition("</tr>")[0]
    assert "Read what a nomination is, and which provinces give one." in row
    assert 'href="/en/nominations/' in row


def test_the_score_to_reach_is_the_next_open_cutoff(result_of):
    browser, where = result_of(SINGLE)
    page = browser.get(where).content.decode()
    assert re.search(r'name="target"[^>]*value="(\d+)"', page)[1] == "518"
