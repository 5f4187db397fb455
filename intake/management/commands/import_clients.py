"""`manage.py import_clients FILE`: a firm's existing list becomes clients with standings."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from intake.clients.importing import Tally, format_error, import_clients


class Command(BaseCommand):
    """Take in JSON Lines; the e-mail address is the key, so the same file may be imported again.

    Each line has the form of `scoring/contract/client.schema.json`; its language is one of LETTER_LANGUAGES.
    """

    help = "Import clients from a file of JSON Lines (scoring/contract/client.schema.json); safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """`FILE [--sample]`."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--sample", action="store_true", help="mark new clients as samples")

    def handle(self, *args: Any, file: Path, sample: bool, **options: Any) -> None:
        """Import every line, say how many of each there were, and exit with status 1 when one was rejected.

        A rejected line is named on standard error; the others are imported. Raises `CommandError` for a file that
        can't be read.
        """
        try:
            # Bytes end a line at line feeds and returns alone; a text also at U+2028, which JSON may hold as it is.
            lines = file.read_bytes().splitlines()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        tally = self.take(lines, sample)
        self.stdout.write(
            f"{tally.created} created, {tally.updated} updated, {tally.unchanged} unchanged, {tally.rejected} rejected"
        )
        if tally.rejected:
            sys.exit(1)

    def take(self, lines: list[bytes], sample: bool) -> Tally:
        """Import with a progress bar, naming each bad line as it comes; returns the counts."""
        told, tally = 0, Tally()
        filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
        # The stream itself: Django's wrapper would end each redraw of the bar with a line break.
        with tqdm(total=len(filled), unit="client", disable=None, file=self.stderr._out) as bar:  # type: ignore[call-overload]
            for tally in import_clients(filled, timezone.localdate(), sample=sample):
                for number, message in tally.problems[told:]:
                    bar.write(format_error(number, message), file=self.stderr._out)
                told = len(tally.problems)
                # One tally more than there are lines comes at the end.
                bar.update(bar.n < bar.total)
        return tally
