"""The result page: what it says, how many queries it takes, and that each unknown leads to its question."""

import gzip
import re
from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from intake.models import Assessment
from intake.result.headline_score import find_headline_of
from intake.result.outcomes import STATES, group_by_state, join_alike
from intake.result.page_context import build_context
from intake.result.question_links import SETTLED_BY, get_question_url
from scoring.days import years_before
from scoring.sentences import CONTRADICTIONS
from scoring.words import REQUIREMENT_TITLES
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import CONDITIONS, COUPLE, DEGREE, JOB, SINGLE, day, month

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_first_look_and_each_later_one_take_two_queries(result_of, django_assert_num_queries, rounds):
    PublishedDrawFactory.create_batch(rounds)
    browser, where = result_of(COUPLE)
    for _ in range(2):
        with django_assert_num_queries(2):
            browser.get(where)


def test_the_page_is_kept_packed_and_holds_no_token(result_of):
    browser, where = result_of(SINGLE)
    first, packed = browser.get(where), browser.get(where, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(packed.content) == first.content
    assert "csrfmiddlewaretoken" not in html(first)
    assert "no-store" in packed["Cache-Control"]


def test_a_page_with_a_button_to_confirm_is_made_for_its_reader(result_of):
    contact = {"name": "", "email": "ana@example.test", "language": "en"}
    browser, where = result_of(SINGLE | {"contact": contact})
    tokens = {re.search('csrfmiddlewaretoken" value="([^"]+)', html(browser.get(where)))[1] for _ in range(2)}
    assert len(tokens) == 2


@pytest.mark.parametrize("page", ["", "pdf/", "calendar.ics", "worksheet/", "worksheet/pdf/"])
def test_nobody_sees_what_is_not_theirs(result_of, page):
    browser, where = result_of(SINGLE)
    stranger, _theirs = result_of(COUPLE)
    assert browser.get(where + page).status_code == 200
    for other in (stranger, Browser()):
        refused = other.get(where + page)
        assert refused.status_code == 404
        assert "March 27, 1996" not in html(refused)
        assert str(Assessment.objects.last().crs) not in html(refused).partition("<main")[2]


def test_where_this_stands_moves_with_a_new_round_and_the_rest_does_not(result_of):
    browser, where = result_of(SINGLE)
    before = html(browser.get(where))
    assert "one round that you could be in" not in before
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=100)
    after = html(browser.get(where))
    assert "So far there was one round that you could be in, and you would have met its cut-off." in after
    points, rounds = 'id="points"', 'id="ladder"'
    assert before.partition(points)[2].partition(rounds)[0] == after.partition(points)[2].partition(rounds)[0] != ""


def test_the_same_page_in_the_other_language_is_not_the_kept_one(result_of):
    browser, where = result_of(SINGLE)
    english, french = html(browser.get(where)), html(browser.get(where.replace("/en/", "/fr/")))
    assert "March 27, 2027" in english
    assert "27 mars 2027" in french


def test_what_is_not_known_leads_to_the_question_that_asks_it(result_of):
    browser, where = result_of(SINGLE | {"funds": {"funds_unknown": "on"}})
    page = html(browser.get(where))
    assert 'href="/en/intake/funds/?change=1"' in page
    assert browser.get("/en/intake/funds/?change=1").status_code == 200


def test_a_contradiction_leads_to_its_answer(result_of):
    browser, where = result_of(SINGLE | {"credentials/1": DEGREE | month("awarded_on", 2025, 6)})
    page = html(browser.get(where))
    assert "was issued before its credential was awarded" in page
    assert 'href="/en/intake/credentials/?change=1"' in page


def test_steps_settle_only_what_the_rules_can_say():
    assert set(SETTLED_BY) <= {*CONTRADICTIONS, *REQUIREMENT_TITLES}


def test_every_contradiction_leads_to_a_question():
    assert [code for code in CONTRADICTIONS if get_question_url(code) == reverse("intake:check")] == []


def test_a_result_without_a_test_says_that_it_is_an_estimate(result_of):
    untested = {path: posted for path, posted in SINGLE.items() if not path.startswith("tests/")}
    browser, where = result_of(untested)
    page = html(browser.get(where))
    assert "points out of 1,200, as an estimate" in page
    assert "with CLB 9 in a test of English" in page
    assert "with CLB 7 in a test of English" in html(browser.get(where + "?level=7"))
    browser, where = result_of(SINGLE)
    assert "estimate" not in html(browser.get(where))


def test_the_caveat_of_pending_rules_is_on_the_page(result_of):
    browser, where = result_of(SINGLE)
    page = html(browser.get(where))
    assert page.count("New CRS rules have been reported for Nov. 3, 2026.") == 1
    assert "they mean nothing for you until IRCC has published them and they are in force." in page
    assert "Where it is reported" not in page, "a client could not judge the source"
    assert ">https://" not in page


def test_a_couple_sees_both_orders_and_that_facts_must_be_true(result_of):
    browser, where = result_of(COUPLE | {"partner-date-of-birth": day("partner_date_of_birth", date(1990, 1, 2))})
    page = html(browser.get(where))
    assert "Your partner applies, you come along" in page
    assert "What you tell IRCC must be true" in page
    browser, where = result_of(SINGLE)
    assert "Which of you should apply?" not in html(browser.get(where))


def test_a_partner_who_stays_is_compared_in_a_copy(result_of):
    browser, where = result_of(COUPLE | {"partner": {"partner_canadian": "no", "partner_accompanying": "no"}})
    page = html(browser.get(where))
    assert "We ask about your partner only where they come along" in page
    assert "Give the date of birth" not in page, "the page that asks for it is not on the way"


def test_the_partners_work_can_be_added_from_the_result(result_of):
    idle = {"partner-jobs/1": None, "partner-date-of-birth": day("partner_date_of_birth", date(1990, 1, 2))}
    browser, where = result_of({path: posted for path, posted in (COUPLE | idle).items() if posted is not None})
    assert 'href="/en/intake/partner-jobs/?change=1"' in html(browser.get(where))
    assert "compared the other way round" in html(browser.get("/en/intake/partner-jobs/?change=1"))


def test_no_prediction_and_no_chance_is_ever_spoken_of(result_of):
    PublishedDrawFactory.create_batch(3)
    browser, where = result_of(COUPLE)
    page = html(browser.get(where)).lower()
    assert not [word for word in ("probab", "chance", "likely to be invited", "predict") if word in page]


def test_nothing_of_a_kept_result_changes_by_looking(result_of):
    browser, where = result_of(SINGLE)
    before = Assessment.objects.values().get()
    browser.get(where)
    assert Assessment.objects.values().get() == before


def test_the_level_for_canadian_work_is_not_asked_of_who_has_none(result_of):
    unworked = {path: posted for path, posted in SINGLE.items() if not path.startswith("jobs")}
    result_of(unworked | {"jobs": {"more": "no"}})
    programs = build_context(Assessment.objects.get())["programs"]
    (cec,) = (found for found in programs if "Experience" in str(found["title"]))
    assert [row["code"] for row in cec["missing"]] == ["cec_work"]
    assert cec["open"] == []


def test_the_summary_asks_for_the_answer_on_which_a_program_hangs(result_of):
    browser, where = result_of(SINGLE | {"jobs/1": JOB | {"country": "IN"}, "funds": {"funds_unknown": "on"}})
    page = html(browser.get(where))
    said = page[page.index('class="score"') : page.index('id="ways"')]
    assert "Federal Skilled Worker Program: not known yet." in " ".join(said.split())
    assert get_question_url("funds") in said


def test_the_summary_names_the_one_condition_that_a_program_lacks(result_of):
    abroad = SINGLE | {"jobs/1": JOB | {"country": "IN"}}
    browser, where = result_of(abroad | {"funds": {"settlement_funds_cad": "9000"}})
    page = " ".join(html(browser.get(where)).split())
    said = page[page.index('class="score"') : page.index('id="ways"')]
    assert "Federal Skilled Worker Program: one condition alone is not met:" in said
    assert get_question_url("funds") in said
    assert "9,000 dollars stated, 15,263 needed for a family of 1." in said
    assert "Missing for the nearest program: Settlement funds." in said
    assert "15,263 dollars to settle, which a family of 1 needs, instead of 9,000" in page
    richer, there = result_of(abroad)
    assert "one condition alone" not in html(richer.get(there))


HANGING = {"jobs/1": JOB | {"country": "IN"}, "funds": {"funds_unknown": "on"}}
UNDECIDED = SINGLE | HANGING


def test_what_is_not_known_is_never_said_to_be_not_met(result_of):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=100)
    browser, where = result_of(UNDECIDED)
    page = " ".join(html(browser.get(where)).split())
    assert "qualify for any program" not in page
    assert "on none of their days was a program met" not in page
    assert "Not known yet whether you could be invited: a program hangs on an answer that is missing." in page
    assert "Not known yet whether a round so far could have invited you" in page
    assert "<td>not known yet</td>" in page
    funded, there = result_of(UNDECIDED | {"funds": {"settlement_funds_cad": "1"}})
    assert "you do not yet qualify for any program" in html(funded.get(there))


def test_a_couples_other_order_is_not_known_where_a_program_hangs_on_an_answer(result_of):
    partner = {"partner-date-of-birth": day("partner_date_of_birth", date(1990, 1, 2))}
    browser, where = result_of(COUPLE | HANGING | partner)
    page = " ".join(html(browser.get(where)).split())
    assert "Rounds: not known yet, because an answer is missing for: Federal Skilled Worker Program" in page


def test_a_program_that_hangs_on_an_answer_is_named_beside_one_that_is_met(result_of):
    browser, where = result_of(SINGLE | {"funds": {"funds_unknown": "on"}})
    page = " ".join(html(browser.get(where)).split())
    assert "You could be invited in these kinds of round" in page
    assert "Federal Skilled Worker Program: not known yet. Missing:" in page
    assert (
        "Not counted here, because not known yet: what would be open to you by Federal Skilled Worker Program." in page
    )


# --- The decision first -----------------------------------------------------------


def test_the_page_says_in_this_order_where_one_stands_what_cannot_wait_the_ways_and_the_doors(result_of, ending_soon):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=600)
    ending = SINGLE | {"tests/1": {"test": "ielts_general", **day("taken_on", ending_soon)}}
    browser, where = result_of(ending)
    page = html(browser.get(where))
    marks = ('class="score"', 'id="urgent"', 'id="ways"', 'class="doors', 'class="folded"')
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "points below the last cut-off of Canadian Experience Class (600)." in page
    assert "From then on every round is closed to you." in page
    assert "Book a test now" in page


def test_a_test_that_ends_before_the_first_year_is_complete_is_said_with_what_it_prevents(result_of, ending_soon):
    today = timezone.localdate()
    began = {"jobs/1": JOB | {"ongoing": "yes", **day("start", today - timedelta(weeks=52) + timedelta(days=40))}}
    test = {"tests/1": {"test": "ielts_general", **day("taken_on", ending_soon)}}
    test |= {"funds": {"settlement_funds_cad": "0"}}
    browser, where = result_of(SINGLE | began | test)
    page = " ".join(html(browser.get(where)).split())
    urgent = page[page.index('id="urgent"') :].partition("</section>")[0]
    assert "you could meet the conditions of: Canadian Experience Class, but only with a valid test." in urgent
    assert "You would lose" not in urgent


@pytest.fixture
def ending_soon():
    """A day so long ago that a test taken on it ends in a month."""
    today = timezone.localdate()
    return years_before(today, 2) + timedelta(days=30)


def test_a_way_has_its_rounds_and_a_next_step(result_of):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=100)
    browser, where = result_of(SINGLE)
    page = " ".join(html(browser.get(where)).split())
    assert "points above the last cut-off, 100." in page
    assert "Create your profile with IRCC" in page
    assert "<li>Nov. 20, 2026: 100</li>" in page


def test_a_way_that_is_closed_counts_its_points_with_what_opens_it(result_of):
    PublishedDrawFactory(stream="french", held_on=date(2026, 11, 20), cutoff=100)
    browser, where = result_of(SINGLE)
    page = " ".join(html(browser.get(where)).split())
    french = page[page.index("<h3>French") :].partition("</details>")[0]
    assert re.search(r"last cut-off 100; [\d,]+ with the plan", french)
    assert "You could not be invited in such a round as things stand, whatever the score." in french
    assert "points above the last cut-off" not in french


def test_a_way_that_stays_below_its_cut_off_says_how_far_and_what_was_looked_at(result_of):
    PublishedDrawFactory(stream="pnp", held_on=date(2026, 11, 20), cutoff=1199)
    PublishedDrawFactory(stream="cec", held_on=date(2026, 11, 20), cutoff=1100)
    browser, where = result_of(SINGLE)
    page = " ".join(html(browser.get(where)).split())
    nominees = page[page.index("<h3>Provincial Nominee") :].partition("</details>")[0]
    at_best = re.search(r"last cut-off 1,199; ([\d,]+) with the plan", nominees)
    short = re.search(r"This plan brings you to ([\d,]+), still (\d+) points short", nominees)
    assert at_best[1] == short[1]
    assert 1199 - int(at_best[1].replace(",", "")) == int(short[2])
    cec = page[page.index("<h3>Canadian Experience Class") :].partition("</details>")[0]
    assert "This plan brings you to" in cec
    assert "with the plan" not in cec, "that is open"
    assert "None here, because nothing that we look at would reach the last cut-off." in page


def test_the_table_beside_an_estimate_counts_from_the_estimate_and_says_so(result_of):
    browser, where = result_of({path: posted for path, posted in SINGLE.items() if not path.startswith("tests/")})
    made = Assessment.objects.get()
    page, headline = " ".join(html(browser.get(where)).split()), find_headline_of(made, timezone.localdate())
    assert f"Counted from the estimate, {headline.crs}: what it supposes is in it already." in page
    assert {one["crs"] - one["gain"] for one in build_context(made)["options"]} == {headline.crs}
    browser, where = result_of(SINGLE)
    assert "what it supposes" not in html(browser.get(where))


def test_what_an_estimate_supposes_is_no_first_step_where_the_money_alone_opens_the_way(result_of, welder):
    PublishedDrawFactory(stream="trades", held_on=date(2026, 11, 20), cutoff=100)
    browser, where = result_of(welder)
    page = " ".join(html(browser.get(where)).split())
    said = page[page.index('class="score"') : page.index('id="ways"')]
    assert "Even then you would not yet qualify for any program." in said
    missing = re.sub(r"<[^>]+>", "", said)
    assert "with the assessment, one condition would still be missing: Settlement funds." in missing
    assert "Gather the funds" in page
    assert "Order the assessment" not in page.partition('class="folded"')[0]


@pytest.fixture
def welder():
    """A welder abroad with a certificate of a province, a diploma that nobody assessed, and too little money."""
    return SINGLE | {
        "jobs/1": JOB | {"noc": "72106", "country": "IN"},
        "jobs/1/conditions": CONDITIONS | {"qualified_for_trade": "yes"},
        "credentials/1": {"level": "secondary", "country": "IN", "awarded_on_month": "", "awarded_on_year": ""},
        "credentials/1/assessment": {"has_eca": "no"},
        "trade-certificate": {"has_certificate": "yes"},
        "trade-certificate-details": {"certificate_noc": "72106", "certificate_province": "AB"},
        "funds": {"settlement_funds_cad": "9500"},
    }


def test_a_way_that_hangs_on_an_answer_is_not_called_closed(result_of):
    PublishedDrawFactory(stream="fsw", held_on=date(2026, 11, 20), cutoff=100)
    browser, where = result_of(UNDECIDED)
    page = " ".join(html(browser.get(where)).split())
    way = page[page.index('<li class="way">') :].partition("</li>")[0]
    assert "Not known yet whether you could be invited in such a round. The last cut-off was 100. Missing:" in way
    assert "say whether you have them" in way
    assert "whatever the score" not in page


def test_a_couple_is_not_told_the_fees_of_one(result_of):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=100)
    pages = [result_of(answers) for answers in (SINGLE, COUPLE)]
    single, couple = (" ".join(html(browser.get(where)).split()) for browser, where in pages)
    assert "IRCC's fees for you are $1,590. Biometrics, where they are asked for, are at most $85 more." in single
    assert "IRCC's fees for the two of you are about $3,140 if you both come along. Of these, $2,190 are your" in couple
    assert "and $950 the processing fees of those who come with you. Biometrics" in couple


def test_the_fees_of_one_adult_and_a_child_are_not_those_of_a_couple(result_of):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=100)
    browser, where = result_of(SINGLE | {"family-size": {"family_size": "2"}})
    page = " ".join(html(browser.get(where)).split())
    assert "IRCC's fees for you and your child are about $1,850 if you both come along. Of these, $1,590 are" in page


def test_children_who_are_in_the_family_are_in_its_fees(result_of):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=100)
    browser, where = result_of(COUPLE | {"family-size": {"family_size": "4"}})
    page = " ".join(html(browser.get(where)).split())
    assert "IRCC's fees for your family are about $3,660 if all 4 of you come along. Of these, $2,190 are" in page
    assert "IRCC's fees for the two of you" not in page
    assert "the right of permanent residence fees of both adults, and $1,470 the" in page, (
        "950 for the partner, 260 for each of two children"
    )
    told = page.partition("IRCC's fees for your family")[2].partition("</p>")[0]
    assert told.index("$3,660") < told.index("$2,190") < told.index("Biometrics") < told.index("Not known yet:")
    assert told.count("we have not seen IRCC's new amounts") == 1
    assert "before that day, so the total will be higher. <span" in told, "what is not known is said last"
    assert "?partner=1&amp;children=2" in page
    french = " ".join(html(browser.get(where.replace("/en/", "/fr/"))).replace("\xa0", " ").split())
    said = (
        "Les frais d’IRCC pour votre famille sont d’environ 3 660 $ si vous venez à 4. Ce total comprend 2 190 $ pour"
    )
    assert said in french
    assert "et 1 470 $ pour les frais de traitement des personnes qui vous accompagnent. Les données" in french


def test_categories_that_lack_the_same_thing_are_one_line_of_their_state():
    lacking = {"missing": [{"code": "listed_work"}], "open": [], "state": "close"}
    one, other = lacking | {"title": "A"}, lacking | {"title": "B"}
    more = lacking | {"missing": [*lacking["missing"], {"code": "french"}], "title": "D", "state": "closed"}
    met = {"missing": [], "open": [], "title": "C", "state": "met"}
    groups = [join_alike(*pair) for pair in group_by_state([more, one, met, other])]
    assert [(group.state, group.single, [same.outcomes for same in group.alike]) for group in groups] == [
        ("met", [met], []),
        ("close", [], [[one, other]]),
        ("closed", [more], []),
    ]


@pytest.mark.parametrize("answers", [SINGLE, COUPLE, UNDECIDED], ids=["single", "couple", "undecided"])
def test_programs_and_categories_stand_by_what_they_lack(result_of, answers):
    browser, where = result_of(answers)
    context = build_context(Assessment.objects.get())
    for name, groups in (("programs", "program_groups"), ("categories", "category_groups")):
        for one in context[name]:
            lacks, unknown = (sum(row["met"] is met for row in one["requirements"]) for met in (False, None))
            assert (one["state"] == "met") == one["eligible"]
            assert (one["state"] == "not_known") == (not one["eligible"] and not lacks)
            assert (one["state"] == "close") == (lacks == 1 and not unknown)
        states = [STATES.index(one["state"]) for one in context[name]]
        assert states == sorted(states)
        shown = [one for group in context[groups] for one in group.single]
        shown += [one for group in context[groups] for same in group.alike for one in same.outcomes]
        assert sorted(map(id, shown)) == sorted(map(id, context[name])), "each once"
    titles = {
        "met": "Met",
        "not_known": "Not known yet",
        "close": "One condition is missing",
        "closed": "More than one condition is missing, or not known",
    }
    page = html(browser.get(where))
    chapter = page[page.index('id="programs"') : page.index('id="where"')]
    said = re.findall(r"<strong>([^<:]+)</strong></p>", chapter)
    assert said == [titles[group.state] for name in ("program_groups", "category_groups") for group in context[name]]
