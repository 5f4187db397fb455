"""What the score in a minute said of languages: the estimate supposes it, and the first step books those tests."""

from datetime import date

import pytest

from intake.questionnaire.answers_to_profile import build_facts, build_stated_levels
from intake.questionnaire.change_facts import change_facts
from intake.questionnaire.check_summary import build_sections
from intake.questionnaire.flow import BESIDE, Flow
from intake.questionnaire.profile_to_answers import build_answers
from intake.questionnaire.steps import STEPS
from intake.result.headline_score import find_headline
from intake.result.worksheet import build_worksheet
from scoring.assess import assess
from scoring.plans.estimates import find_estimate, list_levels
from scoring.profile import ProfileError, decode
from tests.intake.answers import SINGLE, without
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


def take(test, *scores):
    """A test with these scores in listening, reading, writing and speaking."""
    return {"test": test, "taken_on": "2026-05-01"} | dict(
        zip(("listening", "reading", "writing", "speaking"), scores, strict=True)
    )


# CLB 7 and NCLC 8 in all abilities, and a bachelor's degree that counts.
ENGLISH, FRENCH = take("ielts_general", 6, 6, 6, 6), take("tcf_canada", 503, 499, 12, 12)
ASSESSED = FACTS["credentials"][0] | {"eca_issued_on": "2026-01-01"}


@pytest.mark.parametrize(("test", "same"), [(ENGLISH, {"en": 10}), (FRENCH, {"fr": 10})])
def test_a_stated_level_counts_for_nothing_beside_a_test_of_its_language(test, same):
    with_levels, without = (lead(one, language_tests=[test]) for one in (same, None))
    assert with_levels.crs == without.crs


def test_beside_a_test_of_french_the_estimate_supposes_the_english_that_was_stated():
    # The numbers of the first test above: French counts 385 alone, with CLB 6 in English 414 and the grid is passed.
    held = {"language_tests": [FRENCH], "credentials": [ASSESSED]}
    assert (lead(None, **held).crs, lead(None, **held).estimate) == (385, None)
    found = lead({"en": 6, "fr": 4}, **held)
    assert (found.now.crs.total, found.crs) == (385, 414)
    assert str(found.estimate.because) == "An estimate: about 414 points with CLB 6 in a test of English"
    both = lead({"en": 6}, language_tests=[FRENCH])
    assert (both.crs, both.estimate.supposes_assessment) == (414, True)


def test_beside_a_test_of_english_the_estimate_supposes_the_french_that_was_stated():
    held = {"language_tests": [ENGLISH], "jobs": [], "credentials": [FACTS["credentials"][0]]}
    alone, found = lead(None, **held), lead({"fr": 8}, **held)
    assert found.crs > alone.crs
    assert {one.facts["booked"] for one in found.estimate.missing if "booked" in one.facts} == {"fr"}


def test_whoever_can_be_invited_without_the_expected_level_has_a_score_and_no_estimate():
    well = take("ielts_general", 8, 7, 7, 7)
    found = lead({"fr": 8}, language_tests=[well], credentials=[ASSESSED], settlement_funds_cad=60000)
    assert found.now.streams
    assert found.estimate is None


def test_a_level_that_the_charts_do_not_have_is_refused():
    with pytest.raises(ProfileError):
        lead({"en": 11})


def test_choices_of_no_test_or_a_low_level_state_no_level():
    assert build_stated_levels({BESIDE: {"english": "none", "french": "low"}}) is None
    assert build_stated_levels({BESIDE: {"english": "6", "french": "8"}}) == {"en": 6, "fr": 8}


def test_the_levels_go_through_the_answers_there_and_back():
    answers = build_answers(FACTS | {"stated_levels": {"en": 6, "fr": 8}})
    assert answers["score"] == {"english": "6", "french": "8"}
    known = Flow(answers, STEPS, whole=True).cleaned
    assert build_facts(known | {"date_of_birth": None})["stated_levels"] == {"en": 6, "fr": 8}


# --- The page that shows and changes them ------------------------------------------------

UNTESTED = without(SINGLE, "tests/1", "tests/1/scores") | {"tests": {"more": "no"}}
CHOSEN = {BESIDE: {"english": "6", "french": "8"}}


def state(answers):
    return build_facts(Flow(answers, STEPS).cleaned)["stated_levels"]


def answer_tests(**typed):
    return UNTESTED | CHOSEN | {"tests": {"more": "no"} | typed}


def test_the_page_of_the_tests_shows_the_levels_that_were_chosen_before():
    page = Flow(without(UNTESTED, "tests") | CHOSEN, STEPS).find("tests").get_form()
    assert (page.initial["expected_english"], page.initial["expected_french"]) == ("6", "8")
    assert '<option value="6" selected>CLB 6</option>' in str(page["expected_english"])
    assert '<option value="8" selected>NCLC 8</option>' in str(page["expected_french"])


def test_what_is_changed_or_cleared_there_holds_and_an_answer_from_before_keeps_what_was_chosen():
    assert state(answer_tests()) == {"en": 6, "fr": 8}
    assert state(answer_tests(expected_english="9", expected_french="8")) == {"en": 9, "fr": 8}
    assert state(answer_tests(expected_english="", expected_french="8")) == {"fr": 8}
    assert state(answer_tests(expected_english="", expected_french="")) is None
    assert state(UNTESTED | {"tests": {"more": "no", "expected_french": "7"}}) == {"fr": 7}


@pytest.mark.parametrize("told", ["none", "low", "", "11"])
def test_what_is_no_level_to_expect_is_not_shown_as_one(told):
    page = Flow(UNTESTED | {"tests": {}, BESIDE: {"english": told}}, STEPS).find("tests").get_form()
    assert page.initial["expected_english"] == ""


def list_asked(*tests):
    """The questions beside tests with these names."""
    listed = {f"tests/{number}": SINGLE["tests/1"] | {"test": test} for number, test in enumerate(tests, start=1)}
    return Flow(UNTESTED | listed, STEPS).find("tests").form.fields


def test_whoever_lists_tests_of_one_language_is_asked_for_the_level_of_the_other():
    english, french = list_asked("ielts_general", "celpip_general"), list_asked("tef_canada")
    assert (list(english), list(french)) == (["more", "expected_french"], ["more", "expected_english"])
    assert english["expected_french"].label == "Which level do you expect in a test of French?"
    assert "as an estimate" in str(french["expected_english"].help_text)
    assert list(list_asked("ielts_general", "tcf_canada")) == ["more"]
    assert list(list_asked("")) == ["more"]


def test_the_level_beside_a_test_becomes_a_fact_as_without_one():
    answered = {"tests": {"more": "no", "expected_french": "7"}}
    assert state(SINGLE | answered) == {"fr": 7}
    assert state(SINGLE | CHOSEN | answered)["fr"] == 7
    # Answered before it was asked: what was chosen before the questions stays.
    assert state(SINGLE | CHOSEN | {"tests": {"more": "no"}})["fr"] == 8


def test_whoever_lists_no_test_is_asked_for_both_levels():
    assert list(Flow(UNTESTED, STEPS).find("tests").form.fields) == ["more", "expected_english", "expected_french"]
    asked = Flow(UNTESTED | {"tests": {"more": "yes", "expected_english": "9"}}, STEPS).find("tests").form
    assert asked.pick_asked() == {"more": "yes"}


def test_a_partner_is_asked_for_no_levels():
    partner = next(step for step in STEPS if step.slug == "partner-tests")
    assert list(partner.base_fields) == ["more"]


def test_a_level_that_is_not_in_the_list_is_refused_in_plain_words():
    form = Flow(answer_tests(expected_english="11"), STEPS).find("tests").form
    assert form.errors["expected_english"] == ["Choose from the list"]


def test_the_check_and_the_worksheet_tell_the_levels():
    flow = Flow(answer_tests(expected_english="9", expected_french=""), STEPS)
    rows = {str(row.label): str(row.answer) for _title, cards in build_sections(flow) for c in cards for row in c.rows}
    assert rows["Which level do you expect in a test of English?"] == "CLB 9"
    assert rows["And in a test of French?"] == "No test planned, or I do not know"
    profile = decode(build_facts(flow.cleaned))
    languages = dict(build_worksheet(profile, book().on(ON)))["Official languages"]
    assert ("Level expected in a test of English", "CLB 9") in [(str(a), str(b)) for a, b in languages[-1].lines]


def test_staff_correct_a_level_in_a_file_that_leaves_questions_open():
    stated = FACTS | {"stated_levels": {"en": 6}}
    answers = build_answers(stated) | {"tests": {"more": "no", "expected_english": "8", "expected_french": "7"}}
    assert change_facts(stated, answers)["stated_levels"] == {"en": 8, "fr": 7}


@pytest.mark.django_db
def test_a_list_of_tests_has_no_rule_for_fields_that_are_not_there(client):
    for path in ("marital-status", "date-of-birth", "destination", "authorized-to-work", "credentials/1"):
        client.post(f"/en/intake/{path}/", SINGLE[path])
    for path in [path for path in SINGLE if path.split("/")[0] in ("credentials", "more-study-in-canada")]:
        client.post(f"/en/intake/{path}/", SINGLE[path])
    client.post("/en/intake/trade-certificate/", SINGLE["trade-certificate"])
    asked = client.get("/en/intake/tests/").content.decode()
    assert 'data-only-if="div_id_expected_english:more:no div_id_expected_french:more:no"' in asked
    for path, typed in (("tests", {"more": "yes"}), ("tests/1", SINGLE["tests/1"])):
        client.post(f"/en/intake/{path}/", typed)
    client.post("/en/intake/tests/1/scores/", SINGLE["tests/1/scores"])
    beside = client.get("/en/intake/tests/").content.decode()
    assert 'data-only-if="div_id_expected_french:more:no"' in beside
