"""Trying things out: a copy with the same questions, both scores side by side, the original untouched."""

import re
from copy import deepcopy
from datetime import date
from html import unescape

import pytest
from django.test import Client as Browser

from intake.models import Assessment, Client, Intake, Scenario
from intake.result import what_if
from intake.result.what_if import describe_answers
from scoring.advice_partner import swap_partners
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.plans.combinations import make_changes
from scoring.profile import decode
from tests.intake.answers import CONDITIONS, COUPLE, IELTS, JOB, SCORES, SINGLE, TODAY, day, month

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BETTER = SCORES | {"reading": "8", "writing": "7.5", "speaking": "7.5", "listening": "8.5"}


@pytest.fixture
def begun(answered, browser_of):
    """A browser whose copy is begun, and the address of the comparison."""
    browser = browser_of(answered)
    where = browser.post("/en/intake/check/")["Location"] + "what-if/"
    assert browser.post(where)["Location"] == where
    return browser, where


def html(response):
    return response.content.decode()


def rows(**models):
    """Everything that must stay as it is."""
    return [list(model.objects.order_by("pk").values()) for model in (Intake, Assessment, Client)]


def test_before_there_is_a_copy_the_page_only_offers_one(answered, browser_of):
    browser = browser_of(answered)
    where = browser.post("/en/intake/check/")["Location"] + "what-if/"
    assert "Start with a copy of your answers" in html(browser.get(where))
    assert browser.get(where + "sibling/").status_code == 404
    assert Scenario.objects.count() == 0


def test_a_change_is_scored_by_the_rules_beside_the_original_which_stays(begun):
    browser, where = begun
    before = rows()
    assert browser.post(where + "tests/1/scores/", BETTER)["Location"] == where
    page = html(browser.get(where))
    kept = Assessment.objects.get().facts
    better = deepcopy(kept)
    better["language_tests"][0] |= {name: float(score) for name, score in BETTER.items()}
    now, there = (assess(decode(facts), TODAY, rulebook()).crs.total for facts in (kept, better))
    assert there > now
    assert f"{there} instead of {now}: {there - now} points more." in " ".join(page.split())
    assert "First official language" in page
    assert "New CRS rules have been reported" in page
    assert rows() == before


@pytest.mark.parametrize(("language", "shown"), [("en", r"1,\d{3} instead of"), ("fr", r"1\s\d{3} au lieu de")])
def test_a_score_of_a_thousand_is_written_as_the_language_writes_it(begun, language, shown):
    browser, where = begun
    address = where.replace("/en/", f"/{language}/")
    page = html(browser.get(f"{address}?change=nomination_up"))
    assert re.search(shown, page)


def test_what_was_changed_is_listed_question_by_question(begun):
    browser, where = begun
    assert "Nothing is changed yet." in html(browser.get(where))
    browser.post(where + "sibling/", {"sibling_in_canada": "yes"})
    page = html(browser.get(where)).partition("What you changed")[2].partition("The answers of the copy")[0]
    assert "Do you have a brother or sister in Canada?" in page
    assert [f">{word}</td>" in page for word in ("No", "Yes")] == [True, True]
    assert page.count('scope="row">') == 1


@pytest.mark.parametrize(
    ("language", "choose", "score"),
    [
        ("en", "Choose an answer to change", "The same score"),
        ("fr", "Choisissez une réponse à modifier", "La même note"),
    ],
)
def test_a_copy_that_is_as_it_was_begins_with_the_answers_to_change(begun, language, choose, score):
    browser, where = begun
    address = where.replace("/en/", f"/{language}/")
    page = html(browser.get(address))
    assert page.index(f"<h2>{choose}</h2>") < page.index("/what-if/sibling/") < page.index(score)
    assert page.count("/what-if/sibling/") == 1
    browser.post(where + "sibling/", {"sibling_in_canada": "yes"})
    page = html(browser.get(address))
    assert choose not in page
    assert page.index('class="lead"') < page.index("/what-if/sibling/"), "then the new score stands first"


def test_the_answers_of_a_result_are_put_into_words_once_and_stay_what_they_were(begun, monkeypatch):
    browser, where = begun
    told = []
    monkeypatch.setattr(what_if, "describe_answers", lambda answers: told.append(1) or describe_answers(answers))
    browser.post(where + "tests/1/scores/", BETTER)
    for _ in range(2):
        assert "Nothing is changed yet." not in html(browser.get(where))
    assert told == [1]
    own = Intake.objects.get()
    own.answers["tests/1/scores"] = dict(Scenario.objects.get().answers["tests/1/scores"])
    own.save()
    for _ in range(2):
        page = html(browser.get(where))
        assert "Nothing is changed yet." not in page, "the copy is compared with what the result was made of"
        assert "You have changed your answers since this result was made." in page
    assert len(told) == 2, "said once more, from its facts"


@pytest.mark.parametrize("noc", ["63200", "21232", "72106"])
def test_a_plans_year_of_work_is_filled_in_with_nothing_left_to_answer(answered, browser_of, noc):
    started = month("start", 2026, 1)
    conditions = CONDITIONS | {"qualified_for_trade": "yes"}
    answered.answers |= {"jobs/1": JOB | started | {"noc": noc}, "jobs/1/conditions": conditions}
    answered.save()
    browser = browser_of(answered)
    where = browser.post("/en/intake/check/")["Location"]
    page = html(browser.get(f"{where}what-if/?change=canadian_year"))
    assert "questions that are not answered yet" not in page
    now = assess(decode(Assessment.objects.get().facts), TODAY, rulebook())
    made = make_changes(now, ["canadian_year"])
    assert f"{made.crs} instead of {now.crs.total}" in " ".join(page.split())


def test_a_plan_to_go_on_working_invents_no_job_and_no_province(answered, browser_of):
    answered.answers |= {"jobs/1": JOB | month("start", 2026, 3) | {"noc": "72106"}}
    answered.answers |= {"jobs/1/conditions": CONDITIONS | {"qualified_for_trade": "yes"}}
    answered.save()
    browser = browser_of(answered)
    where = browser.post("/en/intake/check/")["Location"] + "what-if/"
    names = ["canadian_year", "certificate", "nomination_up"]
    query = "&".join(f"change={name}" for name in names)
    pages = [html(browser.get(f"{where}?{query}"))]
    browser.post(where, {"change": names})
    pages.append(html(browser.get(where)))
    for page in pages:
        changed = page.partition("What you changed")[2].partition("</table>")[0]
        assert re.search(r">Your present job goes on to \w+\.? \d+, 2027</td>", changed)
        assert "Do you have a nomination from a province or territory?" in changed
        assert "Which trade is it for?" in changed
        assert "Ontario" not in changed
        assert "When did you start?" not in changed
        assert changed.count("Your jobs") == 1


def test_what_a_plan_filled_in_is_an_answer_once_it_was_posted(answered, browser_of):
    browser = browser_of(answered)
    where = browser.post("/en/intake/check/")["Location"] + "what-if/"
    browser.post(where, {"change": ["nomination_up"]})
    assert "Ontario" not in html(browser.get(where)).partition("What you changed")[2].partition("</table>")[0]
    browser.post(where + "nomination-stream/", {"nomination_province": "ON", "nomination_stream": "express_entry"})
    assert "Ontario" in html(browser.get(where)).partition("What you changed")[2].partition("</table>")[0]


def test_questions_that_a_change_brings_are_asked_in_the_copy_first(begun):
    browser, where = begun
    asked = browser.post(where + "marital-status/", {"marital_status": "married"})["Location"]
    assert asked == where + "partner/"
    assert "The copy has questions that are not answered yet." in html(browser.get(where))
    assert "trying something out in a copy" in html(browser.get(asked))
    assert 'name="partner_canadian"' in html(browser.get(asked))
    staying = {"partner_canadian": "no", "partner_accompanying": "no"}
    asked = browser.post(asked, staying)["Location"]
    assert asked == where + "family-size/"
    assert browser.post(asked, {"family_size": "2"})["Location"] == where


ALONG = COUPLE | {"partner-date-of-birth": day("partner_date_of_birth", date(1994, 5, 2))}


def score_turned(page):
    """The score of a copy with the two of them turned, by the engine."""
    profile = page.context["tried"].basis.profile
    return assess(swap_partners(profile, profile.partner, profile.partner.date_of_birth), TODAY, rulebook()).crs.total


def test_a_copy_in_which_a_partner_comes_along_says_which_of_the_two_should_apply(begun):
    browser, where = begun
    assert 'id="couple"' not in html(browser.get(where))
    what_if.save_answers(Assessment.objects.get(), ALONG | {"partner-tests": {"more": "no"}})
    page = browser.get(where)
    own, couple = page.context["tried"].crs, page.context["couple"]
    assert couple.you.along.crs == own
    other = couple.partner.along.crs
    assert other != own
    said = " ".join(re.sub(r"<[^>]+>", " ", html(page)).split())
    assert f"your partner comes along: {own} with you as the principal applicant, at least {other} with your" in said
    assert f"You apply: {own} with your partner along" in said
    assert f"Your partner applies: at least {other} with you along" in said
    assert "That is an estimate. Supposed, as your partner lacks it: " in said
    assert said.count("Rounds: ") >= 4
    assert 'href="#couple"' in html(page)
    assert 'id="couple"' in html(page)


def test_both_orders_of_a_copy_are_those_of_the_engine_in_it_and_beside_the_kept_ones(begun):
    browser, where = begun
    tested = {"partner-tests/1": IELTS, "partner-tests/1/scores": SCORES, "partner-tests": {"more": "no"}}
    what_if.save_answers(Assessment.objects.get(), ALONG | tested)
    page = browser.get(where)
    other = score_turned(page)
    assert page.context["couple"].partner.along.crs == other
    kept = browser.post(where + "kept/", {"name": "Together"}, follow=True)
    assert f"with your partner as the principal applicant: at least {other}" in html(kept)
    result, column = kept.context["columns"]
    assert (result.other, column.other.found.crs.total) == (None, other)
    one = f"{where}kept/{column.scenario.pk}/"
    assert f"at least {other} with your partner as the principal applicant" in " ".join(html(browser.get(one)).split())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_partners_score_names_the_papers_that_it_supposes_and_only_those(begun, language):
    browser, where = begun
    where = where.replace("/en/", f"/{language}/")
    estimate = {"en": "That is an estimate. Supposed, as", "fr": "C’est une estimation. Supposé, parce"}[language]
    for name, tested in (("lacking", {}), ("tested", {"partner-tests/1": IELTS, "partner-tests/1/scores": SCORES})):
        what_if.save_answers(Assessment.objects.get(), ALONG | tested | {"partner-tests": {"more": "no"}})
        page = browser.get(where)
        kept = browser.post(where + "kept/", {"name": name}, follow=True)
        needs = page.context["other"].needs
        assert [one.code for one in needs] == [one.code for one in kept.context["columns"][-1].other.needs]
        assert (estimate in html(page)) == bool(needs) == (not tested)
        assert all(str(need) in unescape(html(page)) and str(need) in unescape(html(kept)) for need in needs)


def test_a_copy_without_the_day_of_birth_of_a_partner_leads_to_its_question_in_the_copy(begun):
    browser, where = begun
    what_if.save_answers(Assessment.objects.get(), COUPLE)
    page = html(browser.get(where))
    assert "Not known yet: your partner's date of birth would decide it" in unescape(page)
    assert f'href="{where}partner-date-of-birth/"' in page
    assert browser.get(where + "partner-date-of-birth/").status_code == 200


def test_a_job_can_be_added_and_removed_in_the_copy(begun):
    browser, where = begun
    before = rows()
    added = browser.post(where + "jobs/", {"more": "yes"})["Location"]
    assert added == where + "jobs/2/"
    assert browser.post(added, JOB | {"hours_per_week": "10"})["Location"] == where + "jobs/2/conditions/"
    browser.post(where + "jobs/2/conditions/", CONDITIONS)
    assert f'href="{where}jobs/2/remove/"' in html(browser.get(where + "jobs/"))
    assert browser.get(where + "jobs/2/remove/").status_code == 200
    assert browser.post(where + "jobs/2/remove/")["Location"] == where + "jobs/"
    assert "jobs/2" not in Scenario.objects.get().answers
    assert rows() == before


def test_a_wrong_answer_is_told_and_not_kept(begun):
    browser, where = begun
    wrong = browser.post(where + "tests/1/scores/", SCORES | {"reading": "99"})["Location"]
    assert wrong == where + "tests/1/scores/?wrong=1"
    assert "There is a problem" in html(browser.get(wrong))
    assert 'value="99"' in html(browser.get(wrong))
    assert Scenario.objects.get().answers == SINGLE
    browser.post(where + "tests/1/scores/", SCORES)
    assert browser.get(wrong)["Location"] == where + "tests/1/scores/"


def test_beginning_again_takes_the_persons_own_answers(begun):
    browser, where = begun
    browser.post(where + "sibling/", {"sibling_in_canada": "yes"})
    browser.post(where)
    assert Scenario.objects.get().answers == SINGLE


@pytest.mark.parametrize("path", ["", "sibling/", "jobs/1/", "jobs/1/conditions/", "jobs/1/remove/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_or_changes_the_copy_of_another(begun, browser_of, path, method):
    browser, where = begun
    browser.post(where + "sibling/", {"sibling_in_canada": "yes"})
    before = list(Scenario.objects.values())
    stranger = browser_of(Intake.objects.create(answers=deepcopy(COUPLE)))
    stranger.post("/en/intake/check/")
    for other in (stranger, Browser()):
        refused = getattr(other, method)(where + path, {"sibling_in_canada": "no"})
        assert refused.status_code == 404
        assert "Software developers" not in html(refused)
    assert list(Scenario.objects.values()) == before


def test_an_address_that_the_copy_does_not_lead_to_goes_to_the_comparison(begun):
    browser, where = begun
    assert browser.get(where + "partner/")["Location"] == where
    assert browser.get(where + "jobs/9/remove/")["Location"] == where


def test_the_comparison_takes_four_queries(begun, django_assert_num_queries):
    browser, where = begun
    browser.get(where)
    with django_assert_num_queries(4):
        browser.get(where)
    for number in ("2", "3"):
        added = browser.post(where + "tests/", {"more": "yes"})["Location"]
        browser.post(added, IELTS)
        browser.post(f"{where}tests/{number}/scores/", SCORES)
    browser.post(where + "tests/", {"more": "no"})
    with django_assert_num_queries(4):
        browser.get(where)


def test_what_an_answer_leaves_unasked_is_neither_wrong_nor_stored_in_the_copy(begun):
    browser, where = begun
    there = browser.post(where + "funds/", {"funds_unknown": "on", "settlement_funds_cad": "abc"}).url
    assert "wrong" not in there
    assert Scenario.objects.get().answers["funds"] == {"funds_unknown": "on"}
