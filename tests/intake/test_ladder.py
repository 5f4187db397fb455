"""The ladder of single changes says its order, a stream opens once in it, and plans say how far they bring one."""

import re

import pytest
import time_machine

from draws.feed import importer, parser
from tests.intake.lives import LIVES, WALKED_ON, save_result
from tests.intake.test_unmet import SHORT, decide

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
        yield


def read_page(browser_of, facts, language="en"):
    """The text of the result of these facts."""
    made = save_result(facts)
    page = browser_of(made.intake).get(f"/{language}/result/{made.reference}/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("life", LIVES)
def test_a_stream_opens_in_one_line_and_also_in_those_below_it(life):
    options = decide(LIVES[life])["options"]
    opened = [str(title) for option in options for title in option["opens"]]
    assert len(opened) == len(set(opened))
    for index, option in enumerate(options):
        above = {str(title) for one in options[:index] for title in one["opens"]}
        assert {*map(str, option["also_opens"])} <= above


def test_two_lines_that_open_one_program_say_so_apart(browser_of):
    page = read_page(browser_of, LIVES["graduate"])
    assert "In this order: what keeps a round open to you, what you hold already, what opens a program" in page
    assert "Also opens, as a line above does:" in page
    assert page.index("Opens: ") < page.index("Also opens, as a line above does:")


@pytest.mark.parametrize("life", LIVES)
def test_what_an_assessment_is_for_is_said_once_on_a_page(browser_of, life):
    page = read_page(browser_of, LIVES[life])
    assert page.count("neither for points nor for the Federal Skilled Worker Program") <= 1


@pytest.mark.parametrize("life", LIVES)
def test_a_plan_says_how_far_above_the_cut_off_it_brings_one(life):
    for shown in decide(LIVES[life])["ways"]:
        plan = shown.way.plan
        assert shown.way.above_then == (max(plan.lasting - shown.way.cutoff, 0) if plan else 0)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", r"What would bring you there \(429; 47 points above that cut-off\):"),
        ("fr", r"arriver \(note de 429, soit 47 points de plus que cette note minimale\)"),
    ],
)
def test_the_margin_stands_beside_the_plan_of_a_way_and_of_a_target(browser_of, language, said):
    page = read_page(browser_of, LIVES["engineer"], language)
    assert re.search(said, page)
    if language == "en":
        assert re.search(r"Reaches: .+ \(last cut-off \d+; \d+ points? above it\)", page)


def test_french_at_the_level_of_the_grid_is_tried_where_the_grid_is_missed():
    decision = decide(SHORT)
    names = {name for plan in decision["ways"] if plan.way.plan for name in plan.way.plan.names}
    assert names
    ladder = [option["because"] for option in decision["options"]]
    (five,) = (one for one in ladder if one.code == "first_french" and one.facts["clb"] == 5)
    assert str(five) == "French at NCLC 5 in all four abilities, with a test"
    passed = decide(SHORT | {"date_of_birth": "1998-05-05", "jobs": [SHORT["jobs"][0] | {"start": "2019-01-01"}]})
    assert not any(one["because"].facts.get("clb") == 5 for one in passed["options"])
