"""Visits are numbers of a day: of pages, and of how far people come in the questions, and nothing of anybody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from intake.clients import retention
from intake.models import Intake, VisitCount
from intake.visits import adding, counting
from tests.intake.answers import SINGLE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
What = VisitCount.CountedVisit
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FIRST = "/en/intake/marital-status/"


@pytest.fixture(autouse=True)
def numbers(settings, monkeypatch):
    """What this process counted, with counting on and nothing handed over by itself."""
    settings.VISITS_SECONDS = 3600
    fresh = counting.Numbers()
    monkeypatch.setattr(counting, "numbers", fresh)
    return fresh


@pytest.fixture
def browser():
    return Browser(headers={"User-Agent": PERSON})


def said(numbers):
    """What was counted: what, name, source and how often."""
    return {key[1:]: number for key, number in numbers.counted.items()}


def test_a_look_at_a_page_is_counted_with_its_source_and_without_its_address(browser, numbers):
    browser.get("/en/?source=Leaflet&name=amara")
    browser.get("/fr/?utm_source=leaflet")
    browser.get("/en/about/")
    assert said(numbers) == {("page", "intake:home", "leaflet"): 2, ("page", "intake:about", ""): 1}
    assert {key[0] for key in numbers.counted} == {timezone.localdate().isoformat()}


def test_no_page_asks_the_database_for_it_or_sets_a_cookie(browser, numbers, django_assert_num_queries):
    browser.get("/en/about/")
    with django_assert_num_queries(0):
        answer = browser.get("/en/about/")
    assert not answer.cookies
    assert sum(numbers.counted.values()) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"DNT": "1"},
        {"Sec-GPC": "1"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": ""},
    ],
    ids=str,
)
def test_who_asks_to_be_left_out_and_programs_are_not_counted(browser, numbers, headers):
    browser.get("/en/about/", headers=headers)
    assert not numbers.counted


def test_a_telephone_whose_maker_is_called_like_a_program_is_counted(browser, numbers):
    browser.get("/en/about/", headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13; CUBOT P80) Mobile"})
    assert numbers.counted


@pytest.mark.parametrize(
    "path", ["/en/nothing/", "/staff/login/", "/en/draws/rounds.json", "/healthz/web", "/en/sign-in/"]
)
def test_what_is_no_public_page_is_not_counted(browser, numbers, path):
    browser.get(path)
    assert not numbers.counted


def test_nothing_is_counted_where_it_is_off(browser, numbers, settings):
    settings.VISITS_SECONDS = 0
    browser.get("/en/about/")
    assert not numbers.counted


def test_each_question_is_counted_once_for_each_draft_under_the_source_it_began_with(browser, numbers):
    browser.post(FIRST, SINGLE["marital-status"], headers={"Referer": f"http://testserver{FIRST}?source=leaflet"})
    browser.post(FIRST, SINGLE["marital-status"])
    browser.post("/en/intake/date-of-birth/", {})
    browser.post("/en/intake/date-of-birth/", SINGLE["date-of-birth"])
    assert Intake.objects.get().source == "leaflet"
    found = {key: number for key, number in said(numbers).items() if key[0] != "page"}
    third = next(
        name for what, name, _source in found if what == "reached" and name not in {"marital-status", "date-of-birth"}
    )
    assert found == {
        ("started", "", "leaflet"): 1,
        ("reached", "marital-status", "leaflet"): 1,
        ("answered", "marital-status", "leaflet"): 1,
        ("reached", "date-of-birth", "leaflet"): 1,
        ("answered", "date-of-birth", "leaflet"): 1,
        ("reached", third, "leaflet"): 1,
    }


def test_the_source_goes_from_a_page_to_the_first_question(browser):
    page = browser.get("/en/start/", headers={"Referer": "http://testserver/en/?source=leaflet"})
    assert f'href="{FIRST}?source=leaflet"' in page.content.decode()
    page = browser.get("/en/start/", headers={"Referer": "http://elsewhere.example/?source=leaflet"})
    assert f'href="{FIRST}"' in page.content.decode()


def test_a_word_that_somebody_makes_up_is_no_source(browser, numbers):
    browser.get("/en/about/?source=%3Cscript%3E&utm_source=" + "a" * 41)
    assert said(numbers) == {("page", "intake:about", ""): 1}


def test_sources_without_end_do_not_fill_the_memory(browser, numbers, monkeypatch):
    monkeypatch.setattr(counting, "MOST_KEYS", 2)
    for number in range(5):
        browser.get(f"/en/about/?source=made-up-{number}")
    assert len(numbers.counted) == 3
    assert said(numbers)["page", "intake:about", ""] == 3


def test_it_is_handed_over_when_it_is_time_and_added_to_the_day(browser, numbers, monkeypatch):
    called = []
    monkeypatch.setattr(counting, "call_task", lambda name, rows: called.append(rows) or Answered(failed=False))
    browser.get("/en/about/")
    assert not called
    numbers.since -= 3601
    browser.get("/en/about/")
    assert not numbers.counted
    for rows in (called[0], called[0]):
        adding.add_numbers([tuple(row) for row in rows])
    assert VisitCount.objects.get().number == 4


class Answered:
    """What calling a task says."""

    def __init__(self, failed):
        self.failed = failed


def test_without_a_broker_the_numbers_stay(browser, numbers, monkeypatch):
    monkeypatch.setattr(counting, "call_task", lambda *_given: Answered(failed=True))
    browser.get("/en/about/")
    numbers.hand_over()
    assert said(numbers) == {("page", "intake:about", ""): 1}


def test_words_without_end_make_only_so_many_sources_of_a_day(monkeypatch):
    monkeypatch.setattr(adding, "MOST_SOURCES", 3)
    for part in (range(4), range(2, 9)):
        adding.add_numbers([("2026-03-02", "page", "intake:home", f"word{number}", 1) for number in part])
    adding.add_numbers([("2026-03-03", "page", "intake:home", "word8", 1)])
    found = VisitCount.objects.order_by("day", "source").values_list("day__day", "source", "number")
    assert list(found) == [(2, "", 7), (2, "word0", 1), (2, "word1", 1), (2, "word2", 2), (3, "word8", 1)]


def test_old_numbers_are_deleted(settings):
    adding.add_numbers([("2026-01-05", "page", "intake:home", "", 3)])
    with time_machine.travel("2026-01-06"):
        retention.apply_retention(timezone.now())
    assert VisitCount.objects.exists()
    settings.RETENTION_VISITS_DAYS = 30
    with time_machine.travel("2026-03-06"):
        retention.apply_retention(timezone.now())
    assert not VisitCount.objects.exists()


def add(day, what, name="", source="", number=1):
    VisitCount.objects.create(day=day, what=what, name=name, source=source, number=number)


def read(client, query=""):
    """What the page of staff shows."""
    return client.get(f"/staff/intake/visitcount/{query}").context_data


def test_staff_see_where_people_stop_by_week_and_source(admin_client):
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    for day, source, many in ((monday, "leaflet", 10), (monday - timedelta(days=7), "", 5)):
        add(day, What.STARTED, source=source, number=many)
        add(day, What.REACHED, "marital-status", source, many)
        add(day, What.ANSWERED, "marital-status", source, many - 2)
        add(day, What.REACHED, "date-of-birth", source, many - 2)
        add(day, What.SUBMITTED, source=source, number=1)
        add(day, What.PAGE, "intake:home", source, many * 3)
    shown = read(admin_client)
    assert [(one.name, one.reached, one.answered, one.stopped, one.share) for _title, one in shown["stages"]] == [
        ("marital-status", 15, 11, 4, 100),
        ("date-of-birth", 11, 0, 11, 73),
    ]
    # In words, though the page of a single question has no title of its own.
    assert [str(title) for title, _one in shown["stages"]] == [
        "What is your marital status?",
        "What is your date of birth?",
    ]
    assert shown["pages"] == [("/en/", 45)]
    assert [(one.monday, one.started, one.submitted) for one in shown["weeks"]] == [
        (monday, 10, 1),
        (monday - timedelta(days=7), 5, 1),
    ]
    assert [(row["source"], row["page"], row["started"], row["submitted"]) for row in shown["sources"]] == [
        ("leaflet", 30, 10, 1),
        ("", 15, 5, 1),
    ]
    assert read(admin_client, "?source=leaflet")["started"] == 10
    assert read(admin_client, "?source=&week=")["started"] == 5
    assert read(admin_client, f"?week={monday - timedelta(days=5)}&source=all")["started"] == 5
    for far in ("no-day", "9999-12-31"):
        assert read(admin_client, f"?week={far}")["started"] == 15


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_often_for_many(admin_client, django_assert_num_queries, many):
    for number in range(many):
        add(date(2026, 11, 2), What.REACHED, "marital-status", f"s{number}")
        add(timezone.localdate(), What.STARTED, "", f"s{number}")
    admin_client.get("/staff/intake/visitcount/")
    with django_assert_num_queries(9):
        admin_client.get("/staff/intake/visitcount/")
