"""The page of nominations beside a result: the reader's own province first, and what is known of their permit."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from tests.intake.lives import COUPLE, LIVES, WALKED_ON, save_result

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def read_nominations(browser_of):
    """A function that reads the page beside the result of these facts; without facts the public one."""

    def read(facts=None, language="en"):
        with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
            made = save_result(facts or LIVES["nurse"])
            beside = f"?result={made.reference}" if facts else ""
            return browser_of(made.intake).get(f"/{language}/nominations/{beside}").content.decode()

    return read


def list_provinces(page):
    """The codes of the provinces in the order of the page."""
    return re.findall(r'<h2 id="province-(\w\w)">', page)


def test_the_province_of_a_certificate_or_a_nomination_is_first_and_the_others_keep_their_order(read_nominations):
    public = list_provinces(read_nominations())
    assert public[0] == "AB"
    certified = LIVES["welder"] | {"certificate_of_qualification": {"noc": "72106", "province": "NS"}}
    assert list_provinces(read_nominations(certified)) == ["NS", *(one for one in public if one != "NS")]
    nominated = {"provincial_nomination": True, "nomination_stream": "express_entry", "nomination_province": "SK"}
    assert list_provinces(read_nominations(LIVES["nurse"] | nominated))[0] == "SK"
    assert list_provinces(read_nominations(LIVES["nurse"])) == public


@pytest.mark.parametrize(
    ("life", "language", "said"),
    [
        ("nurse", "en", "According to your answers you have no post-graduation work permit"),
        ("graduate", "en", "We do not know whether your work permit is a post-graduation work permit"),
        ("nurse", "fr", "vous n’avez pas de permis de travail postdiplôme"),
        ("graduate", "fr", "si votre permis de travail est un permis postdiplôme"),
    ],
)
def test_a_post_graduation_permit_is_not_met_or_not_known_by_the_answers(read_nominations, life, language, said):
    assert read_nominations(LIVES[life], language).count(said) == 1
    assert said not in read_nominations(None, language)


@pytest.mark.parametrize(
    ("life", "language", "said"),
    [
        ("nurse", "en", "According to your answers you may not work in Canada yet."),
        ("nurse", "en", "According to your answers you have no job offer."),
        ("nurse", "fr", "Selon vos réponses, vous n’avez pas d’offre d’emploi."),
        ("welder", "en", "According to your answers you may work in Canada."),
        ("welder", "en", "According to your answers you have a job offer; whether it is of the kind"),
        ("welder", "fr", "Selon vos réponses, vous avez l’autorisation de travailler au Canada."),
    ],
)
def test_every_card_that_asks_for_a_permit_or_an_offer_says_what_was_answered(read_nominations, life, language, said):
    assert unescape(read_nominations(LIVES[life], language)).count(said) > 1
    assert said not in unescape(read_nominations(None, language))


def test_a_permit_that_ends_is_named_with_its_day(read_nominations):
    until = LIVES["welder"] | {"work_permit_until": "2027-04-30"}
    assert "your work permit is valid until April 30, 2027." in read_nominations(until)


def test_a_permit_that_has_ended_was_valid_and_is_valid_on_its_last_day(read_nominations):
    ended, last = (LIVES["welder"] | {"work_permit_until": str(WALKED_ON - timedelta(days=ago))} for ago in (1, 0))
    page = read_nominations(ended)
    assert "your work permit was valid until" in page
    assert "your work permit is valid until" not in page
    assert "your work permit is valid until" in read_nominations(last)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (LIVES["nurse"] | {"language_tests": []}, "which you cannot have before you are eligible for a program"),
        (COUPLE, "; you have "),
    ],
)
def test_a_score_stands_beside_a_minimum_with_the_profile_that_it_needs(read_nominations, facts, said):
    page = read_nominations(facts)
    assert "Alberta has a minimum CRS score of 300" in page
    assert said in page.partition("Alberta has a minimum CRS score of 300")[2].partition("</strong>")[0]


def test_beside_a_result_the_last_link_leads_back_to_it(read_nominations):
    last = 'btn btn-primary" href="/en/start/">Check your score</a>'
    assert last not in read_nominations(LIVES["nurse"])
    assert last in read_nominations()
