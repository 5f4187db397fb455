"""Prove that a backup can be restored, and that everything is in it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from config.backup.archive import ArchiveRefused
from config.backup.backups import CopyRefused, Proof, prove_backup
from config.backup.dumps import DumpRefused


class Command(BaseCommand):
    """Restore into a fresh database, compare, and remove it."""

    help = "Restore a backup into a fresh database and compare each table with what stood there; exit 1 if one differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup, and who can read it."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--identity", metavar="KEYS", type=Path, required=True, help="file with private keys of age"
        )

    def handle(self, *, file: Path, identity: Path, **options: object) -> None:
        """Say what was compared. Raises `CommandError` where it is not the same."""
        try:
            proof = prove_backup(file, identity)
        except (ArchiveRefused, CopyRefused, DumpRefused, DatabaseError) as refused:
            raise CommandError(f"The backup is not proved. {refused}") from refused
        self.describe(proof)
        if proof.differing:
            raise CommandError(f"Not the same after the restore: {', '.join(proof.differing)}.")

    def describe(self, proof: Proof) -> None:
        """When it was made, how many files are at each stage, what is owed and sent, and all else as one number."""
        tables = proof.manifest.inventory
        self.stdout.write(f"Made {proof.manifest.made_at}, {proof.manifest.vendor}.")
        for name in ("intake_client", "intake_standing", "intake_consent"):
            self.stdout.write(f"{name}: {tables[name]['rows']}")
        for name, count in proof.ledgers.items():
            self.stdout.write(f"{name}: {count}")
        same = len(tables) - len(proof.differing)
        self.stdout.write(f"{same} of {len(tables)} tables are the same, row by row.")
