"""The end of the profile in IRCC's pool: what cannot wait, the calendar file, and the first step after it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone
from icalendar import Calendar

from intake.assessments.find import build_unsaved
from intake.clients.pool_profile import record_submission
from intake.models import Client
from intake.result.ics_file import build_calendar
from intake.result.page_context import get_parts
from intake.result.pool_profile import find_submission_day, is_in_pool
from intake.result.shown_urgent import describe_urgent
from scoring.assess import assess
from scoring.profile import decode
from tests.draws.factories import ClientFactory
from tests.intake.lives import save_result
from tests.intake.test_days_to_come import read_first_box
from tests.intake.test_first_box import NOMINEE
from tests.scoring.making import book
from tests.scoring.people import GRADUATE, ielts

pytestmark = pytest.mark.one_database
ON = date(2026, 11, 30)
Stage = Client.Stage


def judge(submitted="2026-02-10T12:00:00-05:00", **other):
    return assess(decode(GRADUATE | {"id": "x", "profile_submitted_at": submitted} | other), ON, book())


def list_profile_ends(now, client=None):
    urgent = describe_urgent(now, (), find_submission_day(now, client))
    return [one for one in urgent if one.found.because.code.startswith("profile")]


@pytest.mark.parametrize(
    ("submitted", "said", "act"),
    [
        ("2026-02-10T12:00:00-05:00", "is in IRCC's pool until Feb. 10, 2027", "you need a new one to be invited"),
        # Late in the evening in Toronto it is the day after in Greenwich.
        ("2026-02-11T03:30:00+00:00", "is in IRCC's pool until Feb. 10, 2027", "Then it is removed"),
        ("2025-11-30T09:00:00-05:00", "is in IRCC's pool until Nov. 30, 2026", "Then it is removed"),
        ("2025-11-29T09:00:00-05:00", "was in IRCC's pool until Nov. 29, 2026", "until you have submitted a new one"),
    ],
)
def test_the_end_of_the_profile_cannot_wait(submitted, said, act):
    (one,) = list_profile_ends(judge(submitted))
    page = render_to_string("intake/result/urgent.html", {"urgent": [one]}).replace("&#x27;", "'")
    assert f"<strong>Your Express Entry profile {said}.</strong>" in page
    assert act in page
    assert "points" not in page
    assert "closed to you" not in page


@pytest.mark.parametrize("submitted", [None, "2026-06-05T12:00:00-04:00", "2026-11-01T12:00:00-04:00"])
def test_a_profile_that_lasts_for_half_a_year_or_is_not_there_is_no_haste(submitted):
    assert not list_profile_ends(judge(submitted))


def test_the_file_says_more_of_the_pool_than_the_answers():
    now = judge("2026-02-10T12:00:00-05:00")
    later = Client(stage=Stage.IN_POOL, profile_submitted_at=date_time(2026, 11, 2))
    assert not list_profile_ends(now, later)
    assert is_in_pool(now, later)
    for stage in (Stage.INVITED, Stage.SUBMITTED):
        assert not list_profile_ends(now, Client(stage=stage)), "once invited, its end no longer matters"
        assert is_in_pool(judge("2025-02-10T12:00:00-05:00"), Client(stage=stage))
    ended = Client(stage=Stage.IN_POOL, profile_submitted_at=date_time(2025, 11, 2))
    assert not is_in_pool(judge(None), ended)
    assert is_in_pool(judge(None), Client(stage=Stage.IN_POOL)), "the day is not known"


def date_time(*day):
    return datetime(*day, 12, tzinfo=get_current_timezone())


@pytest.mark.parametrize(("days_ago", "days"), [(300, 65), (330, 35)])
def test_the_calendar_file_has_the_last_day_of_the_profile_and_days_before_it(days_ago, days):
    until = ON + timedelta(days=days)
    assert until - timedelta(days=365) == ON - timedelta(days=days_ago)
    now = judge(f"{ON - timedelta(days=days_ago)}T12:00:00-05:00")
    with time_machine.travel(f"{ON}T15:00:00-05:00"):
        events = Calendar.from_ical(build_calendar(build_unsaved(now, "ABCD-EFGH-JKLM"))).events
    said = [(event.start, str(event["SUMMARY"])) for event in events if "rofile" in event["SUMMARY"]]
    assert [on for on, words in said if "Entry: Your Express Entry profile is in" in words] == [until]
    assert [on for on, words in said if "prepare a new profile" in words] == [
        until - timedelta(days=before) for before in settings.REMIND_BEFORE_LAPSE if before < days
    ]
    assert sum("cannot wait: Your Express Entry profile" in words for _on, words in said) == 1
    assert len({event["UID"] for event in events}) == len(events)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "step"), [("en", "Submit your free profile"), ("fr", "soumettez votre profil à IRCC")]
)
def test_whoever_has_a_profile_that_ended_submits_another_one(browser_of, language, step):
    held = GRADUATE | {"language_tests": [ielts("2026-04-10", 8, 7, 7, 7)], "jobs": [WORK]}
    for submitted, is_step in (("2025-06-10T12:00:00-04:00", True), ("2026-06-10T12:00:00-04:00", False)):
        made = save_result(held | {"profile_submitted_at": submitted})
        page = browser_of(made.intake).get(f"/{language}/result/{made.reference}/").content.decode()
        above = page.partition('id="ways"')[0].replace("\xa0", " ")
        assert (step.lower() in above.lower()) is is_step


WORK = {"noc": "21231", "country": "CA", "start": "2024-01-02", "hours_per_week": 40}


@pytest.mark.django_db
def test_what_a_client_tells_of_the_pool_is_on_the_next_page():
    made = save_result(GRADUATE)
    client = made.client = ClientFactory(stage=Stage.RETAINED)
    made.save()
    assert "Your Express Entry profile is in" not in get_parts(made)["head"]
    record_submission(client, date_time(2026, 1, 15))
    assert "Your Express Entry profile is in" in get_parts(made)["head"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "By these answers the profile that is with IRCC meets no program now"),
        ("fr", "le profil qui se trouve auprès d’IRCC n’est admissible"),
    ],
)
def test_that_a_profile_meets_no_program_is_on_the_first_screen(browser_of, language, said):
    made = save_result(NOMINEE)
    shown = read_first_box(browser_of(made.intake), f"/{language}/result/{made.reference}/").replace("\xa0", " ")
    first, _fold = shown.split("Why, and what comes next" if language == "en" else "Pourquoi, et la suite", 1)
    assert said in first
    made = save_result(NOMINEE | {"profile_submitted_at": None})
    assert said not in read_first_box(browser_of(made.intake), f"/{language}/result/{made.reference}/")
