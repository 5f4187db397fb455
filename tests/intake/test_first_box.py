"""The first box of the result in lives that were walked: what comes by itself, what closes again, what is sure."""

import re

import pytest
from django.utils.translation import override

from draws.feed import importer, parser
from scoring.streams import STREAMS
from tests.intake.lives import PHYSICIAN, save_result
from tests.intake.test_days_to_come import read_first_box, read_way
from tests.scoring.people import ALONE, ielts, tef
from tests.scoring.test_surer_ways import ACCOUNTANT

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DEVELOPER = ALONE | {
    "date_of_birth": "1997-04-11",
    "settlement_funds_cad": 16000,
    "authorized_to_work_in_canada": True,
    "work_permit_until": "2028-07-31",
    "credentials": [
        {"level": "masters", "country": "IN", "awarded_on": "2021-07-15", "eca_issued_on": "2025-03-10"},
    ],
    "language_tests": [ielts("2026-05-02", 8.5, 7.5, 7, 7)],
    "sibling_in_canada": True,
    "jobs": [
        {"noc": "21232", "country": "CA", "start": "2025-12-28", "hours_per_week": 40},
        {"noc": "21232", "country": "IN", "start": "2022-01-01", "end": "2025-01-01", "hours_per_week": 40},
    ],
}
ELECTRICIAN = ALONE | {
    "date_of_birth": "1988-03-20",
    "authorized_to_work_in_canada": True,
    "credentials": [{"level": "one_year", "country": "PH", "awarded_on": "2009-03-15"}],
    "language_tests": [ielts("2026-05-02", 5.5, 5.5, 5.5, 5.5)],
    "jobs": [{"noc": "72200", "country": "CA", "start": "2025-09-20", "hours_per_week": 40}],
}
# One point below the pass mark of the selection grid, and a year older in ten weeks.
NOMINEE = PHYSICIAN | {
    "date_of_birth": "1981-02-09",
    "family_size": 3,
    "profile_submitted_at": "2026-02-10T12:00:00-05:00",
    "provincial_nomination": True,
    "nomination_stream": "express_entry",
    "nomination_province": "ON",
    "credentials": [
        {"level": "professional", "country": "NG", "awarded_on": "2006-07-15", "eca_issued_on": "2025-06-28"}
        | {"eca_issuer": "mcc"}
    ],
    "language_tests": [ielts("2025-06-04", 7, 7, 6.5, 7)],
    "jobs": [{"noc": "31102", "country": "NG", "start": "2015-11-01", "hours_per_week": 45}],
}
SHORT_OF_MONEY = ALONE | {
    "date_of_birth": "1993-05-10",
    "settlement_funds_cad": 12000,
    "credentials": [
        {"level": "bachelors", "country": "CM", "awarded_on": "2019-07-15", "eca_issued_on": "2026-08-28"},
    ],
    "language_tests": [tef("2026-07-28", 285, 240, 320, 320)],
    "jobs": [{"noc": "31301", "country": "CM", "start": "2020-11-01", "hours_per_week": 40}],
}


@pytest.fixture
def read(browser_of):
    """Reads the first box of the result of a life."""
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))

    def told(facts, language="en"):
        made = save_result(facts)
        return read_first_box(browser_of(made.intake), f"/{language}/result/{made.reference}/").replace("\xa0", " ")

    return told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ": Canadian Experience Class, with a score of 527; that is 4 points above the last cut-off",
        ),
        (
            "fr",
            ": Catégorie de l’expérience canadienne, avec une note de 527, soit 4 points de plus",
        ),
    ],
)
def test_what_work_opens_by_itself_stands_before_what_asks_for_more(read, language, said):
    found = read(DEVELOPER, language)
    assert said in found
    assert "382" not in found


def test_what_the_first_step_opens_is_said_to_close_again(read):
    said = read(NOMINEE)
    assert "This first step is enough only before Feb. 9, 2027: from that day on no program would be met." in said
    assert "You turn 46" in said
    assert "Enough for longer" in said
    assert "All four abilities in your first official language at CLB or NCLC 9 or more" in said
    assert "Missing for the nearest program: Pass mark of the selection grid (66 of 100 points; 67 needed)." in said
    assert "the profile that is with IRCC meets no program now" in said
    assert "submit your free profile" not in said.lower()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Also needed: 15,263 dollars to settle."),
        ("fr", "Il faut aussi : 15 263 $ de fonds."),
    ],
)
def test_money_without_which_no_program_is_met_stands_beside_the_first_step(read, language, said):
    shown = read(SHORT_OF_MONEY, language)
    first, _fold = re.split("Why, and what comes next|Pourquoi, et la suite", shown, maxsplit=1)
    assert said in first.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("born", "closing"),
    [
        pytest.param("1997-04-11", True, id="within half a year of the day on which it opens"),
        pytest.param("1997-09-11", False, id="later, which the fold below says"),
    ],
)
def test_work_that_goes_on_opens_a_program_and_what_closes_it_soon_stands_beside(read, born, closing):
    said = read(DEVELOPER | {"settlement_funds_cad": 5000, "date_of_birth": born})
    opens = said.split("From Dec. 26, 2026 on, if your work goes on: Canadian Experience Class, with a score of 527;")[
        1
    ]
    beside, _fold = opens.split("First step:")
    assert ("That reaches 523 only before April 11, 2027" in beside) is closing
    assert ("only before" in beside) is closing


def test_the_lowest_cut_off_that_is_reached_stands_beside_the_score_that_reaches_it(read):
    found = re.search(r"one of your ways reaches: .*?, (\d+); (\d+) with the plan", read(SHORT_OF_MONEY))
    assert found
    assert int(found[2]) >= int(found[1])


def test_whoever_meets_a_program_reads_of_the_profile_and_then_of_their_own_papers(read):
    said = read(ELECTRICIAN)
    first, sure = said.index("Submit your free profile"), said.index("Order the assessment (ECA) of your credentials")
    assert first < sure


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "In 2 of the last 3 rounds of this kind the cut-off was above your score: 419 points reach all of them.",
        ),
        (
            "fr",
            "Dans une partie des dernières rondes de ce type (2 sur 3), la note minimale était plus élevée",
        ),
    ],
)
def test_whoever_is_just_above_a_low_cutoff_reads_what_is_surer(browser_of, language, said):
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    made = save_result(ACCOUNTANT)
    with override(language):
        title = str(STREAMS["french"])
    way = read_way(browser_of(made.intake), f"/{language}/result/{made.reference}/", title)
    assert said in way.replace("\xa0", " ")
