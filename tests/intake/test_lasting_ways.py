"""What a result says of a plan lasts: what ends soon is had again in it, and a later loss names what happens then."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import escape
from django.utils.translation import override

from intake.questionnaire.answers_to_profile import build_facts
from intake.result.changes_to_answers import fill_answers
from intake.result.score_calendar import name_causes
from scoring.advice import SOON
from scoring.dates import format_date
from scoring.plans.trial_facts import make_trial
from scoring.profile import decode
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import SINGLE, flow
from tests.intake.lives import LIVES, WALKED_ON, save_result
from tests.intake.test_days_to_come import read
from tests.scoring.making import assess, book

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ROUNDS = {"cec": 523, "pnp": 725, "french": 382, "healthcare": 475, "trades": 476, "stem": 473}


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        for stream, cutoff in ROUNDS.items():
            PublishedDrawFactory(stream=stream, held_on=date(2026, 11, 3), cutoff=cutoff)
        yield


@pytest.fixture
def open_life(browser_of):
    """A function that gives the page of a life, and its text."""

    def opened(life, language="en"):
        made = save_result(LIVES[life])
        browser, address = browser_of(made.intake), f"/{language}/result/{made.reference}/"
        return browser.get(address), read(browser, address)

    return opened


SAID = {
    "en": "That holds only before March 14, 2028: from that day on you could not be invited in such a round. Why: Your "
    "IELTS General Training results are no longer valid and cease to count.",
    "fr": "Cela ne vaut qu’avant le 14 mars 2028\xa0: à partir de ce jour, vous ne pourriez pas recevoir d’invitation "
    "dans une telle ronde. Raison\xa0: vos résultats au test IELTS General Training ne sont plus valides et cessent "
    "de compter.",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_no_longer_holds_is_said_with_what_ends(open_life, language):
    _page, text = open_life("graduate", language)
    assert " ".join(SAID[language].split()) in text


@pytest.mark.parametrize("life", LIVES)
def test_each_loss_has_a_cause_and_none_is_a_paper_that_ends_soon(open_life, life):
    page, text = open_life(life)
    for shown in page.context["ways"]:
        for loss in filter(None, (shown.fall, shown.drop)):
            assert loss.causes
            assert all(escape(str(cause)) in text for cause in loss.causes)
            soon = loss.since <= WALKED_ON + SOON
            assert not (soon and any("cease" in str(cause) for cause in loss.causes))


@pytest.mark.parametrize("life", LIVES)
def test_what_reaches_a_cutoff_only_with_more_says_until_when_too(open_life, life):
    page, text = open_life(life)
    shown = [one for one in page.context["ways"] if one.way.beyond and one.fall_beyond]
    for one in shown:
        loss, beyond = one.fall_beyond, one.way.beyond
        then = assess(beyond.lasting_profile, loss.since)
        assert then.crs.total == loss.crs
        assert then.crs.total < one.way.cutoff or one.way.stream not in then.streams
        paragraph = text.partition(f"What reaches {one.way.cutoff} ({beyond.lasting:,}):")[2].partition(
            "Last cut-offs"
        )[0]
        assert f"only before {format_date(loss.since)}" in paragraph
        assert all(escape(str(cause)) in paragraph for cause in loss.causes)
    if life == "nurse":
        assert shown, "one of them tells it"


def test_work_that_is_too_old_is_a_cause_where_no_day_is():
    profile = decode(LIVES["welder"])
    assert [str(one) for one in name_causes(profile, date(2027, 7, 1), book())] == [
        "By then some of the work is too old to count"
    ]
    assert [str(one) for one in name_causes(profile, date(2027, 3, 14), book())] == ["You turn 35"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_of_single_changes_says_what_each_line_supposes(open_life, language):
    page, text = open_life("cook", language)
    (assumed,) = page.context["assumed"]
    assert assumed.facts["ends"] == date(2026, 12, 21) <= WALKED_ON + timedelta(weeks=4)
    words = {
        "en": "A line that counts a test or an assessment (ECA) that ends soon assumes:",
        "fr": "Une ligne qui compte un test",
    }[language]
    with override(language):
        assert str(assumed)[1:] in text.partition(words)[2][:300]
    later, words_later = open_life("graduate", language)
    assert later.context["assumed"] == []
    assert words not in words_later


def test_a_further_credential_is_filled_in_with_its_conditions_met():
    now = assess(decode(build_facts(flow(SINGLE).cleaned)), WALKED_ON)
    trial = make_trial(now, ["credential-one_year"])
    filled = fill_answers(dict(SINGLE), now.profile, trial.profile, trial.plan.changes, trial.plan.until)
    (study,) = [posted for path, posted in filled.items() if path.endswith("/study-in-canada") and path not in SINGLE]
    assert study == {"full_time_academic_years": "1", "canadian_study_bonus": "yes"}
