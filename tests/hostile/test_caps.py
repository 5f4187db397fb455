"""Lists end somewhere: a draft with hundreds of jobs would hold a web process for seconds at every look."""

import json
import re
import sys
from datetime import date

import pytest
from django.utils import timezone, translation

from intake.common.sized_cache import SizedCache
from intake.models import Intake
from intake.public import one_minute_views
from intake.public.one_minute_choices import QUESTIONS, render_question_options
from intake.questionnaire.draft_edits import DraftTooLarge, check_size
from intake.questionnaire.flow import list_item_numbers
from intake.questionnaire.step import LONGEST_SHARED, _judge_cached, judge
from intake.questionnaire.steps.contact import Contact
from scoring.apps import rulebook
from tests.intake.answers import SINGLE

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


@pytest.mark.parametrize("listing", ["jobs", "credentials"])
def test_no_more_items_open_than_the_setting_says_and_the_page_says_so(browser_of, settings, listing):
    settings.LIST_ITEMS_AT_MOST = 3
    intake = Intake.objects.create(answers=SINGLE)
    browser = browser_of(intake)
    for _time in range(6):
        answer = browser.post(f"/en/intake/{listing}/", {"more": "yes"})
    assert len(list_item_numbers(Intake.objects.get().answers, listing)) == 3
    assert "You can list up to 3 here" in browser.get(answer["Location"]).content.decode()


def test_one_control_keeps_no_more_than_a_person_types(browser_of):
    intake = Intake.objects.create(answers=SINGLE)
    browser_of(intake).post("/en/intake/contact/", {"name": "x" * 100_000, "email": "", "language": "en"})
    kept = Intake.objects.get()
    assert len(str(kept.answers)) + len(str(kept.mistakes)) < 20_000


def test_a_draft_that_is_full_stays_as_it_was_and_the_page_says_so(browser_of, settings):
    settings.DRAFT_BYTES_AT_MOST = 1500
    intake = Intake.objects.create(answers=SINGLE)
    before = Intake.objects.get().answers
    typed = {"name": "x" * 400, "email": "y" * 400, "language": "z" * 400}
    answer = browser_of(intake).post("/en/intake/contact/", typed)
    assert answer.status_code == 413
    assert "Your answers are too long" in answer.content.decode()
    assert (Intake.objects.get().answers, Intake.objects.get().mistakes) == (before, {})
    settings.DRAFT_BYTES_AT_MOST = 100_000
    assert browser_of(intake).post("/en/intake/contact/", typed).status_code == 302


def test_the_longest_lists_that_the_setting_allows_fit_into_a_draft(settings):
    jobs = {f"jobs/{number}": SINGLE["jobs/1"] for number in range(1, settings.LIST_ITEMS_AT_MOST + 1)}
    degrees = {f"credentials/{number}": SINGLE["credentials/1"] for number in range(1, settings.LIST_ITEMS_AT_MOST + 1)}
    longest = Intake(answers=SINGLE | jobs | degrees)
    check_size(longest)
    settings.DRAFT_BYTES_AT_MOST = len(json.dumps(longest.answers))
    with pytest.raises(DraftTooLarge):
        check_size(longest)


def test_kept_results_end_at_so_many_bytes_and_the_oldest_goes_first():
    cache = SizedCache("caps", {"OPTIONS": {"MAX_BYTES": 10_000}})
    for number in range(30):
        cache.set(number, "x" * 1000)
        assert cache.get_size() <= 10_000
    cache.set("whole", "x" * 100_000)
    assert cache.get("whole") is None
    for number in range(30):
        cache.set(number, "x" * 1000)
        cache.get(25)
    assert (cache.get(25), cache.get(29), cache.get(1)) == ("x" * 1000, "x" * 1000, None)


def test_what_is_long_is_judged_and_not_remembered():
    """A process remembers thousands of pages: with a hundred kilobytes in each it would be killed."""
    before, on = _judge_cached.cache_info().currsize, timezone.localdate()
    for number in range(3):
        typed = {"name": f"{number}" * LONGEST_SHARED, "email": "", "language": "en"}
        assert not judge(Contact, typed, {}, on).answered
    assert _judge_cached.cache_info().currsize == before
    judge(Contact, {"name": "A name that nobody has", "email": "", "language": "en"}, {}, on)
    assert _judge_cached.cache_info().currsize == min(before + 1, 8192)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_kept_of_rendered_pages_has_a_size(language):
    rules = rulebook().on(date(2026, 11, 29))
    options = {one.name: render_question_options(one.name, rules, language) for one in QUESTIONS}
    chosen = tuple((name, re.findall(r'value="([^"]+)"', html)[-1]) for name, html in options.items())
    with translation.override(language):
        html = one_minute_views.render_choices(chosen, language, rules)
    megabytes = sys.getsizeof(str(html)) * one_minute_views.PAGES_KEPT / 2**20
    assert megabytes < 2, megabytes
