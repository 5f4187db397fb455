"""A backup holds every row, and only a private key opens it."""

import os
import time
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config.backup import backups, dumps
from config.backup.table_digests import count_states, find_differences, take_inventory
from intake.models import Client, Letter
from tests.draws.factories import ClientFactory
from tests.running import postgres

ROWS = 3


@pytest.fixture
def key(tmp_path: Path, settings) -> Path:
    """A private key in a file; the settings have the public one, and the wheel's programs."""
    made = pyrage.x25519.Identity.generate()
    settings.BACKUP_RECIPIENTS = [str(made.to_public())]
    settings.PROMISES_FILE = str(tmp_path / "promises")
    settings.POSTGRESQL_PROGRAMS = str(postgres.WHEEL / "pginstall" / "bin")
    file = tmp_path / "key"
    file.write_text(f"# public key: {made.to_public()}\n{made}\n")
    return file


@pytest.fixture
def clients(transactional_db: None) -> list[Client]:
    """Three clients who agreed, each with a standing, and a letter that is owed."""
    made = ClientFactory.create_batch(ROWS, standing=480)
    Letter.objects.create(to="new@example.org", kind="confirmation", due_at=timezone.now(), created=timezone.now())
    return made


def run(*command: str) -> str:
    """What a command said."""
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_backup_is_proved_by_restoring_it(clients, key, tmp_path):
    run("backup", str(tmp_path / "kept"))
    said = run("prove_backup", str(tmp_path / "kept"), "--identity", str(key))
    # Sessions and what was rendered of results are left out.
    tables = len(connection.introspection.table_names()) - 2
    assert f"{tables} of {tables} tables are the same, row by row." in said
    assert f"intake_client: {ROWS}\nintake_standing: {ROWS}\n" in said
    assert "intake_letter pending: 1\n" in said


def test_a_row_that_is_not_as_it_was_is_named(clients, key, tmp_path, monkeypatch):
    load = dumps.load

    def load_wrongly(file: Path, database: dumps.Database) -> None:
        load(file, database)
        with database.cursor() as cursor:
            cursor.execute("UPDATE intake_standing SET crs = crs + 1 WHERE crs = 480")

    run("backup", str(tmp_path / "kept"))
    monkeypatch.setattr(dumps, "load", load_wrongly)
    with pytest.raises(CommandError, match=r"Not the same after the restore: intake_standing\."):
        run("prove_backup", str(tmp_path / "kept"), "--identity", str(key))


def test_a_backup_that_is_older_than_a_ledger_is_proved_by_those_that_it_has(clients):
    assert {"draws_alert", "draws_followernews", "intake_letter"} <= set(backups.list_ledgers())
    assert count_states(connection, ["a_later_ledger", "intake_letter"]) == {"intake_letter pending": 1}


def test_what_a_killed_backup_left_is_gone_after_the_next_and_one_under_way_is_not(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    for name, hours in (("backup-killed", 7), ("backup-under-way", 0)):
        (tmp_path / name / "files").mkdir(parents=True)
        then = time.time() - hours * 3600
        os.utime(tmp_path / name, (then, then))
    with backups.make_folder():
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["backup-under-way"]


def test_nothing_in_the_file_can_be_read_without_the_key(clients, key, tmp_path):
    run("backup", str(tmp_path / "kept"))
    assert clients[0].email.encode() not in (tmp_path / "kept").read_bytes()
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    (tmp_path / "other").write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CommandError, match="can't be read with"):
        run("prove_backup", str(tmp_path / "kept"), "--identity", str(tmp_path / "other"))


def test_without_a_public_key_no_backup_is_made(tmp_path, settings):
    settings.BACKUP_RECIPIENTS = []
    with pytest.raises(CommandError, match="BACKUP_RECIPIENTS is empty"):
        run("backup", str(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


def test_a_failed_backup_leaves_the_one_before(tmp_path, settings):
    (tmp_path / "kept").write_text("yesterday's")
    settings.BACKUP_RECIPIENTS = ["age1wrong"]
    with pytest.raises(CommandError, match="no public key of age"):
        run("backup", str(tmp_path / "kept"))
    assert (tmp_path / "kept").read_text() == "yesterday's"


def test_it_goes_into_an_empty_database_only_and_the_firms_rules_come_back(
    clients, key, tmp_path, settings, monkeypatch
):
    settings.RULES_DIR = str(tmp_path / "rules")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "funds.toml").write_text("# ours\n")
    run("backup", str(tmp_path / "kept"))
    with pytest.raises(CommandError, match="The database is not empty"):
        run("restore_backup", str(tmp_path / "kept"), "--identity", str(key))
    with dumps.make_fresh_database(tmp_path) as fresh:
        monkeypatch.setattr(backups, "connection", fresh)
        run("restore_backup", str(tmp_path / "kept"), "--identity", str(key), "--rules", str(tmp_path / "back"))
        with backups.open_backup(tmp_path / "kept", key) as (_folder, kept):
            assert not find_differences(kept.inventory, take_inventory(fresh))
    assert (tmp_path / "back" / "funds.toml").read_text() == "# ours\n"
