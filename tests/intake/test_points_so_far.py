"""Which question it is of about how many, and the points so far, for those who ask for them."""

import re
from datetime import date

import pytest
from django.utils import timezone

from intake.assessments.submission import build_assessment
from intake.models import Intake
from intake.questionnaire.draft import build_flow
from intake.questionnaire.points_so_far import count_points
from tests.intake.answers import COUPLE, JOB, SINGLE, day, flow, without
from tests.intake.test_steps import ALL

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = "/intake/so-far/"


def walk(answers):
    """The pages of a person, in the order in which they are asked, with the draft as it was then."""
    given = {}
    while page := flow(given).next:
        if page.items and "more" not in (answers.get(page.path) or {}):
            raise AssertionError(page.path)
        waiting = next_item(answers, given, page.path)
        yield given, page.path
        if waiting:
            for path in waiting:
                yield given | {waiting[0]: given.get(waiting[0])}, path
                given = given | {path: answers[path]}
        else:
            given = given | {page.path: answers[page.path]}


def next_item(answers, given, slug):
    """The pages of the next item of a listing that was not given yet."""
    paths = [path for path in answers if path.startswith(f"{slug}/") and path not in given]
    first = next((path for path in paths if path.count("/") == 1), None)
    return [path for path in paths if f"{path}/".startswith(f"{first}/")] if first else []


TWO_JOBS = SINGLE | {
    "jobs/2": JOB | {"noc": "31301"},
    "jobs/2/conditions": SINGLE["jobs/1/conditions"],
    "primary-occupation": {"primary": "any"},
}


@pytest.mark.parametrize("answers", [SINGLE, COUPLE, ALL, TWO_JOBS], ids=["single", "couple", "all", "two jobs"])
def test_the_number_never_falls_never_passes_the_count_and_ends_at_it(answers):
    places = []
    for given, path in walk(answers):
        found = flow(given)
        if place := found.find_position(found.find(path)):
            places.append((path, place))
    numbers = [place.number for _path, place in places]
    assert numbers == sorted(numbers), places
    assert numbers[0] == 1
    assert all(place.number <= place.about for _path, place in places)
    last = places[-1][1]
    assert last.number == last.about
    assert len(set(numbers)) == last.about


def test_a_page_that_asks_nothing_has_no_number_and_takes_none():
    young = SINGLE | {"date-of-birth": day("date_of_birth", date(2010, 1, 1)), "under-18": {}}
    found = flow(young)
    assert found.find_position(found.find("under-18")) is None
    number = {path: found.find_position(found.find(path)).number for path in ("date-of-birth", "destination")}
    assert number == {"date-of-birth": 2, "destination": 3}


def test_a_question_that_comes_to_apply_makes_the_count_longer():
    single, couple = (flow({"marital-status": {"marital_status": status}}) for status in ("never_married", "married"))
    counts = [found.find_position(found.find("marital-status")).about for found in (single, couple)]
    assert counts[1] > counts[0]


@pytest.mark.parametrize("answers", [SINGLE, COUPLE, ALL, TWO_JOBS], ids=["single", "couple", "all", "two jobs"])
def test_the_points_of_all_answers_are_those_of_the_result(answers):
    found = flow(answers)
    assert found.next is None
    assert count_points(found, found.on) == build_assessment(found, timezone.localdate()).crs


@pytest.mark.parametrize("answers", [SINGLE, COUPLE, ALL], ids=["single", "couple", "all"])
def test_every_half_filled_draft_has_points_or_none_and_they_begin_with_the_date_of_birth(answers):
    seen = [(path, count_points(flow(given), flow(given).on)) for given, path in walk(answers)]
    known = [path for path, points in seen if points is not None]
    assert seen[0] == ("marital-status", None)
    assert known[0] in ("destination", "under-18")
    assert len(known) == len(seen) - [path for path, _points in seen].index(known[0])


def test_a_finished_test_counts_before_the_list_of_tests_is_done():
    before = without(SINGLE, *[path for path in SINGLE if path.startswith("tests")])
    after = {path: posted for path, posted in SINGLE.items() if path != "tests"}
    assert count_points(flow(after), flow(after).on) > count_points(flow(before), flow(before).on)


@pytest.mark.parametrize(
    ("answers", "rest"),
    [
        ({"provincial-nomination": {"provincial_nomination": "yes"}}, "nomination-stream"),
        ({"trade-certificate": {"has_certificate": "yes"}}, "trade-certificate-details"),
        (
            {
                "trade-certificate": {"has_certificate": "yes"},
                "trade-certificate-details": {"certificate_noc": "other", "certificate_province": "ON"},
            },
            "other-trade",
        ),
        ({"job-offer": {"has_job_offer": "yes"}}, "job-offer-details"),
    ],
)
def test_what_waits_for_its_details_counts_for_nothing_yet(answers, rest):
    begun, plain = flow(SINGLE | answers), flow(SINGLE)
    assert begun.next.path == rest
    # The trade certificate comes before language and work, without which there is no more than that.
    stopped = flow({path: posted for path, posted in SINGLE.items() if begun.find(path) and path not in answers})
    assert count_points(begun, begun.on) <= count_points(plain, plain.on)
    assert count_points(begun, begun.on) == count_points(stopped, stopped.on)


@pytest.mark.parametrize(
    ("language", "said", "open_"),
    [
        ("en", r"So far \d+ points of the Comprehensive Ranking System", "Language"),
        ("fr", r"Jusqu(?:’|&#x27;)ici, \d+ points au titre du Système de classement global", "Langue"),
    ],
)
def test_the_page_says_the_points_and_what_is_missing_and_leads_back(browser_of, language, said, open_):
    half = without(SINGLE, *[path for path in SINGLE if path.startswith("tests")])
    browser = browser_of(Intake.objects.create(answers=half))
    html = browser.get(f"/{language}{AT}?from=destination&change=1").content.decode()
    assert re.search(said, html)
    assert open_ in html
    assert f'href="/{language}/intake/destination/?change=1"' in html


@pytest.mark.parametrize(("language", "said"), [("en", "not known yet"), ("fr", "ne sont pas encore connus")])
def test_before_the_date_of_birth_nothing_is_known(browser_of, client, language, said):
    assert said in client.get(f"/{language}{AT}").content.decode()
    early = Intake.objects.create(answers={"marital-status": {"marital_status": "married"}})
    html = browser_of(early).get(f"/{language}{AT}?from=no/such/page").content.decode()
    assert said in html
    assert f'href="/{language}/intake/partner/"' in html


def test_the_points_are_not_on_the_question_and_the_fold_leads_to_them(browser_of):
    intake = Intake.objects.create(answers=SINGLE)
    html = browser_of(intake).get("/en/intake/sibling/").content.decode()
    found = build_flow(intake)
    place = found.find_position(found.find("sibling"))
    assert f"Question {place.number} of about {place.about}." in html
    assert 'data-so-far="/en/intake/so-far/?from=sibling"' in html
    assert str(count_points(found, found.on)) not in html
    assert html.index(">Continue<") < html.index('name="so_far"')


def test_without_scripts_what_was_typed_waits_for_the_way_back(browser_of):
    intake = Intake.objects.create(answers=without(SINGLE, "contact"))
    browser, page = browser_of(intake), "/en/intake/contact/"
    typed = {"name": "Amara Okafor", "email": "not an address", "language": "en", "so_far": "1"}
    there = browser.post(f"{page}?change=1", typed).url
    assert there == "/en/intake/so-far/?from=contact&change=1"
    back = re.search(r'btn btn-primary" href="([^"]+)"', browser.get(there).content.decode())[1]
    html = browser.get(back).content.decode()
    assert 'value="not an address"' in html
    assert "error-summary" not in html


def test_who_typed_nothing_begins_no_draft_by_looking(client):
    client.get("/en/intake/marital-status/")
    client.post("/en/intake/marital-status/", {"so_far": "1"})
    assert not Intake.objects.exists()


def test_a_kept_page_is_another_one_at_another_place(browser_of):
    said = set()
    for answers in (SINGLE, TWO_JOBS):
        html = browser_of(Intake.objects.create(answers=without(answers, "relative"))).get("/en/intake/relative/")
        said.add(re.search(r"Question \d+ of about \d+", html.content.decode())[0])
    assert len(said) == 2
