"""What must be done before a restored site is opened: stop the sending, and do again what people asked."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.backup.backups import list_ledgers
from config.backup.table_digests import count_states
from draws.outbox import throttle
from intake.clients.after_restore import keep_promises
from intake.common.restore_journal import JournalAct, read_lines


class Command(BaseCommand):
    """Safe to repeat."""

    help = "After a restore: pause sending, then delete, stop e-mails and withdraw again what was so since the backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The lists, where there are several machines."""
        parser.add_argument("lists", metavar="LIST", nargs="*", type=Path, help="default: the file PROMISES_FILE")

    def handle(self, *, lists: list[Path], **options: object) -> None:
        """Do it, and say what a person must now look at. Raises `CommandError` for a list that can't be read."""
        paths = lists or [Path(settings.PROMISES_FILE)]
        # Before anything else: what left after the backup was made is owed again in the restored database
        # (record 0072).
        throttle.pause()
        try:
            done = keep_promises(read_lines(path.read_text() for path in paths))
        except (OSError, ValueError) as error:
            raise CommandError(f"The list can't be read, and sending is paused: {error}") from error
        self.stdout.write(f"Deleted again: {done[JournalAct.DELETED]}. Deletion asked for: {done[JournalAct.ASKED]}.")
        self.stdout.write(f"E-mails stopped again: {done[JournalAct.DECLINED]}.")
        self.stdout.write(f"Testimonials withdrawn again: {done[JournalAct.WITHDRAWN]}.")
        owed = count_states(connection, list_ledgers())
        waiting = sum(count for name, count in owed.items() if name.endswith((" pending", " sending")))
        self.stdout.write(
            f"Sending is paused. {waiting} messages are owed as of the backup; some may have left since. Look at them"
            " and at the rounds published since, then resume under Pauses in sending."
        )
