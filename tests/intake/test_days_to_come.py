"""A change whose day is still to come: the page says what to do before it, and a trial what holds on it."""

import re
from datetime import date

import pytest

from intake.models import Assessment
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.plans.combinations import make_changes
from scoring.profile import decode
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import CONDITIONS, IELTS, JOB, SCORES, SINGLE, TODAY, day, month

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROUNDS = {"cec": 518, "pnp": 725, "french": 382}
ENDS = date(2026, 12, 14)
WITHOUT = {path: posted for path, posted in SINGLE.items() if not path.startswith("credentials/")}
COOK = WITHOUT | {
    "date-of-birth": day("date_of_birth", date(1995, 3, 3)),
    "tests/1": IELTS | day("taken_on", date(2024, 12, 14)),
    "tests/1/scores": SCORES | {"listening": "6", "reading": "6", "writing": "6", "speaking": "5.5"},
    "jobs/1": JOB | {"noc": "63200", **day("start", date(2025, 12, 22))},
    "jobs/1/conditions": CONDITIONS | {"qualified_for_trade": "yes"},
}
GRADUATE = WITHOUT | {
    "date-of-birth": day("date_of_birth", date(1999, 6, 15)),
    "credentials/1": {"level": "bachelors", "country": "CA", **month("awarded_on", 2026, 3)},
    "credentials/1/study-in-canada": {"full_time_academic_years": "4", "canadian_study_bonus": "yes"},
    "tests/1": IELTS | day("taken_on", date(2025, 9, 1)),
    "jobs/1": JOB | day("start", date(2026, 4, 1)),
}
AGAIN = "test_again-ielts_general"


@pytest.fixture(autouse=True)
def _rounds():
    for stream, cutoff in ROUNDS.items():
        PublishedDrawFactory(stream=stream, held_on=date(2026, 11, 3), cutoff=cutoff)


def read(browser, where):
    """The text of a page, its tags taken out."""
    page = browser.get(where).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).split())


def read_first_box(browser, where):
    """The text of the summary at the top of a result."""
    page = browser.get(where).content.decode()
    box = page[page.index('<div class="score">') : page.index('id="ways"')].partition('class="urgent"')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", box).split())


def read_way(browser, where, title):
    """The text of one way."""
    page = browser.get(where).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition(f"<h3>{title}")[2].partition('<li class="way">')[0]).split())


# --- The first box and the ways ---------------------------------------------------


@pytest.mark.parametrize(
    ("language", "first", "other"),
    [
        (
            "en",
            "First step: Take IELTS General Training again now, so that you have new results before Dec. 20, 2026.",
            "To be invited in rounds of French-language proficiency (last cut-off 382): One more credential, earned by",
        ),
        (
            "fr",
            "Première étape : passez de nouveau le test IELTS General Training dès maintenant, pour avoir de",
            "(Compétence linguistique en français; dernière note minimale : 382) : un diplôme de plus",
        ),
    ],
)
def test_where_no_program_is_met_the_first_box_names_the_first_step(result_of, language, first, other):
    browser, where = result_of(COOK)
    said = read_first_box(browser, where.replace("/en/", f"/{language}/"))
    assert first in said
    assert other in said
    assert said.count(first) == 1


def test_the_first_step_is_said_once_before_anything_is_unfolded(result_of):
    browser, where = result_of(COOK)
    page = browser.get(where).content.decode()
    first_screen = page[page.index('class="score"') : page.index('class="doors')]
    shown = re.sub(r"</summary>.*?</details>", "", first_screen, flags=re.DOTALL)
    assert shown.count("Take IELTS General Training again now") == 1


def test_whoever_meets_a_program_is_told_to_submit_a_profile_and_of_no_other_first_step(result_of):
    browser, where = result_of(SINGLE)
    said = read_first_box(browser, where)
    assert said.count("First step") == 1
    assert "Submit your free profile to IRCC." in said


def test_the_way_that_the_year_opens_begins_with_the_test_that_ends_before(result_of):
    browser, where = result_of(COOK)
    way = read_way(browser, where, "Canadian Experience Class")
    step = way.partition("Next step")[2].partition("You could not be invited")[0]
    assert step.strip(" :") == (
        "Take IELTS General Training again now, so that you have new results before Dec. 20, 2026. "
        "If your authorized work goes on, and with a valid test, you meet the conditions of the Canadian Experience "
        "Class on Dec. 20, 2026, with 199 points."
    )
    nominees = read_way(browser, where, "Provincial Nominee")
    assert "IELTS General Training taken again, with new results before Dec. 20, 2026" in nominees


def test_what_falls_short_says_what_it_leaves_out_and_what_would_reach(result_of):
    """Programs of a year are in it, and what takes longer or depends on others is named as left out."""
    browser, where = result_of(COOK)
    way = read_way(browser, where, "Canadian Experience Class")
    row, body = (
        re.search(rf"{words} (\d+)", way)[1]
        for words in (
            "last cut-off 518;",
            "This plan brings you to",
        )
    )
    assert row == body
    assert "one-year program" in way
    left = way.partition("Left out of that:")[2].partition(".")[0].strip()
    assert {"French as a further language", "a nomination"} <= {
        *left.replace("f", "F", 1).split("; "),
        *left.split("; "),
    }
    assert "at most" not in way


def test_longer_work_is_a_plan_with_the_score_of_its_day(result_of):
    browser, where = result_of(GRADUATE)
    assert "Find out where your French stands" in read_first_box(browser, where)
    way = read_way(browser, where, "Canadian Experience Class")
    made = make_changes(
        assess(decode(Assessment.objects.get().facts), TODAY, rulebook()),
        ["all_abilities-10", "canadian_year-2"],
    )
    assert made.lasting == 499
    assert "2 full years of it are complete by March 28, 2028" in way
    assert "Counted on March 28, 2028, with the birthdays until then; how long all of it takes is not known." in way
    assert "at the earliest" not in way, "nobody knows when the test is passed"
    assert f"last cut-off 518; {made.lasting} with the plan" in way
    assert f"brings you to {made.lasting}, still {518 - made.lasting} points short" in way
    assert "What reaches 518 (524): French at NCLC 7" in way
    assert "Counted on March 28, 2028, with the birthdays until then" in read(browser, where)


# --- What a trial says --------------------------------------------------------------


def test_a_trial_of_the_year_alone_claims_no_program_on_a_day_on_which_the_test_has_ended(result_of):
    browser, where = result_of(COOK)
    page = read(browser, f"{where}what-if/?change=canadian_year")
    assert "The copy is counted on Dec. 20, 2026, by which its plan could be done" in page
    assert "On Dec. 20, 2026 you would be eligible for no program." in page
    assert "Your IELTS General Training results cease to count on Dec. 14, 2026." in page
    assert "Canadian Experience Class not met not met" in page
    assert "Rounds that you could be in" not in page


@pytest.mark.parametrize(
    ("language", "instead"), [("en", "199 instead of 159"), ("fr", "199 au lieu de 159")], ids=["en", "fr"]
)
def test_a_trial_with_the_test_taken_again_has_the_same_score_once_the_copy_is_kept(result_of, language, instead):
    browser, where = result_of(COOK)
    what_if = f"{where.replace('/en/', f'/{language}/')}what-if/"
    shown = read(browser, f"{what_if}?change=canadian_year&change={AGAIN}")
    browser.post(what_if, {"change": ["canadian_year", AGAIN]})
    assert instead in shown
    assert instead in read(browser, what_if)


def test_a_trial_with_the_test_taken_again_meets_the_program_on_its_day(result_of):
    browser, where = result_of(COOK)
    page = read(browser, f"{where}what-if/?change=canadian_year&change={AGAIN}")
    assert "Canadian Experience Class not met met" in page
    assert "cease to count" not in page
    assert "Rounds that you could be in: Canadian Experience Class" in page
    (after, cutoff, below) = re.search(
        r"(\d+) instead of .* Rounds that you could be in: Canadian Experience Class "
        r"\(last cut-off (\d+); (\d+) points below it\)",
        page,
    ).groups()
    assert (int(cutoff) - int(after), cutoff) == (int(below), "518"), "that it opens is not that it reaches it"
    assert "General: all programs" not in page.partition("Rounds that you could be in")[2], "none is held"


def test_a_trial_says_when_a_test_in_it_ends_and_what_is_left_then(result_of):
    settled = COOK | {"jobs/1": JOB | {"noc": "63200", **day("start", date(2024, 1, 8))}}
    browser, where = result_of(settled)
    browser.post(f"{where}what-if/")
    browser.post(f"{where}what-if/sibling/", {"sibling_in_canada": "yes"})
    page = read(browser, f"{where}what-if/")
    assert "Your IELTS General Training results cease to count on Dec. 14, 2026." in page
    facts = Assessment.objects.get().facts | {
        "sibling_in_canada": True,
        "sibling_of": "self",
        "relative_in_canada": True,
    }
    left = assess(decode(facts), ENDS, rulebook())
    assert left.streams == []
    assert f"From then on the copy has {left.crs.total} points. You would then be eligible for no program." in page
    assert "The copy is counted on" not in page, "nothing in it is to come"


def test_a_trial_without_a_test_that_ends_soon_says_nothing_of_it(result_of):
    browser, where = result_of(SINGLE)
    assert "From then on the copy" not in read(browser, f"{where}what-if/?change=nomination_up")


def test_a_scenario_that_is_kept_stands_with_the_day_that_it_is_counted_on(result_of):
    browser, where = result_of(COOK)
    browser.post(f"{where}what-if/", {"change": ["canadian_year", AGAIN]})
    browser.post(f"{where}what-if/kept/", {"name": "The year"})
    made = make_changes(assess(decode(Assessment.objects.get().facts), TODAY, rulebook()), ["canadian_year"])
    assert f"{made.crs} counted on Dec. 20, 2026" in read(browser, f"{where}what-if/kept/")
