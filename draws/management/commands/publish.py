"""Publish a recorded draw and alert the clients who match."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from draws.matching.matcher import match
from draws.matching.preview import Preview, describe_reasons, list_emails
from draws.models import Draw
from draws.publishing import publisher
from intake.common.storable_text import make_storable


class Command(BaseCommand):
    """Publish, or with --dry-run only say who would be told."""

    help = "Publish a recorded draw and alert every client who matches, once. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which draw, and how to answer."""
        parser.add_argument("number", metavar="NUMBER", help="IRCC's number of the round: 437, 91a")
        parser.add_argument("--dry-run", action="store_true", help="publish nothing, only say who would be told")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *, number: str, dry_run: bool, **options: object) -> None:
        """Publish and say who is told; a second time says the same.

        Raises `CommandError`, status 1, for a number that is not recorded and where publishing is refused, with the
        reason.
        """
        # IRCC writes "91a"; on a command line it may as well be "91A".
        draw = Draw.objects.filter(number__iexact=make_storable(number.strip())).first()
        if draw is None:
            raise CommandError(f"There is no draw {number}. Record it in the admin, or run import_rounds.")
        try:
            self.rehearse(draw) if dry_run else self.publish(draw)
        except publisher.PublicationRefused as refused:
            raise CommandError(f"Draw {draw.number} can't be published: {refused}") from refused
        # Publishing and matching read and change the row by themselves; this copy is of before.
        draw.refresh_from_db()
        self.answer(Preview(draw), as_json=bool(options["json"]))

    def rehearse(self, draw: Draw) -> None:
        """Raise `PublicationRefused` where publishing would; change nothing."""
        if not draw.is_published:
            publisher.check_draw(draw)

    def publish(self, draw: Draw) -> None:
        """Publish, and match here and now, so that the answer is the ledger."""
        # Without a pause: whoever is on the server has typed the number, and a script waits for nobody (record 0089).
        publication = publisher.publish(draw)
        match(draw.pk)
        if not publication.first:
            self.stderr.write(f"Draw {draw.number} was published before; nobody is told twice.")
        elif not publication.handed_over:
            self.stderr.write("The broker is away: the alerts go out when the sweep finds them.")

    def answer(self, preview: Preview, *, as_json: bool) -> None:
        """Print who is told and why others are not, as one JSON object or for a reader."""
        draw = preview.draw
        if as_json:
            self.stdout.write(json.dumps(build_report(preview), ensure_ascii=False))
            return
        self.stdout.write(f"{draw.number} · {draw.who} · {draw.held_on} · {draw.cutoff}")
        self.stdout.write(f"told: {preview.told.count()}")
        for reason, count in preview.counts().items():
            self.stdout.write(f"not told, {describe_reasons(draw)[reason]}: {count}")
        self.stdout.write(f"within ten points below: {preview.near.count()}")


def build_report(preview: Preview) -> dict[str, Any]:
    """A publication in its public form: e-mail addresses told, and not told by reason."""
    draw = preview.draw
    return {
        "number": draw.number,
        "stream": draw.stream,
        "on": draw.held_on.isoformat(),
        "cutoff": draw.cutoff,
        "told": list_emails(preview.told),
        "not_told": {reason: list_emails(group) for reason, group in preview.not_told.items()},
    }
