"""Scores that were typed into the converter go into the answers and the score in a minute, and are not asked again."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from intake.models import Intake
from intake.public.scores_to_draft import choose_level, copy_scores_to_draft
from intake.questionnaire.draft import build_flow
from intake.questionnaire.draft_edits import set_answer
from tests.intake.answers import IELTS, SINGLE
from tests.intake.filled_forms import read_form

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
USE = "/en/levels/use/"
SCORES = {"listening": "8", "reading": "6.5", "writing": "7", "speaking": "6"}
TEF = {"scale": "old", "listening": "300", "reading": "250", "writing": "372", "speaking": "372"}


def use(client, test="ielts_general", scores=SCORES, **more):
    return client.post(USE, {"test": test, **scores, **more})


def test_the_page_of_levels_offers_it_once_there_are_levels(client):
    page = client.get("/en/levels/", {"test": "tef_canada", **TEF})
    html = page.content.decode()
    assert f'<form method="post" action="{USE}">' in html
    assert '<input type="hidden" name="scale" value="old">' in html
    assert '<input type="hidden" name="listening" value="300">' in html
    assert "no-store" in page["Cache-Control"]
    for given in ({}, {"test": "tef_canada", **TEF, "reading": ""}, {"listening": "99"}):
        plain = client.get("/en/levels/", given)
        assert USE not in plain.content.decode()
        assert not plain.cookies


def test_in_the_full_check_only_the_day_of_the_test_is_asked(client):
    assert use(client)["Location"] == "/en/intake/marital-status/"
    intake = Intake.objects.get()
    assert intake.answers == {"tests/1": None, "tests/1/scores": SCORES}
    intake.answers |= {path: given for path, given in SINGLE.items() if not path.startswith("tests")}
    intake.save()
    page = client.get("/en/intake/tests/1/").content.decode()
    assert re.search(r'<input[^>]+value="ielts_general"[^>]+checked', page)
    set_answer(intake, "tests/1", IELTS)
    assert build_flow(intake).find("tests").items[0].complete


def test_a_test_that_is_begun_gets_the_scores_and_another_becomes_one_more(client):
    intake = Intake(answers={"tests/1": IELTS, "tests/2": None}, mistakes={"tests/2": {"test": "tef_canada"}})
    copy_scores_to_draft(intake, "ielts_general", SCORES)
    copy_scores_to_draft(intake, "tef_canada", TEF)
    assert (intake.answers["tests/1/scores"], intake.answers["tests/2/scores"]) == (SCORES, TEF)
    before = dict(intake.answers)
    copy_scores_to_draft(intake, "tef_canada", TEF)
    assert intake.answers == before, "the same once more"
    copy_scores_to_draft(intake, "ielts_general", SCORES | {"reading": "9"})
    assert intake.answers["tests/3/scores"]["reading"] == "9"
    assert intake.answers["tests/1/scores"] == SCORES, "what was answered stays"


def test_who_said_to_have_no_test_is_asked_again_whether_there_is_one_more(client):
    intake = Intake(answers={"tests": {"more": "no"}}, mistakes={})
    copy_scores_to_draft(intake, "ielts_general", SCORES)
    assert "tests" not in intake.answers


def test_a_list_that_is_full_stays_as_it_is(settings):
    settings.LIST_ITEMS_AT_MOST = 1
    intake = Intake(answers={"tests/1": IELTS, "tests/1/scores": TEF}, mistakes={})
    copy_scores_to_draft(intake, "ielts_general", SCORES)
    assert set(intake.answers) == {"tests/1", "tests/1/scores"}


def test_the_score_in_a_minute_takes_the_lowest_level_and_its_address_holds_choices_alone(client):
    goes = urlsplit(use(client, minute="yes")["Location"])
    assert (goes.path, parse_qs(goes.query)) == ("/en/score/", {"english": ["7"]})
    assert '<option value="7" selected>' in client.get(goes.geturl()).content.decode()
    french = urlsplit(use(client, "tef_canada", TEF, minute="yes")["Location"])
    assert list(parse_qs(french.query)) == ["french"]


def test_from_the_minute_on_the_scores_are_still_there(client):
    use(client, minute="yes")
    chosen = {"age": "30", "family": "never_married", "education": "masters", "english": "7"}
    client.post(reverse("intake:keep_one_minute_score"), chosen)
    assert Intake.objects.get().answers["tests/1/scores"] == SCORES
    goes = urlsplit(use(client, "tef_canada", TEF, minute="yes")["Location"])
    assert parse_qs(goes.query)["education"] == ["masters"], "the choices of this browser go along"


@pytest.mark.parametrize(("level", "chosen"), [(0, "low"), (4, "4"), (9, "9"), (10, "10"), (12, "10")])
def test_a_level_is_chosen_as_the_minute_has_it(level, chosen):
    assert choose_level({}, "fr", level) == {"french": chosen}


@pytest.mark.parametrize(
    "typed",
    [{}, {"test": "ielts_general"}, {"test": "x", **TEF}, {"test": "tef_canada", **TEF, "scale": ""}],
    ids=["nothing", "no scores", "no test", "no column"],
)
def test_what_can_not_be_converted_makes_no_draft(client, typed):
    assert client.post(USE, typed)["Location"] == "/en/levels/"
    assert not Intake.objects.exists()


def test_answers_that_are_there_stay(client, browser_of):
    intake = Intake.objects.create(answers=dict(SINGLE))
    use(browser_of(intake))
    intake.refresh_from_db()
    assert {path: intake.answers[path] for path in SINGLE if path != "tests"} == {
        path: SINGLE[path] for path in SINGLE if path != "tests"
    }


def fill_converter(page, **typed):
    """What the form of the scores sends by its last button, with `typed` in its fields."""
    sent = read_form(page, "listening")
    assert set(typed) <= set(sent), "the choice of the test is in the form of its scores"
    return sent | typed


@pytest.mark.parametrize(("language", "heading"), [("en", "Your levels by"), ("fr", "Vos niveaux d’après le test")])
def test_the_levels_are_of_the_test_that_is_chosen_when_they_are_asked_for(client, language, heading):
    page = client.get(f"/{language}/levels/").content.decode()
    sent = fill_converter(page, test="celpip_general", listening="8", reading="8", writing="8", speaking="8")
    shown = client.get(f"/{language}/levels/", sent).content.decode()
    assert f"{heading} CELPIP-General" in shown
    assert 'id="converted"' in shown


def test_scores_that_the_chosen_test_does_not_have_are_refused_by_its_name(client):
    sent = fill_converter(client.get("/en/levels/").content.decode(), test="celpip_general", **SCORES)
    page = client.get("/en/levels/", sent).content.decode()
    assert 'id="converted"' not in page
    refusal = page[page.index('id="to-level"') : page.index('<form method="get" action="#to-level"')]
    assert "Your scores in CELPIP-General:" in refusal
    assert "Reading: enter a whole number from" in refusal


def test_choosing_another_test_keeps_what_was_typed_and_says_nothing_to_it_yet(client):
    page = client.get("/en/levels/", {"test": "tef_canada", "choose": "1", **SCORES}).content.decode()
    assert "error-summary" not in page
    assert 'id="converted"' not in page
    assert 'name="scale"' in page
    assert re.search(r'<input[^>]+name="reading"[^>]+value="6.5"|<input[^>]+value="6.5"[^>]+name="reading"', page)
    first = re.search(r"<button[^>]*>", page[page.index('<form method="get" action="#to-level"') :])[0]
    assert "name=" not in first, "the Enter key shows the levels"
