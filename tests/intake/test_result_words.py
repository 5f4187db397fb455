"""The words of a result: where a sentence begins, two lengths of one sentence, and numbers that stand apart."""

import re

import polib
import pytest
import time_machine
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import override

from draws.feed import importer, parser
from tests.intake.lives import COUPLE, LIVES, STATED, WALKED_ON
from tests.intake.test_better_order import build
from tests.intake.test_unmet import SHORT

PEOPLE = LIVES | {"couple": COUPLE, "stated": STATED, "short": SHORT}
# Marks that stand inside a sentence; any other begins a new line of the page.
INSIDE = re.compile(r"</?(strong|em|span|a|bdi)\b[^>]*>")
NUMBERS = "above|after|before|crs|cutoff|family|fewer|least|missing|missing_cad|more|needed_cad|points|stated_cad|total"
SIDE_BY_SIDE = re.compile(rf"%\(({NUMBERS})\)[ds], %\(({NUMBERS})\)[ds]")


@pytest.fixture
def _rounds():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
        yield


def list_blocks(context):
    """The texts of a result, each without what stands inside a sentence."""
    for part in ("head", "front", "body"):
        page = INSIDE.sub("", render_to_string(f"intake/result/{part}.html", context))
        yield from (" ".join(strip_tags(block).split()) for block in re.split(r"<[^>]+>", page))


def render(name, context, shown):
    """A part of the line of a way, in words."""
    more = {**context, "shown": shown, "way": shown.way}
    return " ".join(render_to_string(f"intake/result/{name}.html", more).split())


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.usefixtures("_rounds")
@pytest.mark.parametrize("life", PEOPLE)
def test_no_french_sentence_begins_with_a_small_letter(life):
    with override("fr"):
        texts = [text for text in list_blocks(build(PEOPLE[life])) if re.search(r"\w{3}[.!?] \w", text)]
    assert len(texts) > 5
    small = [found for text in texts for found in re.findall(r".{0,30}\w[.!?] [a-zà-ÿ].{0,30}", text)]
    assert small == []


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.usefixtures("_rounds")
def test_of_two_rows_that_are_not_met_the_second_begins_a_sentence():
    with override("fr"):
        page = " ".join(list_blocks(build(SHORT))).replace("\xa0", " ")
    assert re.search(
        r"», il manque : fonds pour l’établissement\. Fonds déclarés : [^.]+\. Note de passage de la", page
    )


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.usefixtures("_rounds")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("part", ["way_state", "way_distance"])
def test_paper_says_of_a_way_what_the_screen_says_and_may_go_on(language, part):
    longer = 0
    with override(language):
        for facts in PEOPLE.values():
            context = build(facts)
            for shown in context["ways"]:
                whole, short = (render(name, context, shown) for name in (part, f"{part}_short"))
                assert whole.startswith(short)
                longer += whole != short
    assert longer > 1


def test_no_number_stands_beside_another_with_a_comma_alone():
    """A family of 1, 263 more than stated reads as 1,263 more."""
    entries = polib.pofile(settings.BASE_DIR / "config/locale/fr/LC_MESSAGES/django.po")
    texts = [text for one in entries for text in (one.msgid, one.msgid_plural, one.msgstr, *one.msgstr_plural.values())]
    assert [text for text in texts if SIDE_BY_SIDE.search(text)] == []
    assert SIDE_BY_SIDE.search("for a family of %(family)d, %(missing_cad)s more")
