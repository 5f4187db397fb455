"""The example of a result: of nobody, of today, and with nothing to change or keep."""

from datetime import date, timedelta

import pytest
import time_machine

from intake.models import Assessment
from intake.result.example_result import build_facts
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode

TODAY = date(2026, 11, 29)


def score_on(day):
    return assess(decode(build_facts(day)), day, rulebook())


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(("language", "title"), [("en", "An example of a result"), ("fr", "Un exemple de résultat")])
def test_it_shows_the_score_of_the_day_and_keeps_nothing(client, language, title):
    with time_machine.travel(f"{TODAY}T15:00:00-05:00", tick=False):
        page = client.get(f"/{language}/example/").content.decode()
    assert f"<h1>{title}</h1>" in page
    assert str(score_on(TODAY).crs.total) in page
    assert 'id="ways"' in page
    for address in ("/result/", "/intake/check/", "what-if"):
        assert address not in page, "no link to a result that is nobody's"
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("days", [0, 1, 92, 365, 3 * 365 + 1])
def test_it_is_as_good_an_example_on_any_day(days):
    found = score_on(TODAY + timedelta(days=days))
    assert found.programs["fsw"].eligible
    assert found.categories["healthcare"].eligible
    assert 400 < found.crs.total < 560
