"""The page of nominations beside a result: the reader's own province first, and what is known of their permit."""

import re

import pytest
import time_machine

from tests.intake.lives import LIVES, WALKED_ON, save_result

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
