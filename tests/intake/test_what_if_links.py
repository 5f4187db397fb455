"""Each line of a result that names changes leads to a trial with these answers, and it shows the line's own score."""

import html
import re
from datetime import date

import pytest
import time_machine

from intake.questionnaire.answers_to_profile import build_facts
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import flow
from tests.intake.lives import COUPLE, LIVES, MASTER, STATED, WALKED_ON, answer, save_result
from tests.scoring.people import STUDIED, tef

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ROUNDS = {
    "cec": (date(2026, 11, 3), 523),
    "fsw": (date(2023, 2, 2), 489),
    "pnp": (date(2026, 11, 2), 725),
    "french": (date(2026, 10, 19), 382),
    "healthcare": (date(2026, 9, 4), 475),
    "trades": (date(2026, 10, 1), 476),
    "stem": (date(2026, 10, 8), 473),
}
UNTESTED = {name: fact for name, fact in STATED.items() if name != "stated_levels"}
DIPLOMA = STUDIED | {"level": "one_year", "awarded_on": "2024-06-30", "full_time_academic_years": 1}
HALF_ASSESSED = UNTESTED | {"credentials": [*UNTESTED["credentials"], DIPLOMA]}
# Whose partner adds nothing to the score, so that it is higher with them staying behind.
BESIDE_NOBODY = COUPLE | {"partner": {"accompanying": True, "canadian": False, "date_of_birth": "1990-02-19"}}
PEOPLE = LIVES | {
    "stated in both": STATED,
    "stated in English first": STATED | {"stated_levels": {"en": 8, "fr": 5}},
    "stated in French alone": STATED | {"stated_levels": {"fr": 7}},
    "stated, with little money": STATED | {"settlement_funds_cad": 3000},
    "untested": UNTESTED,
    "a couple": COUPLE,
    "a partner who adds nothing": BESIDE_NOBODY,
    "a test that ends": MASTER,
    "a degree that is not assessed beside a diploma": HALF_ASSESSED,
}
BLANK = "Start with a copy of your answers"
QUERIES = ("", "?target=500")
# A level is chosen only where no test counts.
LEVELS = ("?level=7", "?level=10&target=470")
PAGES = {life: QUERIES + LEVELS if life in {"untested", "stated in both"} else QUERIES for life in PEOPLE}


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        for stream, (held_on, cutoff) in ROUNDS.items():
            PublishedDrawFactory(stream=stream, held_on=held_on, cutoff=cutoff)
        yield


def list_lines(page):
    """The score that each line says and the names in its link, from what the page is made of."""
    ways, supposed = page.context["ways"], tuple(page.context["supposed_names"])
    yield from ((one["crs"], (*supposed, *one["names"])) for one in page.context["options"] if one["names"])
    yield from ((shown.plan.lasting, (*supposed, *shown.plan.all_names)) for shown in page.context["plans"])
    yield from ((shown.way.plan.lasting, shown.names) for shown in ways if shown.way.plan)
    # A round that what is supposed reaches by itself.
    total = page.context["basis"].crs.total
    yield from ((total, shown.names) for shown in ways if shown.names and not shown.way.plan)
    yield from ((shown.way.beyond.lasting, shown.names_beyond) for shown in ways if shown.way.beyond)


def list_links(page):
    """The links of the page to a trial, and the names in each."""
    found = {html.unescape(link) for link in re.findall(r'href="([^"]*what-if/\?change=[^"]+)"', page.content.decode())}
    return {tuple(re.findall(r"change=([^&]+)", link)): link for link in found}


@pytest.fixture
def open_result(browser_of):
    """A function that returns the browser of somebody whose answers give these facts, and the result's address."""

    def opened(facts):
        answers = answer(facts)
        made = save_result(build_facts(flow(answers).cleaned))
        made.intake.answers = answers
        made.intake.save()
        return browser_of(made.intake), f"/en/result/{made.reference}/"

    return opened


@pytest.mark.parametrize("life", PEOPLE)
def test_every_line_of_one_change_has_a_trial_but_that_the_partner_applies(open_result, life):
    browser, address = open_result(PEOPLE[life])
    options = browser.get(address).context["options"]
    assert options
    assert {one["because"].code for one in options if not one["names"]} <= {"partner_first"}
    if life == "a partner who adds nothing":
        assert "partner_stays" in {one["because"].code for one in options}


@pytest.mark.parametrize("life", PEOPLE)
def test_a_trial_shows_the_score_of_its_line(open_result, life):
    browser, address = open_result(PEOPLE[life])
    shown = {}
    for query in PAGES[life]:
        page = browser.get(f"{address}{query}")
        lines, links = list(list_lines(page)), list_links(page)
        assert {names for _score, names in lines} == links.keys()
        for score, names in lines:
            # The same trial of the same answers, from whichever page: it is asked for once.
            if links[names] not in shown:
                trial = browser.get(links[names])
                assert "change" in trial.context, (names, "the introduction, or a question without an answer")
                shown[links[names]] = trial.context["change"].after
            assert shown[links[names]] == score, (query, names)


@pytest.mark.parametrize(
    ("language", "tried", "kept"),
    [
        ("en", "The test of French that is missing is taken at NCLC 9.", "with a test of French at NCLC 9"),
        ("fr", "Le test de français qui manque est compté au NCLC 9.", "avec un test de français au NCLC 9"),
    ],
)
def test_a_supposed_test_of_french_has_levels_of_french(open_result, language, tried, kept):
    browser, address = open_result(LIVES["nurse"] | {"language_tests": [tef("2024-05-06", 250, 210, 320, 320)]})
    where = address.replace("/en/", f"/{language}/", 1)
    assert browser.get(where).context["estimate"].language == "fr"
    trial, scenarios = (
        browser.get(f"{where}{one}").content.decode() for one in ("what-if/?change=eca", "what-if/kept/")
    )
    assert tried in " ".join(trial.replace("\xa0", " ").split())
    assert kept in " ".join(scenarios.replace("\xa0", " ").split())
    assert "CLB" not in trial.partition("<table")[0]


def test_a_trial_of_supposed_tests_is_kept_as_a_copy_with_both(open_result):
    browser, address = open_result(STATED)
    browser.post(f"{address}what-if/", {"change": ["test-en-6", "test-fr-8", "eca"]})
    copy = browser.get(f"{address}what-if/")
    assert copy.context["change"].after == browser.get(address).context["basis"].crs.total
    assert len([one for one in copy.context["changed"] if "Which test" in one[0]]) == 2


@pytest.mark.parametrize("names", [["test-fr-8", "test-fr-9"], ["test-fr-11"], ["test-de-8"]])
def test_a_test_that_nobody_would_take_is_no_trial(open_result, names):
    browser, address = open_result(STATED)
    assert BLANK in browser.get(f"{address}what-if/", {"change": names}).content.decode()


def test_a_test_is_supposed_only_where_none_counts(open_result):
    browser, address = open_result(LIVES["cook"])
    assert BLANK in browser.get(f"{address}what-if/?change=test-fr-8").content.decode()
