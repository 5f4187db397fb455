"""Lists end somewhere: a draft with hundreds of jobs would hold a web process for seconds at every look."""

import pytest

from intake.models import Intake
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
