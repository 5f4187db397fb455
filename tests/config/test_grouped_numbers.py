"""A score, a cut-off and how far apart they stand have their thousands grouped wherever a template says them."""

import re
from collections.abc import Iterator

import polib
import pytest
from django.conf import settings

CATALOGUE = settings.BASE_DIR / "config/locale/fr/LC_MESSAGES/django.po"
# What a template calls a score, a cut-off or a distance between them, and the names of sentences for them.
SCORES = "crs|total|cutoff|lasting|lowest|highest|target|leading|above_then|still_missing|kept_crs"
SCORE = re.compile(rf"(?:^|\.)(?:{SCORES})$")
GROUPED = re.compile(r"\|(?:intcomma|grouped)\b")
NAMING = re.compile(r"\{%\s*(?:blocktranslate|with|include)\b([^%]*)%\}")
NAMED = re.compile(r"(\w+)=(\S+)")
SAID = re.compile(r"\{\{\s*([^}]+?)\s*\}\}")
# Numbers by the same names: how many occupations, rounds and answers there are, scores of language tests, and widths.
OTHERS = {
    ("admin/draws/draw/progress.html", "progress.total"),
    ("admin/intake/client/answers.html", "total"),
    ("draws/category.html", "total"),
    ("draws/history.html", "total"),
    ("intake/levels.html", "converted.lowest"),
    ("intake/listing.html", "total"),
}
# The client's own words, which are grouped before a template sees them.
OWN_WORDS = {f"draws/email/{name}.{form}" for name in ("alert", "correction") for form in ("txt", "html")}


def list_bare(text: str) -> Iterator[str]:
    """The scores that a template says without grouping them, by themselves or in a sentence.

    What a sentence is counted by, and does not say, may stay a number: `count number=` beside the grouped one.
    """
    named = [pair for tag in NAMING.findall(text) for pair in NAMED.findall(tag)]
    grouped = {name for name, value in named if GROUPED.search(value)}
    said = SAID.findall(text)
    yield from (value for name, value in named if name in said and SCORE.search(value))
    yield from (one for one in said if SCORE.search(one) and one not in grouped)


def list_templates() -> Iterator[tuple[str, str]]:
    """Each template by its name, with its text."""
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        yield str(path.relative_to(settings.BASE_DIR / "templates")), path.read_text(encoding="utf-8")


def test_no_template_says_a_score_in_bare_digits():
    found = {(name, said) for name, text in list_templates() if name not in OWN_WORDS for said in list_bare(text)}
    assert found - OTHERS == set()
    assert OTHERS - found == set(), "it is none any more: take it out of the list"


@pytest.mark.parametrize(
    "wrong",
    [
        "<td>{{ place.crs }}</td>",
        "{% blocktranslate with day=day|date %}On {{ day }}: {{ cutoff }}{% endblocktranslate %}",
        "{% blocktranslate with cutoff=draw.cutoff %}CRS cut-off: {{ cutoff }}{% endblocktranslate %}",
        "{% blocktranslate count total=found.total %}{{ total }} point{% plural %}{{ total }}{% endblocktranslate %}",
        "{% blocktranslate with points=result.crs %}score: {{ points }}{% endblocktranslate %}",
    ],
)
def test_a_score_in_bare_digits_is_found(wrong):
    assert list(list_bare(wrong))


@pytest.mark.parametrize(
    "right",
    [
        "<td>{{ place.crs|grouped }}</td>",
        "{% blocktranslate with cutoff=draw.cutoff|grouped %}CRS cut-off: {{ cutoff }}{% endblocktranslate %}",
        "{% blocktranslate count number=crs with points=crs|intcomma %}{{ points }}{% plural %}{{ points }}",
        '<a href="?target={{ one.least|stringformat:"d" }}">',
    ],
)
def test_what_is_grouped_is_left_alone(right):
    assert list(list_bare(right)) == []


def test_no_sentence_of_the_catalogue_can_only_say_a_score_in_bare_digits():
    """What is grouped is text: "%(crs)d" could not say it."""
    bare = re.compile(r"%\((?:crs|cutoff|total|then|otherwise|before|after|below)\)d")
    assert [entry.msgid for entry in polib.pofile(CATALOGUE) if bare.search(entry.msgid)] == []
