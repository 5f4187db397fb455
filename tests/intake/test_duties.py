"""Lead statement and duties of a job's occupation: real duties, from the beginning of the files; made-up statements."""

import re
import shutil
from pathlib import Path

import pytest
from django.utils.translation import override

from config.checks import check_duty_files
from intake.models import Intake
from intake.questionnaire.answers_to_profile import build_facts
from intake.questionnaire.hints.noc_duties import ELEMENTS, ENCODINGS, STRUCTURES, get_duties, get_lead_statement
from tests.intake.answers import CONDITIONS, JOB, SINGLE, flow

FOLDER = Path(__file__).parent / "noc_elements"
ENACT, RESPOND = "Enact, amend or repeal laws and regulations", "Respond to matters of concern"
TICKED = SINGLE | {
    "jobs/1": JOB | {"noc": "00010"},
    "jobs/1/conditions": CONDITIONS | {"duties_00010_1": "on", "duties_00010_4": "on"},
}


@pytest.fixture
def _files(settings):
    settings.NOC_ELEMENTS_DIR = str(FOLDER)


@pytest.mark.usefixtures("_files")
def test_the_duties_are_read_without_what_else_the_file_says_and_the_sentence_before_them_is_a_heading():
    heading, first, *_others, last = get_duties("00010")
    assert heading.heading
    assert first == (ENACT, False)
    assert last.text.endswith("of that department or agency.")
    assert len(get_duties("00010")) == 6
    with override("fr"):
        assert (
            get_duties("00010")[1].text == "Promulguer, modifier et abroger des lois, des ordonnances et des règlements"
        )
    assert get_duties("21232") == ()


@pytest.mark.usefixtures("_files")
def test_the_lead_statement_is_that_of_the_unit_group():
    assert get_lead_statement("00010") == "A made-up lead statement: what legislators do, in one sentence."
    with override("fr"):
        assert get_lead_statement("00010").startswith("Un énoncé inventé")
    assert get_lead_statement("0") == get_lead_statement("21232") == ""


def test_a_text_of_two_lines_and_an_empty_row_are_read(settings, tmp_path):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    with (tmp_path / STRUCTURES["en"]).open("a", encoding="utf-8") as file:
        file.write('5,Unit Group,00011,Senior officials,"A statement\nof two lines."\n\n')
    settings.NOC_ELEMENTS_DIR = str(tmp_path)
    assert get_lead_statement("00011") == "A statement of two lines."


def test_both_encodings_are_read(settings, tmp_path):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    name, _element = ELEMENTS["fr"]
    (tmp_path / name).write_bytes((FOLDER / name).read_text(encoding="utf-8").encode(ENCODINGS[1]))
    settings.NOC_ELEMENTS_DIR = str(tmp_path)
    with override("fr"):
        assert get_duties("00010")[1].text.endswith("règlements")


@pytest.mark.usefixtures("_files")
def test_what_was_ticked_stands_on_the_check_and_the_card_and_is_no_fact():
    way = flow(TICKED)
    page = way.find("jobs/1/conditions")
    assert page.answered
    assert {name: str(said) for name, _label, said in page.form.list_answers()}["duties"] == "2 of 5"
    assert "Main duties ticked: 2 of 5." in [str(note) for note in way.find("jobs").items[0].notes]
    assert (
        build_facts(way.cleaned)["jobs"]
        == build_facts(flow(SINGLE | {"jobs/1": JOB | {"noc": "00010"}}).cleaned)["jobs"]
    )


@pytest.mark.usefixtures("_files")
def test_ticks_do_not_pass_to_another_occupation():
    other = flow(TICKED | {"jobs/1": JOB | {"noc": "00011"}})
    assert other.find("jobs/1/conditions").form.cleaned_data["duties"] == ()


def test_without_the_files_nothing_is_asked():
    page = flow(TICKED).find("jobs/1/conditions")
    assert page.answered
    assert "duties" not in page.form.fields


@pytest.mark.django_db
@pytest.mark.usefixtures("_files")
def test_the_page_keeps_what_was_ticked_in_either_language(browser_of):
    answers = {**TICKED, "jobs/1/conditions": None}
    browser = browser_of(Intake.objects.create(answers=answers))
    page = browser.get("/en/intake/jobs/1/conditions/").content.decode()
    assert ENACT in page
    assert "This group performs some or all of the following duties:" in page
    assert "<p>A made-up lead statement" in page
    browser.post("/en/intake/jobs/1/conditions/", CONDITIONS | {"duties_00010_4": "on"})
    for language in ("en", "fr"):
        page = browser.get(f"/{language}/intake/jobs/1/conditions/").content.decode()
        assert re.findall(r'name="duties_00010_(\d)"[^>]* checked', page) == ["4"]


def test_the_check_says_what_is_wrong_with_the_files(settings, tmp_path):
    assert check_duty_files(None) == []
    settings.NOC_ELEMENTS_DIR = str(FOLDER)
    assert [said.msg.split("says ")[1] for said in check_duty_files(None)] == [
        f"nothing of {count} occupations." for count in (514, 515, 515, 515)
    ]
    settings.NOC_ELEMENTS_DIR = str(tmp_path)
    assert "noc_2021_version_1.0_-_elements.csv can't be read" in check_duty_files(None)[0].msg
    for name in [name for name, _element in ELEMENTS.values()] + list(STRUCTURES.values()):
        (tmp_path / name).write_text("a,b\n")
    assert all("a row has 2 columns and not 5" in said.msg for said in check_duty_files(None))
    assert len(check_duty_files(None)) == 4
