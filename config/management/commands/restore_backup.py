"""Fill an empty database from a backup."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from config.backup.archive import ArchiveRefused
from config.backup.backups import CopyRefused, restore_backup
from config.backup.dumps import DumpRefused


class Command(BaseCommand):
    """Restore; nothing that is there already is overwritten."""

    help = "Fill the empty database that DATABASE_URL names from a backup. Then: migrate, and after_restore."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup, who can read it, and where the firm's rules go."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--identity", metavar="KEYS", type=Path, required=True, help="file with a private key of age"
        )
        parser.add_argument("--rules", metavar="FOLDER", type=Path, help="a new folder for the firm's rules, if any")

    def handle(self, *, file: Path, identity: Path, rules: Path | None, **options: object) -> None:
        """Restore, and say of when the data is. Raises `CommandError` where nothing was restored."""
        try:
            manifest = restore_backup(file, identity, rules)
        except (ArchiveRefused, CopyRefused, DumpRefused, DatabaseError, OSError) as refused:
            raise CommandError(f"Nothing was restored. {refused}") from refused
        rows = sum(table["rows"] for table in manifest.inventory.values())
        self.stdout.write(f"Restored {rows} rows as they were at {manifest.made_at}.")
        self.stdout.write("Before the site is opened: manage.py migrate, then manage.py after_restore.")
