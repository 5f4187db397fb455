"""A live site starts from an empty checkout, says which of its processes died, and tells staff."""

import sys

import pytest

from draws.models import Heartbeat
from intake.models import Letter
from tests.conftest import database_url
from tests.running.live import WAIT, LiveSite, read_procfile

pytestmark = [pytest.mark.broker, pytest.mark.skipif(sys.platform != "linux", reason="process groups")]


@pytest.fixture
def live(transactional_db, broker, tmp_path):
    site = LiveSite(tmp_path, database_url(), HEARTBEAT_SECONDS="2", STAFF_ALERTS_TO="rcic@firm.example")
    yield site
    site.leave()


@pytest.mark.one_database
def test_web_workers_and_beat_refuse_to_start_unsafe_and_say_why(live):
    live.environment["SECRET_KEY"] = "changeme"
    live.start()
    codes = {name: process.wait(WAIT) for name, process in live.processes.items()}
    assert all(codes.values()), codes
    for name in codes:
        assert "SECRET_KEY has fewer than 50 letters" in live.said(name)


# On the database that a live site has.
@pytest.mark.one_database("postgresql")
def test_web_workers_and_beat_start_in_no_folder_and_a_beat_that_dies_is_told(live):
    live.start()
    live.wait_until_well()
    live.kill("beat")
    live.wait_for(503, {"beat": "silent", "worker": "ok", "urgent": "ok"})
    while not Letter.objects.filter(kind="process_silent", to="rcic@firm.example").exists():
        live.wait_for(503, {"beat": "silent"})
    live.start("beat")
    # Nobody listens at the mail server's address of these settings, and the letter to staff is owed.
    live.wait_for(503, {"beat": "ok", "mail": "refused"})
    assert live.ask("/healthz/web") == (200, {"database": "ok"})
    assert live.stop() == dict.fromkeys(read_procfile(), 0)
    assert [row.part for row in Heartbeat.objects.all()] == ["beat"], "the one that was killed leaves its row"
