"""“1 points” is English nowhere: what may be a single point is said by a sentence of its own."""

import re
from datetime import date
from types import SimpleNamespace

import polib
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from intake.result.ics_file import build_summary
from intake.result.score_calendar import CalendarChange

CATALOGUE = settings.BASE_DIR / "config/locale/fr/LC_MESSAGES/django.po"
POINTS = re.compile(r"(?:%\((\w+)\)[sd]|\{(\w+)\}) points\b")
# A program or a stream asks for a language level that alone gives more.
ELIGIBLE = "whoever qualifies for a program or a stream has more than a point for a language alone"
SUPPOSED = "what the estimate supposes, a test or a credential, gives more by itself"
CUT_OFF = "a cut-off that IRCC ever announced is far above"
GRID = "the points of a whole grid, or the mark that it asks for, as published"
NEAR = "how near is one constant, in words"
# The beginning of a sentence -> why the number before “points” in it can't be 1.
NEVER_ONE = {
    "%(mark)s points of %(most)s": GRID,
    "At least %(least)d points out of %(most)d": GRID,
    "%(total)s of %(points)d points": GRID,
    "Federal Skilled Worker Program: the grid of": GRID,
    "An estimate: about %(crs)s points with": SUPPOSED,
    "Without %(booked)s, %(official)s gives": SUPPOSED,
    "If your authorized work goes on": ELIGIBLE,
    "opens on %(day)s with": ELIGIBLE,
    "only your partner, as the principal applicant": ELIGIBLE,
    "only with your partner as the principal applicant would a kind of round": ELIGIBLE,
    "only with your partner as the principal applicant would the score": CUT_OFF,
    "as the principal applicant your partner would have": ELIGIBLE,
    "Your partner could enter the pool today": ELIGIBLE,
    "Your partner as the principal applicant would have": ELIGIBLE,
    "With what is missing supposed": ELIGIBLE,
    "By the same estimate your partner": ELIGIBLE,
    "They submit their own free profile": ELIGIBLE,
    "People with more than %(cutoff)s points were invited": CUT_OFF,
    "%(stream)s (%(cutoff)s points, %(day)s)": CUT_OFF,
    "In %(missed)d of the last %(rounds)d rounds": CUT_OFF,
    "%(count)s is within %(points)s points below": NEAR,
}


def list_without_one(entries):
    """The sentences that say "points" after a number and have no other words for one.

    Of two numbers in a sentence that is counted by another one, the first words say "points" as well.
    """
    return [entry.msgid for entry in entries if POINTS.search(entry.msgid)]


def find_reason(sentence):
    return next((reason for beginning, reason in NEVER_ONE.items() if sentence.startswith(beginning)), "")


def test_every_number_of_points_that_may_be_one_has_words_for_one():
    found = list_without_one(polib.pofile(CATALOGUE))
    assert [sentence for sentence in found if not find_reason(sentence)] == []
    unused = [one for one in NEVER_ONE if not any(sentence.startswith(one) for sentence in found)]
    assert unused == [], "no sentence begins so any more: take it out of the list"


@pytest.mark.parametrize("wrong", ["still %(crs)s points", "It gives {points} points.", "%(more)d points more"])
def test_a_sentence_without_words_for_one_is_found(wrong):
    assert list_without_one([polib.POEntry(msgid=wrong)]) == [wrong]
    assert not find_reason(wrong)


@pytest.mark.parametrize("right", ["%(crs)s point", "The points of %(name)s", "%(count)s rounds"])
def test_others_are_left_alone(right):
    assert list_without_one([polib.POEntry(msgid=right, msgid_plural="%(crs)s points")]) == []


@pytest.mark.parametrize(
    ("score", "language", "words"),
    [
        (1, "en", "other kinds of round, still 1 point"),
        (2, "en", "other kinds of round, still 2 points"),
        (1, "fr", "note toujours de 1"),
        (1_190, "en", "still 1,190 points"),
    ],
)
def test_a_calendar_says_one_point_by_its_own_words(score, language, words):
    change = CalendarChange(date(2027, 1, 5), score, score, [], [], [], [], [])
    with override(language):
        assert build_summary(change, estimated=False).endswith(words)


@pytest.mark.parametrize(
    ("score", "words"), [(1, "you would then have 1 point."), (2, "you would then have 2 points.")]
)
def test_a_plan_says_one_point_by_its_own_words(score, words):
    basis = SimpleNamespace(profile=SimpleNamespace(date_of_birth=date(1990, 6, 1)), on=date(2026, 12, 1))
    plan = {"counted_on": date(2027, 1, 5), "is_dated": True, "lasting": score}
    with override("en"):
        assert words in render_to_string("intake/result/later.html", {"plan": plan, "basis": basis})


def test_no_tag_counts_by_a_name_that_it_writes_in_words_itself():
    tags = re.compile(r"\bcount \w+=(\w+)(?:\|\w+)? with [^%]*?\b(\w+)=")
    again = re.compile(r"\bcount \w+=(\w+) with [^%]*?\b\1=")
    pages = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    assert any(tags.search(page) for page in pages.values())
    assert [path.name for path, page in pages.items() if again.search(page)] == [], "it would count words"
