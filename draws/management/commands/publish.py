"""Publish a recorded draw and alert the clients who match, as carefully as the page does."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from draws.feed.cutoff_doubts import say_doubt
from draws.mailings import lifecycle
from draws.mailings.mass_mails import DrawMail
from draws.matching.matcher import match
from draws.matching.preview import NEAR, Preview, describe_reasons, list_emails
from draws.models import Draw, Mailing
from draws.publishing import publisher
from intake.common.storable_text import make_storable
from scoring.words import name_number


class Command(BaseCommand):
    """Publish, or with --dry-run only say who would be told."""

    help = "Publish a recorded round and alert every client who matches, once, after the pause. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which round, and how to answer."""
        parser.add_argument("number", metavar="NUMBER", help="IRCC's number of the round: 437, 91a")
        parser.add_argument("--dry-run", action="store_true", help="publish nothing, only say who would be told")
        parser.add_argument("--people", type=int, metavar="N", help="how many people it reaches, as --dry-run says")
        parser.add_argument("--confirm-cutoff", type=int, metavar="N", help="the cut-off again, where it is unusual")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *, number: str, dry_run: bool, **options: Any) -> None:
        """Publish and say who is told; a second time says the same.

        Raises `CommandError`, status 1, for a number that is not recorded, where publishing is refused, and where the
        cut-off or the number of people is not confirmed, with the reason.
        """
        # IRCC writes "91a"; on a command line it may as well be "91A".
        draw = Draw.objects.filter(number__iexact=make_storable(number.strip())).first()
        if draw is None:
            raise CommandError(f"There is no round {number}. Record it in the admin, or run import_rounds.")
        try:
            self.rehearse(draw) if dry_run else self.publish(draw, options["people"], options["confirm_cutoff"])
        except publisher.PublicationRefused as refused:
            raise CommandError(f"Round {draw.number} can't be published: {refused}") from refused
        # Publishing and matching read and change the row by themselves; this copy is older.
        draw.refresh_from_db()
        self.answer(Preview(draw), as_json=bool(options["json"]))

    def rehearse(self, draw: Draw) -> None:
        """Say what would have to be confirmed; raise `PublicationRefused` where publishing would; change nothing."""
        if not draw.is_published:
            mail = make_mail(draw)
            mail.check()
            count = mail.count_recipients()
            self.stderr.write(f"People whom this reaches: {count}. To confirm it: --people {count}")
            for doubt in mail.doubts:
                self.stderr.write(f"{say_doubt(doubt)} If it is right: --confirm-cutoff {draw.cutoff}")

    def publish(self, draw: Draw, people: int | None, cutoff: int | None) -> None:
        """Publish what was confirmed, and match here and now, so that the answer is the ledger."""
        if draw.is_published:
            match(draw.pk)
            self.stderr.write(f"Round {draw.number} was published before; nobody is told twice.")
            return
        mail = make_mail(draw)
        mail.check()
        self.refuse_doubts(mail, cutoff)
        # Matched at once, beside the worker that is called: the row's lock lets one of them fill the ledger.
        mailing = lifecycle.confirm_from_command(mail, people if people is not None else self.ask_for_people(mail))
        match(draw.pk)
        if not (mail.call and mail.call.handed_over):
            self.stderr.write("The broker is away: the alerts go out when the sweep finds them.")
        if mailing.is_paused(timezone.now()):
            until = timezone.localtime(mailing.not_before)
            self.stderr.write(f"Nothing leaves before {until:%H:%M}; until then it can be taken back on {find_page()}.")

    def refuse_doubts(self, mail: DrawMail, cutoff: int | None) -> None:
        """Refuse what only a second person may let go, and a cut-off in doubt that was not named again.

        Raises `CommandError`.
        """
        # On a server nobody is signed in, so that there are no two people to tell apart.
        if settings.MAIL_SECOND_PERSON:
            raise CommandError(f"A second person must approve what goes to many: publish it on {find_page()}.")
        if cutoff is not None and cutoff != mail.figure:
            raise CommandError(f"The cut-off of round {mail.draw.number} is {mail.figure}, not {cutoff}.")
        if mail.doubts and cutoff is None:
            raise CommandError(
                f"{' '.join(map(say_doubt, mail.doubts))} If it is right: --confirm-cutoff {mail.figure}"
            )

    def ask_for_people(self, mail: DrawMail) -> int:
        """The number of recipients, typed at a terminal. Raises `CommandError` where there is none."""
        count = mail.count_recipients()
        if not sys.stdin.isatty():
            raise CommandError(f"People whom this reaches: {count}. To confirm it: --people {count}")
        typed = input(f"People whom this reaches: {count}. Type the number: ").strip()
        # What is no number agrees with no count, and is refused as a wrong one.
        return int(typed) if typed.isdecimal() else -1

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
        self.stdout.write(f"within {name_number(NEAR)} points below: {preview.near.count()}")


def find_page() -> str:
    """Where staff preview, publish and take back."""
    return settings.SITE_URL + reverse("admin:draws_draw_changelist")


def make_mail(draw: Draw) -> DrawMail:
    """The mass mail that publishing is."""
    return DrawMail(Mailing(about=Mailing.About.DRAW, draw=draw))


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
