"""The worksheet: every answer in the order of IRCC's profile, and blanks for what we never ask."""

from copy import deepcopy
from datetime import date

import pytest
from django.utils.translation import override
from msgspec.structs import replace

from intake.models import Intake
from intake.questionnaire.answers_to_profile import build_facts
from intake.result.worksheet import BY_HAND, build_worksheet, list_jobs
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import StatedLevels, decode
from tests.intake.answers import COUPLE, SINGLE, flow

WORK = {"country": "CA", "start": "2024-01-01", "hours_per_week": 40}


def sheet(answers):
    """The sections of the worksheet as text."""
    made = build_worksheet(decode(build_facts(flow(answers).cleaned)), rulebook().on(date(2026, 11, 23)))
    return {
        str(title): [(str(block.title), {str(label): str(answer) for label, answer in block.lines}) for block in blocks]
        for title, blocks in made
    }


def test_the_sections_come_in_the_order_of_the_profile():
    assert list(sheet(COUPLE)) == [
        "Personal details",
        "Study history",
        "Official languages",
        "Application details",
        "Work history",
        "Your spouse or common-law partner",
    ]
    assert "Your spouse or common-law partner" not in sheet(SINGLE)


def test_scores_stand_as_on_the_report_with_their_levels():
    (title, lines), _chosen = sheet(SINGLE)["Official languages"]
    assert title == "IELTS General Training"
    assert lines["Listening"] == "8 (CLB or NCLC 9)"
    assert lines["Writing"] == "7 (CLB or NCLC 9)"
    assert lines["Ceases to count on"] == "Feb. 1, 2028"


def copy_first_language(profile, section="Official languages"):
    """The lines after the tests, on the sheet that is copied into IRCC's form."""
    found = assess(profile, date(2026, 11, 23), rulebook())
    sections = {str(title): blocks for title, blocks in build_worksheet(profile, found.rules, found.crs)}
    last = sections[section][-1]
    return {str(label): str(answer) for label, answer in last.lines}


def test_the_first_official_language_is_one_that_can_be_copied():
    profile = decode(build_facts(flow(SINGLE).cleaned))
    (english,) = profile.language_tests
    french = replace(english, test="tef_canada", listening=200, reading=150, writing=250, speaking=250, scale="old")
    asked = "First official language"
    undecided = replace(profile, first_official_language=None)
    assert copy_first_language(undecided)[asked] == "English"
    assert copy_first_language(replace(undecided, language_tests=())) == {asked: BY_HAND}
    both = replace(undecided, language_tests=(english, french))
    assert copy_first_language(both)[asked] == "English (gives you the most points)"
    assert copy_first_language(replace(both, first_official_language="fr"))[asked] == "French"
    with override("fr"):
        words = copy_first_language(both, "Langues officielles")["Première langue officielle"]
    assert words == "Anglais (vous donne le plus de points)"


def test_the_level_that_was_expected_gives_way_to_a_test_of_that_language():
    profile = decode(build_facts(flow(SINGLE).cleaned))
    planned = replace(profile, stated_levels=StatedLevels(en=7, fr=8))
    lines = copy_first_language(planned)
    assert "Level expected in a test of English" not in lines
    assert lines["Level expected in a test of French"] == "NCLC 8"
    stated = dict(build_worksheet(planned, rulebook().on(date(2026, 11, 23))))["Official languages"][-1]
    assert len(stated.lines) == 3, "staff read what was stated"


def test_answers_stand_as_given_and_what_we_never_ask_is_blank():
    found = sheet(SINGLE)
    (_, personal), ((degree, credential),) = found["Personal details"][0], found["Study history"]
    assert personal["Date of birth"] == "March 27, 1996"
    assert personal["Passport or travel document: number, country, issued, expires"] == BY_HAND
    assert (degree, credential["Country of study"]) == ("Bachelor's degree", "India")
    ((job, lines),) = found["Work history"]
    assert job == "Software developers and programmers (21232)"
    assert (lines["From"], lines["To"], lines["Hours a week"]) == ("January 2024", "now", "40")
    assert lines["Employer, position and city"] == BY_HAND


@pytest.mark.parametrize(
    ("primary", "said"),
    [
        ({"21232": False}, {"21232": "Yes"}),
        ({"21232": False, "31301": False}, {"21232": BY_HAND, "31301": BY_HAND}),
        ({"21232": False, "31301": True}, {"21232": "No", "31301": "Yes"}),
    ],
)
def test_the_only_occupation_is_the_primary_one_and_one_still_to_be_chosen_is_blank(primary, said):
    given = [{**WORK, "noc": noc, "primary": chosen} for noc, chosen in primary.items()]
    found = list_jobs(decode({"date_of_birth": "1996-03-27", "marital_status": "never_married", "jobs": given}).jobs)
    assert {str(block.title)[-6:-1]: str(dict(block.lines)["Primary occupation"]) for block in found} == said


def test_nothing_stated_is_said():
    untested = {path: posted for path, posted in SINGLE.items() if not path.startswith("tests/")}
    assert sheet(untested)["Official languages"][0][1] == {"Nothing stated": BY_HAND}


@pytest.mark.django_db
def test_the_page_shows_the_kept_facts_not_newer_answers(browser_of):
    intake = Intake.objects.create(answers=deepcopy(SINGLE))
    browser = browser_of(intake)
    where = browser.post("/en/intake/check/")["Location"]
    intake.answers |= {"date-of-birth": SINGLE["date-of-birth"] | {"date_of_birth_year": "1990"}}
    intake.save()
    page = browser.get(where + "worksheet/").content.decode()
    assert "March 27, 1996" in page
    assert "1990" not in page


def test_it_names_the_province_of_a_nomination_and_its_stream():
    nominated = {
        "provincial-nomination": {"provincial_nomination": "yes"},
        "nomination-stream": {"nomination_province": "NS", "nomination_stream": "express_entry"},
    }
    ((_title, lines), *_others) = sheet(SINGLE | nominated)["Application details"]
    assert lines["Nominated by"] == "Nova Scotia"
    assert "Stream of the nomination" in lines
