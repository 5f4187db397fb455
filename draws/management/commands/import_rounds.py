"""Take IRCC's feed of rounds in."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from draws.feed.fetch import is_url
from draws.feed.importer import ImportReport, import_rows
from draws.feed.parser import FeedError, read_rows, read_shipped_rows
from draws.feed.poller import Busy, visit
from draws.rounds.doubts import describe_doubt

SUMMARY = "{new} new, {changed} changed, {reworded} reworded, {confirmed} confirmed, {unchanged} unchanged"


def import_from(source: str | None) -> ImportReport | None:
    """Import the rounds of a file, of an address where it has changed, or those that come with the project.

    None: the address has nothing new. Raises `OSError` or `FeedError` for what can't be read, `Busy` while another
    process reads the same address.
    """
    if source is None:
        return import_rows(read_shipped_rows())
    return visit(source) if is_url(source) else import_rows(read_rows(Path(source).read_bytes()))


class Command(BaseCommand):
    """Read rounds from a file or an address; safe to repeat."""

    help = (
        "Import rounds of invitations from IRCC's JSON feed. New rounds become drafts, nobody is alerted. "
        "Safe to repeat: rows that changed are reported, and what staff entered or published stays. "
        "An address is asked only for what has changed since it was read last."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the feed is."""
        parser.add_argument(
            "source",
            nargs="?",
            metavar="FILE|URL",
            help="a file or an http(s) address; default: the rounds up to 2026-10-01 that come with the project",
        )

    def handle(self, *, source: str | None, **options: object) -> None:
        """Import, then say what was new, changed and not understood.

        Raises `CommandError`, status 1, for a feed that can't be read, and when rows in it were no rounds.
        """
        try:
            report = import_from(source)
        except Busy as busy:
            raise CommandError(f"{source}: another process is reading it now") from busy
        except (OSError, FeedError) as problem:
            raise CommandError(f"{source}: {problem}") from problem
        if report is None:
            self.stdout.write("Nothing has changed since the last time this address was read.")
            return
        self.say(report)
        if report.rejected:
            # A script that imports has to see it; what could be read is in all the same (record 0075).
            raise CommandError(f"{len(report.rejected)} rows are no rounds; the others were imported")

    def say(self, report: ImportReport) -> None:
        """Print the counts and the rounds to look at, and on standard error the rows that were rejected."""
        counts = {name: len(report.numbers(name)) for name in ("new", "changed", "reworded", "confirmed", "unchanged")}
        self.stdout.write(SUMMARY.format(**counts))
        unrecognised = [d.number for d in report.doubtful if any(x["about"] == "stream" for x in d.not_understood)]
        self.stdout.write(f"{len(unrecognised)} unrecognised names, {len(report.doubtful)} rounds to look at")
        for name in ("changed", "reworded", "confirmed"):
            if report.numbers(name):
                self.stdout.write(f"{name}: {', '.join(report.numbers(name))}")
        for draw in report.doubtful:
            self.stdout.write(f"{draw.number}: {' '.join(map(describe_doubt, draw.not_understood))}")
        for problem in report.rejected:
            self.stderr.write(f"rejected: {problem}")
