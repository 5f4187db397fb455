"""A score of a thousand and more is grouped wherever it is read: on pages, in titles and in PDFs."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.utils import timezone
from django.utils.translation import override

from draws.models import Draw
from intake.data_copy.data_export import build_readable_copy
from intake.models import Assessment, Share
from intake.my_file import share_links
from intake.result import page_context
from tests.draws.factories import PublishedDrawFactory
from tests.grouped import group, list_bare, read_words
from tests.intake.answers import SCORES, SINGLE, TODAY
from tests.intake.files import signed_in, with_result
from tests.intake.test_minute_score import CHOSEN, total

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NOMINATED = {
    "provincial-nomination": {"provincial_nomination": "yes"},
    "nomination-stream": {"nomination_province": "ON", "nomination_stream": "express_entry"},
}


@pytest.fixture
def rounds():
    """Rounds with cut-offs of a thousand and more, above and below the score."""
    for days, cutoff in ((1, 1_001), (8, 1_190)):
        PublishedDrawFactory(stream="pnp", cutoff=cutoff, held_on=TODAY - timedelta(days=days))
    return Draw.objects.all()


@pytest.fixture
def result(rounds, result_of):
    """A browser, the address of the result of a nominee, and the score."""
    browser, where = result_of(SINGLE | NOMINATED)
    made = Assessment.objects.get()
    assert made.crs >= 1_000
    return browser, where, made


def check(html, language, *scores):
    """None of the scores stands in bare digits, and the first one is there."""
    assert [one for score in scores for one in list_bare(html, score)] == []
    assert group(scores[0], language) in read_words(html)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_result_and_what_goes_from_it(result, language):
    browser, where, made = result
    path = where.replace("/en/", f"/{language}/")
    page = browser.get(path).content.decode()
    check(page, language, made.crs, 1_001, 1_190)
    assert group(made.crs, language) in read_words(re.search("<title>.*?</title>", page, re.DOTALL)[0])
    question = browser.get(f"/{language}/ask/?result={made.reference}")
    check(question.content.decode(), language, made.crs)
    with override(language):
        parts = page_context.render_parts(made)
        sheet = render_to_string("intake/paper/result.html", {"assessment": made, "language": language, **parts})
        calendar = browser.get(f"{path}calendar.ics").content.decode()
    check(sheet, language, made.crs, 1_001, 1_190)
    assert list_bare(calendar, made.crs) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_trial_and_the_scenarios(result, language):
    browser, where, made = result
    trial = where.replace("/en/", f"/{language}/") + "what-if/"
    browser.post(trial)
    browser.post(trial + "tests/1/scores/", SCORES | {"reading": "8", "writing": "7.5"})
    check(browser.get(trial).content.decode(), language, made.crs)
    browser.post(trial + "kept/", {"name": "Better"})
    check(browser.get(trial + "kept/").content.decode(), language, made.crs)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_its_copy_and_what_is_shared(rounds, language):
    client, made = with_result("amara@example.org", **NOMINATED)
    assert made.crs >= 1_000
    file = signed_in(client.email).get(f"/{language}/my-file/").content.decode()
    check(file, language, made.crs)
    with override(language):
        check(render_to_string("intake/paper/my_file.html", build_readable_copy(client)), language, made.crs)
    share = Share.objects.create(client=client, assessment=made, until=timezone.localdate())
    address = share_links.get_url(share).partition("8000")[2].replace("/en/", f"/{language}/")
    check(Browser().get(address).content.decode(), language, made.crs)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_score_in_a_minute(client, language):
    chosen = CHOSEN | {"nomination": "yes"}
    score = total(nomination="yes")
    assert score >= 1_000
    check(client.get(f"/{language}/score/", chosen).content.decode(), language, score)


def test_staff_read_it_grouped(admin_client, rounds):
    client, made = with_result("amara@example.org", **NOMINATED)
    for page in ("", "result/today/", "history/"):
        seen = admin_client.get(f"/staff/intake/client/{client.pk}/{page or 'change/'}")
        assert seen.status_code == 200
        assert list_bare(seen.content.decode(), made.crs) == []
