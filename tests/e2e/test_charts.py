"""The words of every chart, by the boxes that a browser gives them: none over another, none cut off."""

import pytest
from django.core.cache import caches
from playwright.sync_api import Page

from draws.feed import importer, parser
from scoring.streams import STREAMS
from tests.e2e.looking import look_at_charts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


def test_no_word_of_a_chart_is_over_another_or_cut_off(page: Page, live_server):
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    streams = [f"draws/streams/{stream}/" for stream in STREAMS]
    paths = ["draws/", "draws/?stream=cec", "draws/?year=2026", "draws/streams/", *streams]
    wrong, charts = [], 0
    for language in ("en", "fr"):
        for path in paths:
            page.goto(f"{live_server.url}/{language}/{path}")
            wrong += look_at_charts(page)
            charts += page.locator("svg.plot").count()
    caches["template_fragments"].clear()
    assert charts > len(paths), "there are charts to look at"
    assert wrong == []
