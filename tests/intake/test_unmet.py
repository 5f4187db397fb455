"""What keeps a kind of round closed is named with the rows of the rules that are not met, above and in each way."""

import re

import pytest
import time_machine
from django.utils import translation

from draws.feed import importer, parser
from intake.result.decision import NO_CHOICE, build_decision
from intake.result.headline_score import find_headline
from intake.result.page_context import build_context
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from tests.intake.lives import LIVES, WALKED_ON, save_result
from tests.scoring.people import ALONE, ielts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# One point short of the grid, and short of money.
SHORT = ALONE | {
    "date_of_birth": "1996-05-05",
    "credentials": [{"level": "bachelors", "country": "IN", "eca_issued_on": "2026-03-16"}],
    "language_tests": [ielts("2026-06-27", 7.5, 6.5, 6.5, 6.5)],
    "jobs": [{"noc": "31301", "country": "IN", "start": "2022-11-28", "hours_per_week": 48}],
}


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
        yield


def decide(facts):
    """What the page of these facts says first."""
    return build_decision(find_headline(assess(decode(facts | {"id": "x"}), WALKED_ON, rulebook())), NO_CHOICE)


@pytest.mark.parametrize("life", LIVES)
def test_each_way_that_is_closed_names_the_rows_that_the_rules_say_are_not_met(life):
    decision = decide(LIVES[life])
    basis = decision["basis"]
    outcomes = {**basis.programs, **basis.categories}
    rows = {(row.code, row.because) for found in outcomes.values() for row in found.requirements if row.met is False}
    for shown in decision["ways"]:
        said = {(row.code, row.because) for one in shown.unmet for row in one.rows}
        assert said <= rows
        by_nomination_alone = shown.way.stream == "pnp" and bool(basis.streams)
        assert bool(said) == (not shown.way.is_open and not shown.undecided and not by_nomination_alone)


def test_points_and_money_are_named_with_their_numbers():
    decision = decide(SHORT)
    (program, *_others) = decision["unmet"]
    assert [row.code for row in program.rows] == ["funds", "fsw_grid"]
    assert [str(row.because) for row in program.rows] == [
        "12,000 dollars stated, 15,263 needed for a family of 1",
        "66 of 100 points; 67 needed",
    ]
    assert not program.alone
    way = next(one for one in decision["ways"] if one.way.stream == "healthcare")
    assert [one.rows for one in way.unmet] == [program.rows]


def test_the_program_that_is_named_is_the_one_that_the_first_step_opens():
    decision = decide(LIVES["graduate"])
    nearest = decision["unmet"][0]
    assert (str(nearest.title), nearest.alone) == ("Canadian Experience Class", True)


def test_nothing_is_named_where_a_program_is_met():
    decision = decide(LIVES["welder"])
    assert decision["unmet"] == []
    assert all(shown.unmet == () for shown in decision["ways"] if shown.way.is_open)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Missing for the nearest program: Settlement funds; Pass mark of the selection grid.",
        ),
        (
            "fr",
            "Pour le programme le plus proche, il manque\xa0: fonds pour l’établissement;",
        ),
    ],
)
def test_the_page_names_them_beside_the_sentence_and_in_the_way(browser_of, language, said):
    made = save_result(SHORT)
    page = browser_of(made.intake).get(f"/{language}/result/{made.reference}/").content.decode()
    assert said in page
    number = {"en": "66 of 100 points; 67 needed.", "fr": "66"}[language]
    way = page.partition('<ol class="ways">')[2].partition("</ol>")[0]
    assert number in way


def test_each_row_leads_to_the_question_that_decides_it():
    with translation.override("en"):
        context = build_context(save_result(SHORT))
    links = {row.code: row.question for row in context["unmet"][0].rows}
    assert re.fullmatch(r"/en/intake/funds/.*", links["funds"])
