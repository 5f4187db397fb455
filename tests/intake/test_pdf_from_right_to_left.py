"""PDFs in a language from right to left: its letters are in them, at its side, and what is English keeps its order."""

import io
import re
from copy import deepcopy
from datetime import date

import pypdf
import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.translation import override

from intake.common.charts.labels import format_label
from intake.common.directions import END_OF_ISOLATE, ISOLATE
from intake.models import Intake
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import COUPLE
from tests.intake.pdfs import get_pdf
from tests.right_to_left import WORD, replace_words, write_catalogue, write_in_it

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FIRM = {"name": "Example Inc.", "phone": "+1 613 555-0100", "address": "1200 Bank St. (2nd floor)"}
STYLE = site.BASE_DIR / "templates" / "intake" / "paper" / "paper.css"


@pytest.fixture
def turned(settings, tmp_path):
    """The site in a language from right to left that has every sentence."""
    write_in_it(settings, write_catalogue(tmp_path, replace_words))
    settings.FIRM = settings.FIRM | FIRM
    yield
    caches["template_fragments"].clear()


def list_runs(sheet):
    """What a page says, run by run, with how far from the left it begins."""
    runs = []

    def note(text, _current, matrix, _font, _size):
        runs.append((matrix[4], " ".join(text.split())))

    sheet.extract_text(visitor_text=note)
    return [(at, text) for at, text in runs if text]


def find(runs, words):
    """How far from the left the first run with these words begins."""
    return next(at for at, text in runs if words in text)


@pytest.mark.usefixtures("pango", "turned")
@pytest.mark.parametrize("which", ["pdf/", "worksheet/pdf/"])
def test_a_pdf_is_read_from_right_to_left(browser_of, which):
    PublishedDrawFactory(cutoff=200)
    browser = browser_of(Intake.objects.create(answers=deepcopy(COUPLE)))
    where = browser.post("/ar/intake/check/")["Location"]
    made = pypdf.PdfReader(io.BytesIO(get_pdf(browser, where + which).content))
    assert made.trailer["/Root"]["/Lang"] == "ar"
    said = "\n".join(sheet.extract_text() for sheet in made.pages)
    assert said.count(WORD) > 100
    first = list_runs(made.pages[0])
    middle = float(made.pages[0].mediabox.width) / 0.75 / 2  # its units are pixels
    assert find(first, FIRM["name"]) > middle, "the firm's name begins at the right"
    assert find(first, f"1 / {len(made.pages)}") < middle < find(first, f"{FIRM['name']} ·"), "the foot is mirrored"
    if which == "pdf/":
        name = f"<bdi>{ISOLATE}Canadian Experience Class{END_OF_ISOLATE}</bdi>"
        assert name in browser.get(where).content.decode(), "a name before a figure or a date"
        assert FIRM["phone"] in said
        # Which way a bracket opens depends on the library that cut the font down, not on what is drawn.
        assert re.sub("[()]", "", FIRM["address"]) in re.sub("[()]", "", said)
        points = list_runs(made.pages[1])
        assert find(points, "95") < 0.25 * middle, "the points at the left end of their row"


def test_the_style_names_no_side():
    assert re.findall(r"[\w-]*(?:left|right)\b", re.sub(r"/\*.*?\*/", "", STYLE.read_text())) == []
    with override("ar"):
        assert "@bottom-right {\n    content: string(foot)" in render_to_string("intake/paper/paper.css")


def test_a_chart_has_its_days_in_figures_where_words_run_from_right_to_left():
    day = date(2026, 11, 23)
    with override("ar"):
        assert format_label(day) == "2026-11-23"
    with override("fr"):
        assert format_label(day) == "23 novembre 2026"
