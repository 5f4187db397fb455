"""Take IRCC's feed of rounds in."""

from argparse import ArgumentParser
from urllib.error import URLError

from django.core.management.base import BaseCommand, CommandError

from draws.doubts import sentence
from draws.feed import OWN_COPY, FeedError, fetch, rows
from draws.importing import Report, take_in

SUMMARY = "{new} new, {changed} changed, {reworded} reworded, {confirmed} confirmed, {unchanged} unchanged"


class Command(BaseCommand):
    """Read rounds from a file or an address; safe to repeat."""

    help = (
        "Import rounds of invitations from IRCC's JSON feed. New rounds become drafts, nobody is alerted. "
        "Safe to repeat: rows that changed are reported, and what staff entered or published stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the feed is."""
        parser.add_argument(
            "source",
            nargs="?",
            default=str(OWN_COPY),
            metavar="FILE|URL",
            help="a file or an http(s) address; default: the copy of 2026-08-19 that comes with the project",
        )

    def handle(self, *, source: str, **options: object) -> None:
        """Import, then say what was new, changed and not understood."""
        try:
            report = take_in(rows(fetch(source)))
        except (OSError, URLError, FeedError) as problem:
            raise CommandError(f"{source}: {problem}") from problem
        self.say(report)
        if report.rejected:
            raise CommandError(f"{len(report.rejected)} rows are no rounds; the others were imported")

    def say(self, report: Report) -> None:
        """The summary."""
        counts = {name: len(report.numbers(name)) for name in ("new", "changed", "reworded", "confirmed", "unchanged")}
        self.stdout.write(SUMMARY.format(**counts))
        unrecognised = [d.number for d in report.doubtful if any(x["about"] == "stream" for x in d.not_understood)]
        self.stdout.write(f"{len(unrecognised)} unrecognised names, {len(report.doubtful)} draws to look at")
        for name in ("changed", "reworded", "confirmed"):
            if report.numbers(name):
                self.stdout.write(f"{name}: {', '.join(report.numbers(name))}")
        for draw in report.doubtful:
            self.stdout.write(f"{draw.number}: {' '.join(map(sentence, draw.not_understood))}")
        for problem in report.rejected:
            self.stderr.write(f"rejected: {problem}")
