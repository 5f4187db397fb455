"""The drill on the staff's page: an edition that brings another class is files alone, and everything carries it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from draws.models import Draw, FirmEdition
from draws.rounds.ircc_text import Unclear, parse_stream
from draws.rule_changes import compare, releasing
from draws.rule_changes.live_rulebook import ReleasedRules, released
from intake.assessments.find import score_facts
from intake.clients import standings
from intake.models import Assessment, Scenario, Standing
from intake.result.scenarios import compare_scenarios
from intake.result.what_if import compare_scores
from scoring.streams import PROGRAMS, STREAMS
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory
from tests.draws.staff import staff
from tests.intake.answers import SINGLE, flow
from tests.intake.files import FILE, signed_in, with_result
from tests.scoring.invented import list_files

pytestmark = pytest.mark.django_db
PAGE = "/staff/draws/firmedition/add/"
THREE = ["Federal Skilled Worker Program", "Canadian Experience Class", "Federal Skilled Trades Program"]


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


@pytest.fixture
def withdrawn(client):
    """A person whose result, standings, wish and alert are of the invented class, whose edition was withdrawn."""
    today = timezone.localdate()
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable", "release_firmedition", "view_draw")
    upload(client, today - timedelta(days=10))
    edition = FirmEdition.objects.get()
    releasing.release(edition, by=None)
    person = ClientFactory(facts=developer(today), chosen_only=True)
    person.chosen_streams.create(stream="fhsc")
    standings.rewrite_standings([person.pk], today)
    result = score_facts(person.facts, today)
    Assessment.objects.create(
        client=person, on=today, facts=person.facts, result=result, crs=result["crs"]["total"],
        edition=result["edition"], contact={"email": person.email},
    )  # fmt: skip
    draw = PublishedDrawFactory(number="900", name="Invented Federal High-Skilled Class", stream="fhsc", cutoff=400)
    AlertFactory(draw=draw, client=person)
    releasing.withdraw(edition, by=None)
    assert "fhsc" not in PROGRAMS
    return person


PUBLIC = ["/en/draws/", "/fr/draws/?stream=fhsc", "/en/draws/streams/", "/fr/draws/900/"]
OF_FILE = ["", "alerts/", "data/download/", "data/download/pdf/"]


def test_after_a_withdrawal_pages_go_on_and_call_the_class_by_its_code(client, withdrawn):
    assert Standing.objects.filter(client=withdrawn, stream="fhsc").exists()
    for address in PUBLIC:
        page = client.get(address)
        assert (address, page.status_code, "fhsc" in page.content.decode()) == (address, 200, True)
    mine = signed_in(withdrawn.email)
    for path in OF_FILE:
        assert (path, mine.get(FILE + path).status_code) == (path, 200)
    kept = withdrawn.assessments.get()
    assert "fhsc" in mine.get(f"/en/result/{kept.reference}/").content.decode()


def test_after_a_withdrawal_staff_still_see_the_round_and_the_file(admin_client, withdrawn):
    draw = Draw.objects.get(number="900")
    pages = {
        "draws/draw/": draw.name,
        f"draws/draw/{draw.pk}/change/": draw.name,
        f"intake/client/{withdrawn.pk}/change/": withdrawn.email,
    }
    for address, shown in pages.items():
        page = admin_client.get(f"/staff/{address}")
        assert (address, page.status_code, shown in page.content.decode()) == (address, 200, True)


def test_after_a_withdrawal_standings_are_written_without_the_class(withdrawn):
    today = timezone.localdate()
    standings.rewrite_standings([withdrawn.pk], today)
    assert not Standing.objects.filter(client=withdrawn, stream="fhsc").exists()
    assert Standing.objects.held("cec", today).get().client == withdrawn


def test_a_round_of_a_class_that_was_withdrawn_is_left_to_staff(withdrawn):
    with pytest.raises(Unclear):
        parse_stream("Invented Federal High-Skilled Class")


def test_a_class_to_come_is_no_part_of_what_is_compared_today(client):
    person, made = with_result("amara@example.org")
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable")
    today = timezone.localdate()
    upload(client, today + timedelta(days=30))
    edition = FirmEdition.objects.get()
    compare.compare(edition.change, [person.pk])
    releasing.release(edition, by=None)
    assert "fhsc" in PROGRAMS
    compared = compare_scores(made, flow(SINGLE), today)
    assert [str(name) for name, *_ in compared["programs"]] == THREE
    columns = list(compare_scenarios(made, Scenario.objects.none(), today))
    assert [str(name) for name, _ in columns[0].programs] == THREE


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
    page = client.get("/fr/programs/").content.decode()
    assert "Catégorie fédérale inventée des travailleurs hautement qualifiés</th>" in page
    assert "Catégorie de l’expérience canadienne</th>" not in page


def test_a_code_that_is_none_is_refused(client):
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable")
    form = {"tables-TOTAL_FORMS": "1", "tables-INITIAL_FORMS": "0", "note": ""}
    form |= {
        "tables-0-name": "new_program",
        "tables-0-program": "French",
        "tables-0-file": SimpleUploadedFile("a", b"x"),
    }
    assert "This is not a code for a new program." in client.post(PAGE, form).content.decode()
