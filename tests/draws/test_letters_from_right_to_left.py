"""Each kind of message in a language from right to left, and in English and French not a mark of it."""

import re
from html import unescape

import pytest
from django.core.cache import caches
from django.utils.html import strip_tags
from django.utils.translation import override

from draws.correspondence.own_facts import OwnFacts
from draws.correspondence.template_places import fill_in
from intake.common.directions import END_OF_ISOLATE, FROM_RIGHT, ISOLATE, has_words_from_right, isolate, mark_lines
from tests.draws.factories import ClientFactory
from tests.draws.letters import TEXTS
from tests.draws.test_every_kind import EVERY, make
from tests.right_to_left import replace_words, write_catalogue, write_in_it

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ISOLATED = re.compile(f"{ISOLATE}[^{ISOLATE}{END_OF_ISOLATE}]*{END_OF_ISOLATE}")
ENGLISH = re.compile(r'<(\w+)[^>]* lang="en" dir="ltr"[^>]*>.*?</\1>', re.DOTALL)
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h1|h2|td|th|tr|table|div|br)\b[^>]*>")
# What loses its order among Arabic words: Latin letters, and figures with a sign or a space between them (not "1,200").
LOOSE = re.compile(r"[A-Za-z]+|\d+[^\w,.]+\d+")
# What a mail program may cut off from what is around it.
TURNED = re.compile(r"<(?:body|table|div class=.letter.)[^>]*>")
ADDRESS = re.compile(r"https?://\S+")


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory):
    return write_catalogue(tmp_path_factory.mktemp("catalogues"), replace_words)


@pytest.fixture
def turned(settings, catalogues):
    """A site that writes to people in a language from right to left, and has something to say in each place."""
    write_in_it(settings, catalogues)
    places = {"licence": "R123456", "address": "1200 Bank St. (2nd floor)", "phone": "+1 613 555-0100"}
    settings.FIRM = settings.FIRM | {"name": "Example Inc.", "email": "office@firm.example"} | places
    yield
    caches["template_fragments"].clear()


@pytest.fixture
def texts(monkeypatch):
    """A template of the firm's has a text in that language too."""
    arabic = {"subject": "ملف {reference}", "body": "{name}، مرحبا\n\nملفك: {link}\n\n{adviser}"}
    monkeypatch.setitem(TEXTS, "ar", arabic)


def list_loose(lines):
    """What stands among words from right to left and would not keep its order there."""
    open_lines = (re.sub(ISOLATED, "", line) for line in lines if has_words_from_right(line.replace(FROM_RIGHT, "")))
    return [found for line in open_lines for found in LOOSE.findall(line)]


def list_blocks(html):
    """The words of a letter's body, block by block."""
    body = ENGLISH.sub("", html[html.index("<body") :])
    return [unescape(strip_tags(block)) for block in BLOCK.split(body)]


@pytest.mark.usefixtures("turned", "texts")
@pytest.mark.parametrize("name", EVERY)
def test_each_kind_is_read_from_right_to_left(name):
    mail = make(name, "ar")
    html = mail.alternatives[0].content
    assert '<html lang="ar" dir="rtl">' in html
    assert [tag for tag in TURNED.findall(html) if ' dir="rtl"' not in tag] == []
    assert "left" not in html, "no style names the side where nothing begins"
    assert list_loose([mail.subject]) == []
    assert list_loose(mail.body.split("\n")) == []
    assert list_loose(list_blocks(html)) == []
    turned = [line for line in mail.body.split("\n") if has_words_from_right(line.replace(FROM_RIGHT, ""))]
    assert turned
    # What staff write has its lines as they wrote them.
    assert name == "written" or all(line.startswith(FROM_RIGHT) for line in turned)


@pytest.mark.usefixtures("turned", "texts")
@pytest.mark.parametrize("name", EVERY)
def test_an_address_in_a_text_touches_no_mark(name):
    found = ADDRESS.findall(make(name, "ar").body)
    assert found
    assert [address for address in found if not address.isascii()] == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_marked_in_english_and_french(name, language):
    mail = make(name, language)
    said = mail.subject + mail.body + mail.alternatives[0].content
    assert re.findall(f"[{ISOLATE}{END_OF_ISOLATE}{FROM_RIGHT}]|<bdi|dir=|right:|: right", said) == []


@pytest.mark.usefixtures("turned")
def test_what_stands_in_a_template_of_the_firm_keeps_its_order():
    filled = fill_in("{name}، {link}", ClientFactory(name="Anna"), "ar", OwnFacts())
    assert filled.startswith(f"{ISOLATE}Anna{END_OF_ISOLATE}، {ISOLATE} http")
    assert filled.endswith(f" {END_OF_ISOLATE}")


def test_words_are_isolated_for_a_page_and_for_a_text():
    with override("ar"):
        assert isolate("<b>", in_html=True) == f"<bdi>{ISOLATE}&lt;b&gt;{END_OF_ISOLATE}</bdi>"
        assert isolate("<b>", in_html=False) == f"{ISOLATE}<b>{END_OF_ISOLATE}"
        assert isolate("", in_html=True) == ""
    with override("fr"):
        assert isolate("<b>", in_html=True) == "<b>"


def test_a_line_is_marked_where_it_has_words_from_right_to_left():
    assert mark_lines("CRS نقاط\nhttps://example.org/\n") == f"{FROM_RIGHT}CRS نقاط\nhttps://example.org/\n"
