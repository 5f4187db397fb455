"""A further language is a catalogue and a line of settings: it has the pages that its catalogue names, whole."""

from gettext import NullTranslations
from pathlib import Path

import polib
import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override, trans_real

from config.checks import check_languages, is_for_reading
from config.languages import find_catalogue, list_pages
from intake.common.languages import choose_letter_language, list_letter_languages
from intake.models import FirmOffice

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CATALOGUES = {path.parts[-3]: path for path in Path(site.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po")}
PARTIAL = sorted(code for code in CATALOGUES if list_pages(code))


class Asked(NullTranslations):
    """Stands behind a catalogue and keeps what that one has not."""

    def __init__(self):
        super().__init__()
        self.missing = set()

    def gettext(self, message):
        self.missing.add(message)
        return message

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def pgettext(self, context, message):
        return self.gettext(message)

    def npgettext(self, context, one, many, number):
        return self.ngettext(one, many, number)


def show_in(settings, *codes):
    """Let the site be shown in these languages too, with no page and no part of one left from another test."""
    for name in ("template_fragments", "results"):
        caches[name].clear()
    settings.LANGUAGES = [*site.LANGUAGES, *((code, code) for code in codes)]


@pytest.fixture
def arabic(settings):
    """A site that is shown in Arabic too."""
    show_in(settings, "ar")


@pytest.mark.parametrize("code", PARTIAL)
def test_a_page_that_a_catalogue_names_has_every_sentence_in_it(client, settings, monkeypatch, code):
    show_in(settings, code)
    asked = Asked()
    monkeypatch.setattr(trans_real.translation(code), "_fallback", asked)
    for name in list_pages(code):
        with override(code):
            address = reverse(name)
        assert client.get(address).status_code == 200
    assert sorted(asked.missing) == []


@pytest.mark.parametrize("code", PARTIAL)
def test_a_catalogue_of_some_pages_has_no_sentence_that_nobody_says_and_is_compiled(code):
    said, known = polib.pofile(CATALOGUES[code]), {entry.msgid for entry in polib.pofile(CATALOGUES["fr"])}
    assert [entry.msgid for entry in said if entry.fuzzy or not entry.msgstr or entry.msgid not in known] == []
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(find_catalogue(code))}
    assert compiled == {entry.msgid: entry.msgstr for entry in said}


def test_a_page_in_arabic_is_read_from_right_to_left_and_says_what_is_english(client, arabic):
    page = client.get("/ar/processing-times/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "ليست كل الصفحات متاحة بهذه اللغة" in page
    assert '<th scope="row" class="fw-normal" lang="en" dir="ltr">Federal Skilled Worker Program</th>' in page
    assert 'hreflang="en" lang="en" dir="ltr">' in page


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_page_in_a_whole_language_marks_nothing_and_leads_to_the_others(client, arabic, code):
    page = client.get(f"/{code}/processing-times/").content.decode()
    assert 'dir="ltr">Federal' not in page
    assert '<a href="/ar/processing-times/" lang="ar" hreflang="ar">العربيّة</a>' in page
    assert 'hreflang="ar" href="http' in page


def test_a_page_that_a_language_has_not_is_english_and_no_other_page_is_said_to_be_in_it(client, arabic):
    assert client.get("/ar/draws/?stream=cec").headers["Location"] == "/en/draws/?stream=cec"
    page = client.get("/en/draws/").content.decode()
    assert '<a href="/ar/processing-times/" lang="ar" hreflang="ar">' in page
    assert page.count('hreflang="ar"') == 1, "no alternate"
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/ar/processing-times/" in sitemap
    assert "/ar/draws/" not in sitemap


def test_a_browser_alone_brings_no_language_that_nobody_is_written_to_in(client, arabic):
    arabs = {"Accept-Language": "ar"}
    assert client.get("/", headers=arabs).headers["Location"] == "/en/"
    assert '<html lang="en' in client.get("/staff/login/", headers=arabs, follow=True).content.decode()


def test_the_site_is_shown_in_two_languages_unless_more_are_asked_for(client):
    assert client.get("/ar/processing-times/").status_code == 404
    assert "العربيّة" not in client.get("/en/processing-times/").content.decode()


@pytest.mark.parametrize(
    ("public", "letters", "found"),
    [
        pytest.param(["en", "fr", "ar"], ["en", "fr"], [], id="Arabic to read in"),
        pytest.param(["en", "fr", "ar"], ["en", "fr", "ar"], ["config.E020"], id="Arabic is not whole"),
        pytest.param(["en", "fr"], ["fr"], ["config.E023"], id="English is missing"),
        pytest.param(["en"], ["en", "fr"], ["config.E020"], id="written to in what is not shown"),
        pytest.param(["en", "fr", "es"], ["en", "fr"], ["config.E021"], id="no catalogue"),
        pytest.param(["en", "fr", "ar"], ["en"], ["config.E024"], id="French has no page that asks nothing"),
    ],
)
def test_the_start_asks_for_the_catalogue_of_every_language(settings, public, letters, found):
    settings.LANGUAGES, settings.LETTER_LANGUAGES = [(code, code) for code in public], letters
    assert [problem.id for problem in check_languages()] == found


def test_a_language_to_read_in_has_no_page_that_asks():
    assert is_for_reading(["intake:fees", "draws:round"])
    assert not is_for_reading(["intake:fees", "intake:book"])
    assert not is_for_reading([])


def test_who_is_asked_chooses_among_the_languages_of_letters(arabic):
    with override("ar"):
        assert [code for code, _name in list_letter_languages()] == ["en", "fr"]
        assert (choose_letter_language(), choose_letter_language("fr-ca")) == ("en", "fr")


def test_a_text_of_the_firm_is_in_english_for_who_reads_neither_of_its_languages():
    office = FirmOffice(name_en="Ottawa office", name_fr="Bureau d'Ottawa")
    said = []
    for code in ("en", "fr", "ar"):
        with override(code):
            said.append(office.name)
    assert said == ["Ottawa office", "Bureau d'Ottawa", "Ottawa office"]
