"""Beside the score: what would raise it, what it will be, and which answers to look at again."""

import re
from datetime import date

import pytest

from intake.assessments.find import score_facts
from intake.common import rule_numbers
from intake.common.rule_numbers import get_number
from intake.models import Assessment, Intake
from intake.result.outlook import find_greatest_loss, name_rounds
from intake.result.page_context import build_context
from intake.result.score_calendar import CalendarChange
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import SINGLE, TODAY

ON = date(2026, 9, 15)
FACTS = {
    "date_of_birth": "1996-11-10",
    "marital_status": "never_married",
    "language_tests": [
        {
            "test": "celpip_general",
            "taken_on": "2025-01-15",
            "reading": 9,
            "writing": 9,
            "listening": 9,
            "speaking": 8,
        }
    ],
    "jobs": [{"noc": "21232", "country": "CA", "start": "2025-01-01", "hours_per_week": 40, "authorized": False}],
}

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def page(browser_of):
    """The result page of these facts."""
    intake = Intake.objects.create()
    result = score_facts(FACTS, ON)
    kept = Assessment.objects.create(
        intake=intake, on=ON, facts=FACTS, result=result, crs=result["crs"]["total"], edition=result["edition"]
    )
    answer = browser_of(intake).get(f"/en/result/{kept.reference}/")
    return answer.content.decode(), build_context(kept)


def test_the_page_says_what_would_raise_the_score(page):
    html, found = page
    assert "One level up in speaking, to CLB or NCLC 9" in html
    assert str(found["options"][0]["because"]).startswith("CELPIP-General taken again, before"), "it ends in January"
    gains = {str(option["because"]): option["gain"] for option in found["options"]}
    assert gains["A nomination by a province or territory, through a stream aligned with Express Entry"] == 600


def test_a_line_of_the_ladder_says_the_time_that_is_known_and_the_page_once_that_the_rest_is_not(page):
    html, found = page
    ladder = html.partition('id="ladder"')[2].partition('id="programs"')[0].partition("<tbody>")[2]
    rows = ladder.split("<tr>")[1:]
    assert len(rows) == len(found["options"]) > 5
    assert "Time: 52 weeks." in ladder
    assert "Cost: not known." not in ladder, "once above the lines and not in each"
    assert html.count("Where a line gives no time or cost, it is not known.") == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_way_says_its_time_and_cost_and_the_lines_of_a_target_once_that_a_cost_is_not_known(result_of, language):
    for stream, cutoff in (("cec", 600), ("pnp", 725), ("french", 382)):
        PublishedDrawFactory(stream=stream, held_on=date(2026, 11, 3), cutoff=cutoff)
    browser, where = result_of(SINGLE)
    page = " ".join(browser.get(where.replace("/en/", f"/{language}/")).content.decode().replace("\xa0", " ").split())
    found = build_context(Assessment.objects.get())
    costs = {"en": "Where a line gives no cost, the cost is not known.", "fr": "Si une ligne n’indique pas de coût"}
    ways = page.split('<li class="way">')[1:]
    planned = [way for shown, way in zip(found["ways"], ways, strict=True) if shown.way.plan]
    assert len(planned) > 2
    plans = page.partition('<ul class="plans">')[2].partition("</ul>")[0].split("<li>")[1:]
    assert len(plans) == len(found["plans"]) > 0
    assert page.count(costs[language]) == 1
    unknown = {"en": r"[Cc]ost: not known\.", "fr": r"(Coût|coût) : inconnus?\."}
    assert all(re.search(unknown[language], one) for one in planned)
    assert not any(re.search(unknown[language], one) for one in plans)
    times = {
        "en": r"Time(?: and cost)?: |how long all of it takes is not known",
        "fr": r"Durée(?: et coût)? : |combien de temps",
    }
    assert all(re.search(times[language], one) for one in [*planned, *plans])


def test_each_row_says_the_smallest_change_that_gives_more(page):
    html, _found = page
    assert "CLB or NCLC 9 here would give 8 points more" in html


def test_the_page_shows_the_score_of_the_next_two_years_from_today(page):
    _html, found = page
    assert [period["since"] for period in found["periods"]] == [
        TODAY,
        date(2027, 1, 15),
        date(2027, 11, 10),
        date(2028, 11, 10),
    ]


def test_how_far_ahead_the_page_looks_is_said_as_the_timeline_has_it(result_of, monkeypatch):
    for years, months, words in ((2, 24, "two"), (3, 36, "three")):
        monkeypatch.setattr(rule_numbers, "YEARS_AHEAD", years)
        browser, address = result_of(SINGLE)
        html = browser.get(f"{address}?target={get_number('most_points')}").content.decode()
        assert set(re.findall(r"over the next (\d+) months", html)) == {str(months)}
        assert f"in Canada beyond the next {words} years" in html
        assert "No combination of up to three of the changes" in html


def test_the_page_says_which_answers_to_look_at_again(page):
    html, _found = page
    assert "without authorization can matter beyond points" in html


def change(gain):
    return CalendarChange(ON, 450, 450 + gain, [], [], [], [], [])


@pytest.mark.parametrize(
    ("gains", "worst"), [([], None), ([-5], None), ([-5, -200, -4], -200), ([-200, -5], None), ([5, 6], None)]
)
def test_the_greatest_fall_is_said_where_it_is_not_the_next_change(gains, worst):
    found = find_greatest_loss([change(gain) for gain in gains])
    assert (found and found.gain) == worst


def test_a_kind_of_round_that_is_no_longer_held_stands_after_the_others_and_says_so():
    ended = "Federal Skilled Trades Program (no rounds of this kind now)"
    found = list(map(str, name_rounds(["general", "fst", "trades"], {"cec": 518, "trades": 476})))
    assert found == ["Trade occupations", ended]
    assert name_rounds(["general", "cec"], {"general": 500})[0] == "General: all programs"
    assert len(name_rounds(["general", "cec"], {})) == 2, "nobody knows the rounds"
