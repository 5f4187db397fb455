"""Pages keep what was typed, lead on, and show nobody what is not theirs."""

import gzip
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django.asserts import assertContains

from intake.models import Assessment, Intake, KeptResult
from intake.questionnaire.draft import COOKIE
from intake.questionnaire.flow import Flow
from intake.questionnaire.steps import STEPS
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from tests.intake.answers import CONDITIONS, COUPLE, JOB, SINGLE, flow, month, without
from tests.intake.test_look import STATIC

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FIRST = "/en/intake/marital-status/"


def at(path):
    return f"/en/intake/{path}/"


def kept():
    return Intake.objects.get().answers


def page_of(response):
    return response.content.decode()


def test_looking_at_a_question_keeps_nothing_yet(client):
    client.get(FIRST)
    assert Intake.objects.count() == 0


def test_the_first_answer_makes_the_draft(client):
    client.get(FIRST)
    response = client.post(FIRST, SINGLE["marital-status"])
    assert response["Location"] == at("date-of-birth")
    assert kept() == {"marital-status": {"marital_status": "never_married"}}


def test_the_cookie_is_signed_and_out_of_reach_of_scripts(client):
    cookie = client.get(FIRST).cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600
    client.cookies[COOKIE] = cookie.value[:-1]
    assert client.get(FIRST).cookies[COOKIE].value != cookie.value


def test_a_forged_cookie_opens_no_draft(client, answered):
    client.cookies[COOKIE] = str(answered.token)
    assert client.get("/en/intake/check/")["Location"] == FIRST


def test_pages_are_not_cached(client):
    assert "no-store" in client.get(FIRST)["Cache-Control"]


def test_a_whole_intake_by_post(client):
    """Each page is answered where the site leads; the result is `assess` of the facts."""
    where, opened = FIRST, {"credentials": 0, "tests": 0, "jobs": 0}
    while not where.endswith("/check/"):
        path = where.removeprefix("/en/intake/").strip("/")
        assert client.get(where).status_code == 200
        posted = {"more": "yes"} if path in opened and not opened[path] else SINGLE[path]
        opened |= {path: 1}
        where = client.post(where, posted)["Location"]
    result = client.post(where)["Location"]
    made = Assessment.objects.get()
    expected = assess(decode(made.facts), made.on, rulebook()).crs.total
    assert made.crs == expected
    assert f'<span class="total">{expected}</span>' in page_of(client.get(result))


def test_a_mistake_leads_back_to_its_page_which_shows_it_as_typed_and_the_answer_stays(answered, browser_of):
    browser = browser_of(answered)
    response = browser.post(at("jobs/1"), JOB | {"hours_per_week": "forty"})
    assert (response.status_code, response["Location"]) == (302, at("jobs/1") + "?wrong=1")
    html = page_of(browser.get(response["Location"]))
    assert "There is a problem" in html
    assert 'value="forty"' in html
    assert "<title>Error:" in html
    assert f'action="{at("jobs/1")}?wrong=1"' in html, "so that another language shows the errors too"
    assert kept() == SINGLE


def test_a_later_visit_shows_what_was_typed_without_the_error(answered, browser_of):
    browser = browser_of(answered)
    browser.post(at("jobs/1"), JOB | {"hours_per_week": "forty"})
    html = page_of(browser.get(at("jobs/1")))
    assert 'value="forty"' in html
    assert "There is a problem" not in html
    assert "Error:" not in html
    assert "Software developers" in page_of(browser.get("/en/intake/check/"))


def test_once_mended_nothing_of_the_mistake_is_left(answered, browser_of):
    browser = browser_of(answered)
    wrong = browser.post(at("jobs/1"), JOB | {"hours_per_week": "forty"})["Location"]
    browser.post(at("jobs/1"), JOB | {"hours_per_week": "30"})
    assert browser.get(wrong)["Location"] == at("jobs/1")
    assert 'value="30"' in page_of(browser.get(at("jobs/1")))
    assert Intake.objects.get().mistakes == {}


def test_a_mistake_on_the_way_from_the_check_leads_back_there_when_mended(answered, browser_of):
    browser = browser_of(answered)
    wrong = browser.post(at("sibling") + "?change=1", {})["Location"]
    assert wrong == at("sibling") + "?change=1&wrong=1"
    html = page_of(browser.get(wrong))
    assert 'name="in_language" value="fr"' in html
    assert f'action="{wrong.replace("&", "&amp;")}"' in html
    assert browser.post(wrong, {"in_language": "fr"})["Location"] == wrong.replace("/en/", "/fr/")
    assert browser.post(at("sibling") + "?change=1", {"sibling_in_canada": "no"})["Location"] == "/en/intake/check/"


def test_mistakes_in_two_tabs_stand_side_by_side(answered, browser_of):
    one, other = browser_of(answered), browser_of(answered)
    job = one.post(at("jobs/1"), JOB | {"hours_per_week": "forty"})["Location"]
    birth = other.post(at("date-of-birth"), {"date_of_birth_day": "31", "date_of_birth_month": "2"})["Location"]
    assert 'value="forty"' in page_of(one.get(job))
    assert 'value="31"' in page_of(other.get(birth))
    assert kept() == SINGLE


def test_a_first_answer_that_is_wrong_is_not_lost_either(client):
    client.get(FIRST)
    wrong = client.post(FIRST, {"marital_status": "complicated"})["Location"]
    assert "Select your marital status" in page_of(client.get(wrong))
    assert kept() == {}


def test_a_new_job_with_a_mistake_is_a_card_to_be_finished_or_removed(answered, browser_of):
    browser = browser_of(answered)
    new = browser.post(at("jobs"), {"more": "yes"})["Location"]
    browser.post(new, JOB | {"hours_per_week": "forty"})
    assert "Not finished" in page_of(browser.get(at("jobs")))
    assert 'value="forty"' in page_of(browser.get(new))
    wrong = browser.post(at("jobs"), {"more": "no"})["Location"]
    assert "Finish or remove what is marked as not finished" in page_of(browser.get(wrong))
    browser.post(at("jobs/2/remove"))
    assert browser.post(at("jobs"), {"more": "no"})["Location"] == at("check"), "what follows is answered"
    assert (kept(), Intake.objects.get().mistakes) == (SINGLE, {})


def test_save_for_later_keeps_even_what_is_wrong(answered, browser_of):
    browser = browser_of(answered)
    response = browser.post(at("jobs/1"), JOB | {"hours_per_week": "forty", "later": "1"})
    assert response["Location"] == reverse("intake:saved")
    assert kept()["jobs/1"]["hours_per_week"] == "forty"
    again = page_of(browser.get(at("jobs/1")))
    assert 'value="forty"' in again
    assert "There is a problem" not in again
    assert at("jobs") in page_of(browser.get(response["Location"]))


def test_coming_back_shows_how_far_each_section_has_come(answered, browser_of):
    answered.answers = {path: posted for path, posted in SINGLE.items() if path not in {"tests/1/scores", "jobs/1"}}
    answered.save()
    for path in ("/en/intake/saved/", "/en/start/"):
        html = re.sub(r"<[^>]+>|\s+", " ", page_of(browser_of(answered).get(path)))
        words = re.sub(r"\s+", " ", html)
        assert "About you Completed Education Completed Language In progress Work In progress" in words
        assert "Continue with “Language”" in words
    answered.answers = dict(SINGLE)
    answered.save()
    assert "Check your answers" in page_of(browser_of(answered).get("/en/intake/saved/"))


def test_from_married_to_single_and_back_over_the_pages(browser_of):
    draft = Intake.objects.create(answers=dict(COUPLE))
    browser = browser_of(draft)
    change = "?change=1"
    done = browser.post(at("marital-status") + change, {"marital_status": "never_married"})["Location"]
    assert done == "/en/intake/check/"
    assert "Your partner" not in page_of(browser.get(done))
    back = browser.post(at("marital-status") + change, {"marital_status": "married"})["Location"]
    assert back == done
    assert "Your partner" in page_of(browser.get(done))
    assert kept() == COUPLE


def test_a_job_that_another_tab_removed_is_not_brought_back(answered, browser_of):
    one, other = browser_of(answered), browser_of(answered)
    one.post(at("jobs/1/remove"))
    assert other.post(at("jobs/1/conditions"), CONDITIONS)["Location"] == at("jobs")
    assert not any(path.startswith("jobs/") for path in kept())


def test_an_address_that_cannot_be_reached_leads_to_the_start_which_says_why(client):
    for where in (at("jobs"), at("nonsense")):
        assert client.get(where)["Location"] == "/en/start/?early=1"
    assert client.get("/en/intake/check/")["Location"] == FIRST


def test_two_tabs_do_not_overwrite_each_other(answered, browser_of):
    one, other = browser_of(answered), browser_of(answered)
    one.get(at("sibling"))
    other.get(at("relative"))
    one.post(at("sibling"), {"sibling_in_canada": "yes"})
    other.post(at("relative"), {"relative_in_canada": "yes"})
    assert kept()["sibling"] == {"sibling_in_canada": "yes"}
    assert kept()["relative"] == {"relative_in_canada": "yes"}


def test_two_tabs_that_add_a_job_add_two(answered, browser_of):
    one, other = browser_of(answered), browser_of(answered)
    first = one.post(at("jobs"), {"more": "yes"})["Location"]
    second = other.post(at("jobs"), {"more": "yes"})["Location"]
    assert (first, second) == (at("jobs/2"), at("jobs/3"))
    one.post(first, JOB | {"hours_per_week": "10"})
    other.post(second, JOB | {"hours_per_week": "20"})
    assert [kept()[f"jobs/{n}"]["hours_per_week"] for n in (1, 2, 3)] == ["40", "10", "20"]


def test_only_what_a_page_asks_is_kept_and_not_without_end(answered, browser_of):
    browser_of(answered).post(at("sibling"), {"sibling_in_canada": "yes", "evil": "x"})
    assert kept()["sibling"] == {"sibling_in_canada": "yes"}
    browser_of(answered).post(at("contact"), {"name": "x" * 9000, "language": "en", "later": "1"})
    assert kept()["contact"]["name"] == "x" * 500


def test_a_change_leads_back_to_the_check(answered, browser_of):
    browser = browser_of(answered)
    assert "Change" in page_of(browser.get("/en/intake/check/"))
    response = browser.post(at("sibling") + "?change=1", {"sibling_in_canada": "yes"})
    assert response["Location"] == "/en/intake/check/"


def test_a_change_that_brings_questions_asks_them_first(answered, browser_of):
    browser = browser_of(answered)
    response = browser.post(at("marital-status") + "?change=1", {"marital_status": "married"})
    assert response["Location"] == at("partner") + "?change=1"
    staying = {"partner_canadian": "no", "partner_accompanying": "no"}
    asked = browser.post(response["Location"], staying)["Location"]
    assert asked == at("family-size") + "?change=1", "one is no couple"
    assert browser.post(asked, {"family_size": "2"})["Location"] == "/en/intake/check/"


def test_removing_a_job_asks_first(answered, browser_of):
    browser = browser_of(answered)
    assert "Software developers" in page_of(browser.get(at("jobs/1/remove")))
    assert kept() == SINGLE
    assert browser.post(at("jobs/1/remove"))["Location"] == at("jobs")
    assert kept() == without(SINGLE, "jobs/1", "jobs/1/conditions", "jobs")


def test_a_card_names_the_job_for_those_who_cannot_see_it(answered, browser_of):
    html = re.sub(r"\s+", " ", page_of(browser_of(answered).get(at("jobs"))))
    assert "Canada, January 2024 to now" in html
    assert 'Change<span class="visually-hidden"> job 1: Software developers and programmers (21232)</span>' in html


def test_two_jobs_in_one_occupation_are_told_apart_where_answers_are_checked(browser_of):
    earlier = JOB | {"ongoing": "no", "country": "IN", **month("start", 2020, 3), **month("end", 2023, 6)}
    jobs = {"jobs/2": earlier, "jobs/2/conditions": CONDITIONS}
    html = page_of(browser_of(Intake.objects.create(answers=SINGLE | jobs)).get("/en/intake/check/"))
    titles = re.findall('<h3 class="card-title">(.*?)</h3>', html)
    assert [title for title in titles if "Software developers" in title] == [
        "1. Software developers and programmers (21232), Canada, January 2024 to now",
        "2. Software developers and programmers (21232), India, March 2020 to June 2023",
    ]
    assert titles[0] == "Bachelor&#x27;s degree", "one of a kind keeps its plain name"


def test_the_check_shows_only_what_matters(answered, browser_of):
    html = page_of(browser_of(answered).get("/en/intake/check/"))
    assert "March 27, 1996" in html
    assert "If not, when did it end?" not in html
    assert "Your partner" not in html


def test_the_result_is_for_its_holder_only(answered, browser_of):
    where = browser_of(answered).post("/en/intake/check/")["Location"]
    assert browser_of(answered).get(where).status_code == 200
    assert Browser().get(where).status_code == 404
    stranger = browser_of(Intake.objects.create(answers=SINGLE))
    stranger.post("/en/intake/check/")
    refused = stranger.get(where)
    assert refused.status_code == 404
    assert str(Assessment.objects.get(intake=answered).crs) + "</span>" not in page_of(refused)
    assert stranger.post(where + "confirm/").status_code == 404


def test_the_same_answers_submitted_twice_are_one_assessment(answered, browser_of):
    browser = browser_of(answered)
    assert browser.post("/en/intake/check/")["Location"] == browser.post("/en/intake/check/")["Location"]
    browser.post(at("sibling"), {"sibling_in_canada": "yes"})
    browser.post("/en/intake/check/")
    assert Assessment.objects.count() == 2


def test_a_result_whose_rules_were_mended_is_shown_as_it_was_kept(answered, browser_of):
    where = browser_of(answered).post("/en/intake/check/")["Location"]
    made = Assessment.objects.get()
    made.result["crs"]["total"] = 777
    made.save()
    # As on another day: what was rendered today is kept.
    KeptResult.objects.all().delete()
    assert '<span class="total">777</span>' in page_of(browser_of(answered).get(where))


def test_clearing_forgets_the_draft(answered, browser_of):
    browser = browser_of(answered)
    assert Intake.objects.count() == 1
    browser.get("/en/clear/")
    assert Intake.objects.count() == 1
    done = browser.post("/en/clear/")["Location"]
    assert Intake.objects.count() == 0
    assert "This browser has forgotten your answers" in page_of(browser.get(done))
    assert browser.get("/en/intake/check/")["Location"] == FIRST


def test_clearing_keeps_what_was_submitted(answered, browser_of):
    browser = browser_of(answered)
    where = browser.post("/en/intake/check/")["Location"]
    browser.post("/en/clear/")
    assert Assessment.objects.count() == 1
    assert browser.get(where).status_code == 404


@pytest.mark.parametrize(
    ("here", "there", "name"), [("/en/privacy/", "/fr/privacy/", "Français"), ("/fr/", "/en/", "English")]
)
def test_every_page_links_to_itself_in_the_other_language(client, here, there, name):
    language = there[1:3]
    link = f'<a href="{there}" lang="{language}" hreflang="{language}">{name}</a>'
    assertContains(client.get(here), link, html=True)


def test_the_french_page_speaks_french(client):
    page = page_of(client.get("/fr/"))
    assert '<html lang="fr">' in page
    assert "Cabinet privé, sans lien avec le gouvernement du Canada." in page


@pytest.mark.parametrize("name", ["home", "start", "about", "privacy", "clear"])
def test_every_page_says_that_we_are_not_the_government(client, name):
    assert "Private consultancy, not the Government of Canada." in page_of(client.get(reverse(f"intake:{name}")))


def test_a_question_takes_few_queries(answered, browser_of, django_assert_num_queries):
    browser = browser_of(answered)
    browser.get(at("jobs/1"))
    with django_assert_num_queries(1):
        browser.get(at("jobs"))
    answered.answers |= {"jobs/2": JOB, "jobs/2/conditions": CONDITIONS, "jobs/3": JOB, "jobs/3/conditions": CONDITIONS}
    answered.save()
    with django_assert_num_queries(1):
        browser.get(at("jobs"))


def test_the_script_of_the_search_gets_ten_lines_at_most_which_the_browser_may_keep(client):
    response = client.get("/fr/occupations.json", {"q": "plumer"})
    assert response["Cache-Control"] == "public, max-age=3600"
    found = response.json()["found"]
    assert found[0]["text"] == "Plombiers/plombières (72300)"
    assert found[0]["more"].startswith("Plombier/plombière · Catégorie FEER 2 · ")
    assert 1 < len(found) < 10, "what shares a word by chance is left out"
    assert len(client.get("/fr/occupations.json", {"q": "professeur"}).json()["found"]) == 10
    assert not response.cookies
    assert client.get("/fr/occupations.json").json() == {"found": []}


def test_the_script_waits_half_of_the_100_ms_in_which_a_list_follows_what_is_typed():
    script = (STATIC / "intake/search.js").read_text(encoding="utf-8")
    assert int(re.search(r"WAIT_MS = (\d+);", script)[1]) <= 50
    assert "setTimeout(find, WAIT_MS, query, show)" in script


def test_the_search_of_trades_is_the_same_address_and_gives_trades_alone(client):
    found = client.get("/en/occupations.json", {"of": "trades", "q": "welder"}).json()["found"]
    assert [one["text"] for one in found][:1] == ["Welders and related machine operators (72106)"]
    assert found[-1]["text"] == "Another trade, which is not in this list"


def test_an_occupation_typed_without_scripts_leads_to_a_page_to_choose_from(answered, browser_of):
    browser = browser_of(answered)
    sent = {key: value for key, value in JOB.items() if key != "noc"} | {"noc_typed": "barista"}
    page = browser.post(at("jobs/1"), sent, follow=True).content.decode()
    assert "Found for “barista”" in page
    assert 'value="65201"' in page
    chosen = browser.post(at("jobs/1"), sent | {"noc": "65201"}, follow=True).content.decode()
    assert "Is this the right occupation?" in chosen
    assert "TEER 5" in chosen


def test_no_page_of_the_intake_makes_a_session(answered, browser_of):
    assert "sessionid" not in browser_of(answered).get(at("jobs")).cookies


def test_a_page_has_one_first_heading_and_no_asterisk(answered, browser_of):
    browser = browser_of(answered)
    for page in flow(SINGLE).route:
        html = page_of(browser.get(at(page.path)))
        assert html.count("<h1") == 1
        assert "asterisk" not in html
        assert not re.search(r"<(script|style)(?![^>]*src)[^>]*>", html)
        assert "required" not in re.findall(r"<(?:input|select)[^>]*>", html)


def test_the_forms_replayed_from_the_database_are_those_that_were_posted(answered):
    assert Flow(Intake.objects.get().answers, STEPS).cleaned == flow(SINGLE).cleaned


def test_a_first_visit_of_the_heaviest_question_is_at_most_60_kilobytes(answered, browser_of):
    page = browser_of(answered).get(at("jobs/1"), headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    parts = re.findall(r'(?:href|src)="/static/([^"]+)"', gzip.decompress(page.content).decode())
    assert len(parts) == 6
    packed = sum(len(gzip.compress((STATIC / part).read_bytes(), 6)) for part in parts)
    assert len(page.content) + packed <= 60_000


def chosen_language(page):
    return re.findall(r'<input[^>]*name="language"[^>]*value="(\w\w)"[^>]*checked', page)


def test_the_language_of_the_page_is_chosen_already_and_an_answer_stays(browser_of, answered):
    answered.answers.pop("contact")
    answered.save()
    person = browser_of(answered)
    assert chosen_language(page_of(person.get("/fr/intake/contact/"))) == ["fr"]
    assert chosen_language(page_of(person.get("/en/intake/contact/"))) == ["en"]
    person.post("/fr/intake/contact/", {"language": "en", "later": "1"})
    assert chosen_language(page_of(person.get("/fr/intake/contact/"))) == ["en"]
