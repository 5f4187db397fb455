"""The drill: an edition that appears today is one table, and reaches every client's standings."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from draws.models import Alert, FirmEdition, FirmTable
from draws.publishing import publisher
from draws.rounds.ircc_text import parse_stream
from draws.rule_changes import compare, releasing
from draws.rule_changes.live_rulebook import ReleasedRules, released
from intake.clients import standings
from intake.models import Client, Standing
from tests.draws.factories import DrawFactory
from tests.draws.staff import staff
from tests.draws.test_invented_edition import developer, upload
from tests.draws.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# In the French bonus both values go up by 100 from a day to come on.
EDITION = """
[[table]]
effective = {day}
cite = "An invented edition"
url = "https://example.org/rules"
verified_on = 2026-11-23
columns = ["points"]
rows = [["0-4", 125], ["5+", 150]]
[table.values]
nclc = 7
"""


def bilingual(on: date) -> dict:
    """The facts of a nurse in Canada with French at NCLC 7."""
    scores = {"reading": 207, "writing": 310, "listening": 249, "speaking": 310}
    work = {"noc": "31301", "country": "CA", "start": str(on - timedelta(days=900)), "hours_per_week": 37.5}
    return {
        "date_of_birth": str(on - timedelta(days=365 * 25)),
        "marital_status": "never_married",
        "language_tests": [{"test": "tef_canada", "taken_on": str(on - timedelta(days=30)), **scores}],
        "jobs": [work],
    }


def french_score(client: Client, on: date) -> int:
    """The score that the client's standings show in French rounds of the day."""
    return Standing.objects.held("french", on).get(client=client).crs


def test_a_new_edition_moves_tomorrows_standings_of_every_client_and_not_yesterdays(stopped_worker_process, tmp_path):
    today = timezone.localdate()
    day = today + timedelta(days=30)
    clients = [Client.objects.create(email=f"c{n}@example.org", facts=bilingual(today)) for n in range(3)]
    standings.rewrite_standings([client.pk for client in clients], today)
    before = [french_score(client, day) for client in clients]
    folder = tmp_path / "rules" / "crs"
    folder.mkdir(parents=True)
    (folder / "french.toml").write_text(EDITION.format(day=day))

    stopped_worker_process.environment["RULES_DIR"] = str(folder.parent)
    stopped_worker_process.start()
    call_command("restand", "--all")

    assert [french_score(client, day) for client in clients] == [score + 100 for score in before]
    assert [french_score(client, day - timedelta(days=1)) for client in clients] == before


@pytest.fixture
def _own_rules():
    """No other test goes on with what this one released."""
    yield
    vars(released).update(vars(ReleasedRules()))


@pytest.mark.usefixtures("_own_rules")
def test_an_edition_released_by_staff_reaches_a_running_worker_and_all_standings(stopped_worker_process, settings):
    settings.RULES_CHECK_SECONDS = 0.2
    stopped_worker_process.environment["RULES_CHECK_SECONDS"] = "0.2"
    stopped_worker_process.start()
    today = timezone.localdate()
    day = today + timedelta(days=30)
    client = Client.objects.create(email="c@example.org", facts=bilingual(today))
    standings.rewrite_standings([client.pk], today)
    before = french_score(client, day)
    edition = FirmEdition.objects.create()
    FirmTable.objects.create(edition=edition, name="crs/french", text=EDITION.format(day=day))
    releasing.begin_comparison(edition, by=None)
    wait_until(lambda: not compare.find_waiting(edition.change).exists(), stopped_worker_process)
    releasing.release(edition, by=None)
    wait_until(lambda: french_score(client, day) == before + 100, stopped_worker_process)


@pytest.mark.usefixtures("_own_rules")
def test_a_new_class_goes_from_the_page_to_a_round_of_it_and_its_clients_are_told(
    client, stopped_worker_process, settings
):
    """Entered, compared, released, restood, recorded, published, told: with files alone."""
    settings.RULES_CHECK_SECONDS = 0.2
    settings.MAIL_PAUSE_MINUTES = 0
    stopped_worker_process.environment |= {"RULES_CHECK_SECONDS": "0.2", "MAIL_PAUSE_MINUTES": "0"}
    stopped_worker_process.start()
    today = timezone.localdate()
    fits, other = (Client.objects.create(email=f"{name}@example.org", alerts=True) for name in ("fits", "other"))
    Client.objects.filter(pk=fits.pk).update(facts=developer(today))
    Client.objects.filter(pk=other.pk).update(facts=developer(today) | {"language_tests": []})
    staff(client, "view_firmedition", "add_firmedition", "add_firmtable", "release_firmedition")

    upload(client, today - timedelta(days=10))
    edition = FirmEdition.objects.get()
    wait_until(lambda: not compare.find_waiting(edition.change).exists(), stopped_worker_process)
    client.post(f"/staff/draws/firmedition/{edition.pk}/release/")
    call_command("restand", "--all")
    assert set(Standing.objects.held("fhsc", today).values_list("client", flat=True)) == {fits.pk}

    name = "Invented Federal High-Skilled Class"
    draw = DrawFactory(number="900", name=name, stream=parse_stream(name), cutoff=300)
    publisher.publish(draw)
    wait_until(lambda: Alert.objects.filter(draw=draw, client=fits, state="sent").exists(), stopped_worker_process)
    assert list(Alert.objects.filter(draw=draw).values_list("client", flat=True)) == [fits.pk]
