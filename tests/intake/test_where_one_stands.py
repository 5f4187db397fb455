"""The box at the top: the first step is that of the best way, and one sentence says where somebody stands."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from intake.models import Assessment
from intake.result.page_context import build_context
from intake.result.way_display import NO_STEP, WayDescriber, group_steps, is_near, list_first_steps
from scoring.plans.combinations import list_plans
from scoring.plans.estimates import find_estimate
from scoring.plans.targets import is_easier
from scoring.plans.ways import Round
from scoring.profile import decode
from tests.draws.factories import PublishedDrawFactory
from tests.intake.lives import ASSESSED, LIVES, MASTER, STATED, WALKED_ON, save_result
from tests.intake.test_days_to_come import read_first_box
from tests.scoring.making import assess
from tests.scoring.people import ALONE, ielts
from tests.scoring.test_plan_words import list_people

ROUNDS = {
    stream: [Round("1", day, cutoff)]
    for stream, day, cutoff in (
        ("fsw", date(2023, 2, 2), 489),
        ("cec", date(2026, 11, 3), 523),
        ("french", date(2026, 10, 19), 382),
        ("healthcare", date(2026, 9, 4), 475),
    )
}
STEM = {"stem": [Round("1", date(2026, 10, 8), 473)]}


def look(profile, rounds=ROUNDS):
    """The describer of the ways of somebody, and the ways in words."""
    now = assess(profile, WALKED_ON)
    chosen = find_estimate(now, None)
    basis = chosen.found if chosen else now
    describer = WayDescriber(now, basis, list_plans(basis), chosen)
    return describer, list(describer.describe_all(rounds))


def get_first_words(rounds):
    """The first step of the engineer in words."""
    describer, ways = look(decode(LIVES["engineer"]), rounds)
    first, *_more = list_first_steps(ways, describer.describe_way_in(ways))
    return first.words[0]


def test_the_first_step_is_the_one_of_the_best_way_with_its_level_and_language():
    assert get_first_words(ROUNDS) == (
        "Take your French test again, and prepare for NCLC 7 in all four abilities, and 8 in one of them."
    )
    assert get_first_words(ROUNDS | STEM) == (
        "Book a test of English (IELTS General Training, CELPIP-General or PTE Core), and prepare for CLB 9 in "
        "all four abilities."
    )


@pytest.mark.parametrize("whose", ["strangers", "samples"])
def test_what_opens_a_program_is_a_part_of_the_best_way_that_is_near(whose):
    checked = 0
    for facts in list_people(whose)[:60]:
        describer, ways = look(decode(facts))
        best = next((shown.way.plan for shown in ways if is_near(shown.way) and shown.way.plan), None)
        way_in = describer.describe_way_in(ways)
        if best and way_in:
            assert way_in.way.plan is best or is_easier(way_in.way.plan, best), (way_in.way.plan.names, best.names)
            checked += 1
    assert checked > 1


def test_what_reaches_a_cutoff_by_the_plan_of_another_way_is_not_called_out_of_reach():
    _describer, ways = look(decode(LIVES["physician"]))
    healthcare, french = (next(one for one in ways if one.way.stream == stream) for stream in ("healthcare", "french"))
    assert healthcare.step.code in NO_STEP
    assert healthcare.way.beyond.names == french.way.plan.names
    assert healthcare.via.way == french.way
    titles = next(titles for shown, titles in group_steps(ways) if shown.way == french.way)
    assert {str(title) for title in titles} >= {str(healthcare.title), str(french.title)}


def test_a_way_whose_plan_reaches_its_own_cutoff_has_its_own_step():
    for life in LIVES.values():
        _describer, ways = look(decode(life))
        assert [one for one in ways if one.via and one.step.code not in NO_STEP] == []


# --- The page -----------------------------------------------------------------


@pytest.fixture
def read_box(browser_of):
    """A function that gives the text at the top of the result of these facts, with these rounds on record."""

    def told(facts, language):
        for stream, (one,) in ROUNDS.items():
            PublishedDrawFactory(stream=stream, held_on=one.on, cutoff=one.cutoff)
        made = save_result(facts)
        return read_first_box(browser_of(made.intake), f"/{language}/result/{made.reference}/").replace("\xa0", " ")

    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        yield told


UNTESTED = {name: fact for name, fact in STATED.items() if name != "stated_levels"}
FRENCH = "Lowest last cut-off that one of your ways reaches: French-language proficiency, 382; "
FRENCH_IN_FRENCH = "une de vos voies atteint : Compétence linguistique en français, 382; "
MET = "You would be eligible for: Federal Skilled Worker Program. There has been no such round since February 2023."


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (LIVES["nurse"], FRENCH),
        (LIVES["engineer"], FRENCH),
        (LIVES["cook"], FRENCH),
        (UNTESTED, f"{MET} {FRENCH}"),
        (STATED | {"stated_levels": {"en": 8, "fr": 5}}, f"{MET} {FRENCH}"),
    ],
    ids=["nurse", "engineer", "cook, in the fold", "no test", "French too low"],
)
def test_where_no_round_is_open_one_sentence_says_what_is_nearest(read_box, facts, said):
    assert said in read_box(facts, "en")


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("language", "stands", "fold", "nearest"),
    [
        (
            "en",
            "Federal Skilled Worker Program: no such round since February 2023.",
            "Why, and what comes next",
            FRENCH,
        ),
        (
            "fr",
            "Programme des travailleurs qualifiés (fédéral) : aucune ronde de ce type depuis février 2023.",
            "Pourquoi, et la suite",
            FRENCH_IN_FRENCH,
        ),
    ],
)
def test_beside_what_cannot_wait_one_reads_where_one_stands_and_what_is_nearest_in_the_fold(
    read_box, language, stands, fold, nearest
):
    shown, _fold, folded = read_box(MASTER, language).partition(fold)
    assert stands in shown
    assert nearest in folded
    assert stands not in folded


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_sentence_is_said_in_french_too(read_box):
    said = read_box(UNTESTED, "fr")
    assert "aucune ronde de ce type depuis février 2023." in said
    assert FRENCH_IN_FRENCH in said


@pytest.mark.django_db
@pytest.mark.one_database
def test_whoever_has_an_open_round_reads_of_that_alone(read_box):
    said = read_box(LIVES["graduate"] | {"jobs": [LIVES["graduate"]["jobs"][0] | {"start": "2025-03-28"}]}, "en")
    assert "points below the last cut-off of Canadian Experience Class (523)." in said
    assert "Lowest last cut-off" not in said


SHORT_OF_MONEY = ALONE | {
    "date_of_birth": "1995-06-14",
    "settlement_funds_cad": 14_500,
    "credentials": [ASSESSED | {"level": "bachelors", "country": "PH", "awarded_on": "2016-05-01"}],
    "language_tests": [ielts("2026-01-15", 8, 7, 7, 7)],
    "jobs": [{"noc": "31301", "country": "PH", "start": "2022-08-01", "hours_per_week": 40}],
}


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("language", "said"), [("en", "points too few for: {title}"), ("fr", "il manque {missing} points pour : {title}.")]
)
def test_the_first_step_says_how_far_the_score_then_is_from_the_cutoff_that_it_opens(read_box, language, said):
    box = read_box(SHORT_OF_MONEY, language)
    (made,) = Assessment.objects.all()
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"), translation.override(language):
        after = build_context(made)["after"]
    assert after.missing > 0
    assert said.format(missing=after.missing, title=str(after.title).replace("\xa0", " ")) in box
    assert str(after.crs) in box
