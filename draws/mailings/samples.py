"""The very messages of a mass mail, as a client would get them, before any is owed."""

import logging
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from draws.corrections.describe import CorrectedField, describe_changes
from draws.corrections.messages import CorrectionNews
from draws.correspondence.messages import Written
from draws.correspondence.own_facts import make_invented_facts
from draws.correspondence.writing import build_row
from draws.followers.messages import RoundNews
from draws.mailings import mass_mails
from draws.mailings.mass_mails import MassMail, RetryMail
from draws.matching.messages import DrawAlert
from draws.models import Alert, Correction, CorrectionLetter, Draw, FollowerNews, Says
from draws.models.rule_changes import DOWN, STAYS, UP, RuleNewsReading
from draws.outbox import archive, ledgers
from draws.outbox.composer import compose_letter, render_for_one
from draws.outbox.kinds import ClientMessage, NotDue
from draws.rounds.snapshot import build_snapshot
from draws.rule_changes.messages import RuleNews
from intake.common.languages import list_letter_languages
from intake.common.mail import build_message
from intake.common.names import name_user
from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import KINDS
from intake.models import Client, Follower, Owed
from intake.permissions import TABLE

log = logging.getLogger(__name__)


class MailingSample(NamedTuple):
    """One message in one language; `variant`: which of the news it is, in words.

    One that does not leave has no subject, and why in place of its text.
    """

    variant: str
    language: str
    subject: str
    body: str


# Of failed messages, the newest of those that differ; more of them nobody reads.
FAILED_SHOWN = 6
# One to a client, or to a follower, who has no file.
Message = ClientMessage[Any] | RoundNews
SCORE_GOES = {UP: _("score goes up"), DOWN: _("score goes down"), STAYS: _("score stays")}


# Not registered: it is only shown, and no ledger ever owes it.
class PlannedNews(CorrectionNews):
    """The news of a correction that is not made yet."""

    def list_changes(self) -> list[CorrectedField]:
        """What is planned in place of what is on record."""
        return describe_changes(self.row.correction)


def list_samples(mail: MassMail, reader: User) -> list[MailingSample]:
    """Each variant in each language, addressed to this member of staff."""
    return [
        MailingSample(variant, str(name), str(letter.subject), str(letter.body))
        for language, name in list_letter_languages()
        for variant, message in list_messages(mail, make_reader(reader, language))
        for letter in [render(message, language)]
    ]


def render(message: Message, language: str) -> EmailMultiAlternatives:
    """The letter as its reader would get it, unsent; nothing of it is kept."""
    if isinstance(message, RoundNews):
        return build_message(message.get_template(), message.row.follower.email, language, message.get_context())
    return render_for_one(message)


def make_reader(user: User, language: str) -> Client:
    """An unsaved client who is this member of staff."""
    name = name_user(user)
    return Client(reference="TEST", name=name, email=user.email, language=language, alerts=True)


def list_messages(mail: MassMail, reader: Client) -> Iterator[tuple[str, Message]]:
    """The variants in words, and the message of each; none where nobody is told."""
    if isinstance(mail, mass_mails.DrawMail) and mail.draw.cutoff is not None:
        # One point above, because the basis of the samples is a score above the cut-off.
        yield from list_alerts(mail.draw, reader, mail.draw.cutoff + 1)
        yield from list_to_followers(mail, mail.draw, reader)
    if isinstance(mail, mass_mails.CorrectionMail):
        yield from list_news(mail, reader)
    if isinstance(mail, mass_mails.RulesMail):
        yield from list_rule_news(mail, reader)
    if isinstance(mail, mass_mails.CircularMail):
        yield from list_written(mail, reader)


def list_news(mail: mass_mails.CorrectionMail, reader: Client) -> Iterator[tuple[str, Message]]:
    """The letters of a correction that somebody would get, and the alert where somebody is told of the round itself."""
    before, after, numbers = mail.before, mail.after, mail.numbers
    planned = Correction(draw=after, before=build_snapshot(before), after=build_snapshot(after))
    # One point above the cut-off, as in the samples of an alert.
    crs = (after.cutoff or 0) + 1
    for says in Says:
        if numbers.get(says):
            basis = "" if says == Says.ERROR else Alert.Basis.ABOVE
            for alert in build_alerts(after, reader, crs):
                letter = CorrectionLetter(
                    correction=planned, client=reader, alert=alert, says=says, crs=crs, basis=basis
                )
                yield f"{says.label}, {alert.get_in_pool_display()}", PlannedNews(letter)
    if numbers[""]:
        yield from list_alerts(after, reader, crs)
        yield from list_to_followers(mail, after, reader)


def list_rule_news(mail: mass_mails.RulesMail, reader: Client) -> Iterator[tuple[str, Message]]:
    """The news of a change of rules, once for each way in which it reads to somebody."""
    effects = RuleNews.find_effects(mail.change)
    ways = effects.find_ways()
    found = effects.in_bulk(ways.values())
    for way, pk in ways.items():
        # Any moment would do, because the row is shown and never saved.
        notice = RuleNews.build_row(found[pk], mail.change.begun_at)
        notice.client = reader
        yield describe_way(way), RuleNews(notice)


def describe_way(way: RuleNewsReading) -> str:
    """What becomes of the score and the streams, in words."""
    streams = {
        (True, True): _("streams gained and lost"),
        (True, False): _("streams gained"),
        (False, True): _("streams lost"),
    }
    found = [SCORE_GOES[way.score], streams.get((way.gains, way.loses), "")]
    return ", ".join(str(words) for words in found if words)


def list_to_followers(
    mail: mass_mails.DrawMail | mass_mails.CorrectionMail, draw: Draw, reader: Client
) -> Iterator[tuple[str, Message]]:
    """The news of a round as it goes to those who follow by an address alone; nothing where nobody does."""
    if mail.followers:
        follower = Follower(reference=reader.reference, email=reader.email, language=reader.language)
        news: Any = FollowerNews(draw=draw, follower=follower)
        yield str(RoundNews.label), RoundNews(news)


def list_written(mail: mass_mails.CircularMail, reader: Client) -> Iterator[tuple[str, Message]]:
    """The message to chosen clients, where there is a text in the reader's language."""
    version = mail.circular.version
    if version and reader.language in version.texts:
        yield "", Written(build_row(reader, version, version.by, "sample", make_invented_facts()))


def list_alerts(draw: Draw, reader: Client, crs: int) -> Iterator[tuple[str, Message]]:
    """The news of a round, by what is known of the profile."""
    for row in build_alerts(draw, reader, crs):
        yield row.get_in_pool_display(), DrawAlert(row)


def build_alerts(draw: Draw, reader: Client, crs: int) -> Iterator[Alert]:
    """Unsaved alerts of a client who was in the pool, and of one who has told of no profile."""
    for in_pool in (Alert.InPool.YES, Alert.InPool.UNKNOWN):
        yield Alert(draw=draw, client=reader, crs=crs, basis=Alert.Basis.ABOVE, in_pool=in_pool)


def find_failed(mail: RetryMail, reader: User) -> list[Owed]:
    """Of the messages that failed one for each that reads otherwise, newest first, of files that they may see."""
    ledger = ledgers.find_ledgers()[mail.mailing.entered["ledger"]]
    if not TABLE[f"view_{ledger._meta.model_name}"].held_by(reader):
        return []
    newest: dict[tuple[Any, ...], int] = {}
    for rows in mail.find_rows():
        failed = rows.visible_to(reader).to_retry(timezone.now()).order_by()
        for *alike, pk in failed.values_list(*ledger.alike_by).annotate(newest=Max("pk")):
            newest[tuple(alike)] = max(pk, newest.get(tuple(alike), 0))
    shown = sorted(newest.values(), reverse=True)[:FAILED_SHOWN]
    return list(ledger.objects.to_send().filter(pk__in=shown).order_by("-pk"))


def list_failed_samples(rows: list[Owed]) -> list[MailingSample]:
    """These messages as they would leave, without the ways in, or why one does not; none of a letter not due."""
    names = dict(list_letter_languages())
    return [
        MailingSample(str(KINDS[row.kind].label), str(names.get(row.language, row.language)), *words)
        for row in rows
        if (words := word_failed(row))
    ]


def word_failed(row: Owed) -> tuple[str, str] | None:
    """Subject and text of a row, without the ways in; of one that does not leave, "" and why. None where not due."""
    try:
        letter = look_at_failed(row)
    except NotDue as reason:
        return "", str(reason)
    except Exception as problem:  # noqa: BLE001 (logged by its kind alone: what it says may quote the row)
        # As in the worker: what goes wrong with one row is no reason to show nothing of the others.
        log.error("%s %s can't be put into words: %s", type(row).__name__, row.pk, type(problem).__name__)
        return "", gettext("This message can't be written: the reason is in the site's log.")
    if letter is None:
        return None
    subject, body = archive.cut_words(row.language, str(letter.subject), str(letter.body))
    return subject, body


def look_at_failed(row: Owed) -> EmailMultiAlternatives | None:
    """The letter of a row as `render_failed` has it, with nothing saved of what that brings up to date."""
    with transaction.atomic():
        letter = render_failed(row)
        transaction.set_rollback(True)
    return letter


def render_failed(row: Owed) -> EmailMultiAlternatives | None:
    """The letter of a row as it would leave now; None where it is not due, or this release does not know its kind.

    Raises `NotDue` where that has a reason for staff, and whatever its context or template raises.
    """
    if row.kind not in KINDS:
        return None
    message = ledgers.make_message(row)
    if isinstance(message, LetterMessage):
        return compose_letter(message) if message.is_due() else None
    message.renew()
    return render_for_one(message)
