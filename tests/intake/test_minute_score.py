"""The score in a minute: the same points as the full assessment, and what it carries into the intake."""

import random
import re
from time import process_time

import pytest
from django.test import Client as Browser
from django.urls import reverse

from intake.models import Intake
from intake.public.one_minute_choices import QUESTIONS, list_missing, list_options, list_values, read_choices
from intake.public.one_minute_score import build_profile, work_out
from intake.questionnaire.draft import build_flow
from scoring.assess import assess
from tests.intake.answers import SINGLE
from tests.scoring.making import TODAY, book

RULES = book().on(TODAY)
CHOSEN = {
    "age": "30",
    "family": "never_married",
    "education": "masters",
    "study": "none",
    "english": "9",
    "french": "none",
    "canada": "1",
    "abroad": "2",
    "nomination": "no",
    "sibling": "no",
}


def total(**other):
    return work_out(tuple((CHOSEN | other).items()), TODAY, book()).total


@pytest.mark.parametrize("seed", range(40))
def test_any_choices_give_the_points_of_the_full_assessment_of_their_facts(seed):
    draw = random.Random(seed)  # noqa: S311 - no secret
    chosen = {question.name: draw.choice(sorted(list_values(question.name, RULES))) for question in QUESTIONS}
    found = assess(build_profile(chosen, TODAY, RULES), TODAY, book())
    assert work_out(tuple(chosen.items()), TODAY, book()).total == found.crs.total
    assert min(found.candidate.me.canadian_years, 5) == int(chosen["canada"])
    assert min(found.candidate.me.foreign_years, 3) == int(chosen["abroad"])


@pytest.mark.parametrize(
    ("other", "points"),
    [
        # Age 105, master's 135, CLB 9 4 x 31, a year in Canada 40; education 50, foreign work 25 + 13.
        pytest.param({}, 492, id="a single person with a master's"),
        pytest.param({"nomination": "yes"}, 1092, id="nominated: 600 more"),
        pytest.param({"sibling": "yes"}, 507, id="a brother or sister: 15 more"),
        pytest.param({"study": "long"}, 522, id="that degree from Canada: 30 more"),
        pytest.param(
            {"age": "17", "canada": "0", "abroad": "0", "english": "none", "education": "none"}, 0, id="no points"
        ),
    ],
)
def test_points_worked_out_by_hand(other, points):
    assert total(**other) == points


def test_the_parts_add_up_and_a_partner_is_left_out_of_them():
    found = work_out(tuple((CHOSEN | {"family": "married_along"}).items()), TODAY, book())
    assert sum(part.points for part in found.parts) == found.total
    assert all(sum(row.points for row in part.rows) == part.points for part in found.parts)
    assert found.left_to_partner == 40
    assert work_out(tuple(CHOSEN.items()), TODAY, book()).left_to_partner == 0


@pytest.mark.parametrize(
    ("other", "unassessed"),
    [
        # Without the master's: 135 for it, and the 50 that it gives with CLB 9 and a year of work in Canada.
        pytest.param({}, 492 - 135 - 50, id="a degree from abroad"),
        pytest.param({"study": "long"}, None, id="that degree from Canada"),
        pytest.param({"education": "none"}, None, id="no diploma"),
        pytest.param(
            {"study": "short"}, 492 + 15 - 135 + 90 - 50 + 25 + 13, id="a diploma of a year from Canada beside it"
        ),
    ],
)
def test_the_total_without_an_assessment_is_said_where_it_is_another(client, other, unassessed):
    assert work_out(tuple((CHOSEN | other).items()), TODAY, book()).unassessed == unassessed
    page = client.get(reverse("intake:one_minute_score"), CHOSEN | other).content.decode()
    assert (f"without an assessment the total is {unassessed} points." in page) is (unassessed is not None)


def test_there_are_eight_to_ten_choices_each_in_words():
    assert 8 <= len(QUESTIONS) <= 10
    for question in QUESTIONS:
        assert all(str(words) for _value, words in list_options(question.name, RULES))


def test_what_an_address_can_not_choose_is_not_chosen():
    chosen = read_choices({"age": "130", "family": "x", "nomination": "<b>", "english": "9"}, RULES)
    assert (chosen["age"], chosen["family"], chosen["nomination"], chosen["english"]) == ("", "", "no", "9")
    assert [question.name for question in list_missing(chosen)] == ["age", "family", "education"]


# --- The page -------------------------------------------------------------------


def test_the_page_shows_the_total_without_scripts_and_keeps_what_was_chosen(client):
    page = client.get(reverse("intake:one_minute_score"), CHOSEN).content.decode()
    assert "<strong>492</strong>" in page
    assert '<option value="9" selected>' in page
    assert "What this leaves out" in page


def test_the_page_says_what_is_still_to_be_chosen(client):
    page = client.get("/en/score/?age=30").content.decode()
    assert "Still to be chosen:" in page
    assert '<a href="#education" target="_self">' in page
    assert "<strong>" not in page.partition("data-place")[2]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_script_gets_the_score_alone_and_nothing_is_kept_of_it(client, language):
    answer = client.get(f"/{language}/score/answer/", CHOSEN)
    assert "<strong>492</strong>" in answer.json()["html"]
    assert "<html" not in answer.json()["html"]
    assert not answer.cookies


def test_an_answer_takes_less_than_50_ms_of_the_server(client):
    client.get("/en/score/", CHOSEN)
    begun = process_time()
    for age in range(20, 30):
        client.get("/en/score/", CHOSEN | {"age": str(age)})
    assert (process_time() - begun) / 10 < 0.05


# --- On into the intake -----------------------------------------------------------


def carried(client, **other):
    response = client.post("/en/score/keep/", CHOSEN | other)
    return response, Intake.objects.get()


@pytest.mark.django_db
def test_what_the_choices_answer_is_not_asked_again(client):
    response, intake = carried(client, family="common_law_along", english="none", sibling="yes")
    assert response["Location"] == "/en/intake/date-of-birth/"
    assert intake.answers["score"]["english"] == "none", "the choices go along"
    flow = build_flow(intake)
    assert flow.find("marital-status").answered
    assert flow.find("partner").answered
    assert (intake.answers["tests"], intake.mistakes["tests"]) == (None, {"more": "no"}), "with the level expected"
    assert intake.answers["sibling"] == {"sibling_in_canada": "yes"}
    assert intake.answers["provincial-nomination"] == {"provincial_nomination": "no"}


@pytest.mark.django_db
@pytest.mark.one_database
def test_on_the_way_no_question_that_the_choices_answer_is_asked(client):
    carried(client, abroad="0")
    path, asked = "date-of-birth", []
    while path != "check":
        asked.append(path)
        posted = client.post(f"/en/intake/{path}/", SINGLE.get(path, {"more": "no"}))
        path = posted["Location"].removeprefix("/en/intake/").strip("/")
        assert len(asked) < 40, path
    assert {"credentials/1/assessment", "jobs/1", "job-offer"} <= {*asked}
    assert {"marital-status", "provincial-nomination", "sibling"}.isdisjoint(asked)


@pytest.mark.django_db
def test_what_the_choices_begin_is_filled_in_and_asked_to_the_end(client):
    _response, intake = carried(client, study="long")
    assert intake.mistakes == {
        "credentials/1": {"level": "masters", "country": "CA"},
        "jobs/1": {"country": "CA"},
        "jobs/2": {"country": ""},
    }
    for path in ("date-of-birth", "destination", "authorized-to-work"):
        reached = client.post(f"/en/intake/{path}/", SINGLE[path])
    assert reached["Location"] == "/en/intake/credentials/1/", "what is not finished, and not the list of them"
    page = client.get("/en/intake/credentials/1/").content.decode()
    assert re.search('<input[^>]* checked[^>]* value="masters"|<input[^>]* value="masters"[^>]* checked', page)
    assert '<option value="CA" selected>' in page
    assert "There is a problem" not in page


@pytest.mark.django_db
def test_a_draft_that_was_begun_keeps_its_answers(client):
    client.post("/en/intake/marital-status/", {"marital_status": "divorced"})
    _response, intake = carried(client)
    assert intake.answers["marital-status"]["marital_status"] == "divorced"
    assert intake.answers["sibling"] == {"sibling_in_canada": "no"}


FILLED_IN = {
    "en": {
        "date-of-birth": "In the score in a minute you chose the age “30”.",
        "credentials": "you chose the education “Master&#x27;s degree”.",
        "credentials/1": "What we know is filled in: complete it, and correct what is not so.",
        "credentials/1/assessment": "counted education from outside Canada as if it had been assessed.",
        "tests": "you chose: English CLB 9, French no test. Here the scores of a report count.",
        "tests/1": "you chose: English CLB 9, French no test.",
        "tests/1/scores": "you chose CLB 9 in all four abilities. In this test that takes at least, in the order of "
        "the boxes below: 8.0 / 7.0 / 7.0 / 7.0. Type the scores of your report.",
        "jobs": "you chose “1 full year” of skilled work in Canada, and “2 full years” outside of it.",
        "jobs/1": "What we know is filled in: complete it, and correct what is not so.",
    },
    "fr": {
        "date-of-birth": "vous avez choisi l’âge «\u00a030\u00a0».",
        "credentials": "vous avez choisi les études suivantes\u00a0: «\u00a0Maîtrise (ou master)\u00a0».",
        "credentials/1": "Ce que nous savons est déjà rempli\u00a0: complétez-le et corrigez ce qui n’est pas exact.",
        "credentials/1/assessment": "tenait compte des études faites hors du Canada comme si elles avaient été éval",
        "tests": "vous avez choisi, pour l’anglais\u00a0: NCLC 9; pour le français\u00a0: aucun test.",
        "tests/1": "vous avez choisi, pour l’anglais\u00a0: NCLC 9; pour le français\u00a0: aucun test.",
        "tests/1/scores": "8,0 / 7,0 / 7,0 / 7,0. Inscrivez les résultats de votre relevé.",
        "jobs": "au Canada, «\u00a01 année complète\u00a0»; hors du Canada, «\u00a02 années complètes\u00a0».",
        "jobs/1": "Ce que nous savons est déjà rempli\u00a0: complétez-le et corrigez ce qui n’est pas exact.",
    },
}


# The way from the first question to the first job; of a list that was begun, its page and no answer yet.
WAY: list[tuple[str, dict[str, str] | None]] = [
    *[(path, SINGLE[path]) for path in ("date-of-birth", "destination", "authorized-to-work")],
    ("credentials", None),
    *[(path, SINGLE[path]) for path in ("credentials/1", "credentials/1/assessment", "credentials")],
    *[(path, SINGLE[path]) for path in ("more-study-in-canada", "trade-certificate")],
    ("tests", {"more": "yes"}),
    *[(path, SINGLE[path]) for path in ("tests/1", "tests/1/scores", "tests")],
    ("jobs", None),
    ("jobs/1", SINGLE["jobs/1"]),
]


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_question_that_asks_for_more_says_what_was_chosen_until_it_is_answered(client, language):
    client.post(f"/{language}/score/keep/", CHOSEN)
    said: dict[str, str] = {}
    for path, posted in WAY:
        address = f"/{language}/intake/{path}/"
        said.setdefault(path, client.get(address).content.decode())
        if posted:
            client.post(address, posted)
    assert [path for path, words in FILLED_IN[language].items() if words not in said[path]] == []
    assert FILLED_IN[language]["tests/1"] not in client.get(f"/{language}/intake/tests/1/").content.decode()


@pytest.mark.django_db
@pytest.mark.one_database
def test_what_one_person_chose_is_on_no_page_of_another(client):
    client.post("/en/score/keep/", {"age": "30", "family": "never_married", "education": "masters"})
    assert "the age “30”" in client.get("/en/intake/date-of-birth/").content.decode()
    stranger = Browser()
    stranger.post("/en/intake/marital-status/", {"marital_status": "never_married"})
    assert "In the score in a minute" not in stranger.get("/en/intake/date-of-birth/").content.decode()


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("chosen", "path", "words"),
    [
        pytest.param({"age": "45"}, "date-of-birth", "the age “45 or older”", id="the oldest"),
        pytest.param({"family": "married"}, "partner", "that your partner stays where they are", id="a partner"),
        pytest.param({"education": "two_or_more"}, "credentials", "“Two or more diplomas", id="two credentials"),
        pytest.param({"english": "low"}, "tests", "English below CLB 4, French no test", id="a low level"),
        pytest.param({"canada": "0"}, "jobs", "“Less than a year, or not at all”", id="no work in Canada"),
    ],
)
def test_what_can_be_chosen_is_said_in_its_own_words(client, chosen, path, words):
    carried(client, **chosen)
    for before, posted in WAY:
        if before == path:
            break
        if posted:
            client.post(f"/en/intake/{before}/", posted)
    assert words in client.get(f"/en/intake/{path}/").content.decode()


# --- Levels ------------------------------------------------------------------------


def test_scores_become_levels(client):
    scores = {"test": "ielts_general", "listening": "8", "reading": "6.5", "writing": "7", "speaking": "5.5"}
    page = client.get("/en/levels/", scores).content.decode()
    said = page.partition('id="converted"')[2].partition("</table>")[0]
    for level in ("CLB 9", "CLB 8", "CLB 6"):
        assert level in said
    assert "<strong>CLB 6</strong>" in said


def test_a_level_becomes_the_lowest_scores_of_every_test(client):
    page = client.get("/fr/levels/", {"level": "7"}).content.decode()
    for cells in ("<td>6,0</td>", "<td>310</td>", "<td>458</td>"):
        assert cells in page


def test_a_score_that_the_test_does_not_give_is_told(client):
    scores = {"test": "celpip_general", "listening": "99", "reading": "9", "writing": "9", "speaking": "9"}
    page = client.get("/en/levels/", scores).content.decode()
    assert "There is a problem" in page
    assert 'id="converted"' not in page


@pytest.mark.parametrize("given", [{}, {"test": "toefl", "level": "99"}, {"level": "x"}])
def test_an_address_that_asks_for_nothing_known_shows_the_usual_test(client, given):
    page = client.get("/en/levels/", given).content.decode()
    assert '<option value="ielts_general" selected>' in page
    assert '<option value="7" selected>' in page


def test_scores_beside_a_level_of_french_name_the_column_of_the_report():
    words = dict(list_options("french", RULES))
    assert str(words["9"]) == "NCLC 9 (TEF, “ancien score” 298 / 248 / 371 / 371)"
    assert str(dict(list_options("english", RULES))["9"]).startswith("CLB 9 (IELTS 8.0 /")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Master&#x27;s degree", "Still to be answered:", "Finish or remove what is marked as not finished: ")),
        ("fr", ("Maîtrise (ou master)", "Il reste à répondre\u00a0:", "Terminez ou retirez ce qui est marqué comme")),
    ],
)
@pytest.mark.django_db
def test_what_was_begun_is_named_with_what_is_missing(client, language, said):
    carried(client)
    for path in ("date-of-birth", "destination", "authorized-to-work"):
        client.post(f"/{language}/intake/{path}/", SINGLE[path])
    page = client.get(f"/{language}/intake/credentials/").content.decode()
    assert all(one in page for one in said[:2])
    refused = client.post(f"/{language}/intake/credentials/", {"more": "no"}, follow=True).content.decode()
    assert said[2] in refused
    assert re.search(rf"{re.escape(said[0])} \((still to be answered: |questions sans réponse\u00a0: )", refused)


def test_the_choices_go_along_as_they_stand_in_the_form(client):
    page = client.get("/en/score/").content.decode()
    button = re.search(r"<button[^>]*formaction=[^>]*>", page).group()
    assert 'form="choices"' in button
    assert 'formmethod="post"' in button
    assert 'name="csrfmiddlewaretoken"' in button
    assert (
        "csrfmiddlewaretoken"
        not in page[page.index('id="choices"') : page.index("</form>", page.index('id="choices"'))]
    )
