"""`manage.py import_clients FILE`: a firm's existing list becomes clients with standings."""

import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from intake.clients.importing import Tally, format_error, import_clients
from intake.permissions import MANAGE_ENGAGEMENT


def find_member(name: str | None) -> User:
    """The member of staff of this name. Raises `CommandError`."""
    member = User.objects.filter(username=name, is_staff=True, is_active=True).first()
    if member is None:
        raise CommandError("--by: name the account of the staff that the history of the files is to name")
    return member


class Command(BaseCommand):
    """Take in JSON Lines; the e-mail address is the key, so the same file may be imported again.

    Each line has the form of `scoring/contract/client.schema.json`; its language is one of LETTER_LANGUAGES.
    It may say the work on the file too: stage, adviser, tags, postal address, agreement, next action.
    """

    help = "Import clients from a file of JSON Lines (scoring/contract/client.schema.json); safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """`FILE --by NAME`, or `FILE --sample`."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="NAME", help="the account that the history of each file names")
        parser.add_argument("--sample", action="store_true", help="mark new clients as samples")

    def handle(self, *args: Any, file: Path, sample: bool, by: str | None = None, **options: Any) -> None:
        """Import every line, say how many of each there were, and exit with status 1 when one was rejected.

        A rejected line is named on standard error; the others are imported. Raises `CommandError` for a file that
        can't be read, and without somebody of the staff, whom only samples can do without.
        """
        member = find_member(by) if by or not sample else None
        try:
            # Bytes end a line at line feeds and returns alone; a text also at U+2028, which JSON may hold as it is.
            lines = file.read_bytes().splitlines()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        tally = self.take(lines, sample, member)
        self.stdout.write(
            f"{tally.created} created, {tally.updated} updated, {tally.unchanged} unchanged, {tally.rejected} rejected"
        )
        if tally.rejected:
            sys.exit(1)

    def take(self, lines: list[bytes], sample: bool, by: User | None) -> Tally:
        """Import with a progress bar, naming each bad line as it comes; returns the counts."""
        told, tally = 0, Tally()
        may_manage = by is None or MANAGE_ENGAGEMENT.held_by(by)
        filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
        # The stream itself: Django's wrapper would end each redraw of the bar with a line break.
        with tqdm(total=len(filled), unit="client", disable=None, file=self.stderr._out) as bar:  # type: ignore[call-overload]
            for tally in import_clients(filled, timezone.localdate(), sample=sample, by=by, may_manage=may_manage):
                for number, message in tally.problems[told:]:
                    bar.write(format_error(number, message), file=self.stderr._out)
                told = len(tally.problems)
                # One tally more than there are lines comes at the end.
                bar.update(bar.n < bar.total)
        return tally
