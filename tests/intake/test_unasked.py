"""What another answer leaves unasked is never wrong, is not stored, and is not among the answers."""

import re

import pytest
from django.utils import translation

from intake.forms.fields import Radios, YesNo
from intake.models import Intake
from intake.questionnaire.check_summary import build_sections
from intake.questionnaire.step import Step
from tests.intake.answers import COUPLE, SINGLE, flow
from tests.intake.test_steps import ALL, EVERY

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CONDITIONS = [(form, name, *form.only_if[name]) for form in EVERY for name in form.only_if]
KNOWN = {"marital_status": "married", "country": "CA", "noc": "72106", "family_size": 2}
VALID = {"noc": "21232", "country": "CA", "start_month": "1", "start_year": "2024", "hours_per_week": "40"} | {
    "paid": "yes",
    "self_employed": "no",
    "while_full_time_student": "no",
    "qualified_for_trade": "yes",
    "away": "no",
    "employer": "canada",
    "authorized": "no",
}


def name_case(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def make_form(form: type[Step], other: str, answer: str, rubbish: str, name: str) -> Step:
    """The page with an answer by which the field is not asked, and rubbish in each of its boxes."""
    page = form(None, known=KNOWN)
    typed = {other: answer} | dict.fromkeys(page.names(name), rubbish)
    return form({key: value for key, value in VALID.items() if key in names(page)} | typed, known=KNOWN)


def names(page: Step) -> set[str]:
    return {posted for field in page.fields for posted in page.names(field)}


def unlike(form: type[Step], other: str, needed: object) -> str:
    """An answer to the other question by which the field is not asked."""
    if isinstance(needed, str):
        return next(str(value) for value, _label in form.base_fields[other].choices if value != needed)
    if isinstance(form.base_fields[other], YesNo):
        return "no" if needed else "yes"
    return "" if needed else "on"


def test_there_are_conditions_on_most_kinds_of_page():
    assert len(CONDITIONS) >= 13
    assert {form.__name__ for form, *_ in CONDITIONS} >= {
        "CredentialAssessmentStep",
        "Funds",
        "JobConditions",
        "JobStep",
        "StudyBesides",
    }


@pytest.mark.parametrize("rubbish", ["abc", "2030", "31", "-1", "x" * 300])
@pytest.mark.parametrize(("form", "name", "other", "needed"), CONDITIONS, ids=name_case)
def test_rubbish_in_a_field_that_is_not_asked_stops_nobody_and_goes(form, name, other, needed, rubbish):
    page = make_form(form, other, unlike(form, other, needed), rubbish, name)
    assert page.is_valid(), page.errors
    assert page.cleaned_data[name] in (None, "")
    assert not set(page.names(name)) & set(page.pick_asked())
    assert other in page.pick_asked()
    assert rubbish not in [str(answer) for _name, _label, answer in page.list_answers()]


@pytest.mark.parametrize(("form", "name", "other", "needed"), CONDITIONS, ids=name_case)
def test_the_same_rubbish_is_wrong_where_the_field_is_asked(form, name, other, needed):
    answer = {True: "yes", False: "no"}.get(needed, needed)
    if form.__name__ == "Funds":
        answer = ""
    page = make_form(form, other, answer, "abc", name)
    assert not page.is_valid()
    assert name in page.errors
    assert set(page.names(name)) <= set(page.pick_asked())


def test_what_may_be_asked_yet_stays_wrong_and_is_not_lost():
    assessed = flow(COUPLE).find("credentials/1/assessment").with_data({"eca_issued_on_year": "2030"})
    assert set(assessed.errors) == {"has_eca", "eca_issued_on"}


@pytest.mark.parametrize(
    ("path", "posted", "gone"),
    [
        ("credentials/1/assessment", {"has_eca": "no", "eca_issued_on_year": "2030"}, "eca_issued_on_year"),
        ("funds", {"funds_unknown": "on", "settlement_funds_cad": "abc"}, "settlement_funds_cad"),
        ("jobs/1", SINGLE["jobs/1"] | {"ongoing": "yes", "end_year": "2031"}, "end_year"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_posted_page_goes_on_and_the_box_is_empty_when_one_comes_back(browser_of, language, path, posted, gone):
    intake = Intake.objects.create(answers=SINGLE)
    browser, page = browser_of(intake), f"/{language}/intake/{path}/"
    answered = browser.post(page, posted)
    assert (answered.status_code, "wrong" in answered.url) == (302, False)
    intake.refresh_from_db()
    assert gone not in intake.answers[path]
    assert re.search(f'name="{gone}"[^>]*value="[^"]', browser.get(page).content.decode()) is None
    assert flow(intake.answers).next is None


def test_come_back_later_keeps_nothing_of_it_either(browser_of):
    intake = Intake.objects.create(answers=SINGLE)
    posted = {"funds_unknown": "on", "settlement_funds_cad": "abc", "later": "1"}
    browser_of(intake).post("/en/intake/funds/", posted)
    intake.refresh_from_db()
    assert intake.answers["funds"] == {"funds_unknown": "on"}


def test_a_draft_of_before_with_such_a_value_is_answered():
    stale = SINGLE | {"credentials/1/assessment": {"has_eca": "no", "eca_issued_on_year": "2030"}}
    found = flow(stale)
    assert found.next is None
    assert found.cleaned["credentials"][0]["eca_issued_on"] is None


def test_the_script_is_told_which_answer_a_question_needs(browser_of):
    browser = browser_of(Intake.objects.create(answers=SINGLE))
    said = {
        "credentials/1/assessment": "div_id_eca_issued_on:has_eca:yes div_id_eca_issuer:has_eca:yes",
        "funds": "div_id_settlement_funds_cad:funds_unknown:no",
        "jobs/1": "div_id_end:ongoing:no",
    }
    for path, rules in said.items():
        html = browser.get(f"/en/intake/{path}/").content.decode()
        assert f'data-only-if="{rules}"' in html, path
        for rule in rules.split(" "):
            div, other, _answer = rule.split(":")
            assert f'id="{div}"' in html, path
            assert f'name="{other}"' in html, path
    assert "data-only-if" not in browser.get("/en/intake/family-size/").content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_label_of_the_check_is_an_answer(language):
    with translation.override(language):
        answers = {str(label) for form in EVERY for label in list_choices(form)} - {""}
        unknown = ALL | {"funds": {"funds_unknown": "on"}}
        labels = {
            str(row.label)
            for found in (flow(ALL), flow(unknown), flow(SINGLE))
            for _title, cards in build_sections(found)
            for card in cards
            for row in card.rows
        }
        assert {"I do not know", "Je ne sais pas"} & answers
        assert len(labels) > 40
        assert labels & answers == set()


def list_choices(form: type[Step]) -> list[str]:
    """The words of every answer that may be chosen on a page."""
    fields = [field for field in form.base_fields.values() if isinstance(field, Radios | YesNo)]
    return [label for field in fields for _value, label in field.choices]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("How much money do you have to settle, in Canadian dollars?", "I do not know")),
        ("fr", ("De quels fonds disposez-vous", "Je ne sais pas")),
    ],
)
def test_money_that_is_not_known_is_the_answer_to_the_question_about_it(browser_of, language, said):
    browser = browser_of(Intake.objects.create(answers=SINGLE | {"funds": {"funds_unknown": "on"}}))
    html = browser.get(f"/{language}/intake/check/").content.decode()
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html)
    label, _answer = next(row for row in rows if row[1] == said[1])
    assert label.startswith(said[0])
    assert said[1] not in [one for one, _answer in rows]
