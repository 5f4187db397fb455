"""Each plan to a score says which last cut-offs it reaches, or by how much it misses the nearest, and on which day."""

from datetime import date

import pytest
import time_machine
from django.utils.translation import override

from tests.draws.factories import PublishedDrawFactory
from tests.intake.lives import LIVES, WALKED_ON, save_result
from tests.intake.test_days_to_come import read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
UNDATED = {
    "en": "without birthdays and expiries until then: how long such studies take is not known.",
    "fr": "sans les anniversaires ni les échéances d’ici la fin de telles études, dont la durée n’est pas connue.",
}


@pytest.fixture(autouse=True)
def _walked_on():
    with time_machine.travel(f"{WALKED_ON}T15:00:00-05:00"):
        yield


@pytest.fixture
def open_life(browser_of):
    """A function that gives the page of a life with a score to reach, and its text."""

    def opened(life, target, language="en"):
        made = save_result(LIVES[life])
        address = f"/{language}/result/{made.reference}/?target={target}"
        browser = browser_of(made.intake)
        return browser.get(address), read(browser, address)

    return opened


def hold(**cutoffs):
    """One round of each of these kinds, of this month."""
    for stream, cutoff in cutoffs.items():
        PublishedDrawFactory(stream=stream, held_on=date(2026, 11, 3), cutoff=cutoff)


@pytest.mark.parametrize("life", ["cook", "engineer"])
def test_a_plan_that_reaches_no_cutoff_says_by_how_much_it_misses_the_nearest(open_life, life):
    hold(cec=523, stem=530, trades=540, pnp=725)
    page, text = open_life(life, 500)
    missed = [shown for shown in page.context["plans"] if not shown.reaches]
    assert missed
    for shown in missed:
        open_rounds = [523 if one == "cec" else 530 for one in shown.plan.found.streams if one in ("cec", "stem")]
        assert shown.nearest.missing == min(open_rounds) - shown.plan.lasting > 0
        assert f"(last cut-off {min(open_rounds)}), {shown.nearest.missing} point" in text


def test_a_plan_whose_rounds_are_not_held_says_that(open_life):
    hold(pnp=725)
    page, text = open_life("engineer", 430)
    assert any(shown.nearest is None and not shown.reaches for shown in page.context["plans"])
    assert "No rounds of the kinds it would open are being held now." in text


@pytest.mark.parametrize("life", ["graduate", "cook", "nurse"])
def test_no_plan_counts_a_degree_of_unknown_length_as_done_by_a_day(open_life, life):
    hold(cec=523, french=382, healthcare=475, pnp=725)
    for target in (450, 500, 529):
        page, _text = open_life(life, target)
        degrees = [shown.plan for shown in page.context["plans"] if "credential-doctoral" in shown.plan.names]
        assert [plan.names for plan in degrees if plan.counted_on] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_line_of_a_doctorate_says_that_its_day_is_not_known(open_life, language):
    page, text = open_life("graduate", 450, language)
    row = next(one for one in page.context["options"] if one["because"].facts.get("level") == "doctoral")
    assert row["on"] is None
    with override(language):
        said = " ".join(str(row["because"]).split())
    assert UNDATED[language] in text.partition(said)[2][:500]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Alberta: its minimum CRS score of 300 is reached. (Alberta Express Entry Stream)"),
        ("fr", "Alberta : la note SCG minimale exigée, 300, est atteinte. (Alberta Express Entry Stream)"),
    ],
)
def test_a_plan_says_that_it_reaches_what_a_province_asks_for(open_life, language, said):
    hold(cec=523, pnp=725)
    page, text = open_life("cook", 300, language)
    assert page.context["basis"].crs.total < 300
    reaching = [shown for shown in page.context["plans"] if shown.minimums]
    assert reaching
    assert all(shown.plan.lasting >= 300 and "nomination_up" not in shown.plan.names for shown in reaching)
    assert text.count(said) == len(reaching)
    nominees = page.content.decode().partition('class="ways"')[2].partition("</ol>")[0]
    assert 'href="?target=300#ladder"' in nominees, "the way of nominees leads to it"


def test_what_a_province_asks_for_is_no_news_to_who_has_it(open_life):
    hold(cec=523, pnp=725)
    page, text = open_life("engineer", 500)
    assert page.context["basis"].crs.total >= 300
    assert page.context["plans"]
    assert "its minimum CRS score" not in text
    assert "?target=300" not in page.content.decode()
