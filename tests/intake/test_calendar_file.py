"""The calendar file: an all-day event for each change, in the reader's language, naming nobody."""

from copy import deepcopy

import pytest
from icalendar import Calendar

from intake.models import Assessment, Intake
from intake.result.page_context import build_context
from tests.intake.answers import SINGLE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PERSON = SINGLE | {"contact": {"name": "Amara Okafor", "email": "amara@example.org", "language": "en"}}


@pytest.fixture
def file_of(browser_of):
    """A function that gives the calendar file of a result in a language."""
    browser = browser_of(Intake.objects.create(answers=deepcopy(PERSON)))
    where = browser.post("/en/intake/check/")["Location"]
    return lambda language: browser.get(where.replace("/en/", f"/{language}/") + "calendar.ics")


def test_it_has_an_all_day_event_for_each_change(file_of):
    answer = file_of("en")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).events
    changes = build_context(Assessment.objects.get())["changes"]
    assert [event.start for event in events] == [change.on for change in changes]
    assert len(events) > 2
    birthday = next(event for event in events if "You turn 31." in event["DESCRIPTION"])
    (turning,) = [change for change in changes if "You turn 31" in map(str, change.causes)]
    assert birthday["SUMMARY"] == f"Express Entry score: from {turning.before} to {turning.after} (You turn 31)"
    assert b"DTSTART;VALUE=DATE:20270327" in answer.content
    assert "New CRS rules have been reported for Nov. 3, 2026." in birthday["DESCRIPTION"]


def test_its_words_are_in_the_language_of_the_page(file_of):
    assert "27 mars" not in file_of("en").content.decode()
    assert Calendar.from_ical(file_of("fr").content)["X-WR-CALNAME"] != ""
    assert file_of("fr").content != file_of("en").content


def test_rounds_that_open_and_close_are_named_in_words(file_of):
    descriptions = [event["DESCRIPTION"] for event in Calendar.from_ical(file_of("fr").content).events]
    closing = [said for said in descriptions if "n’auriez plus accès" in said]
    assert closing
    assert all("[" not in said and "\\xa0" not in said for said in closing)


def test_it_names_nobody(file_of):
    text = file_of("en").content.decode()
    assert "Amara" not in text
    assert "amara@" not in text


def test_made_twice_it_is_the_same_so_that_no_event_is_doubled(file_of):
    assert file_of("en").content == file_of("en").content
