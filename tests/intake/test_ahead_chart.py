"""A client who could be in no round so far sees the last cut-offs of their ways, their score as a level line."""

import re

import pytest
import time_machine

from tests.draws.factories import PublishedDrawFactory
from tests.intake.lives import LIVES, WALKED_ON, save_result
from tests.intake.test_days_to_come import read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HELD = {"cec": (523, 519, 534), "french": (382, 391), "pnp": (725, 699), "healthcare": (475, 462), "stem": (473,)}
SAID = {
    ("nurse", "en"): "Line: your score today, an estimated 359.",
    ("nurse", "fr"): "Ligne : votre note d’aujourd’hui, estimée à environ 359.",
    ("graduate", "en"): "Line: your score today, 409.",
    ("graduate", "fr"): "Ligne : votre note d’aujourd’hui, 409.",
}


@pytest.fixture(autouse=True)
def _rounds():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        for stream, cutoffs in HELD.items():
            for back, cutoff in enumerate(cutoffs):
                PublishedDrawFactory(stream=stream, held_on=WALKED_ON.replace(day=20 - 3 * back), cutoff=cutoff)
        yield


@pytest.fixture
def open_life(browser_of):
    """A function that gives the part of a life's result about the rounds so far, as HTML and as text."""

    def opened(life, language):
        made = save_result(LIVES[life])
        browser, address = browser_of(made.intake), f"/{language}/result/{made.reference}/"
        page = browser.get(address)
        part = page.content.decode().partition('id="where"')[2].partition('id="calendar"')[0]
        return page, part, read(browser, address).replace("\xa0", " ")

    return opened


@pytest.mark.parametrize(("life", "language"), SAID)
def test_the_last_cutoffs_of_the_ways_stand_around_a_level_line_that_is_named(open_life, life, language):
    page, part, text = open_life(life, language)
    assert SAID[life, language] in text
    streams = {shown.way.stream for shown in page.context["ways"]}
    cutoffs = sorted(cutoff for stream in streams for cutoff in HELD[stream])
    drawings = part.split("<svg class=")[1:3]
    for drawing in drawings:
        assert len(re.findall(r'stroke-width="1.5"', drawing.partition("</svg>")[0])) == len(cutoffs)
        line = re.search(r'<path d="([^"]+)" stroke="currentColor" stroke-width="3"', drawing)[1]
        assert len(set(re.findall(r"V(\d+)", line))) == 1
    rows = re.findall(r'<td class="points">(\d+)</td>', part.partition("<table")[2].partition("</table>")[0])
    assert sorted(map(int, rows)) == cutoffs


def test_a_mark_is_filled_where_the_score_is_at_the_cutoff_or_above_it(open_life):
    page, part, _text = open_life("graduate", "en")
    ways, crs = [shown.way.stream for shown in page.context["ways"]], page.context["counted"].crs
    drawing = part.partition("<svg class=")[2].partition("</svg>")[0]
    marks = re.findall(r'stroke-width="1.5"( fill="none")?/>', drawing)
    enough = [cutoff for stream in ways for cutoff in HELD[stream] if cutoff <= crs]
    assert enough
    assert marks.count("") == len(enough)
