"""The figure that leads: one on every page of a person, what it counts from, and what to do first."""

import io
import re
from datetime import date

import pypdf
import pytest
from django.utils import timezone
from django.utils.translation import override

from draws.models import PoolBand
from intake.models import Assessment, Intake
from intake.result.headline_score import find_headline_of
from intake.result.page_context import build_context
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import COUPLE, DEGREE, ECA, IELTS, JOB, SCORES, SINGLE, day, without
from tests.intake.files import FILE, page, signed_in, with_result
from tests.intake.pdfs import get_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
UNTESTED = without(SINGLE, "tests/1", "tests/1/scores")
ABROAD = JOB | {"country": "IN"}
# The applicant's degree is not assessed; the partner has all that a program asks for.
HIS = {"credentials/1/assessment": {"has_eca": "no"}, "jobs/1": ABROAD, "funds": {"settlement_funds_cad": "60000"}}
HERS = {
    "partner-date-of-birth": day("partner_date_of_birth", date(1993, 5, 5)),
    "partner-credentials/1": DEGREE,
    "partner-credentials/1/assessment": ECA,
    "partner-more-study-in-canada": {"partner_studied_in_canada": "no"},
    "partner-tests/1": IELTS,
    "partner-tests/1/scores": SCORES,
    "partner-jobs/1": ABROAD,
}
SHE_COULD = without(COUPLE, "partner-credentials/1/study-in-canada") | HIS | HERS


def read(response):
    return " ".join(response.content.decode().split())


def box(text):
    """What the page says before the ways."""
    return text[text.index('class="score"') : text.index('id="ways"')]


@pytest.mark.parametrize(
    ("language", "met", "first"),
    [
        ("en", "You are eligible for: Federal Skilled", "Submit your free profile to IRCC"),
        (
            "fr",
            "Vous êtes admissible à : Programme des",
            "soumettez votre profil à IRCC; c’est gratuit.",
        ),
    ],
)
def test_whoever_qualifies_reads_it_first_and_is_told_to_enter_the_pool(result_of, language, met, first):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=600)
    browser, where = result_of(SINGLE)
    there = where.replace("/en/", f"/{language}/")
    said = box(read(browser.get(there)))
    assert met in said
    assert first in said
    since = day("submitted_on", date(2026, 11, 2)) | {"submitted_time": "10:00"}
    entered = {"express-entry-profile": {"in_pool": "yes"}, "express-entry-profile-date": since}
    browser, where = result_of(SINGLE | entered)
    said = box(read(browser.get(where.replace("/en/", f"/{language}/"))))
    assert met in said
    assert first not in said


def test_who_meets_no_program_is_not_sent_into_the_pool(result_of):
    browser, where = result_of(UNTESTED)
    said = box(read(browser.get(where)))
    assert "Submit your free profile" not in said
    assert "With what is missing you would be eligible for: " in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", r"Your partner could enter the pool today as the principal applicant, with at least (\d+) points"),
        (
            "fr",
            r"Votre conjoint ou conjointe pourrait entrer dans le bassin dès aujourd’hui .* note d’au moins (\d+)\b",
        ),
    ],
)
def test_the_box_says_that_the_partner_could_enter(result_of, language, said):
    browser, where = result_of(SHE_COULD)
    text = read(browser.get(where.replace("/en/", f"/{language}/")))
    found = re.search(said, box(text))
    assert found
    assert int(found[1]) > Assessment.objects.get().crs
    assert '<a class="no-print" href="#couple">' in box(text)


def test_rounds_that_are_not_held_are_marked_for_the_partner_too(result_of):
    waits = "No round that your partner could be in is held at present"
    PublishedDrawFactory(stream="french", held_on=date(2026, 11, 3), cutoff=400)
    browser, where = result_of(SHE_COULD)
    text = read(browser.get(where))
    assert waits in box(text)
    assert "Rounds: Federal Skilled Worker Program (no rounds of this kind now)" in text
    PublishedDrawFactory(stream="fsw", held_on=date(2026, 11, 4), cutoff=400)
    assert waits not in read(browser.get(where))


def test_the_table_of_a_couple_stands_on_the_figure_of_the_headline(result_of):
    result_of(SHE_COULD)
    made = Assessment.objects.get()
    context, headline = build_context(made), find_headline_of(made, timezone.localdate())
    (own,) = (one for one in context["orders"] if one.stated)
    assert own.found.crs.total == headline.crs == context["estimate"].found.crs.total


def test_every_page_says_the_estimate_and_none_the_figure_without_it(result_of, settings):
    browser, where = result_of(UNTESTED)
    made = Assessment.objects.get()
    headline = find_headline_of(made, timezone.localdate())
    assert headline.crs != made.crs
    asked = read(browser.get(f"/en/ask/?result={made.reference}"))
    assert f"(score: about {headline.crs}, as an estimate)" in asked
    assert str(made.crs) not in asked.partition("<main")[2]
    tried = read(browser.get(f"{where}what-if/?change=nomination_up"))
    assert f"{headline.crs + 600:,} instead of {headline.crs}: 600 points more." in tried
    assert "Both scores are estimates" in tried
    context = build_context(made)
    assert context["periods"][0]["crs"] == headline.crs
    assert "no longer valid" not in str([change.causes for change in context["changes"]]), "it is only supposed"


def test_the_estimate_stands_in_the_file_and_todays_figure_beside_it():
    client = with_result("amara@example.org")[0]
    made = client.assessments.get()
    facts = {name: fact for name, fact in made.facts.items() if name != "language_tests"}
    same = {name: getattr(made, name) for name in ("intake", "on", "result", "edition")}
    untested = client.assessments.create(**same, facts=facts, crs=3)
    headline = find_headline_of(untested, untested.on)
    text = " ".join(page(signed_in(client.email), "").split())
    assert f"{headline.crs} points as an estimate" in text
    assert f"Without what is missing the rules gave {headline.now.crs.total} points." in text


def test_ones_place_in_the_pool_is_that_of_the_estimate(result_of):
    newest = PublishedDrawFactory(held_on=date(2026, 11, 20), pool_as_on=date(2026, 11, 19), cutoff=600)
    for low, high in ((0, 300), (301, 400), (401, 500), (501, 1200)):
        PoolBand.objects.create(draw=newest, low=low, high=high, candidates=100)
    browser, where = result_of(UNTESTED)
    headline = find_headline_of(Assessment.objects.get(), timezone.localdate())
    text = read(browser.get(where))
    assert f"candidates in the pool stood at {headline.crs} points or higher" in text
    assert f"The score used here is the estimate, {headline.crs}." in text


def test_a_trial_stands_beside_the_answers_of_its_own_result(result_of):
    browser, where = result_of(SINGLE)
    intake = Intake.objects.get()
    intake.answers["funds"] = {"settlement_funds_cad": "1"}
    intake.save()
    browser.post(where + "what-if/")
    text = read(browser.get(where + "what-if/"))
    assert "You have changed your answers since this result was made." in text
    assert "The same score:" in text
    assert "Nothing is changed yet." in text
    intake.answers["funds"] = SINGLE["funds"]
    intake.save()
    assert "You have changed your answers" not in read(browser.get(where + "what-if/"))


def test_a_trial_offers_to_change_no_name_and_no_address(result_of):
    browser, where = result_of(SINGLE | {"contact": {"name": "Ana Lima", "email": "", "language": "en"}})
    browser.post(where + "what-if/")
    text = read(browser.get(where + "what-if/"))
    assert "what-if/contact/" not in text
    assert "Ana Lima" not in text.partition("<main")[2]
    assert "what-if/funds/" in text


def test_the_first_screen_says_of_which_day_the_newest_round_is(result_of):
    PublishedDrawFactory(held_on=date(2026, 10, 1), cutoff=500)
    browser, where = result_of(SINGLE)
    first = read(browser.get(where)).partition('class="doors')[0]
    assert "Against the last cut-offs, up to Oct. 1, 2026." in first
    french = read(browser.get(where.replace("/en/", "/fr/"))).partition('class="doors')[0]
    assert "Dernières notes minimales, jusqu’au 1er octobre 2026." in french


def test_a_result_in_a_file_is_not_offered_to_be_saved():
    client = with_result("amara@example.org")[0]
    made = client.assessments.get()
    doors = signed_in(client.email).get(f"/en/result/{made.reference}/").content.decode().partition('class="doors')[2]
    assert "Save it" not in doors.partition("</nav>")[0]
    assert FILE in doors.partition("</nav>")[0]


def test_the_page_of_nominations_leads_back_to_the_result(result_of):
    browser, where = result_of(SINGLE)
    made = Assessment.objects.get()
    assert f'href="{where}#ways"' in read(browser.get(f"/en/nominations/?result={made.reference}"))
    for other in ("", "?result=//evil.test", "?result=abc"):
        assert "Back to your score" not in read(browser.get(f"/en/nominations/{other}"))


def test_who_has_a_base_nomination_is_led_to_the_streams_of_that_province(result_of):
    base = {
        "provincial-nomination": {"provincial_nomination": "yes"},
        "nomination-stream": {"nomination_province": "BC", "nomination_stream": "base"},
    }
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=700, stream="pnp")
    for answers, place in ((SINGLE, ""), (SINGLE | base, "#province-BC")):
        browser, where = result_of(answers)
        reference = where.split("/")[-2]
        page = read(browser.get(where))
        assert f'href="/en/nominations/?result={reference}{place}"' in page
    assert 'id="province-BC"' in read(browser.get("/en/nominations/"))


@pytest.mark.parametrize(
    ("answers", "language", "said"),
    [
        (SINGLE, "en", "Alberta has a minimum CRS score of 300; you have {crs} ({apart} points above)."),
        (
            SINGLE,
            "fr",
            "Alberta : une note SCG d’au moins 300 est exigée; la vôtre est de {crs} ({apart} points de plus).",
        ),
        (
            UNTESTED,
            "en",
            "Alberta has a minimum CRS score of 300; by the estimate you would have {crs} ({apart} points above).",
        ),
    ],
)
def test_the_minimum_of_a_province_stands_beside_the_score_that_leads(client, result_of, answers, language, said):
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=725, stream="pnp")
    browser, where = result_of(answers)
    made = Assessment.objects.get()
    crs = find_headline_of(made, timezone.localdate()).crs
    words = said.format(crs=crs, apart=crs - 300)
    page = read(browser.get(where.replace("/en/", f"/{language}/"))).replace("\xa0", " ")
    assert page.count(words) == 1
    address = f"/{language}/nominations/?result={made.reference}"
    answer = browser.get(address)
    assert read(answer).replace("\xa0", " ").count(words) == 1
    assert "no-store" in answer["Cache-Control"]
    # Nobody else reads the score by the reference.
    assert "minimum CRS score" not in read(client.get(address))
    assert "au moins 300 est exigée" not in read(client.get(address))


def test_of_a_stated_province_alone_the_minimum_is_said(result_of):
    base = {
        "provincial-nomination": {"provincial_nomination": "yes"},
        "nomination-stream": {"nomination_province": "BC", "nomination_stream": "base"},
    }
    PublishedDrawFactory(held_on=date(2026, 11, 20), cutoff=725, stream="pnp")
    browser, where = result_of(SINGLE | base)
    assert "minimum CRS score" not in read(browser.get(where))


@pytest.mark.parametrize(
    ("language", "label", "said"),
    [
        (
            "en",
            "In any case",
            "Order the assessment (ECA) of your credentials from a designated organization: by itself",
        ),
        (
            "fr",
            "Dans tous les cas",
            "Demandez l’évaluation (EDE) de vos diplômes à un organisme désigné : à elle seule",
        ),
    ],
)
def test_an_assessment_that_gives_points_stands_in_the_first_box(result_of, language, label, said):
    PublishedDrawFactory(stream="cec", held_on=date(2026, 11, 20), cutoff=600)
    lacking = {"credentials/1": DEGREE | {"country": "IN"}, "credentials/1/assessment": {"has_eca": "no"}}
    browser, where = result_of(SINGLE | lacking)
    page = read(browser.get(where.replace("/en/", f"/{language}/"))).replace("\xa0", " ")
    assert f"{label} :" in box(page) or f"{label}:" in box(page)
    assert box(page).count(said) == 1
    gain = next(iter(build_context(Assessment.objects.get())["options"]))["gain"]
    assert f"{gain} points" in box(page).partition(said)[2]


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Your next steps", "Submit your free profile", "You are eligible for:", "It is not advice"]),
        (
            "fr",
            [
                "Vos prochaines étapes",
                "Soumettez votre profil",
                "Vous êtes admissible à",
                "ni un conseil",
            ],
        ),
    ],
)
def test_the_first_page_on_paper_is_enough(result_of, settings, language, said):
    settings.FIRM = settings.FIRM | {"phone": "+1 613 555 0142", "email": "office@firm.test"}
    for stream, cutoff in (("cec", 600), ("pnp", 725), ("french", 382), ("healthcare", 475), ("general", 529)):
        PublishedDrawFactory(stream=stream, held_on=date(2026, 10, 1), cutoff=cutoff)
    browser, where = result_of(SINGLE | {"contact": {"name": "Ana Lima", "email": "", "language": "en"}})
    made = Assessment.objects.get()
    there = where.replace("/en/", f"/{language}/")
    pdf = pypdf.PdfReader(io.BytesIO(get_pdf(browser, there + "pdf/").content))
    first = re.sub(r"\s+", "", pdf.pages[0].extract_text())
    with override(language):
        ways = [str(shown.title) for shown in build_context(made)["ways"]]
    assert len(ways) > 2
    firm = ["+1 613 555 0142", "office@firm.test"]
    for words in [*said, *ways, *firm, "Ana Lima", made.reference, str(made.crs), "2026"]:
        assert re.sub(r"\s+", "", words) in first, words
    rest = "".join(sheet.extract_text() for sheet in pdf.pages[1:])
    assert not re.search(r"[.] ,", rest), "a link that is not printed leaves no comma"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Met if you live outside Quebec: you have not decided yet where to live"),
        ("fr", "Exigence satisfaite si vous vivez hors du Québec : vous n’avez pas encore décidé où vivre"),
    ],
)
def test_who_has_not_decided_where_to_live_is_not_said_to_have(result_of, language, said):
    browser, where = result_of(SINGLE | {"destination": {"destination": "undecided"}})
    text = read(browser.get(where.replace("/en/", f"/{language}/")))
    assert said in text
    assert Assessment.objects.get().result["streams"], "met all the same"
    decided, there = result_of(SINGLE)
    assert said not in read(decided.get(there.replace("/en/", f"/{language}/")))
