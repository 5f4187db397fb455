"""Pages of little: where most is not known, words say so and Python's None never shows.

Read in French, where "None" is no word.
"""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from draws.models import Draw, Notice, Pause, RuleChange
from intake.account.adapter import get_or_create_account
from intake.models import Assessment, Client, ConsentProof, Intake, Share
from intake.my_file.share_links import get_url
from intake.questionnaire.draft import COOKIE
from tests.draws.factories import AlertFactory
from tests.intake.answers import SINGLE, without
from tests.intake.files import sign_draft

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("_french")]
BARE = without(
    SINGLE, "credentials/1", "credentials/1/assessment", "tests/1", "tests/1/scores", "jobs/1", "jobs/1/conditions"
) | {"funds": {"funds_unknown": "on"}}
COUPLE_OF_NOTHING = BARE | {
    "marital-status": {"marital_status": "married"},
    "partner": {"partner_canadian": "no", "partner_accompanying": "yes"},
    "partner-date-of-birth": {},
    "partner-credentials": {"more": "no"},
    "partner-more-study-in-canada": {"partner_studied_in_canada": "no"},
    "partner-tests": {"more": "no"},
    "partner-jobs": {"more": "no"},
    "family-size": {"family_size": "2"},
}
GUIDE = ["home", "programs", "about", "privacy", "accessibility", "points", "start", "clear", "saved", "check"]
MY_FILE = ["home", "alerts", "in_pool", "invitation", "share", "data", "leave"]
PYTHON = re.compile(r"\bNone\b|\bnan\b|&lt;class|&#x27;\}")


@pytest.fixture
def _french(settings):
    """Addresses are made in French, and staff without a cookie read French."""
    settings.LANGUAGE_CODE = "fr"
    with translation.override("fr"):
        yield


def leaks(response):
    """What of Python shows in the words of a page, each with what stands before it."""
    assert response.status_code == 200, response
    page = response.content.decode()
    assert '<html lang="fr' in page
    words = " ".join(re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", page).split())
    return [words[max(found.start() - 60, 0) : found.end()] for found in PYTHON.finditer(words)]


def holding(answers):
    """A browser holding these answers, and the address of their result."""
    intake, browser = Intake.objects.create(answers=answers), Browser()
    browser.cookies[COOKIE] = sign_draft(intake.token)
    return browser, browser.post("/fr/intake/check/")["Location"]


@pytest.fixture
def rounds():
    """A round of which the feed said next to nothing, and one whose tie-break was not understood."""
    Draw.objects.create(number="901", name="Of what?", held_on=date(2026, 11, 20), received={})
    odd = {"drawCutOff": "at noon"}
    Draw.objects.create(number="902", name="CEC", stream="cec", held_on=date(2026, 11, 2), cutoff=500, received=odd)


@pytest.mark.parametrize(
    "path", ["draws/", "draws/streams/", "draws/901/", "draws/902/", "categories/", "occupations/"]
)
def test_the_rounds(client, rounds, path):
    assert leaks(client.get(f"/fr/{path}")) == []


@pytest.mark.parametrize("name", GUIDE)
def test_the_guide_and_an_empty_intake(rounds, name):
    browser, _result = holding(BARE)
    assert leaks(browser.get(reverse(f"intake:{name}"))) == []


@pytest.mark.parametrize("answers", [BARE, COUPLE_OF_NOTHING], ids=["single", "couple"])
def test_a_result_of_little(rounds, answers):
    browser, result = holding(answers)
    browser.post(f"{result}what-if/")
    for page in ("", "worksheet/", "what-if/", "what-if/funds/", "what-if/jobs/"):
        assert leaks(browser.get(result + page)) == [], page


@pytest.mark.parametrize("name", MY_FILE)
def test_my_file_of_somebody_new(name):
    browser = Browser()
    browser.force_login(get_or_create_account("new@example.org"), backend="django.contrib.auth.backends.ModelBackend")
    assert leaks(browser.get(reverse(f"my_file:{name}"))) == []


def test_a_shared_result_of_little(rounds):
    holding(COUPLE_OF_NOTHING)
    client, made = Client.objects.create(email="a@example.org"), Assessment.objects.get()
    share = Share.objects.create(client=client, assessment=made, until=date(2100, 1, 1))
    assert leaks(Browser().get(get_url(share).partition("8000")[2])) == []


@pytest.fixture
def sparse(rounds, admin_user):
    """One of each thing that staff look at, with as little in it as there can be."""
    holding(BARE)
    AlertFactory(client__alerts=False)
    Pause.objects.create()
    RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2026, 11, 23))
    client = Client.objects.create(email="b@example.org")
    Notice.objects.create(client=client, kind="rules", key="x", due_at=client.created, created=client.created)
    ConsentProof.objects.create(email="c@example.org", given=False, at=client.created, language="en", source="")


OURS = [
    model
    for model in apps.get_models()
    if model in admin.site._registry and model._meta.app_label in ("draws", "intake")
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_the_staffs_pages(admin_client, sparse, model):
    where = f"/staff/{model._meta.app_label}/{model._meta.model_name}/"
    assert leaks(admin_client.get(where)) == []
    for row in model.objects.all():
        assert leaks(admin_client.get(f"{where}{row.pk}/change/")) == []


def test_the_staffs_first_page_and_previews(admin_client, sparse):
    for path in ("/staff/", *(f"/staff/draws/draw/{draw.pk}/preview/" for draw in Draw.objects.all())):
        assert leaks(admin_client.get(path)) == []
