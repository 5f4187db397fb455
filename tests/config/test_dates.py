"""Days in words: one place, in pages, mails, PDFs and calendars."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

from scoring.dates import format_date, format_utc, format_utc_time
from scoring.reasons import Reason

FIRST, SECOND = date(2027, 1, 1), date(2027, 2, 2)


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", FIRST, "1er janvier 2027"),
        ("fr", SECOND, "2 février 2027"),
        ("fr", date(2027, 8, 11), "11 août 2027"),
        ("en", FIRST, "Jan. 1, 2027"),
    ],
)
def test_a_day_is_written_as_the_language_does(language, day, words):
    template = Engine.get_default().from_string('{{ day|date:"DATE_FORMAT" }}')
    with translation.override(language):
        assert format_date(day) == words
        assert template.render(Context({"day": day})) == words


@pytest.mark.parametrize(
    ("language", "at", "words"),
    [
        ("fr", time(9, 45), "9~h~45"),
        ("fr", time(16, 5), "16~h~05"),
        ("en", time(9, 45), "9:45 a.m."),
    ],
)
def test_a_time_is_written_as_the_language_does(language, at, words):
    template = Engine.get_default().from_string('{{ at|time:"TIME_FORMAT" }}')
    with translation.override(language):
        assert format_date(at, "TIME_FORMAT") == words.replace("~", "\u00a0")
        assert template.render(Context({"at": at})) == words.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [("fr", "1~h~05~min~03~s", "1er août 2026"), ("en", "01:05:03", "Aug. 1, 2026")],
)
def test_a_moment_of_a_round_is_written_to_the_second(language, words, day):
    moment, words = datetime(2026, 8, 1, 1, 5, 3, tzinfo=UTC), words.replace("~", "\u00a0")
    with translation.override(language):
        assert format_utc_time(moment) == words
        assert format_utc(moment) == f"{day}, {words}"


def test_other_formats_stay_as_they_are():
    with translation.override("fr"):
        assert format_date(FIRST, "YEAR_MONTH_FORMAT") == "janvier 2027"
        assert (
            Engine.get_default().from_string('{{ day|date:"Y-m-d" }}').render(Context({"day": FIRST})) == "2027-01-01"
        )
        assert Engine.get_default().from_string('{{ day|date:"j" }}').render(Context({"day": FIRST})) == "1"
        assert Engine.get_default().from_string('{{ day|date:"DATE_FORMAT" }}').render(Context({"day": None})) == ""


def test_the_rules_reasons_write_the_first_as_french_does():
    with translation.override("fr"):
        said = Reason("pending", effective=date(2027, 11, 1), said="", by="", url="")
        assert "1er novembre 2027" in str(said)


def test_no_module_writes_days_by_itself():
    by_itself = re.compile(r"\bdate_format\b")
    modules = [
        path for app in ("config", "draws", "intake", "scoring") for path in Path(settings.BASE_DIR, app).rglob("*.py")
    ]
    assert [path.name for path in modules if by_itself.search(path.read_text())] == ["dates.py"]
