"""Lists end somewhere: a draft with hundreds of jobs would hold a web process for seconds at every look."""

import pytest

from intake.common.sized_cache import SizedCache
from intake.models import Intake
from intake.questionnaire.draft_edits import check_size
from intake.questionnaire.flow import list_item_numbers
from tests.intake.answers import SINGLE

pytestmark = pytest.mark.django_db


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
    check_size(Intake(answers=SINGLE | jobs | degrees))


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
