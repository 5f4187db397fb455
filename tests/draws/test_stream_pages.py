"""The page of each kind of round: the answer first, and the same words for search engines and on the card."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from draws.models import Draw
from draws.public.stream_page import list_conditions
from intake.common.cards import BOLD, HEIGHT, PLAIN, WIDTH, SharedCard, draw_card, get_font, shorten, wrap
from scoring.apps import rulebook
from scoring.streams import STREAMS
from tests.draws.factories import DrawFactory, PublishedDrawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DAY = date(2026, 9, 12)


@pytest.fixture
def french():
    """Three French rounds, the last of them of a Saturday in September, and one that nobody published."""
    for number, cutoff in (("801", 379), ("802", 400), ("803", 410)):
        held_on = DAY.replace(month=int(number[-1]) + 6)
        PublishedDrawFactory(number=number, stream="french", held_on=held_on, cutoff=cutoff, size=4500)
    DrawFactory(number="804", stream="french", held_on=DAY.replace(month=10), cutoff=1)


def read(client, path):
    return client.get(path).content.decode()


def test_the_first_sentence_is_the_answer_and_search_engines_read_the_same(client, french):
    page = read(client, "/en/draws/streams/french/")
    answer = "The last round was on Sept. 12, 2026, with a CRS cut-off of 410. IRCC issued 4,500 invitations."
    assert f'<p class="lead">{answer}</p>' in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["mainEntity"][0]["acceptedAnswer"]["text"] == answer
    assert "cut-off 410" in re.search('name="description" content="(.*?)"', page)[1]
    assert "the lowest 379, the highest 410" in page
    assert "Oct. 12" not in page


def test_in_french_it_is_french(client, french):
    page = read(client, "/fr/draws/streams/french/")
    assert "note minimale de 410" in page
    assert "4\u00a0500 invitations" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_stream_has_a_page_with_or_without_rounds(client, language):
    for number, stream in enumerate(STREAMS):
        PublishedDrawFactory(number=str(810 + number), stream=stream, size=None)
        page = read(client, f"/{language}/draws/streams/{stream}/")
        assert 50 <= len(re.search('name="description" content="(.*?)"', page)[1]) <= 200, stream
    assert f"/{language}/follow/?kind=french" in read(client, f"/{language}/draws/streams/french/")
    Draw.objects.all().delete()
    assert "410" not in read(client, f"/{language}/draws/streams/french/")


def test_a_program_says_what_it_asks_for_and_a_category_leads_to_its_conditions(client):
    assert "Who can be invited" in read(client, "/en/draws/streams/cec/")
    assert [title for title, lines in list_conditions("cec", rulebook(), DAY) if lines]
    assert list_conditions("french", rulebook(), DAY) == []
    assert "/en/categories/french/" in read(client, "/en/draws/streams/french/")
    assert "/en/nominations/" in read(client, "/en/draws/streams/pnp/")


@pytest.mark.parametrize("path", ["/en/draws/streams/nonsense/", "/en/draws/streams/x/card.png", "/en/cards/x.png"])
def test_what_is_no_kind_of_round_has_no_page_and_no_card(client, path):
    assert client.get(path).status_code == 404


def test_the_list_the_round_and_the_summary_lead_to_it(client, french):
    for path in ("/en/draws/streams/", "/en/draws/803/", "/en/draws/?stream=french"):
        assert 'href="/en/draws/streams/french/"' in read(client, path)


@pytest.mark.parametrize("path", ["/en/cards/site.png", "/fr/cards/score.png", "/fr/draws/streams/french/card.png"])
def test_a_card_is_a_picture_of_the_right_size_and_small(client, french, path):
    answer = client.get(path)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630) == (WIDTH, HEIGHT)
    assert len(answer.content) < 50_000


def test_pages_name_their_card_by_its_whole_address(client, french, settings):
    settings.SITE_URL = "https://site.example"
    for path, card in (
        ("/en/", "cards/site.png"),
        ("/en/score/", "cards/score.png"),
        ("/en/draws/streams/french/", "draws/streams/french/card.png"),
        ("/en/draws/803/", "draws/streams/french/card.png"),
    ):
        page = read(client, path)
        assert f'<meta property="og:image" content="https://site.example/en/{card}">' in page
        assert '<meta property="og:image:width" content="1200">' in page


def test_a_card_holds_long_words_and_every_letter_of_french():
    name = "Professions des sciences, de la technologie, de l’ingénierie et des mathématiques"
    for title in (name, name * 4, "x" * 300):
        assert len(draw_card(SharedCard(title, "1\u202f200", f"{name} " * 5, name * 3))) < 150_000
    missing = bytes(get_font(PLAIN, 40).getmask("\uffff"))
    for letter in "éèçàâêîôûùëïüÉÈÇÀŒœ’–«»\u00a0\u202f…€":
        assert bytes(get_font(BOLD, 40).getmask(letter)) != missing or letter.isspace()
        assert bytes(get_font(PLAIN, 40).getmask(letter)) != missing or letter.isspace()


def test_lines_are_not_broken_at_a_no_break_space_and_end_in_an_ellipsis_where_they_must():
    assert wrap("4\u00a0500 invitations", PLAIN, 40) == ["4\u00a0500 invitations"]
    assert shorten("Firm", PLAIN, 32) == "Firm"
    assert shorten("Firm " * 40, PLAIN, 32).endswith("…")
