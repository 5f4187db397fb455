"""What is rendered of a result: made as it is submitted, found by every process, dropped when it would say more."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from intake import tasks
from intake.common import release
from intake.models import Assessment, Client, Intake, KeptResult
from intake.result import database_cache, page_context
from tests.draws.factories import PublishedDrawFactory
from tests.intake.answers import SINGLE
from tests.intake.files import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAMED = SINGLE | {"contact": {"name": "Amara Okafor", "email": "amara@example.org", "language": "en"}}


@pytest.fixture
def rendered(monkeypatch):
    """How often the parts of a result were rendered: what another process would not have to do again."""
    times, render = [], page_context.render_parts

    def count(*given, **named):
        times.append(given)
        return render(*given, **named)

    monkeypatch.setattr(page_context, "render_parts", count)
    return times


@pytest.mark.parametrize("answers", [NAMED, SINGLE], ids=["with an address", "without"])
def test_it_is_made_as_it_is_submitted_and_no_look_makes_it_again(result_of, rendered, answers):
    browser, where = result_of(answers)
    assert len(rendered) == 1
    first = browser.get(where)
    # Another process has nothing in its memory.
    for cache in caches.all():
        cache.clear()
    assert browser.get(where).status_code == first.status_code == 200
    assert len(rendered) == 1
    browser.get(where.replace("/en/", "/fr/"))
    browser.get(where.replace("/en/", "/fr/"))
    assert len(rendered) == 2


def test_the_page_made_at_submission_is_the_page(result_of):
    browser, where = result_of(SINGLE)
    early = browser.get(where).content
    KeptResult.objects.all().delete()
    assert browser.get(where).content == early


@pytest.mark.parametrize("what", ["a round", "a day", "a release", "the name", "a file"])
def test_it_is_made_again_when_it_would_say_something_else(result_of, rendered, monkeypatch, what):
    browser, where = result_of(SINGLE)
    browser.get(where)
    later = timedelta()
    if what == "a round":
        PublishedDrawFactory(cutoff=200)
    elif what == "a day":
        later = timedelta(days=1)
    elif what == "a release":
        monkeypatch.setattr(database_cache, "find_release", lambda: "another")
    elif what == "the name":
        Assessment.objects.update(contact=SINGLE["contact"] | {"name": "Another Name"})
    else:
        other = Client.objects.create(email="amara@example.org", reference=Assessment.objects.get().reference)
        Intake.objects.update(client=other)
        Assessment.objects.update(client=other)
        browser = signed_in("amara@example.org")
    with time_machine.travel(timezone.now() + later, tick=False):
        browser.get(where)
        browser.get(where)
    assert len(rendered) == 2


def test_each_target_is_kept_and_there_is_an_end_of_them(result_of, rendered):
    browser, where = result_of(SINGLE)
    browser.get(f"{where}?target=480")
    browser.get(f"{where}?target=480")
    assert len(rendered) == 2
    for target in range(500, 500 + database_cache.MOST + 1):
        browser.get(f"{where}?target={target}")
    assert KeptResult.objects.count() == database_cache.MOST


def test_it_goes_after_a_day(result_of):
    result_of(SINGLE)
    tasks.forget_papers()
    assert KeptResult.objects.exists()
    KeptResult.objects.update(made_at=timezone.now() - timedelta(hours=25))
    tasks.forget_papers()
    assert not KeptResult.objects.exists()


def test_the_mark_of_a_release_is_another_when_a_template_is(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    marks = []
    for words in ("one", "other"):
        page.write_text(words)
        release.find_release.cache_clear()
        marks.append(release.find_release())
    release.find_release.cache_clear()
    assert marks[0] != marks[1]
