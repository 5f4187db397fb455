"""What the score in a minute said of languages: the estimate supposes it, and the first step books those tests."""

from datetime import date

import pytest

from intake.questionnaire.flow import Flow
from intake.questionnaire.from_profile import build_answers
from intake.questionnaire.steps import STEPS
from intake.questionnaire.to_profile import build_facts, build_stated_levels
from intake.result.headline_score import find_headline
from scoring.assess import assess
from scoring.plans.estimates import find_estimate, list_levels
from scoring.profile import ProfileError, decode
from tests.scoring.making import book

ON = date(2026, 11, 30)
FACTS = {
    "date_of_birth": "1998-03-01",
    "marital_status": "never_married",
    "credentials": [{"level": "bachelors", "country": "SN", "awarded_on": "2020-06-01"}],
    "jobs": [
        {"noc": "21232", "country": "SN", "start": "2021-01-01", "end": "2026-10-01", "hours_per_week": 40},
    ],
    "settlement_funds_cad": 6000,
}


def lead(levels, clb=None, **other):
    return find_headline(assess(decode(FACTS | other | {"stated_levels": levels}), ON, book()), clb)


def test_the_estimate_leads_from_the_levels_that_were_stated():
    # Age 110, bachelor's 120, French as the first language at NCLC 8 4 x 23 and English at CLB 6 4 x 1, work abroad and
    # French 25 (50 with CLB 5 or more in English) and education 13.
    found = lead({"en": 6, "fr": 8})
    assert (found.crs, found.estimate.clb) == (414, None)
    assert str(found.estimate.because) == (
        "An estimate: about 414 points with CLB 6 in a test of English and NCLC 8 in one of French, and with your "
        "bachelor's degree assessed"
    )
    assert str(found.estimate.alone) == (
        "Without a test of English, French alone gives 385 points, and 66 of the 67 points that the selection grid of "
        "the Federal Skilled Worker Program asks for: you would not be eligible for it."
    )


def test_another_level_is_of_one_language_and_leaves_the_other_as_stated():
    chosen = lead({"en": 6, "fr": 8}, 9)
    assert chosen.estimate.language == "en"
    assert {one.facts["booked"]: one.facts["clb"] for one in chosen.estimate.missing if "booked" in one.facts} == {
        "en": 9,
        "fr": 8,
    }


@pytest.mark.parametrize(("levels", "language"), [({"fr": 8}, "fr"), ({"en": 6}, "en"), (None, "en")])
def test_the_language_of_a_supposed_test_is_the_one_that_was_stated(levels, language):
    now = lead(levels).now
    assert {find_estimate(now, clb).language for clb in (None, *list_levels(now))} == {language}


def test_a_stated_level_counts_for_nothing_beside_a_test():
    test = {"test": "ielts_general", "taken_on": "2026-05-01"} | dict.fromkeys(
        ("listening", "reading", "writing", "speaking"), 6
    )
    with_levels, without = (lead(one, language_tests=[test]) for one in ({"fr": 10}, None))
    assert with_levels.crs == without.crs


def test_a_level_that_the_charts_do_not_have_is_refused():
    with pytest.raises(ProfileError):
        lead({"en": 11})


def test_choices_of_no_test_or_a_low_level_state_no_level():
    assert build_stated_levels({"english": "none", "french": "low"}) is None
    assert build_stated_levels({"english": "6", "french": "8"}) == {"en": 6, "fr": 8}


def test_the_levels_go_through_the_answers_there_and_back():
    answers = build_answers(FACTS | {"stated_levels": {"en": 6, "fr": 8}})
    assert answers["score"] == {"english": "6", "french": "8"}
    known = Flow(answers, STEPS, whole=True).cleaned
    assert build_facts(known | {"date_of_birth": None})["stated_levels"] == {"en": 6, "fr": 8}
