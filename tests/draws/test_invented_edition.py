"""The drill on the staff's page: an edition that brings another class is files alone, and everything carries it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from draws.models import Draw, FirmEdition
from draws.rounds.ircc_text import parse_stream
from draws.rule_changes import compare, releasing
from draws.rule_changes.firm_rules import ReleasedRules, released
from intake.clients import standings
from intake.models import Standing
from scoring.streams import PROGRAMS, STREAMS
from tests.draws.factories import ClientFactory
from tests.draws.staff import staff
from tests.scoring.invented import list_files

pytestmark = pytest.mark.django_db
PAGE = "/staff/draws/firmedition/add/"


@pytest.fixture(autouse=True)
def _fresh(settings):
    """A process that has not looked yet; and none that goes on with what a test released."""
    settings.RULES_CHECK_SECONDS = 1e-9
    vars(released).update(vars(ReleasedRules()))
    yield
    vars(released).update(vars(ReleasedRules()))


def developer(today):
    """Facts of somebody who meets the Canadian Experience Class today, and the invented class then."""
    return {
        "date_of_birth": str(today - timedelta(days=365 * 26)),
        "marital_status": "never_married",
        "credentials": [{"level": "bachelors", "country": "CA"}],
        "language_tests": [
            {
                "test": "ielts_general", "taken_on": str(today - timedelta(days=60)),
                "listening": 8, "reading": 7, "writing": 7, "speaking": 7,
            }
        ],
        "jobs": [
            {
                "noc": "21232", "country": "CA", "start": str(today - timedelta(days=900)), "hours_per_week": 40,
                "employer_country": "CA",
            }
        ],
    }  # fmt: skip


def upload(client, day):
    """All the files of the edition, on the page."""
    files = list_files(day)
    form = {"tables-TOTAL_FORMS": str(len(files)), "tables-INITIAL_FORMS": "0", "note": "Invented"}
    for number, file in enumerate(files):
        new = file.name == "classes/fhsc"
        form[f"tables-{number}-name"] = "new_program" if new else file.name
        form[f"tables-{number}-program"] = file.name.removeprefix("classes/") if new else ""
        form[f"tables-{number}-file"] = SimpleUploadedFile("table.toml", file.text.encode())
    return client.post(PAGE, form, follow=True)


def test_entered_and_released_it_moves_standings_from_its_day_on_and_no_earlier(client):
    today = timezone.localdate()
    day = today + timedelta(days=30)
    person = ClientFactory(facts=developer(today))
    standings.rewrite_standings([person.pk], today)
    was = list(Standing.objects.filter(since__lt=day).values_list("stream", "crs", "since").order_by("stream", "since"))
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable", "release_firmedition")
    upload(client, day)
    edition = FirmEdition.objects.get()
    compare.compare(edition.change, [person.pk])
    effect = edition.change.effects.get()
    assert (effect.gained, "cec" in effect.lost) == (["fhsc"], True)
    assert "Invented Federal High-Skilled Class" in client.get(f"{PAGE[:-4]}{edition.pk}/change/").content.decode()
    releasing.release(edition, by=None)

    standings.rewrite_standings([person.pk], today)

    now = list(Standing.objects.filter(since__lt=day).values_list("stream", "crs", "since").order_by("stream", "since"))
    assert now == was
    assert Standing.objects.held("cec", day - timedelta(days=1)).filter(client=person).exists()
    assert not Standing.objects.held("cec", day).filter(client=person).exists()
    assert Standing.objects.held("fhsc", day).get(client=person).crs == effect.after
    assert not Standing.objects.held("fhsc", day - timedelta(days=1)).filter(client=person).exists()


def test_the_name_of_the_new_class_is_known_wherever_streams_are_named(client):
    today = timezone.localdate()
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable")
    upload(client, today)
    releasing.release(FirmEdition.objects.get(), by=None)
    assert "fhsc" in PROGRAMS
    with override("fr"):
        assert str(STREAMS["fhsc"]) == "Catégorie fédérale inventée des travailleurs hautement qualifiés"
    assert parse_stream("Invented Federal High-Skilled Class") == "fhsc"
    draw = Draw(number="900", name="x", stream="fhsc", held_on=today, cutoff=500)
    assert draw.get_stream_display() == "Invented Federal High-Skilled Class"
    draw.full_clean(exclude=["size"])


def test_a_code_that_is_none_is_refused(client):
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable")
    form = {"tables-TOTAL_FORMS": "1", "tables-INITIAL_FORMS": "0", "note": ""}
    form |= {
        "tables-0-name": "new_program",
        "tables-0-program": "French",
        "tables-0-file": SimpleUploadedFile("a", b"x"),
    }
    assert "This is no code for a new program." in client.post(PAGE, form).content.decode()
