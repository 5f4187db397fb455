"""Where the day of a job decides and the month alone was given: the check and the result say both and ask for it."""

import html
import re
from copy import deepcopy

import pytest

from intake.models import Assessment, Intake
from tests.intake.answers import COUPLE, JOB, SINGLE, month

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# To 5 January 2026 a year of 364 days begins by 7 January 2025. It gives 40 as work and 13 with the bachelor's degree.
ENDED = JOB | {"ongoing": "no", **month("start", 2025, 1), **month("end", 2026, 1), "end_day": "5"}
SAID = "Your work in NOC 21232: the exact day decides. If it began by Jan. 7, 2025, your score is "


def words(response):
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def submitted(browser_of):
    """A function that submits answers and gives a browser and the page of the result, in a language."""

    def made(answers, language="en"):
        browser = browser_of(Intake.objects.create(answers=deepcopy(answers)))
        return browser, browser.get(browser.post(f"/{language}/intake/check/")["Location"])

    return made


def test_the_check_says_both_outcomes_and_leads_to_the_jobs(browser_of):
    browser = browser_of(Intake.objects.create(answers=SINGLE | {"jobs/1": ENDED}))
    page = browser.get("/en/intake/check/")
    assert SAID in words(page)
    assert '<a href="/en/intake/jobs/?change=1">Enter the exact day</a>' in page.content.decode()


def test_the_result_counts_the_fewest_days_and_says_what_the_others_would_give(submitted):
    _browser, page = submitted(SINGLE | {"jobs/1": ENDED})
    counted = Assessment.objects.get().crs
    assert f"{SAID}{counted + 53}; otherwise it is {counted}, as counted here." in words(page)
    opened = "General: all programs; Federal Skilled Worker Program; Canadian Experience Class."
    assert f"The exact day could also open these kinds of round: {opened}" in words(page)


def test_the_result_says_it_in_french(submitted):
    _browser, page = submitted(SINGLE | {"jobs/1": ENDED}, "fr")
    assert "le jour exact est décisif. S’il a commencé au plus tard le 7 janvier 2025" in words(page)
    assert "Entrez le jour exact" in words(page)


@pytest.mark.parametrize(("on", "more"), [("7", 53), ("8", 0)])
def test_with_the_day_given_there_is_one_outcome(submitted, on, more):
    submitted(SINGLE | {"jobs/1": ENDED})
    _browser, page = submitted(SINGLE | {"jobs/1": ENDED | {"start_day": on}})
    exact, least = Assessment.objects.all()
    assert exact.crs - least.crs == more
    assert "the exact day decides" not in words(page)


def test_the_day_that_was_counted_anyway_is_a_new_result_without_the_question(browser_of):
    intake = Intake.objects.create(answers=SINGLE | {"jobs/1": ENDED})
    browser = browser_of(intake)
    browser.post("/en/intake/check/")
    browser.post("/en/intake/jobs/1/?change=1", ENDED | {"start_day": "31"})
    browser.post("/en/intake/check/")
    assert ["exact_days" in one.result for one in Assessment.objects.order_by("id")] == [True, False]


def test_the_partners_day_decides_too(submitted):
    _browser, page = submitted(COUPLE | {"partner-jobs/1": ENDED})
    assert "Your partner's work in NOC 21232: the exact day decides." in words(page)
    assert 'href="/en/intake/partner-jobs/?change=1">Enter the exact day</a>' in page.content.decode()


def test_leave_and_another_employer_are_said_at_the_result(submitted):
    remote = SINGLE["jobs/1/conditions"] | {"employer": "elsewhere", "employer_country": "US"}
    _browser, page = submitted(SINGLE | {"jobs/1/conditions": remote})
    assert "Your work in Canada in NOC 21232 was for an employer elsewhere." in words(page)
