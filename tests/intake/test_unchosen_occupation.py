"""A year of work in an occupation that nobody chose is compared, and the occupation is named nowhere."""

import re
from datetime import date

import pytest

from scoring.apps import rulebook
from scoring.categories import find_unlisted_occupation
from scoring.occupations import occupation
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import TODAY
from tests.intake.lives import answer
from tests.scoring.test_first_jobs import GRADUATE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_copy_of_a_graduate_names_the_year_and_no_occupation(result_of, language):
    PublishedDrawFactory(stream="cec", held_on=date(2026, 11, 3), cutoff=450)
    browser, where = result_of(answer(GRADUATE | {"settlement_funds_cad": 12000, "jobs": []}))
    where = where.replace("/en/", f"/{language}/")
    result = browser.get(where).content.decode()
    assert "change=canadian_year" in result
    copy = browser.get(f"{where}what-if/?change=canadian_year", follow=True).content.decode()
    code = find_unlisted_occupation(rulebook().on(TODAY))
    group = occupation(code)
    for page in (result, copy):
        words = re.sub(r"<[^>]+>", " ", page)
        assert not any(name in words for name in (code, group.title_en, group.title_fr))
    said = {"en": "A year of skilled work in Canada", "fr": "Une année de travail qualifié au Canada"}
    assert said[language] in copy
