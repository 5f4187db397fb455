"""Write one encrypted archive of the database and the firm's rules."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup.archive import ArchiveRefused
from config.backup.backups import make_backup
from config.backup.dumps import DumpRefused


class Command(BaseCommand):
    """Back up the site while it runs."""

    help = "Write one encrypted archive of the database and RULES_DIR, for the keys in BACKUP_RECIPIENTS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the archive is written."""
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        """Write it, and say how much is in it. Raises `CommandError` where none could be made."""
        try:
            manifest = make_backup(file)
        except (ArchiveRefused, DumpRefused, OSError) as refused:
            raise CommandError(f"No backup was made. {refused}") from refused
        rows = sum(table["rows"] for table in manifest.inventory.values())
        self.stdout.write(f"{file}: {len(manifest.inventory)} tables, {rows} rows, {file.stat().st_size} bytes.")
