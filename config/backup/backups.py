"""A backup of the site, from the database and the firm's rules to one encrypted file and back."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from config.backup import archive, dumps
from config.backup.table_digests import Inventory, count_states, find_differences, take_inventory
from draws.outbox.ledgers import find_ledgers

DATABASE, RULES, MANIFEST = "database", "rules", "manifest.json"
# Seconds; none that is under way is as old.
LONGEST_RUN = 6 * 3600


class CopyRefused(Exception):
    """A backup is not for this database, or this database is not for a backup."""


class Manifest(NamedTuple):
    """What a backup says of itself: when it was made, from which kind of database, and what was in it."""

    made_at: str
    vendor: str
    inventory: Inventory


class Proof(NamedTuple):
    """What came out of a restored backup: the tables that differ, and its ledgers by state."""

    manifest: Manifest
    differing: list[str]
    ledgers: dict[str, int]


def make_backup(file: Path) -> Manifest:
    """Write the archive. Raises `ArchiveRefused`, `DumpRefused`, `OSError`; then there is no new file."""
    # Read again by `pack`; here so that a wrong key is found before the whole database has been copied.
    archive.read_recipients(settings.BACKUP_RECIPIENTS)
    with make_folder() as folder:
        inventory = dumps.dump(folder / DATABASE)
        manifest = Manifest(timezone.now().isoformat(timespec="seconds"), connection.vendor, inventory)
        (folder / MANIFEST).write_text(json.dumps(manifest._asdict()))
        if settings.RULES_DIR:
            shutil.copytree(settings.RULES_DIR, folder / RULES)
        archive.pack(folder, file, settings.BACKUP_RECIPIENTS)
    return manifest


def prove_backup(file: Path, identity: Path) -> Proof:
    """Restore into a fresh database and compare each row with what was there when the backup was made."""
    with open_backup(file, identity) as (folder, manifest), dumps.make_fresh_database(folder.parent) as database:
        dumps.load(folder / DATABASE, database)
        differing = find_differences(manifest.inventory, take_inventory(database))
        return Proof(manifest, differing, count_states(database, list_ledgers()))


def restore_backup(file: Path, identity: Path, rules: Path | None) -> Manifest:
    """Fill the site's own database, which must be empty, and a new folder with the firm's rules."""
    with open_backup(file, identity) as (folder, manifest):
        if connection.introspection.table_names():
            raise CopyRefused("The database is not empty: restore into a new one.")
        if rules and (folder / RULES).exists():
            shutil.copytree(folder / RULES, rules)
        dumps.load(folder / DATABASE, connection)
    return manifest


@contextmanager
def open_backup(file: Path, identity: Path) -> Iterator[tuple[Path, Manifest]]:
    """The archive's files, while they are in use. Raises `ArchiveRefused` and `CopyRefused`."""
    with make_folder() as folder:
        archive.unpack(file, identity, folder)
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
        # The database inside is pg_dump's format or an SQLite file, and neither can be loaded into the other.
        if manifest.vendor != connection.vendor:
            raise CopyRefused(f"The backup is one of {manifest.vendor}, and DATABASE_URL names {connection.vendor}.")
        yield folder, manifest


def list_ledgers() -> list[str]:
    """The tables of what is owed to people."""
    return sorted(ledger._meta.db_table for ledger in find_ledgers().values())


def delete_left_behind() -> None:
    """Delete the folders of backups that were killed: each holds the whole database, also of people who are gone."""
    for folder in settings.VAR_DIR.glob("backup-*"):
        if time.time() - folder.stat().st_mtime > LONGEST_RUN:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def make_folder() -> Iterator[Path]:
    """A folder that only we can read, in which nothing stays; what a killed one left goes first."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    delete_left_behind()
    # Not in /tmp: `delete_left_behind` looks here for what a killed run has left.
    with TemporaryDirectory(prefix="backup-", dir=settings.VAR_DIR) as name:
        folder = Path(name) / "files"
        folder.mkdir()
        yield folder
