"""Until when a work permit is valid: asked of those who may work in Canada, told by the result and the worksheet."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.template.loader import render_to_string
from icalendar import Calendar
from msgspec.structs import replace

from intake.assessments.find import build_unsaved
from intake.questionnaire.answers_to_profile import build_facts
from intake.result.ics_file import build_calendar
from intake.result.shown_urgent import describe_urgent
from intake.result.worksheet import build_worksheet
from scoring.advice import SOON
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.dates import format_date
from scoring.days import years_after
from scoring.later_facts import stop_at_permit
from scoring.plans.deadlines import list_other_ends
from scoring.profile import decode
from tests.intake.answers import IELTS, JOB, SINGLE, TODAY, day, flow
from tests.intake.lives import LIVES
from tests.intake.test_days_to_come import AGAIN, COOK, read
from tests.scoring.making import book
from tests.scoring.people import GRADUATE, ielts

ON = date(2026, 11, 30)
UNTIL = day("work_permit_until", date(2027, 2, 1))
ALLOWED_UNTIL = {"authorized-to-work": {"authorized_to_work_in_canada": "yes"} | UNTIL}
ALLOWED = SINGLE | ALLOWED_UNTIL
TEST_TAKEN = date(2025, 4, 10)
LEFT_OUT = "is left out: it counts only if it is authorized beyond your work permit"
# Whose first year of work in Canada is complete in March.
WORKER = SINGLE | {"jobs/1": JOB | day("start", date(2026, 3, 2))}


def state(answers):
    return decode(build_facts(flow(answers).cleaned))


def test_the_day_is_asked_only_of_who_may_work_in_canada_and_may_be_left_empty():
    form = flow(ALLOWED | {"authorized-to-work": {"authorized_to_work_in_canada": "no"} | UNTIL})
    assert list(form.find("authorized-to-work").form.pick_asked()) == ["authorized_to_work_in_canada"]
    assert flow(ALLOWED | {"authorized-to-work": {"authorized_to_work_in_canada": "yes"}}).next is None
    half = {"authorized_to_work_in_canada": "yes", "work_permit_until_year": "2027"}
    assert "work_permit_until" in flow(ALLOWED | {"authorized-to-work": half}).find("authorized-to-work").form.errors


def test_what_cannot_wait_tells_the_day_and_names_no_loss():
    urgent = describe_urgent(assess(state(ALLOWED), ON, book()), ())
    page = render_to_string("intake/result/urgent.html", {"urgent": urgent})
    assert "<strong>Your work permit is valid until Feb. 1, 2027.</strong>" in page
    assert "apply to extend it, or for a new permit, by Feb. 1, 2027, its last day." in page
    assert "IRPR s. 87.1(3)(b)" in page.partition("</summary>")[2], "why is folded"
    paper = render_to_string("intake/result/urgent.html", {"urgent": urgent, "front": True})
    assert "its last day. After the last day of your work permit you may not work" in " ".join(paper.split())
    assert "You would lose" not in page + paper


def test_who_works_in_canada_speaks_with_the_employer_first():
    (urgent,) = list_other_ends(assess(state(WORKER | ALLOWED_UNTIL), ON, book()), None)
    assert str(urgent.act).startswith(
        "Speak with your employer now: apply to extend it, or for a new permit, by Feb. 1, 2027, its last day."
    )
    idle = replace(state(ALLOWED), jobs=())
    (alone,) = list_other_ends(assess(idle, ON, book()), None)
    assert str(alone.act).startswith("Apply to extend it, or for a new permit, by Feb. 1, 2027, its last day.")
    over = {"authorized-to-work": {"authorized_to_work_in_canada": "yes"} | day("work_permit_until", date(2026, 11, 1))}
    (ended,) = list_other_ends(assess(state(WORKER | over), ON, book()), None)
    assert str(ended.act).startswith("Work in Canada since then does not count"), "nothing can be done before it"


def test_the_worksheet_tells_the_day():
    lines = dict(build_worksheet(state(ALLOWED), book().on(ON)))["Application details"][0].lines
    assert ("Work permit valid until", "Feb. 1, 2027") in [(str(name), str(said)) for name, said in lines]


def test_the_day_is_told_half_a_year_before_it_and_not_a_day_sooner():
    """As of all that ends: what counts is the first day on which it is over."""
    for until, told in ((ON + SOON, False), (ON + SOON - timedelta(days=1), True)):
        profile = state(
            SINGLE | {"authorized-to-work": {"authorized_to_work_in_canada": "yes"} | day("work_permit_until", until)}
        )
        assert bool(list(list_other_ends(assess(profile, ON, book()), None))) is told


@pytest.mark.django_db
def test_the_score_ahead_counts_no_work_after_the_permit_and_says_from_when(result_of):
    browser, where = result_of(WORKER)
    open_ended = read_calendar(browser, where)
    assert "Canadian work experience" in open_ended
    assert "is left out" not in open_ended
    browser, where = result_of(WORKER | ALLOWED_UNTIL)
    ends = read_calendar(browser, where)
    assert (
        "Work in Canada after Feb. 1, 2027 is left out: it counts only if it is authorized beyond your work permit."
        in ends
    )
    assert "full years of Canadian work experience" not in ends
    page = browser.get(where).content.decode()
    assert (
        "Work in Canada after Feb. 1, 2027 counts only if it is authorized beyond your work permit: nothing here"
        in page
    )


def read_calendar(browser, where):
    """The part of a result on the score of the next two years."""
    page = browser.get(where).content.decode()
    return page.partition('id="calendar"')[2].partition("The same as a table")[0]


@pytest.mark.django_db
def test_a_trial_of_a_year_after_the_permit_names_the_new_permit(result_of):
    browser, where = result_of(
        COOK
        | {"authorized-to-work": {"authorized_to_work_in_canada": "yes"} | day("work_permit_until", date(2026, 12, 1))}
    )
    page = read(browser, f"{where}what-if/?change=canadian_year&change={AGAIN}")
    assert "Your present job goes on to Dec. 20, 2026, with a new work permit" in page
    assert "is left out" not in page
    assert "Canadian Experience Class not met met" in page


def permit_until(last):
    return {"authorized_to_work_in_canada": "yes"} | day("work_permit_until", last)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("planned", "tried", "said", "left_out"),
    [
        (date(2027, 6, 30), date(2026, 12, 1), "Your present job goes on to Dec. 1, 2026 ", True),
        # A permit that has ended leaves the work until today.
        (date(2027, 6, 30), date(2026, 11, 1), "Your present job goes on to Nov. 23, 2026 ", True),
        (date(2026, 12, 1), date(2027, 6, 30), "Your present job goes on to Dec. 20, 2026 ", False),
    ],
)
def test_a_trial_with_another_permit_says_how_far_its_work_goes(result_of, planned, tried, said, left_out):
    browser, where = result_of(COOK | {"authorized-to-work": permit_until(planned)})
    browser.post(f"{where}what-if/", {"change": ["canadian_year", AGAIN]})
    assert browser.post(f"{where}what-if/authorized-to-work/", permit_until(tried)).status_code == 302
    page = read(browser, f"{where}what-if/")
    assert said in page
    assert "with a new work permit" not in page
    assert page.count(LEFT_OUT) == left_out
    browser.post(f"{where}what-if/kept/", {"name": "Another permit"})
    kept = read(browser, f"{where}what-if/kept/")
    assert "counted on Dec. 20, 2026" in kept
    assert kept.count(LEFT_OUT) == left_out, "the table says of its score what the trial says"


@pytest.mark.django_db
@pytest.mark.parametrize("until", [date(2026, 12, 31), date(2030, 1, 1)])
def test_what_ends_in_a_trial_leaves_no_more_than_the_score_ahead_has(result_of, until):
    """The year of work is complete in March only, and the test ends in April."""
    answers = WORKER | {"authorized-to-work": permit_until(until), "tests/1": IELTS | day("taken_on", TEST_TAKEN)}
    browser, where = result_of(answers)
    browser.post(f"{where}what-if/")
    ahead = assess(stop_at_permit(state(answers), TODAY), years_after(TEST_TAKEN, 2), rulebook()).crs.total
    stated = assess(state(answers), years_after(TEST_TAKEN, 2), rulebook()).crs.total
    assert (ahead < stated) is (until.year == 2026)
    page = read(browser, f"{where}what-if/")
    assert f"From then on the copy has {ahead} points." in page
    assert ("Work in Canada after Dec. 31, 2026 is left out" in page) is (until.year == 2026)


def test_the_calendar_file_tells_the_permit_beside_a_test_that_ends_with_it():
    """A calendar program keeps one of two events with one uid."""
    cook = LIVES["cook"] | {"id": "x"}
    (test,) = describe_urgent(assess(decode(cook), ON, book()), ())
    until = test.found.on - timedelta(days=1)
    facts = cook | {"authorized_to_work_in_canada": True, "work_permit_until": until.isoformat()}
    with time_machine.travel(f"{ON}T15:00:00-05:00"):
        made = build_calendar(build_unsaved(assess(decode(facts), ON, book()), "ABCD-EFGH-JKLM"))
    events = Calendar.from_ical(made).events
    assert len({event["UID"] for event in events}) == len(events)
    said = {str(event["SUMMARY"]): event.start for event in events}
    (shown,) = [words for words in said if "what cannot wait: Your work permit is valid until Dec." in words]
    assert said[shown] == ON
    (ends,) = [words for words in said if words.startswith("Express Entry: Your work permit is valid until")]
    assert said[ends] == until
    assert sum("what cannot wait" in words for words in said) == 2
    told = " ".join(str(event.get("DESCRIPTION", "")) for event in events)
    assert "but only with a valid test, and if your work stays authorized until then." in told


def test_the_calendar_file_has_the_last_day_of_a_permit_that_is_more_than_half_a_year_away():
    until = ON + timedelta(days=212)
    facts = GRADUATE | {"id": "x", "work_permit_until": until.isoformat()}
    with time_machine.travel(f"{ON}T15:00:00-05:00"):
        events = Calendar.from_ical(build_calendar(build_unsaved(assess(decode(facts), ON, book()), "ABCD"))).events
    said = {str(event["SUMMARY"]): event.start for event in events}
    assert said[f"Express Entry: Your work permit is valid until {format_date(until)}"] == until
    assert sum("or apply for a new one" in words for words in said) == 1, "one sentence for all the days before"
    assert not any("cannot wait: Your work permit" in words for words in said)


def test_the_calendar_file_reminds_weeks_before_a_permit_ends_in_few_words():
    until = ON + timedelta(days=70)
    facts = GRADUATE | {"id": "x", "work_permit_until": until.isoformat()}
    with time_machine.travel(f"{ON}T15:00:00-05:00"):
        made = build_calendar(build_unsaved(assess(decode(facts), ON, book()), "ABCD-EFGH-JKLM"))
    events = Calendar.from_ical(made).events
    said = {event.start: str(event["SUMMARY"]) for event in events if "or apply" in event["SUMMARY"]}
    assert list(said) == [until - timedelta(days=days) for days in settings.REMIND_BEFORE_LAPSE if days < 70]
    assert set(said.values()) == {
        f"Express Entry: extend your work permit, or apply for a new one, by {format_date(until)}, its last day"
    }
    assert len({event["UID"] for event in events}) == len(events)
    (urgent,) = [str(event["SUMMARY"]) for event in events if "cannot wait: Your work permit" in event["SUMMARY"]]
    assert "IRPR" not in urgent, "the words of the law stand in the event"
    assert any("Speak with your employer now" in event["DESCRIPTION"] for event in events)


@pytest.mark.parametrize(("until", "closes"), [(None, ("general", "cec")), ("2026-12-31", ())])
def test_what_cannot_wait_closes_no_round_that_is_never_open_in_the_score_ahead(until, closes):
    """The year of work is complete on March 28, and the test ends in April: the permit ends both before."""
    facts = GRADUATE | {"language_tests": [ielts("2025-04-10", 8, 7, 7, 7)], "work_permit_until": until}
    *_permit, test = describe_urgent(assess(decode(facts), ON, book()), ())
    assert (test.found.because.code, test.found.closes, test.found.lost) == ("test_ends", closes, 149)
    page = render_to_string("intake/result/urgent.html", {"urgent": [test]})
    assert ("From then on every round is closed to you." in page) is bool(closes)
    assert ("Without results that count no program can be met." in page) is (not closes)
    assert "149" not in page


def test_a_paper_that_only_a_permit_still_to_come_would_need_is_told():
    facts = GRADUATE | {"language_tests": [ielts("2025-01-20", 8, 7, 7, 7)], "work_permit_until": "2026-12-31"}
    *_permit, test = describe_urgent(assess(decode(facts), ON, book()), ())
    assert test.found.prevented == (date(2027, 3, 28), ("general", "cec"), True)
